from plan_targets.gates.gate import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental")
    dbt.ref("stg_seed_cells")
    return run_gate("lists", session)
