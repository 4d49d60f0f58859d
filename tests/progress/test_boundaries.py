"""Every cut-off of the seed, met exactly: half-open from below, and not rounded before it is compared."""

import csv
import math
from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import pytest

from tests.progress.methods import CUTOFFS

Assess = Callable[..., list[dict[str, Any]]]
AssessOne = Callable[..., dict[str, Any]]


def rows_of(cutoff_set: str) -> list[dict[str, str]]:
    with CUTOFFS.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["cutoff_set"] == cutoff_set]


CUTOFF_SETS = sorted({row["cutoff_set"] for row in csv.DictReader(CUTOFFS.open(encoding="utf-8"))})


@pytest.mark.parametrize("cutoff_set", CUTOFF_SETS)
def test_bands_meet_without_gap_or_overlap(cutoff_set: str) -> None:
    bands = sorted(rows_of(cutoff_set), key=lambda row: float(row["lower_bound"] or -math.inf))
    assert bands[0]["lower_bound"] == "" and bands[-1]["upper_bound"] == ""
    for below, above in pairwise(bands):
        assert below["upper_bound"] == above["lower_bound"]


def band_edges(cutoff_set: str) -> list[tuple[float, str, str]]:
    """Each cut-off with the status at it and the status just below it."""
    bands = rows_of(cutoff_set)
    below = {row["upper_bound"]: row["status"] for row in bands if row["upper_bound"]}
    return [
        (float(row["lower_bound"]), row["status"], below[row["lower_bound"]]) for row in bands if row["lower_bound"]
    ]


@pytest.mark.parametrize(("edge", "at", "under"), band_edges("distance_pace"))
@pytest.mark.parametrize("method", ["distance_pace", "completion"])
def test_pace_exactly_at_a_cut_off(assess: Assess, method: str, edge: float, at: str, under: str) -> None:
    ways = [(0, 100), (90, 95), (96.76, 97), (12.5, 2.5), (0.1, 0.7)]
    rows: list[dict[str, Any]] = []
    for (baseline, target), year in product(ways, [2021, 2022, 2023, 2024]):
        goal = {
            "year": year,
            "direction": 1 if target > baseline else -1,
            "accumulation": "stock",
            "baseline_year": 2020,
            "baseline_value": baseline,
            "due_year": 2025,
            "target_value": target,
        }
        step = (target - baseline) * (year - 2020) / 5
        # As printed: the figure that is exactly on the cut-off on paper, whatever binary fractions make of it.
        exact, just_less = round(baseline + edge * step, 9), round(baseline + (edge - 1e-6) * step, 12)
        rows += [goal | {"target_id": f"{len(rows):02} {status}", "observed_value": value}
                 for value, status in ((exact, at), (just_less, under))]  # fmt: skip
    judged = assess(method, rows)
    assert len(judged) == 40
    assert [f"{row['target_id'][:2]} {row['status']}" for row in judged] == [row["target_id"] for row in judged]


@pytest.mark.parametrize(("edge", "at", "under"), band_edges("open_sdg_cagr_without_target"))
def test_growth_exactly_at_a_cut_off(assess_one: AssessOne, edge: float, at: str, under: str) -> None:
    # One year and a base of one, so that the growth is the figure itself less one.
    series = {"year": 2021, "baseline_year": 2020, "due_year": 2030, "baseline_value": 1.0}
    over = assess_one("open_sdg_cagr", observed_value=math.nextafter(1 + edge, 2), **series)
    less = assess_one("open_sdg_cagr", observed_value=1 + edge - 1e-9, **series)
    assert (over["status"], less["status"]) == (at, under)


@pytest.mark.parametrize(("edge", "at", "under"), band_edges("un_extrapolation"))
def test_share_at_the_due_year_exactly_at_a_cut_off(assess_one: AssessOne, edge: float, at: str, under: str) -> None:
    goal = {"year": 2025, "baseline_year": 2020, "baseline_value": 100, "due_year": 2025, "target_value": 200}
    assert assess_one("un_extrapolation", observed_value=100 + 100 * edge, **goal)["status"] == at
    assert assess_one("un_extrapolation", observed_value=100 + 100 * edge - 1e-6, **goal)["status"] == under


@pytest.mark.parametrize(("observed", "category"), [(1.0, "substantial_progress"), (0.999, "deterioration")])
def test_a_series_at_its_natural_limit(assess_one: AssessOne, observed: float, category: str) -> None:
    series = {"year": 2023, "baseline_year": 2020, "due_year": 2030, "baseline_value": 1.0, "limit_value": 1}
    row = assess_one("open_sdg_cagr", observed_value=observed, **series)
    assert row["category"] == category
    assert (row["score"] == 5) == (observed == 1)


@pytest.mark.parametrize(
    ("observed", "covers", "status"),
    [(98.5, 1.0, "on_track"), (98.49, None, "behind"), (98.0, 0.0, "behind"), (97.99, None, "off_track")],
)
def test_headroom_exactly_used_up(assess_one: AssessOne, observed: float, covers: float | None, status: str) -> None:
    # From 99.0 in two years: 0.5 lost is 0.25 a year, and 0.5 of headroom lasts two more years.
    floor = {
        "comparator": "hold",
        "path": "hold",
        "baseline_year": 2020,
        "baseline_value": 99.0,
        "due_year": 2024,
        "target_value": 98.0,
    }
    row = assess_one("hold", year=2022, observed_value=observed, **floor)
    assert row["status"] == status
    if covers is not None:
        assert row["pace"] == covers


def test_a_rounded_pace_does_not_pass(assess_one: AssessOne) -> None:
    # 0.9496 is shown as 0.95 and is still behind.
    row = assess_one(
        "distance_pace",
        year=2021,
        observed_value=0.9496,
        baseline_year=2020,
        baseline_value=0,
        due_year=2022,
        target_value=2,
    )
    assert (round(row["pace"], 2), row["status"]) == (0.95, "behind")
