from plan_targets.gates.results import RESULT_SCHEMA
from plan_targets.publication.previous import read_previous


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_quality_result", RESULT_SCHEMA)
