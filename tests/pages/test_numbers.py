"""Figures as a reader sees them."""

from datetime import date

import pytest

from app.texts import texts_of
from app.texts.numbers import READERS_ZONE, age, age_on, difference, figure, moment, number, share
from plan_targets.settings import variables

ZH, EN = texts_of("zh"), texts_of("en")


@pytest.mark.parametrize(
    ("value", "unit", "comparator", "value_high", "words"),
    [
        (93.0, "%", "ge", None, "≥ 93%"),
        (93.93, "%", "eq", None, "93.93%"),
        (2.1, "%", "approx", None, "≈ 2.1%"),
        (1.0, "项", "between", 2.0, "1–2\u00a0项"),
        (98.0, "%", "hold", None, "稳定在 98%"),
        (53057.0, "家", None, None, "53,057\u00a0家"),
        (85.86, "指数", "eq", None, "85.86"),
        (0.0, "起", "eq", None, "0\u00a0起"),
        (None, "%", "ge", None, "—"),
    ],
)
def test_a_figure_says_how_it_binds(value, unit, comparator, value_high, words) -> None:
    assert figure(ZH, value, unit, comparator, value_high) == words


def test_a_target_of_about_so_much_says_so_beside_its_number() -> None:
    assert figure(ZH, 2.8, "%", "ge", is_approximate=True) == "≥ 2.8%左右"
    assert figure(EN, 2.8, "%", "ge", is_approximate=True) == "≥ 2.8% or so"
    assert figure(ZH, 338.0, "天", "hold", is_approximate=True) == "稳定在 338\u00a0天左右"
    assert figure(ZH, None, "%", "ge", is_approximate=True) == "—"


def test_between_percentages_lie_percentage_points() -> None:
    assert difference(ZH, 0.05, "%") == "+0.05 个百分点"
    assert difference(EN, -1.5, "%") == "−1.5 percentage points"
    assert difference(ZH, -48.0, "家") == "−48\u00a0家"
    assert difference(ZH, None, "%") == "—"


def test_nothing_is_a_dash_and_never_a_zero() -> None:
    assert number(None) == share(1, 0) == age(ZH, None) == moment(None) == "—"


@pytest.mark.parametrize(("days", "words"), [(3, "3 天"), (90, "2 个月"), (800, "2.2 年"), (-1, "尚未到")])
def test_an_age_is_told_in_the_largest_unit_that_says_something(days: int, words: str) -> None:
    assert age(ZH, days) == words


def test_the_age_of_a_figure_ends_at_the_as_of_date() -> None:
    assert age_on(EN, date(2024, 1, 1), "2024-01-31") == "30 days"


def test_times_are_shown_by_the_readers_clocks() -> None:
    assert moment("2026-11-21 17:52:12") == "2026-11-22 01:52"
    assert str(READERS_ZONE) == variables()["time_zone"]
