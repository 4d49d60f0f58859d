from plan_targets.gates.gate import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental")
    dbt.ref("int_findings")
    dbt.ref("int_left_out_figures")
    dbt.ref("int_lost_series")
    dbt.ref("int_observations_preferred")
    dbt.ref("int_targets")
    dbt.ref("indicators")
    dbt.ref("regions")
    dbt.ref("units")
    return run_gate("loads", session)
