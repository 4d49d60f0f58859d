import polars as pl

from plan_targets.publication.previous import relation_of_previous

COLUMNS = pl.Schema({"indicator_id": pl.String, "region_code": pl.String, "is_preferred": pl.Boolean})


def model(dbt, session):
    dbt.config(materialized="table")
    figures = relation_of_previous("fct_observation", COLUMNS, session)
    return figures.filter("is_preferred").project("indicator_id, region_code").distinct()
