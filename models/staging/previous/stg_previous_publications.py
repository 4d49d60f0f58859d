import polars as pl

from plan_targets.publication.previous import read_previous

COLUMNS = pl.Schema(
    {
        "build_id": pl.String,
        "published_at": pl.Datetime("us"),
        "git_commit": pl.String,
        "observation_count": pl.Int64,
        "rejected_row_count": pl.Int64,
        "statement_count": pl.Int64,
        "target_count": pl.Int64,
        "quality_passed": pl.Boolean,
        "warning_count": pl.Int64,
        "as_of": pl.Date,
        "is_as_of": pl.Boolean,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return read_previous("fct_publication", COLUMNS)
