"""A CSV that a person opens in a spreadsheet holds no formula, whatever an office wrote into its file."""

import io

import polars as pl
import pytest

from plan_targets.files.csv_text import csv_text

FORMULAS = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", " =1+1", "\t=1+1", "\r=1+1", "＝HYPERLINK(1)",
    "\u200b=1+1", "-1-1", "+86 10 12345678",
]  # fmt: skip
TEXTS = ["江苏省", "93.65", "-3.5", "+2", "-12,345.6", "-3.5%", "-", "——", "--", "a=b", "", "1e-5", "-1e5", None]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_stays_a_text(text: str) -> None:
    """It stands behind an apostrophe."""
    written = pl.read_csv(io.StringIO(csv_text(pl.DataFrame({"note": [text], "value": [-1.5]}))), infer_schema=False)
    assert written.rows() == [(f"'{text}", "-1.5")]


def test_numbers_and_other_texts_stay_as_they_are() -> None:
    """Negative numbers too, and dashes that stand for nothing."""
    frame = pl.DataFrame({"text": TEXTS, "number": [-1.5] * len(TEXTS)})
    assert csv_text(frame) == frame.write_csv()


def test_a_name_of_a_column_is_no_formula_either() -> None:
    """Columns may carry what a file called them."""
    assert csv_text(pl.DataFrame({"=1+1": ["a"]})).startswith("'=1+1\n")
