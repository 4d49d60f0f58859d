"""A forecast of every target at its due year, as it looked in each year: from the series itself, or a refusal.

The figure is carried on from its last value by a robust slope (Theil and Sen: the median of the slopes between all
pairs of points). The interval is Student's t for a random walk with that drift: the spread of the yearly departures
from it, wider with every year ahead, and with the uncertainty of the drift itself. The usual interval around a line
through all points was tried first, and held too few of the held-back figures; tests/benchmarks/forecast_coverage.py
prints how many this one holds.
"""

import math
from itertools import combinations, pairwise
from statistics import median

import polars as pl

# Not scipy.stats, which takes longer to import than all forecasts to make.
from scipy.special import stdtr, stdtrit

LEVEL = 0.8
FEWEST_POINTS = 4
COLUMNS = {
    "target_id": pl.String,
    "year": pl.Int32,
    "point_count": pl.Int32,
    "last_point_year": pl.Int32,
    "slope": pl.Float64,
    "projected_value": pl.Float64,
    "projected_low": pl.Float64,
    "projected_high": pl.Float64,
    "probability_met": pl.Float64,
    "reason": pl.String,
}


def carry_on(years, values, at_year):
    """The center, spread and degrees of freedom of the value at a later year, and the slope."""
    slope = median((v1 - v0) / (y1 - y0) for (y0, v0), (y1, v1) in combinations(zip(years, values, strict=True), 2))
    steps = pairwise(zip(years, values, strict=True))
    departures = [(v1 - v0 - slope * (y1 - y0)) / math.sqrt(y1 - y0) for (y0, v0), (y1, v1) in steps]
    freedom = len(years) - 2
    spread = math.sqrt(sum(departure**2 for departure in departures) / freedom)
    ahead = at_year - years[-1]
    center = values[-1] + slope * ahead
    return center, spread * math.sqrt(ahead + ahead**2 / (years[-1] - years[0])), freedom, slope


def interval(center, spread, freedom, level=LEVEL):
    """The central interval of the stated level."""
    half = spread * float(stdtrit(freedom, 0.5 + level / 2))
    return center - half, center + half


def within(value, low, high):
    """A share does not leave 0 to 100, whatever its trend."""
    if low is not None:
        value = max(value, low)
    return value if high is None else min(value, high)


def forecast(target, points):
    """The forecast row of a target as of a year, from the points known by then."""
    row = {"target_id": target["target_id"], "year": target["year"], "point_count": len(points)}
    if points:
        row["last_point_year"] = points[-1][0]
    if target["required_value"] is None or target["direction"] is None:
        return row | {"reason": "no_target_value"}
    if points and points[-1][0] >= target["due_year"]:
        return row | {"reason": "due_year_observed"}
    if len(points) < FEWEST_POINTS:
        return row | {"reason": "too_few_points"}
    years, values = (list(column) for column in zip(*points, strict=True))
    center, spread, freedom, slope = carry_on(years, values, target["due_year"])
    if spread <= 1e-12 * max(1.0, abs(center)):
        return row | {"slope": slope, "reason": "no_variation"}
    low, high = interval(center, spread, freedom)
    margin = target["direction"] * (center - target["required_value"])
    return row | {
        "slope": slope,
        "projected_value": within(center, target["valid_min"], target["valid_max"]),
        "projected_low": within(low, target["valid_min"], target["valid_max"]),
        "projected_high": within(high, target["valid_min"], target["valid_max"]),
        "probability_met": float(stdtr(freedom, margin / spread)),
    }


def model(dbt, session):
    dbt.config(materialized="table")
    targets = dbt.ref("int_progress_inputs").pl().to_dicts()
    series = {}
    for point in dbt.ref("int_progress_series").pl().sort("target_id", "year").to_dicts():
        series.setdefault(point["target_id"], []).append((point["year"], point["value"]))
    rows = []
    for target in targets:
        is_ceiling_of_range = target["comparator"] == "between" and target["direction"] == -1
        target["required_value"] = target["target_high"] if is_ceiling_of_range else target["target_value"]
        if target["accumulation"] in ("rank", "milestone"):
            target["required_value"] = None
        points = [point for point in series.get(target["target_id"], []) if point[0] <= target["year"]]
        rows.append(forecast(target, points))
    empty = dict.fromkeys(COLUMNS)
    return pl.DataFrame([empty | row for row in rows], schema=COLUMNS)
