import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema({"load_id": pl.String, "is_withdrawn": pl.Boolean})


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_load", COLUMNS)
