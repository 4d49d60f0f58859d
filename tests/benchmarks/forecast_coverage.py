"""Prints how many held-back figures of the real series lie in the forecast's 80 % interval.

Every series of the current build is cut off at each of its figures that leaves enough before it, and carried on to
every later figure, by the project's own models: what a forecast may take, and when it refuses, is the same here. A
figure is held where the interval reaches anything that its printed digits can stand for: 100 % is 99.5 or more.
`uv run dbt build && uv run python -m tests.benchmarks.forecast_coverage`
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.compiling import compile_models
from tests.progress.forecasts import MODEL, Forecasts
from tests.progress.methods import without_schemas
from tests.project import REPOSITORY, Project

BUILD = REPOSITORY / "target" / "warehouse.duckdb"

OBSERVATIONS = """
    create table int_observations_preferred as
    select * replace (coalesce(published_on, {date}) as published_on)
    from warehouse.intermediate.int_observations_preferred
"""
# Each series as if a target stood for it: what the scale is depends on the indicator alone.
TARGETS = """
    create table int_targets as
    select distinct
        concat(observations.indicator_id, ' ', observations.region_code) as target_id,
        observations.indicator_id,
        observations.region_code,
        'level' as accumulation,
        indicators.valid_min,
        indicators.valid_max
    from int_observations_preferred as observations
    inner join dim_indicator as indicators using (indicator_id)
    where indicators.accumulation not in ('rank', 'milestone')
"""
# From every figure to every later one; the target itself is zero, which no interval reads.
CUTS = """
    insert into int_progress_inputs
    select
        concat(origins.target_id, ' ', later.year), origins.year, later.year, 1, 'level', 0,
        targets.valid_min, targets.valid_max
    from series as origins
    inner join series as later on origins.target_id = later.target_id and origins.year < later.year
    inner join int_targets as targets on origins.target_id = targets.target_id
    where origins.run = later.run
"""
POINTS = """
    insert into int_progress_series
    select distinct
        inputs.target_id, series.year, series.value, series.lowest_value, series.highest_value, series.run
    from int_progress_inputs as inputs
    inner join series on inputs.target_id = concat(series.target_id, ' ', inputs.due_year)
"""
OUTCOMES = f"""
    select
        series.target_id,
        forecasts.last_point_year,
        series.year,
        forecasts.projected_low <= series.highest_value and forecasts.projected_high >= series.lowest_value,
        -- A scale may have one end only.
        coalesce(forecasts.projected_low < targets.valid_min, false)
        or coalesce(forecasts.projected_high > targets.valid_max, false)
    from {MODEL} as forecasts
    inner join series on forecasts.target_id = concat(series.target_id, ' ', series.year)
    inner join int_targets as targets on series.target_id = targets.target_id
    where forecasts.reason is null
"""


class Outcome(NamedTuple):
    """What came of one forecast."""

    series: str
    origin: int
    year: int
    is_covered: bool
    is_beyond_scale: bool


def outcomes(project: Project, has_undated: bool) -> list[Outcome]:
    """Every forecast that could have been made, and whether it holds."""
    forecasts = Forecasts(project)
    connection = forecasts.connection
    # By its file's name, because that is what its views call it.
    connection.execute(f"attach '{BUILD}' as warehouse (read_only)")
    for table in ("intermediate.int_series_breaks", "marts.dim_indicator"):
        connection.execute(f"create table {table.split('.')[1]} as from warehouse.{table}")
    connection.execute(OBSERVATIONS.format(date="known_on" if has_undated else "published_on"))
    connection.execute(TARGETS)
    # What counts from a plan's beginning is left out: it needs a plan.
    series = without_schemas(compile_models(project, ["int_progress_series"])["int_progress_series"])
    connection.execute("create table int_no_inputs as from warehouse.intermediate.int_progress_inputs limit 0")
    connection.execute(f"create table series as {series.replace('int_progress_inputs', 'int_no_inputs')}")
    connection.execute(CUTS)
    connection.execute(POINTS)
    return [Outcome(*row) for row in connection.execute(OUTCOMES).fetchall()]


def main() -> None:
    """What forecasts take, and undated figures too: whether an interval holds does not depend on dates."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.copy_to(Path(folder) / "project")
        for name, has_undated in (("Dated figures", False), ("Undated ones too", True)):
            print(f"{name}:")
            report(outcomes(project, has_undated))


def report(found: list[Outcome]) -> None:
    """One line for each distance, and one for every start."""
    last = {outcome.series: max(o.year for o in found if o.series == outcome.series) for outcome in found}
    lines: dict[str, Callable[[Outcome], bool]] = {
        "one year ahead": lambda outcome: outcome.year - outcome.origin == 1,
        "two years ahead": lambda outcome: outcome.year - outcome.origin == 2,
        "the last figure, one year ahead": lambda o: o.year == last[o.series] and o.year - o.origin == 1,
        "the last figure, two years ahead": lambda o: o.year == last[o.series] and o.year - o.origin == 2,
        "every start and distance": lambda outcome: True,
    }
    for name, belongs in lines.items():
        chosen = [outcome for outcome in found if belongs(outcome)]
        covered = sum(outcome.is_covered for outcome in chosen)
        series = len({outcome.series for outcome in chosen})
        share = f"{covered / len(chosen):.1%}" if chosen else "none"
        print(f"{name}: {covered} of {len(chosen)} inside the 80 % interval, {share} ({series} series)")
    print(f"{sum(outcome.is_beyond_scale for outcome in found)} intervals leave the scale.")


if __name__ == "__main__":
    main()
