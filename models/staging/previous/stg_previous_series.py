import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema({"indicator_id": pl.String, "region_code": pl.String, "is_preferred": pl.Boolean})


def model(dbt, session):
    dbt.config(materialized="table")
    rows = read_previous("fct_observation", COLUMNS)
    return rows.filter("is_preferred").select("indicator_id", "region_code").unique()
