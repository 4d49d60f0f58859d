import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema(
    {
        "target_id": pl.String,
        "plan_id": pl.String,
        "indicator_id": pl.String,
        "region_code": pl.String,
        "comparator": pl.String,
        "value": pl.Float64,
        "value_high": pl.Float64,
        "is_approximate": pl.Boolean,
        "lowest_value": pl.Float64,
        "highest_value": pl.Float64,
        "unit": pl.String,
        "accumulation": pl.String,
        "path": pl.String,
        "direction": pl.Int32,
        "change_sign": pl.Int32,
        "valid_min": pl.Float64,
        "valid_max": pl.Float64,
        "start_year": pl.Int32,
        "due_year": pl.Int32,
        "plan_period_start": pl.Int32,
        "plan_baseline_year": pl.Int32,
        "baseline_source": pl.String,
        "baseline_year": pl.Int32,
        "baseline_value": pl.Float64,
        "baseline_exactness": pl.String,
        "baseline_lowest_value": pl.Float64,
        "baseline_highest_value": pl.Float64,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_target", COLUMNS)
