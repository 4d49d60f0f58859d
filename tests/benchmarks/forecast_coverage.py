"""Prints how many held-back figures of the real series lie in the forecast's 80 % interval.

Every published series with enough figures loses its last one, or its last two, and is forecast to the year of the last:
`uv run python -m tests.benchmarks.forecast_coverage`.
"""

from plan_targets.publication.read import connect, current_publication
from tests.progress.test_forecast import forecasts

# One value for each indicator, region and year: full years, no bounds.
SERIES = """
    select indicator_id, region_code, year, value
    from marts.fct_observation
    where is_preferred and comparator in ('eq', 'approx') and period = cast(year as varchar)
    order by indicator_id, region_code, year
"""

Series = list[tuple[int, float]]


def read_series() -> dict[tuple[str, str], Series]:
    """The series of the current publication."""
    with connect(current_publication(None)) as connection:
        rows = connection.execute(SERIES).fetchall()
    series: dict[tuple[str, str], Series] = {}
    for indicator_id, region_code, year, value in rows:
        series.setdefault((indicator_id, region_code), []).append((year, value))
    return series


def is_held(known: Series, later: tuple[int, float]) -> bool:
    """Whether the interval made from the known figures holds the later one."""
    years, values = (list(column) for column in zip(*known, strict=True))
    center, spread, freedom, _ = forecasts.carry_on(years, values, later[0])
    low, high = forecasts.interval(center, spread, freedom)
    return low <= later[1] <= high


def main() -> None:
    """One line for one figure held back, one for two, and one for every possible origin."""
    fewest = forecasts.FEWEST_POINTS
    series = [points for points in read_series().values() if len(points) > fewest]
    last = [is_held(points[:-1], points[-1]) for points in series]
    second = [is_held(points[:-2], points[-1]) for points in series if len(points) - 2 >= fewest]
    every = [
        is_held(points[:origin], later)
        for points in series
        for origin in range(fewest, len(points))
        for later in points[origin:]
    ]
    for name, held in (("last figure", last), ("last two figures, the later one", second), ("every origin", every)):
        share = f"{sum(held) / len(held):.1%}" if held else "none"
        print(f"{forecasts.LEVEL:.0%} interval, {name} held back: {sum(held)} of n = {len(held)} inside, {share}")


if __name__ == "__main__":
    main()
