from app.publication.previous import read_previous
from expectations.gate import RESULT_SCHEMA


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous(dbt.config.meta_get("published_path"), "fct_quality_result", RESULT_SCHEMA)
