"""Cases with an answer that was worked out by hand, and the traps that other engines have fallen into."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.progress.methods import METHODS

Assess = Callable[..., list[dict[str, Any]]]
AssessOne = Callable[..., dict[str, Any]]
REFUSALS = ("not_observed", "no_baseline", "not_due", "not_assessable")


def five_years(**row: Any) -> dict[str, Any]:
    """A target of a five-year plan from 2020 to 2025."""
    return {"baseline_year": 2020, "due_year": 2025} | row


NATIONAL = {"baseline_year": 2022, "baseline_value": 93.29, "due_year": 2025, "target_value": 94}


def test_national_pass_rate_2024(assess_one: AssessOne) -> None:
    row = assess_one("distance_pace", year=2024, observed_value=93.93, **NATIONAL)
    assert row["distance_closed"] == pytest.approx(0.9014, abs=5e-5)
    assert row["pace"] == pytest.approx(1.352, abs=5e-4)
    assert row["status"] == "ahead"
    assert row["expected_value"] == pytest.approx(93.29 + 0.71 * 2 / 3)
    assert row["required_yearly_change"] == pytest.approx(0.07)


def test_national_pass_rate_2023(assess_one: AssessOne) -> None:
    row = assess_one("distance_pace", year=2023, observed_value=93.65, **NATIONAL)
    assert row["distance_closed"] == pytest.approx(0.36 / 0.71)
    assert row["pace"] == pytest.approx(0.36 / 0.71 * 3)
    assert row["status"] == "ahead"


@pytest.mark.parametrize("method", METHODS)
def test_value_over_target_is_never_progress(assess_one: AssessOne, method: str) -> None:
    row = assess_one(method, year=2024, observed_value=93.93, **NATIONAL)
    ratio = 93.93 / 94
    for measure in ("distance_closed", "pace", "score"):
        assert row[measure] is None or abs(row[measure] - ratio) > 0.01


@pytest.mark.parametrize("method", ["distance_pace", "hold"])
@pytest.mark.parametrize("path", ["linear", "hold"])
def test_a_floor_that_broke_is_not_progress(assess_one: AssessOne, method: str, path: str) -> None:
    row = assess_one(
        method, year=2024, observed_value=46.7, path=path, **five_years(baseline_value=68.6, target_value=55)
    )
    assert (row["status"], row["reason"]) == ("off_track", "below_held_level")
    assert row["pace"] is None


def test_a_floor_that_broke_is_no_progress_by_any_method(assess_one: AssessOne) -> None:
    for method in METHODS:
        row = assess_one(method, year=2024, observed_value=46.7, **five_years(baseline_value=68.6, target_value=55))
        assert row["status"] in ("off_track", "not_assessable"), method


@pytest.mark.parametrize("method", METHODS)
def test_a_ceiling_that_broke_is_regress(assess_one: AssessOne, method: str) -> None:
    row = assess_one(
        method, year=2024, direction=-1, observed_value=13.5, **five_years(baseline_value=7.8, target_value=10)
    )
    assert row["status"] in ("off_track", "not_assessable")
    if method in ("distance_pace", "hold", "open_sdg_cagr"):
        assert row["status"] == "off_track"


@pytest.mark.parametrize("method", METHODS)
def test_base_equal_to_target_divides_by_nothing(assess_one: AssessOne, method: str) -> None:
    kept = assess_one(method, year=2023, observed_value=94, **five_years(baseline_value=94, target_value=94))
    lost = assess_one(method, year=2023, observed_value=93, **five_years(baseline_value=94, target_value=94))
    assert kept["distance_closed"] is None and kept["pace"] is None
    # A level that was met at the beginning has to be held, and is not achieved before its time.
    lost_status = "off_track" if method in ("distance_pace", "hold") else "not_assessable"
    expected = ("not_assessable" if method == "completion" else "on_track", lost_status)
    assert (kept["status"], lost["status"]) == expected


@pytest.mark.parametrize("method", METHODS)
def test_a_target_of_zero_is_reached_at_zero(assess_one: AssessOne, method: str) -> None:
    accidents = five_years(direction=-1, accumulation="stock", baseline_value=8, target_value=0)
    halfway = assess_one(method, year=2023, observed_value=4, **accidents)
    reached = assess_one(method, year=2023, observed_value=0, **accidents)
    if method == "hold":
        assert reached["reason"] == halfway["reason"] == "not_a_held_level"
        return
    assert reached["status"] == "achieved"
    assert halfway["status"] == {"distance_pace": "behind", "completion": "behind"}.get(method, halfway["status"])
    assert halfway["distance_closed"] == 0.5
    if method == "open_sdg_cagr":
        assert halfway["reason"] == "zero_replaced"


def test_sign_change(assess_one: AssessOne) -> None:
    crossing = five_years(baseline_value=-2.0, target_value=3.0)
    assert assess_one("distance_pace", year=2023, observed_value=1.0, **crossing)["pace"] == pytest.approx(1.0)
    compound = assess_one("distance_pace", year=2023, observed_value=1.0, path="compound", **crossing)
    assert (compound["status"], compound["reason"]) == ("not_assessable", "sign_change")
    for method in ("open_sdg_cagr", "un_extrapolation"):
        row = assess_one(method, year=2023, observed_value=1.0, **crossing)
        assert (row["status"], row["reason"]) == ("not_assessable", "sign_change")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("year", [2018, 2020])
def test_an_observation_not_after_the_baseline(assess_one: AssessOne, method: str, year: int) -> None:
    stock = five_years(accumulation="stock", baseline_value=90, target_value=95)
    row = assess_one(method, year=year, observed_value=92, **stock)
    assert (row["status"], row["reason"]) == ("not_assessable", "observation_not_after_baseline")


@pytest.mark.parametrize("method", ["distance_pace", "un_extrapolation", "completion"])
def test_one_observation_without_a_baseline(assess_one: AssessOne, method: str) -> None:
    row = assess_one(method, year=2023, accumulation="stock", observed_value=92, due_year=2025, target_value=95)
    assert (row["status"], row["reason"]) == ("no_baseline", "no_baseline")
    met = assess_one(method, year=2023, accumulation="stock", observed_value=95, due_year=2025, target_value=95)
    assert met["status"] == "achieved"
    missed = assess_one(method, year=2025, accumulation="stock", observed_value=92, due_year=2025, target_value=95)
    assert missed["status"] == ("no_baseline" if method == "un_extrapolation" else "behind")


@pytest.mark.parametrize(
    ("observed", "comparator", "status", "reason"),
    [
        (93.0, "ge", "not_assessable", "bound_does_not_decide"),
        (95.0, "ge", "achieved", "at_least"),
        (94.0, "ge", "not_assessable", "bound_equals_aim"),
        (93.9, "ge", "on_track", "at_least"),
        (93.0, "lt", "off_track", "at_most"),
        (95.0, "le", "not_assessable", "bound_does_not_decide"),
        (93.93, "approx", "ahead", "approximate"),
    ],
)
def test_bounds(assess_one: AssessOne, observed: float, comparator: str, status: str, reason: str) -> None:
    row = assess_one("distance_pace", year=2024, observed_value=observed, observed_comparator=comparator, **NATIONAL)
    assert (row["status"], row["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("comparator", "observed", "observed_comparator", "is_met"),
    [
        ("ge", 94.0, "eq", True),
        ("gt", 94.0, "eq", False),
        ("gt", 94.0, "gt", True),
        ("gt", 94.5, "gt", True),
        ("gt", 93.5, "gt", False),
        ("gt", 94.0, "ge", False),
        ("gt", 94.01, "eq", True),
        ("hold", 94.0, "eq", True),
    ],
)
def test_more_than_is_not_at_least(
    assess_one: AssessOne, comparator: str, observed: float, observed_comparator: str, is_met: bool
) -> None:
    columns = NATIONAL | {
        "comparator": comparator,
        "observed_value": observed,
        "observed_comparator": observed_comparator,
    }
    row = assess_one("distance_pace", year=2025, **columns)
    assert (row["status"] == "achieved") == is_met


def test_between_is_met_at_its_nearer_end(assess_one: AssessOne) -> None:
    band = five_years(comparator="between", target_value=1, target_high=2)
    assert assess_one("distance_pace", year=2023, baseline_value=0, observed_value=1.0, **band)["status"] == "achieved"
    falling = assess_one("distance_pace", year=2023, direction=-1, baseline_value=5, observed_value=2.0, **band)
    assert falling["status"] == "achieved"


@pytest.mark.parametrize("method", METHODS)
def test_ranks_and_milestones_are_refused(assess_one: AssessOne, method: str) -> None:
    for accumulation in ("rank", "milestone"):
        row = assess_one(method, year=2024, accumulation=accumulation, observed_value=3, due_year=2025)
        assert (row["status"], row["reason"]) == ("not_assessable", f"{accumulation}_target")


@pytest.mark.parametrize("method", METHODS)
def test_refusals_without_a_figure(assess_one: AssessOne, method: str) -> None:
    goal = five_years(baseline_value=90, target_value=95)
    assert assess_one(method, year=2024, **goal)["reason"] == "no_observation"
    assert assess_one(method, year=2024, is_year_over=False, **goal)["reason"] == "year_not_over"
    early = assess_one(method, year=2019, first_year=2021, **goal)
    assert (early["status"], early["reason"]) == ("not_due", "period_not_started")
    against = assess_one(method, year=2024, comparator="le", observed_value=93, **goal)
    assert (against["status"], against["reason"]) == ("not_assessable", "comparator_against_direction")


def test_missed_at_the_due_year_is_never_on_track(assess_one: AssessOne) -> None:
    row = assess_one("distance_pace", year=2025, observed_value=93.99, **NATIONAL)
    assert row["pace"] > 0.95
    assert (row["status"], row["reason"]) == ("behind", "missed_at_due_year")


@pytest.mark.parametrize(
    ("observed", "status", "reason"),
    [(100, "on_track", "level_held"), (99.9, "off_track", "below_held_level")],
)
def test_hold_at_one_hundred_percent(assess_one: AssessOne, observed: float, status: str, reason: str) -> None:
    for method in ("distance_pace", "hold"):
        kept = five_years(comparator="hold", path="hold", baseline_value=100, target_value=100)
        row = assess_one(method, year=2023, observed_value=observed, **kept)
        assert row["status"] == status
        assert row["reason"] in (reason, "baseline_equals_target")


def test_hold_sees_the_drift_coming(assess_one: AssessOne) -> None:
    floor = five_years(comparator="hold", path="hold", baseline_value=99.0, target_value=98.0)
    slow = assess_one("hold", year=2022, observed_value=98.8, **floor)
    fast = assess_one("hold", year=2022, observed_value=98.2, **floor)
    # 0.8 of headroom against 0.1 a year for three years; 0.2 against 0.4 a year.
    assert (slow["status"], slow["pace"]) == ("on_track", pytest.approx(0.8 / 0.3))
    assert (fast["status"], fast["pace"]) == ("behind", pytest.approx(0.2 / 1.2))
    at_the_end = assess_one("hold", year=2025, observed_value=98.0, **floor)
    assert at_the_end["status"] == "achieved"


def test_hold_without_a_baseline_drifts_from_the_first_figure(assess_one: AssessOne) -> None:
    floor = {
        "comparator": "hold",
        "path": "hold",
        "due_year": 2025,
        "target_value": 98.0,
        "first_figure_year": 2021,
        "first_figure_value": 99.0,
    }
    assert assess_one("hold", year=2021, observed_value=99.0, **floor)["status"] == "on_track"
    assert assess_one("hold", year=2023, observed_value=98.1, **floor)["status"] == "behind"


def test_completion_of_a_stock(assess_one: AssessOne) -> None:
    stock = five_years(accumulation="stock", baseline_value=578, target_value=800)
    row = assess_one("completion", year=2023, observed_value=689, **stock)
    assert row["distance_closed"] == pytest.approx(0.5)
    assert (row["pace"], row["status"]) == (pytest.approx(0.5 / 0.6), "behind")
    assert row["expected_value"] == pytest.approx(578 + 222 * 0.6)


def test_completion_of_a_flow_with_missing_years(assess_one: AssessOne) -> None:
    flow = five_years(
        accumulation="period_flow", baseline_value=0, target_value=100, observed_note="flow_years_missing"
    )
    short = assess_one("completion", year=2023, observed_value=40, observed_comparator="ge", **flow)
    assert (short["status"], short["reason"]) == ("not_assessable", "flow_years_missing")
    enough = assess_one("completion", year=2023, observed_value=61, observed_comparator="ge", **flow)
    assert (enough["status"], enough["reason"]) == ("on_track", "flow_years_missing")
    met = assess_one("completion", year=2023, observed_value=100, observed_comparator="ge", **flow)
    assert (met["status"], met["reason"]) == ("achieved", "flow_years_missing")


@pytest.mark.parametrize("accumulation", ["level", "index", "annual_flow", "change_vs_base"])
def test_completion_refuses_what_does_not_add_up(assess_one: AssessOne, accumulation: str) -> None:
    goal = five_years(accumulation=accumulation, valid_max=100, baseline_value=90, target_value=95)
    row = assess_one("completion", year=2023, observed_value=93, **goal)
    assert (row["status"], row["reason"]) == ("not_assessable", "does_not_add_up")


def test_a_change_against_a_base_year_compounds(assess_one: AssessOne) -> None:
    goal = five_years(accumulation="change_vs_base", change_sign=-1, path="compound", baseline_value=0, target_value=20)
    row = assess_one("distance_pace", year=2024, observed_value=15.61, **goal)
    assert row["required_yearly_change"] == pytest.approx(5.20, abs=5e-3)
    assert row["expected_value"] == pytest.approx(100 * (1 - 0.8**0.8))
    assert row["pace"] == pytest.approx(15.61 / (100 * (1 - 0.8**0.8)))
    # Open SDG's measure is the same in levels: both fall from 100.
    official = assess_one("open_sdg_cagr", year=2024, observed_value=15.61, **goal)
    assert official["pace"] == pytest.approx((1 - 0.8439**0.25) / (1 - 0.8**0.2))
    projected = assess_one("un_extrapolation", year=2024, observed_value=15.61, **goal)
    assert projected["projected_value"] == pytest.approx(100 * (1 - 0.8439**1.25))


def test_interim_targets_make_steps(assess_one: AssessOne) -> None:
    steps = {"baseline_year": 2022, "baseline_value": 90, "due_year": 2027, "target_value": 96, "path": "stepped"}
    interim = {"interim_year": 2025, "interim_value": 95}
    early = assess_one("distance_pace", year=2023, observed_value=91.0, **steps, **interim)
    assert early["expected_value"] == pytest.approx(90 + 5 / 3)
    assert early["pace"] == pytest.approx(0.6)
    late = assess_one("distance_pace", year=2026, observed_value=95.5, **steps, **interim)
    assert (late["expected_value"], late["pace"], late["status"]) == (95.5, 1.0, "on_track")
    backwards = {"interim_year": 2025, "interim_value": 89}
    refused = assess_one("distance_pace", year=2024, observed_value=91.0, **steps, **backwards)
    assert (refused["status"], refused["reason"]) == ("not_assessable", "path_turns_back")


def test_a_share_that_grows_from_nearly_nothing(assess_one: AssessOne) -> None:
    # Electric vehicles, 0.37 % in 2015 to 9.53 % in 2025, 60 % wanted in 2030: the path decides the answer.
    share = {
        "year": 2025,
        "baseline_year": 2015,
        "baseline_value": 0.37,
        "due_year": 2030,
        "target_value": 60,
        "observed_value": 9.53,
    }
    linear = assess_one("distance_pace", path="linear", **share)
    compound = assess_one("distance_pace", path="compound", **share)
    official = assess_one("open_sdg_cagr", **share)
    assert (linear["pace"], linear["status"]) == (pytest.approx(0.23, abs=5e-3), "behind")
    assert compound["expected_value"] == pytest.approx(0.37 * (60 / 0.37) ** (2 / 3))
    assert compound["pace"] == pytest.approx(0.86, abs=5e-3)
    assert (official["pace"], official["status"]) == (pytest.approx(0.95, abs=5e-3), "on_track")


def test_un_extrapolation_near_the_natural_limit(assess_one: AssessOne) -> None:
    share = five_years(baseline_value=99.4, target_value=99.9, valid_min=0, valid_max=100)
    row = assess_one("un_extrapolation", year=2023, observed_value=99.3, **share)
    assert (row["status"], row["category"]) == ("achieved", "on_track_or_target_met")
    assert assess_one("un_extrapolation", year=2023, observed_value=98.9, **share)["status"] == "off_track"


def test_un_extrapolation_reaches_its_share(assess_one: AssessOne) -> None:
    row = assess_one(
        "un_extrapolation", year=2022, observed_value=110, **five_years(baseline_value=100, target_value=130)
    )
    projected = 110 * 1.1 ** (3 / 2)
    assert row["projected_value"] == pytest.approx(projected)
    assert row["pace"] == pytest.approx((projected - 100) / 30)
    assert row["category"] == "fair_progress"


@pytest.mark.parametrize("method", METHODS)
def test_numbers_are_finite_and_every_refusal_has_a_reason(assess: Assess, method: str) -> None:
    edges = [0.0, 1e-9, -1e-9, 1.0, -1.0, 100.0, 1e12]
    rows = [
        five_years(year=year, path=path, baseline_value=baseline, target_value=target, observed_value=observed)
        for year in (2020, 2023, 2025)
        for path in ("linear", "compound", "hold")
        for baseline in edges
        for target in edges
        for observed in edges
    ]
    for row in assess(method, rows):
        numbers = [value for value in row.values() if isinstance(value, float)]
        assert all(math.isfinite(number) for number in numbers), row
        assert row["status"] is not None
        assert (row["status"] in REFUSALS) <= (row["reason"] is not None), row
