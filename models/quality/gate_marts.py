from plan_targets.gates.gate import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental")
    dbt.ref("dim_plan")
    dbt.ref("fct_statement")
    dbt.ref("fct_target")
    dbt.ref("fct_observation")
    dbt.ref("fct_progress")
    dbt.ref("fct_rejected_row")
    dbt.ref("mart_indicator_region_year")
    dbt.ref("int_lost_half")
    dbt.ref("int_observations_mapped")
    dbt.ref("stg_landed_plan_rows")
    return run_gate("marts", session)
