"""What a verdict may rest on: whole years, exact figures, the series' own scope and definition."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.progress.methods import METHODS

AssessOne = Callable[..., dict[str, Any]]
Answer = tuple[str, str | None]

PLAN = {"baseline_year": 2020, "baseline_value": 80, "due_year": 2025, "target_value": 100}
ON_COURSE = ("achieved", "ahead", "on_track")


def answer(row: dict[str, Any]) -> Answer:
    return row["status"], row["reason"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("accumulation", ["level", "stock"])
def test_nothing_is_missed_before_the_due_year_is_over(assess_one: AssessOne, method: str, accumulation: str) -> None:
    june = {"is_whole_year": False, "figure_time": 2024.5, "is_year_over": False, "accumulation": accumulation}
    row = assess_one(method, year=2025, observed_value=99, **PLAN, **june)
    assert row["reason"] != "missed_at_due_year"


def test_a_day_within_the_year_is_measured_against_the_time_that_has_passed(assess_one: AssessOne) -> None:
    # From 80 to 100 in five years: 90 is where the path stands in the middle of 2023.
    june = {"is_whole_year": False, "figure_time": 2022.5, "accumulation": "stock"}
    for method in ("distance_pace", "completion"):
        row = assess_one(method, year=2023, observed_value=90, **PLAN, **june)
        assert answer(row) == ("on_track", "partial_year")
        assert (row["expected_value"], row["pace"]) == (90, 1)


def test_a_day_within_an_unfinished_year_that_nobody_names_decides_nothing(assess_one: AssessOne) -> None:
    row = assess_one("distance_pace", year=2023, observed_value=90, is_year_over=False, **PLAN)
    assert answer(row) == ("not_assessable", "part_of_year_unknown")


def test_a_part_of_the_due_year_leaves_a_due_year_that_is_over_unobserved(assess_one: AssessOne) -> None:
    october = {"is_whole_year": False, "figure_time": 2024.8}
    for observed in (99, 101):
        row = assess_one("distance_pace", year=2025, observed_value=observed, **PLAN, **october)
        assert answer(row) == ("not_observed", "no_whole_year_figure")
        assert row["gap_to_target"] == observed - 100


def test_a_count_that_was_reached_within_the_year_is_reached(assess_one: AssessOne) -> None:
    october = {"is_whole_year": False, "figure_time": 2024.8, "accumulation": "stock"}
    assert answer(assess_one("distance_pace", year=2025, observed_value=100, **PLAN, **october)) == ("achieved", None)


def test_a_level_reached_on_a_day_is_ahead_and_not_achieved(assess_one: AssessOne) -> None:
    june = {"is_whole_year": False, "figure_time": 2022.5}
    assert answer(assess_one("distance_pace", year=2023, observed_value=100, **PLAN, **june)) == (
        "ahead",
        "partial_year",
    )
    unbased = {"due_year": 2025, "target_value": 100}
    row = assess_one("distance_pace", year=2023, observed_value=100, **unbased, **june)
    assert answer(row) == ("on_track", "partial_year")


@pytest.mark.parametrize("method", METHODS)
def test_an_inferred_year_misses_nothing(assess_one: AssessOne, method: str) -> None:
    stock = PLAN | {"accumulation": "stock", "is_inferred": True}
    short = assess_one(method, year=2025, observed_value=99, **stock)
    expected = "not_a_held_level" if method == "hold" else "inferred_figure"
    assert answer(short) == ("not_assessable", expected)
    assert assess_one("distance_pace", year=2024, observed_value=90, **stock)["status"] == "behind"
    assert assess_one("distance_pace", year=2025, observed_value=100, **stock)["status"] == "achieved"


def test_early_is_said_only_before_the_due_year(assess_one: AssessOne) -> None:
    assert answer(assess_one("distance_pace", year=2024, observed_value=100, **PLAN)) == ("achieved", "achieved_early")
    assert answer(assess_one("distance_pace", year=2025, observed_value=100, **PLAN)) == ("achieved", None)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "level",
    [
        {"comparator": "hold", "path": "hold", "baseline_value": 96},
        {"comparator": "hold", "path": "hold", "baseline_value": 90},
        {"comparator": "hold", "path": "hold", "baseline_year": None, "baseline_value": None},
        {"baseline_value": 96},
        {"baseline_value": 95},
    ],
)
def test_a_level_to_hold_is_never_achieved_early(assess_one: AssessOne, method: str, level: dict[str, Any]) -> None:
    goal = PLAN | {"target_value": 95} | level
    early = assess_one(method, year=2023, observed_value=97, **goal)
    assert early["status"] in ("on_track", "not_assessable", "no_baseline"), early
    if method in ("distance_pace", "hold"):
        assert answer(early) in (("on_track", "level_held"), ("on_track", "baseline_equals_target"))
        assert assess_one(method, year=2025, observed_value=97, **goal)["status"] == "achieved"


def test_about_as_much_as_the_aim_is_no_achievement(assess_one: AssessOne) -> None:
    about = {"observed_value": 100, "observed_comparator": "approx", "lowest_value": 99, "highest_value": 101}
    row = assess_one("distance_pace", year=2025, **PLAN, **about)
    assert answer(row) == ("within_rounding", "approximate")
    assert (row["best_status"], row["worst_status"]) == ("achieved", "behind")
    assert row["is_within_rounding"] and row["gap"] is None and row["gap_to_target"] == 0


def test_rounding_does_not_choose_between_on_track_and_behind(assess_one: AssessOne) -> None:
    # Expected 92: 91.5 has a pace of 0.958, 91.3 one of 0.942.
    rounded = {"observed_value": 91.5, "lowest_value": 91.3, "highest_value": 91.7}
    row = assess_one("distance_pace", year=2023, **PLAN, **rounded)
    assert answer(row) == ("within_rounding", "rounding")
    assert (row["best_status"], row["worst_status"]) == ("on_track", "behind")
    assert row["pace"] is None


def test_where_both_ends_say_the_same_the_verdict_stands(assess_one: AssessOne) -> None:
    rounded = {"observed_value": 90, "lowest_value": 89.5, "highest_value": 90.5}
    row = assess_one("distance_pace", year=2023, **PLAN, **rounded)
    assert answer(row) == ("behind", None)
    assert not row["is_within_rounding"] and row["best_status"] is None


@pytest.mark.parametrize(
    ("ends", "status"), [((92.4, 93.2), "on_track"), ((92.8, 100.5), "ahead"), ((79.9, 80.2), "behind")]
)
def test_of_two_verdicts_on_one_side_the_lesser_claim_stands(
    assess_one: AssessOne, ends: tuple[float, float], status: str
) -> None:
    low, high = ends
    for observed in ends:
        figures = {"observed_value": observed, "lowest_value": low, "highest_value": high}
        row = assess_one("distance_pace", year=2023, **PLAN, **figures)
        assert answer(row) == (status, "rounding")
        assert row["is_within_rounding"]


def test_a_figure_printed_as_the_aim_meets_it_as_printed(assess_one: AssessOne) -> None:
    printed = {"observed_value": 100, "lowest_value": 99.5, "highest_value": 100.5}
    assert answer(assess_one("distance_pace", year=2025, **PLAN, **printed)) == ("achieved", "met_as_printed")
    more_than = printed | {"comparator": "gt"}
    row = assess_one("distance_pace", year=2025, **PLAN, **more_than)
    assert answer(row) == ("within_rounding", "rounding")


def test_a_baseline_that_is_about_decides_as_little(assess_one: AssessOne) -> None:
    about = {"baseline_lowest": 78, "baseline_highest": 82}
    row = assess_one("distance_pace", year=2023, observed_value=91.5, **PLAN, **about)
    assert row["status"] == "within_rounding"


@pytest.mark.parametrize(
    ("year", "change", "expected"),
    [
        (2025, {}, ("achieved", "at_least")),
        (2025, {"is_told_by_plan": True}, ("not_assessable", "bound_equals_aim")),
        (2025, {"is_whole_year": False}, ("not_assessable", "bound_equals_aim")),
        (2024, {}, ("not_assessable", "bound_equals_aim")),
        (2024, {"observed_value": 100.5}, ("achieved", "at_least")),
    ],
)
def test_a_bound_that_repeats_the_aim(
    assess_one: AssessOne, year: int, change: dict[str, Any], expected: Answer
) -> None:
    bound = {"observed_value": 100, "observed_comparator": "ge", "lowest_value": 100} | change
    assert answer(assess_one("distance_pace", year=year, **PLAN, **bound)) == expected


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("refusal", ["other_scope", "break_in_series", "unofficial_figure", "superseded_figure"])
def test_a_figure_of_another_kind_judges_nothing(assess_one: AssessOne, method: str, refusal: str) -> None:
    row = assess_one(method, year=2024, observed_value=101, figure_refusal=refusal, **PLAN)
    assert answer(row) == ("not_assessable", refusal)
    assert row["gap"] is None and row["gap_to_target"] is None


def test_gap_and_headroom_are_known_without_a_baseline(assess_one: AssessOne) -> None:
    unbased = {"due_year": 2025, "target_value": 100}
    short = assess_one("distance_pace", year=2023, observed_value=93.5, **unbased)
    assert answer(short) == ("no_baseline", "no_baseline")
    assert (short["gap"], short["gap_to_target"], short["pace"]) == (None, -6.5, None)
    spare = assess_one("distance_pace", year=2023, direction=-1, observed_value=97, **unbased)
    assert spare["gap_to_target"] == 3


@pytest.mark.parametrize("method", METHODS)
def test_a_refusal_has_no_gap_to_a_path(assess_one: AssessOne, method: str) -> None:
    row = assess_one(method, year=2024, accumulation="rank", observed_value=93, **PLAN)
    assert row["status"] == "not_assessable"
    assert row["gap"] is None and row["pace"] is None and row["score"] is None


def test_a_due_year_that_is_over_without_a_figure_says_so(assess_one: AssessOne) -> None:
    assert answer(assess_one("distance_pace", year=2025, **PLAN)) == ("not_observed", "due_year_not_observed")
    ongoing = assess_one("distance_pace", year=2025, is_year_over=False, **PLAN)
    assert answer(ongoing) == ("not_observed", "year_not_over")


def test_a_half_years_rate_is_named_where_the_year_has_no_other(assess_one: AssessOne) -> None:
    # 上半年 72.3 is no figure of the year, but to say that nothing was observed would be false.
    due = assess_one("distance_pace", year=2025, has_part_of_year=True, **PLAN)
    assert answer(due) == ("not_observed", "no_whole_year_figure")
    before = assess_one("distance_pace", year=2024, has_part_of_year=True, **PLAN)
    assert answer(before) == ("not_observed", "only_part_of_year")
    assert assess_one("distance_pace", year=2024, **PLAN)["reason"] == "no_observation"


@pytest.mark.parametrize("method", ["hold", "distance_pace"])
def test_without_a_baseline_nobody_knows_that_a_level_was_lost(assess_one: AssessOne, method: str) -> None:
    floor = {"comparator": "hold", "path": "hold", "due_year": 2025, "target_value": 90}
    first = assess_one(method, year=2022, observed_value=89, first_figure_year=2022, first_figure_value=89, **floor)
    assert answer(first) == ("behind", "level_not_reached")
    # Further below than where the series began.
    since = {"first_figure_year": 2022, "first_figure_value": 89.5}
    fallen = assess_one(method, year=2023, observed_value=89, **since, **floor)
    assert answer(fallen) == ("off_track", "below_held_level")
    risen = assess_one(method, year=2023, observed_value=89.7, **since, **floor)
    assert answer(risen) == ("behind", "level_not_reached")


# What single changes of an operator in the methods would do, each by hand.


@pytest.mark.parametrize("method", ["hold", "distance_pace"])
def test_standing_still_below_a_level_is_not_losing_it(assess_one: AssessOne, method: str) -> None:
    floor = {"comparator": "hold", "path": "hold"} | PLAN
    row = assess_one(method, year=2022, observed_value=80, **floor)
    assert answer(assess_one("hold", year=2022, observed_value=80, **floor)) == ("behind", "level_not_reached")
    assert row["status"] == "behind"
    assert assess_one("hold", year=2022, observed_value=79.99, **floor)["status"] == "off_track"


def test_growth_to_the_other_side_of_zero_takes_time(assess_one: AssessOne) -> None:
    crossing = {"baseline_year": 2020, "baseline_value": 2.0, "target_value": -3.0, "direction": -1}
    row = assess_one("open_sdg_cagr", year=2021, observed_value=1.5, due_year=2025, **crossing)
    assert row["reason"] == "target_beyond_zero" and row["pace"] is not None
    for due_year in (2020, 2019):
        timeless = assess_one("open_sdg_cagr", year=2021, observed_value=1.5, due_year=due_year, **crossing)
        assert answer(timeless) == ("not_assessable", "not_computable")
    same_side = crossing | {"target_value": 1.0}
    assert assess_one("open_sdg_cagr", year=2021, observed_value=1.5, due_year=2025, **same_side)["reason"] is None


@pytest.mark.parametrize("stated", [{"path": "hold"}, {"comparator": "hold"}])
def test_either_word_makes_a_level_to_hold(assess_one: AssessOne, stated: dict[str, str]) -> None:
    row = assess_one("hold", year=2023, observed_value=101, **PLAN | stated)
    assert answer(row) == ("on_track", "level_held")


@pytest.mark.parametrize(
    ("change_sign", "direction", "expected"),
    [(-1, 1, 100 * (1 - 0.8**0.4)), (1, 1, 100 * (1.2**0.4 - 1)), (1, -1, 100 * (0.8**0.4 - 1))],
)
def test_a_change_counts_what_its_indicator_says(
    assess_one: AssessOne, change_sign: int, direction: int, expected: float
) -> None:
    goal = {"accumulation": "change_vs_base", "path": "compound", "baseline_year": 2020, "baseline_value": 0}
    row = assess_one(
        "distance_pace",
        year=2022,
        direction=direction,
        change_sign=change_sign,
        due_year=2025,
        target_value=20 * direction,
        observed_value=5 * direction,
        **goal,
    )
    assert row["expected_value"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("growth", "score"), [(0.02, 5.0), (0.0175, 3.75), (0.012, 1.75), (0.003, -1.0), (0.0, -2.5), (-0.01, -3.75)]
)
def test_the_official_score_without_a_target_is_piecewise_linear(
    assess_one: AssessOne, growth: float, score: float
) -> None:
    series = {"year": 2021, "baseline_year": 2020, "due_year": 2030, "baseline_value": 1.0}
    row = assess_one("open_sdg_cagr", observed_value=1 + growth, **series)
    assert row["score"] == pytest.approx(score)


@pytest.mark.parametrize(
    ("observed", "status", "category"),
    [(86.0, "behind", "behind"), (92.0, "on_track", "on_track"), (96.0, "on_track", "on_track")],
)
def test_on_the_way_up_to_a_level_that_is_then_to_be_held(
    assess_one: AssessOne, observed: float, status: str, category: str
) -> None:
    """More than the path asks is no lead there, and less is what it is elsewhere."""
    row = assess_one("distance_pace", year=2023, observed_value=observed, path="hold", **PLAN)
    assert (row["status"], row["category"]) == (status, category)


@pytest.mark.parametrize("method", ["open_sdg_cagr", "un_extrapolation"])
def test_a_level_to_hold_that_is_not_met_is_not_called_held(assess_one: AssessOne, method: str) -> None:
    row = assess_one(method, year=2023, observed_value=84, path="hold", **PLAN)
    assert row["reason"] != "level_held" and row["status"] == "behind"


@pytest.mark.parametrize("base", [50.0, 150.0])
@pytest.mark.parametrize(("growth", "category"), [(0.0142, "moderate_progress"), (0.0145, "substantial_progress")])
def test_the_official_cut_offs_shrink_on_both_sides_of_a_natural_limit(
    assess_one: AssessOne, base: float, growth: float, category: str
) -> None:
    """Halfway to a limit of 100, and halfway beyond it, 0.015 is 0.015 (1 - 0.5 ^ 4.44) = 0.01431."""
    series = {"year": 2021, "baseline_year": 2020, "due_year": 2030, "baseline_value": base, "limit_value": 100.0}
    row = assess_one("open_sdg_cagr", observed_value=base * (1 + growth), **series)
    assert row["category"] == category


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (100.0, ("achieved", None)),
        (101.0, ("achieved", None)),
        (97.0, ("behind", "missed_at_due_year")),
        (99.5, ("within_rounding", "approximate_target")),
        (99.0, ("within_rounding", "approximate_target")),
    ],
)
def test_a_target_of_about_so_much_is_neither_met_nor_missed_a_little_short_of_it(
    assess_one: AssessOne, observed: float, expected: Answer
) -> None:
    row = assess_one("distance_pace", year=2025, observed_value=observed, least_required_value=99, **PLAN)
    assert answer(row) == expected
    assert row["gap_to_target"] == pytest.approx(observed - 100)
    assert (row["best_status"], row["worst_status"]) == (
        ("achieved", "behind") if row["is_within_rounding"] else (None, None)
    )


def test_a_target_of_about_so_much_has_a_path_to_both_ends(assess_one: AssessOne) -> None:
    """Of 20 on the way 9.4 are enough where 10 are asked for at most, and 9 at the least."""
    about = {"year": 2023, "baseline_year": 2020, "baseline_value": 80, "due_year": 2026, "target_value": 100}
    for observed, expected in ((89.6, "on_track"), (89.0, "within_rounding"), (88.0, "behind")):
        row = assess_one("distance_pace", observed_value=observed, least_required_value=98, **about)
        assert row["status"] == expected, observed


def test_less_of_about_so_much_is_met_from_above(assess_one: AssessOne) -> None:
    less = {"direction": -1, "baseline_value": 80, "target_value": 60, "least_required_value": 70}
    for observed, expected in ((58, "achieved"), (66, "within_rounding"), (71, "behind")):
        row = assess_one("distance_pace", year=2025, baseline_year=2020, due_year=2025, observed_value=observed, **less)
        assert row["status"] == expected, observed


def test_an_office_takes_a_target_of_about_so_much_as_printed_unless_that_decides(assess_one: AssessOne) -> None:
    for observed, expected in ((84, "limited_progress"), (90.6, "not_available"), (92, "substantial_progress")):
        row = assess_one("open_sdg_cagr", year=2023, observed_value=observed, least_required_value=99, **PLAN)
        assert row["category"] == expected, observed
