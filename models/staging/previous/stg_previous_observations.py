import polars as pl

from plan_targets.publication.previous import relation_of_previous

COLUMNS = pl.Schema(
    {
        "observation_id": pl.String,
        "indicator_id": pl.String,
        "region_code": pl.String,
        "year": pl.Int32,
        "period": pl.String,
        "period_end": pl.Date,
        "value": pl.Float64,
        "comparator": pl.String,
        "unit": pl.String,
        "source_id": pl.String,
        "source_title": pl.String,
        "source_grade": pl.String,
        "published_on": pl.Date,
        "known_on": pl.Date,
        "is_inferred": pl.Boolean,
        "exactness": pl.String,
        "lowest_value": pl.Float64,
        "highest_value": pl.Float64,
        "scope": pl.String,
        "is_break": pl.Boolean,
        "caveat": pl.String,
        "printed_indicator_zh": pl.String,
        "printed_value": pl.Float64,
        "is_preferred": pl.Boolean,
        "is_judging": pl.Boolean,
        "is_whole_year": pl.Boolean,
        "figure_time": pl.Float64,
        "since_year": pl.Int32,
        "load_id": pl.String,
    }
)


def model(dbt, session):
    dbt.config(materialized="table")
    return relation_of_previous("fct_observation", COLUMNS, session)
