import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema(
    {
        "cutoff_set": pl.String,
        "category": pl.String,
        "status": pl.String,
        "lower_bound": pl.Float64,
        "upper_bound": pl.Float64,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("dim_progress_cutoff", COLUMNS)
