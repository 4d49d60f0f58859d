"""Figures as people write them."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_targets.landing.grammar.numbers import ABSENT, AFTER, BEFORE, SCALES, read_numbers

FULL_WIDTH = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")

plain_numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False).map(
    lambda number: f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
)


def read(text: str | None) -> dict[str, object]:
    """What one cell says."""
    return read_numbers(pl.Series([text], dtype=pl.String)).to_dicts()[0]


@pytest.mark.parametrize(
    ("text", "number", "comparator", "scale", "unit"),
    [
        ("93.65", 93.65, None, 1, None),
        ("93.65%", 93.65, None, 1, "%"),
        ("９３．６５％", 93.65, None, 1, "%"),
        ("1,234,567.8", 1234567.8, None, 1, None),
        ("１，２３４．５", 1234.5, None, 1, None),
        ("12 345", 12345, None, 1, None),
        ("1.2亿元", 1.2, None, 1e8, "元"),
        ("3万件", 3, None, 1e4, "件"),
        ("超过94", 94, "gt", 1, None),
        ("约 500 家", 500, "approx", 1, "家"),
        ("100余家", 100, "gt", 1, "家"),
        ("5万多人", 5, "gt", 1e4, "人"),
        ("50%以上", 50, "ge", 1, "%"),
        ("≥90", 90, "ge", 1, None),
        ("不足5‰", 5, "lt", 1, "‰"),
        ("不超过 20", 20, "le", 1, None),
        ("3个百分点", 3, None, 1, "个百分点"),
        ("−2.5", -2.5, None, 1, None),
        ("35µg/m³", 35, None, 1, "µg/m³"),
        ("达98%以上", 98, "ge", 1, "%"),
        ("达到98%左右", 98, "approx", 1, "%"),
        ("达98%", 98, "eq", 1, "%"),
        ("超過98", 98, "gt", 1, None),
        ("約1.2萬件", 1.2, "approx", 1e4, "件"),
        ("3億元", 3, None, 1e8, "元"),
        ("100餘家", 100, "gt", 1, "家"),
        ("98\u200b.5\u2060", 98.5, None, 1, None),
    ],
)
def test_figures_in_many_manners(
    text: str, number: float, comparator: str | None, scale: float, unit: str | None
) -> None:
    cell = read(text)
    assert float(cell.pop("printed_number")) == number
    assert cell == {"number": number, "comparator": comparator, "scale": scale, "unit": unit, "reason": None}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("93-95", "range_in_value"),
        ("93%～95%", "range_in_value"),
        ("1,23", "doubtful_number"),
        ("1.234,5", "doubtful_number"),
        ("(3.5)", "doubtful_number"),
        ("超过94以上", "comparator_conflict"),
        ("#REF!", "cell_error"),
        ("九成", "text_in_value"),
        ("NaN", "absent_value"),
        ("1e999", "text_in_value"),
        ("下降3.5", "text_in_value"),
        ("007", "text_in_value"),
        ("98.5（预计）", "forecast_period"),
        ("98.5%(目标)", "forecast_period"),
        ("预计98.5", "forecast_period"),
        ("預計98.5", "forecast_period"),
        ("目标98.5", "forecast_period"),
        ("力争达到95%以上", "forecast_period"),
        ("2023-09-08 00:00:00", "text_in_value"),
        ("2023/9/8", "text_in_value"),
        ("2023年9月8日", "text_in_value"),
    ],
)
def test_what_is_no_figure_says_why(text: str, reason: str) -> None:
    assert read(text)["reason"] == reason
    assert read(text)["number"] is None


@pytest.mark.parametrize("text", [None, *ABSENT])
def test_absent_is_absent_and_not_zero(text: str | None) -> None:
    assert read(text)["reason"] == "absent_value"


@given(plain_numbers)
def test_a_bare_number_is_itself_in_any_width(text: str) -> None:
    assert read(text)["number"] == float(text)
    assert read(text.translate(FULL_WIDTH))["number"] == float(text)


@given(st.integers(0, 10**12))
def test_thousands_separators_change_nothing(number: int) -> None:
    assert read(f"{number:,}")["number"] == number


@given(st.integers(0, 10**6), st.sampled_from(sorted(BEFORE)), st.sampled_from(sorted(SCALES)))
def test_a_bound_before_and_a_scale_behind(number: int, word: str, scale: str) -> None:
    cell = read(f"{word}{number}{scale}")
    assert (cell["number"], cell["comparator"], cell["scale"]) == (number, BEFORE[word], SCALES[scale])


@given(st.integers(0, 10**6), st.sampled_from(sorted(AFTER)))
def test_a_bound_behind(number: int, word: str) -> None:
    assert (read(f"{number}%{word}")["number"], read(f"{number}%{word}")["comparator"]) == (number, AFTER[word])


@given(st.text(max_size=12))
def test_a_cell_is_a_finite_number_or_has_a_reason(text: str) -> None:
    cell = read(text)
    assert (cell["number"] is None) == (cell["reason"] is not None)
    if cell["number"] is not None:
        assert abs(float(str(cell["number"]))) < float("inf")


@given(st.lists(st.sampled_from(["93.65", "超过94", "—", "九成", "1,234", None]), max_size=20))
def test_a_column_reads_like_its_cells(texts: list[str | None]) -> None:
    assert read_numbers(pl.Series(texts, dtype=pl.String)).to_dicts() == [read(text) for text in texts]
