"""The forecast: what it says of series whose answer is known, and when it refuses."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.progress.forecasts import Forecasts
from tests.progress.methods import Row
from tests.project import Project

Forecast = Callable[..., Row]
Series = list[tuple[int, float]]

# Far from both ends of its scale a share is as good as a value on an open line.
TARGET: dict[str, Any] = {"target_id": "t", "year": 2024, "due_year": 2025, "required_value": 94.0}
SHARE: dict[str, Any] = TARGET | {"valid_min": 0.0, "valid_max": 100.0}


@pytest.fixture(scope="module")
def forecasts(parsed_project: Project) -> Forecasts:
    return Forecasts(parsed_project)


@pytest.fixture(scope="module")
def forecast(forecasts: Forecasts) -> Forecast:
    """The forecast of one target from one series."""

    def run(target: Row, series: Series, **of_points: Any) -> Row:
        points = [{"target_id": "t", "year": year, "value": value} | of_points for year, value in series]
        (only,) = forecasts.carry_on([target], points)
        return only

    return run


def points(*values: float, last_year: int = 2024) -> Series:
    return [(last_year - len(values) + 1 + number, value) for number, value in enumerate(values)]


def test_carries_the_last_figure_on_by_the_median_slope(forecast: Forecast) -> None:
    # Slopes between the six pairs: 1, 0.75, 1, 0.5, 1, 1.5; their median is 1.
    row = forecast(TARGET, points(90, 91, 91.5, 93))
    assert row["slope"] == 1.0
    assert row["projected_value"] == 94.0
    assert row["probability_met"] == pytest.approx(0.5)
    # Departures 0, -0.5, 0.5 with two degrees of freedom: 0.5; one year on, the drift of three years
    # counted twice.
    half = row["projected_high"] - row["projected_value"]
    assert half == pytest.approx(0.5 * (1 + 2 / 3) ** 0.5 * 1.8856, rel=1e-4)


def test_direction_turns_the_probability_around(forecast: Forecast) -> None:
    series = points(90, 91, 91.5, 93)
    rising = forecast(SHARE | {"required_value": 93.5}, series)["probability_met"]
    falling = forecast(SHARE | {"required_value": 93.5, "direction": -1}, series)["probability_met"]
    assert rising > 0.5
    assert rising + falling == pytest.approx(1)


def test_a_wild_year_does_not_bend_the_slope(forecast: Forecast) -> None:
    calm = forecast(TARGET, points(90, 90.5, 91.2, 91.4, 92.1, 92.4))
    wild = forecast(TARGET, points(90, 90.5, 80.0, 91.4, 92.1, 92.4))
    assert wild["slope"] == pytest.approx(calm["slope"], abs=0.12)
    assert wild["projected_high"] - wild["projected_low"] > calm["projected_high"] - calm["projected_low"]


@pytest.mark.parametrize(
    ("series", "change"),
    [
        (points(96, 97.2, 98, 99.3), {}),
        (points(97, 99.2, 99.9, 100.0), {}),
        (points(4, 2.8, 2, 0.7), {"direction": -1, "required_value": 0.5}),
        (points(3, 2, 1, 0.2), {"direction": -1, "required_value": 0.1, "valid_max": None}),
    ],
)
def test_a_bounded_scale_is_approached_and_never_reached(forecast: Forecast, series: Series, change: Row) -> None:
    row = forecast(SHARE | {"due_year": 2027} | change, series, lowest_value=99.95)
    low, high = 0.0, (SHARE | change)["valid_max"] or float("inf")
    assert low < row["projected_low"] < row["projected_value"] < row["projected_high"] < high
    assert 0 < row["probability_met"] < 1


@pytest.mark.parametrize(
    ("values", "ends", "beside", "scale"),
    [
        ((96, 97.2, 98, 100), {"lowest_value": 99.5}, 99.75, {}),
        ((-60, -72, -80, -100), {"highest_value": -99.0}, -99.5, {"valid_min": -100.0}),
    ],
)
def test_a_figure_at_an_end_of_its_scale_is_read_as_one_beside_it(
    forecast: Forecast, values: tuple[float, ...], ends: Row, beside: float, scale: Row
) -> None:
    at_the_end = forecast(SHARE | scale, points(*values), **ends)
    assert at_the_end == forecast(SHARE | scale, points(*values[:-1], beside), **ends)
    limits = SHARE | scale
    assert at_the_end["reason"] is None
    assert limits["valid_min"] < at_the_end["projected_low"] < at_the_end["projected_high"] < limits["valid_max"]


@pytest.mark.parametrize(
    ("series", "change"),
    [
        # The last figure is as old as it may be, and the way ahead as long as the way behind.
        (points(88, 89, 90, 91, 92, 93.5, last_year=2021), {}),
        (points(90, 91, 92, 93.5, last_year=2023), {"due_year": 2026}),
    ],
)
def test_answers_up_to_the_limits_of_what_it_asks(forecast: Forecast, series: Series, change: Row) -> None:
    assert forecast(TARGET | change, series)["reason"] is None


def test_what_counts_from_nothing_has_no_ends(forecast: Forecast) -> None:
    row = forecast(SHARE | {"accumulation": "period_flow"}, points(96, 97.2, 98, 99.3))
    assert row["projected_high"] > 100


@pytest.mark.parametrize(
    ("series", "change", "reason"),
    [
        ([], {}, "too_few_points"),
        (points(90, 91, 92), {}, "too_few_points"),
        (points(98, 98, 98, 98), {}, "no_variation"),
        (points(90, 91, 92, 93.5, last_year=2025), {"year": 2025}, "due_year_observed"),
        (points(90, 91, 92, 93.5), {"required_value": None}, "no_target_value"),
        (points(90, 91, 92, 93.5), {"accumulation": "rank"}, "no_target_value"),
        (points(90, 91, 92, 93.5), {"due_year": 2028}, "horizon_too_far"),
        (points(87, 88, 89, 90, 91, 92, 93.5, last_year=2020), {}, "series_too_old"),
        (points(90, 91, 92, 93.5, last_year=2020), {}, "series_too_old"),
    ],
)
def test_refuses(forecast: Forecast, series: Series, change: dict[str, Any], reason: str) -> None:
    row = forecast(TARGET | change, series)
    assert row["reason"] == reason
    assert row["projected_value"] is None and row["projected_low"] is None and row["probability_met"] is None


def test_only_the_last_run_is_carried_on(forecasts: Forecasts) -> None:
    before = [{"target_id": "t", "year": year, "value": value, "run": 0} for year, value in points(1, 2, 3, 4, 5, 6)]
    after = [{"target_id": "t", "year": year + 3, "value": value, "run": 1} for year, value in points(90, 91, 92)]
    (row,) = forecasts.carry_on([TARGET | {"year": 2027, "due_year": 2028}], before + after)
    assert (row["reason"], row["point_count"]) == ("too_few_points", 3)


def test_nothing_is_forecast_for_a_year_that_is_over(parsed_project: Project) -> None:
    series = [{"target_id": "t", "year": year, "value": value} for year, value in points(90, 91, 91.5, 93)]
    over, ongoing = (
        Forecasts(parsed_project, day).carry_on([TARGET], series)[0]["reason"] for day in ("2026-01-01", "2025-12-31")
    )
    assert (over, ongoing) == ("due_year_over", None)


def test_a_forecast_knows_only_what_was_known_by_its_year(forecasts: Forecasts) -> None:
    series = [{"target_id": "t", "year": year, "value": value} for year, value in points(90, 91, 91.5, 93, 80)]
    earlier, later = forecasts.carry_on([TARGET | {"year": 2023}, TARGET], series)
    assert (earlier["last_point_year"], later["last_point_year"]) == (2023, 2024)
    assert earlier["projected_value"] == 95.0 > later["projected_value"]


def test_eighty_percent_interval_of_a_random_walk_holds_eighty_percent(forecasts: Forecasts) -> None:
    chance = random.Random(1)
    trials = 1500
    targets, series, ends = [], [], {}
    for trial in range(trials):
        values = [90.0]
        for _ in range(6):
            values.append(values[-1] + 0.4 + chance.gauss(0, 0.5))
        name = f"{trial:04}"
        ends[name] = values[-1]
        targets.append(TARGET | {"target_id": name, "year": 2023, "due_year": 2024})
        series += [
            {"target_id": name, "year": year, "value": value} for year, value in points(*values[:-1], last_year=2023)
        ]
    rows = forecasts.carry_on(targets, series)
    covered = sum(row["projected_low"] <= ends[row["target_id"]] <= row["projected_high"] for row in rows)
    assert covered / trials == pytest.approx(0.82, abs=0.05)
