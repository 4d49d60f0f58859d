from plan_targets.gates.gate import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental")
    dbt.ref("int_statements_mapped")
    dbt.ref("stg_plans")
    return run_gate("statements", session)
