"""The forecast: what it says of series whose answer is known, and when it refuses."""

import importlib.util
import random
from types import ModuleType
from typing import Any

import pytest

from tests.progress.methods import ROOT

MODEL = ROOT / "models" / "intermediate" / "progress" / "int_progress_forecasts.py"


def load_model() -> ModuleType:
    """The dbt model's own functions."""
    spec = importlib.util.spec_from_file_location("int_progress_forecasts", MODEL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


forecasts = load_model()

TARGET: dict[str, Any] = {
    "target_id": "t",
    "year": 2024,
    "due_year": 2025,
    "direction": 1,
    "required_value": 94.0,
    "valid_min": 0.0,
    "valid_max": 100.0,
}


def points(*values: float, last_year: int = 2024) -> list[tuple[int, float]]:
    return [(last_year - len(values) + 1 + number, value) for number, value in enumerate(values)]


def test_carries_the_last_figure_on_by_the_median_slope() -> None:
    # Slopes between the six pairs: 1, 0.75, 1, 0.5, 1, 1.5; their median is 1.
    row = forecasts.forecast(TARGET, points(90, 91, 91.5, 93))
    assert row["slope"] == 1.0
    assert row["projected_value"] == 94.0
    assert row["probability_met"] == pytest.approx(0.5)
    # Departures 0, -0.5, 0.5 with two degrees of freedom: 0.5; one year ahead of a span of three: sqrt(4/3).
    half = row["projected_high"] - row["projected_value"]
    assert half == pytest.approx(0.5 * (4 / 3) ** 0.5 * 1.8856, rel=1e-4)


def test_direction_turns_the_probability_around() -> None:
    series = points(90, 91, 91.5, 93)
    rising = forecasts.forecast(TARGET | {"required_value": 93.5}, series)["probability_met"]
    falling = forecasts.forecast(TARGET | {"required_value": 93.5, "direction": -1}, series)["probability_met"]
    assert rising > 0.5
    assert rising + falling == pytest.approx(1)


def test_a_wild_year_does_not_bend_the_slope() -> None:
    calm = forecasts.forecast(TARGET, points(90, 90.5, 91.2, 91.4, 92.1, 92.4))
    wild = forecasts.forecast(TARGET, points(90, 90.5, 80.0, 91.4, 92.1, 92.4))
    assert wild["slope"] == pytest.approx(calm["slope"], abs=0.12)
    assert wild["projected_high"] - wild["projected_low"] > calm["projected_high"] - calm["projected_low"]


def test_stays_within_what_a_figure_can_be() -> None:
    row = forecasts.forecast(TARGET | {"due_year": 2030}, points(96, 97.2, 98, 99.3))
    assert row["projected_value"] == row["projected_high"] == 100.0


@pytest.mark.parametrize(
    ("series", "change", "reason"),
    [
        ([], {}, "too_few_points"),
        (points(90, 91, 92), {}, "too_few_points"),
        (points(98, 98, 98, 98), {}, "no_variation"),
        (points(90, 91, 92, 93.5, last_year=2025), {"year": 2025}, "due_year_observed"),
        (points(90, 91, 92, 93.5), {"required_value": None}, "no_target_value"),
    ],
)
def test_refuses(series: list[tuple[int, float]], change: dict[str, Any], reason: str) -> None:
    row = forecasts.forecast(TARGET | change, series)
    assert row["reason"] == reason
    assert "projected_value" not in row and "probability_met" not in row


def test_eighty_percent_interval_of_a_random_walk_holds_eighty_percent() -> None:
    chance = random.Random(1)
    held = 0
    trials = 1500
    for _ in range(trials):
        values = [90.0]
        for _ in range(6):
            values.append(values[-1] + 0.4 + chance.gauss(0, 0.5))
        years = list(range(2018, 2025))
        center, spread, freedom, _ = forecasts.carry_on(years[:-1], values[:-1], 2024)
        low, high = forecasts.interval(center, spread, freedom)
        held += low <= values[-1] <= high
    assert held / trials == pytest.approx(0.8, abs=0.04)
