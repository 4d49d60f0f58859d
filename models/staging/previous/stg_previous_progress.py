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
        "is_latest": pl.Boolean,
        "comparator": pl.String,
        "direction": pl.Int32,
        "path": pl.String,
        "target_value": pl.Float64,
        "target_high": pl.Float64,
        "baseline_year": pl.Int32,
        "baseline_value": pl.Float64,
        "expected_value": pl.Float64,
        "observed_value": pl.Float64,
        "observed_comparator": pl.String,
        "method_version": pl.String,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_progress", COLUMNS)
