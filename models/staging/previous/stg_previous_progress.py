import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema(
    {
        "target_id": pl.String,
        "year": pl.Int32,
        "method": pl.String,
        "as_of": pl.Date,
        "status": pl.String,
        "reason": pl.String,
        "category": pl.String,
        "is_latest": pl.Boolean,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_progress", COLUMNS)
