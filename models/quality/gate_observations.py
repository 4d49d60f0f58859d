from plan_targets.gates.gate import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental")
    dbt.ref("int_findings")
    dbt.ref("int_observations_mapped")
    return run_gate("observations", session)
