import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema(
    {
        "target_id": pl.String,
        "year": pl.Int32,
        "method": pl.String,
        "status_before": pl.String,
        "status_after": pl.String,
        "cause": pl.String,
        "causes": pl.String,
        "has_other_causes": pl.Boolean,
        "category_before": pl.String,
        "category_after": pl.String,
        "year_before": pl.Int32,
        "year_after": pl.Int32,
        "reason_before": pl.String,
        "reason_after": pl.String,
        "replaces_target_id": pl.String,
        "previous_as_of": pl.Date,
        "build_id": pl.String,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    # An older publication kept changes of each year, and not of the headline; they have no publication beside them.
    return read_previous("fct_status_change", COLUMNS).drop_nulls("build_id")
