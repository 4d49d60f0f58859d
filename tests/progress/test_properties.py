"""What holds for every target and figure, whatever the numbers."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.progress.methods import Methods, Row

BEST_FIRST = ("achieved", "ahead", "on_track", "behind", "off_track")
MIRRORED = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt", "hold": "hold", "eq": "eq"}

# Rows are judged by the query, so an example is a batch of targets.
batches = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))

# Figures as plans and yearbooks print them: two decimals.
figures = st.integers(-20_000, 20_000).map(lambda hundredths: hundredths / 100)
positive_figures = st.integers(1, 20_000).map(lambda hundredths: hundredths / 100)


@st.composite
def goals(draw: st.DrawFn, values: st.SearchStrategy[float] = figures) -> dict[str, Any]:
    """A target with its figure for a year between baseline and due year."""
    due_year = draw(st.integers(2021, 2030))
    direction = draw(st.sampled_from([1, -1]))
    comparators = ["ge", "gt", "hold"] if direction == 1 else ["le", "lt", "hold"]
    comparator = draw(st.sampled_from(comparators))
    return {
        "year": draw(st.integers(2021, due_year)),
        "direction": direction,
        "comparator": comparator,
        "accumulation": draw(st.sampled_from(["level", "stock"])),
        "path": "hold" if comparator == "hold" else draw(st.sampled_from(["linear", "compound"])),
        "baseline_year": 2020,
        "baseline_value": draw(st.one_of(values, st.none())),
        "due_year": due_year,
        "target_value": draw(values),
        "observed_value": draw(values),
        "observed_comparator": draw(st.sampled_from(["eq", "eq", "ge", "le"])),
    }


def mirrored(goal: dict[str, Any]) -> dict[str, Any]:
    """The same target with more and less exchanged."""
    values = ("baseline_value", "target_value", "observed_value")
    negated = {name: None if goal[name] is None else -goal[name] for name in values}
    return (
        goal
        | negated
        | {
            "direction": -goal["direction"],
            "comparator": MIRRORED[goal["comparator"]],
            "observed_comparator": MIRRORED[goal["observed_comparator"]],
        }
    )


def scaled(goal: dict[str, Any], factor: float) -> dict[str, Any]:
    """The same target in another unit."""
    values = ("baseline_value", "target_value", "observed_value")
    return goal | {name: None if goal[name] is None else goal[name] * factor for name in values}


def has_official_zero(method: str, goal: dict[str, Any]) -> bool:
    """The official replacement of zero by +0.001 is the one thing that has a side and a unit."""
    return method == "open_sdg_cagr" and (goal["baseline_value"] == 0 or goal["target_value"] == 0)


def pairs(methods: Methods, rows: list[Row], images: list[Row]) -> Iterator[tuple[str, Row, Row, Row]]:
    """Each row's verdict by each method, with that of its image, judged in one query."""
    count = len(rows)
    named = [row | {"target_id": f"{number:03}"} for number, row in enumerate([*rows, *images])]
    for method, judged in methods.judge_by_all(named).items():
        for row, verdict, image in zip(rows, judged[:count], judged[count:], strict=True):
            yield method, row, verdict, image


@batches
@given(rows=st.lists(goals(), min_size=10, max_size=20))
def test_reversing_direction_and_values_mirrors_the_verdict(methods: Methods, rows: list[Row]) -> None:
    for method, goal, row, image in pairs(methods, rows, [mirrored(goal) for goal in rows]):
        if has_official_zero(method, goal):
            continue
        assert (row["status"], row["reason"], row["category"]) == (image["status"], image["reason"], image["category"])
        for measure in ("pace", "distance_closed", "score"):
            assert (row[measure] is None) == (image[measure] is None)
            assert row[measure] is None or row[measure] == pytest.approx(image[measure], rel=1e-9)


@batches
@given(rows=st.lists(goals(), min_size=10, max_size=20), factor=st.sampled_from([0.001, 0.1, 10.0, 10_000.0]))
def test_a_change_of_unit_changes_nothing(methods: Methods, rows: list[Row], factor: float) -> None:
    for method, goal, row, image in pairs(methods, rows, [scaled(goal, factor) for goal in rows]):
        if has_official_zero(method, goal):
            continue
        if row["pace"] is not None and image["pace"] is not None:
            assert row["pace"] == pytest.approx(image["pace"], rel=1e-6, abs=1e-9)
            # Growth is compared as it is: a figure on the very edge may fall on either side in another unit.
            if method in ("open_sdg_cagr", "un_extrapolation") and any(
                abs(row["pace"] - edge) < 1e-9 for edge in (0, 0.1, 0.6, 0.95)
            ):
                continue
        assert (row["status"], row["reason"]) == (image["status"], image["reason"])


@batches
@given(rows=st.lists(goals(positive_figures), min_size=10, max_size=20), better=st.integers(1, 5_000))
def test_a_better_figure_never_gets_a_worse_verdict(methods: Methods, rows: list[Row], better: int) -> None:
    improved = [goal | {"observed_value": goal["observed_value"] + goal["direction"] * better / 100} for goal in rows]
    for _, _, before, after in pairs(methods, rows, improved):
        if before["status"] in BEST_FIRST and after["status"] in BEST_FIRST:
            assert BEST_FIRST.index(after["status"]) <= BEST_FIRST.index(before["status"])


@batches
@given(rows=st.lists(goals(), min_size=2, max_size=20), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(methods: Methods, rows: list[Row], order: Any) -> None:
    named = [row | {"target_id": f"{number:03}"} for number, row in enumerate(rows)]
    shuffled = list(named)
    order.shuffle(shuffled)
    assert methods.judge_by_all(named) == methods.judge_by_all(shuffled)
