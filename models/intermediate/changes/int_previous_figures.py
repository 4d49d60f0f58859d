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

# What came to a series or went from it may have gone to another or come from there: under the same source and period,
# which are part of what a figure is known by.
ASKED = """
with known as (
    select observation_id, source_id, period from previous semi join series using (indicator_id, region_code)
),
found as (
    select observation_id, source_id, period from observations semi join series using (indicator_id, region_code)
),
moving as (
    select source_id, period from known anti join found using (observation_id)
    union
    select source_id, period from found anti join known using (observation_id)
)
select * from previous semi join series using (indicator_id, region_code)
union all
-- In most builds nothing moves, and then no figure is read for it.
select * from previous semi join moving using (source_id, period) anti join series using (indicator_id, region_code)
"""


def model(dbt, session):
    dbt.config(materialized="table")
    previous = relation_of_previous("fct_observation", COLUMNS, session)  # noqa: F841 (DuckDB finds them by their names)
    observations = dbt.ref("int_observations")  # noqa: F841
    series = dbt.ref("int_change_series")  # noqa: F841
    return session.sql(ASKED)
