import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema({"load_id": pl.String})


def model(dbt, session):
    dbt.config(materialized="table")
    rows = read_previous("fct_observation", COLUMNS)
    return rows.group_by("load_id").agg(pl.len().cast(pl.Int64).alias("observation_count"))
