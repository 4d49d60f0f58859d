from plan_targets.gates import run_gate


def model(dbt, session):
    dbt.config(materialized="incremental", on_schema_change="append_new_columns")
    dbt.ref("int_observations_mapped")
    return run_gate("observations", session)
