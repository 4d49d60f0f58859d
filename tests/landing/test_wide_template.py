"""The wide template: written, filled in as an office does, and read back."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import read_observations
from plan_targets.landing.records import Load
from plan_targets.landing.wide_template import (
    UnknownSubjectError,
    subject_of_plan,
    subject_of_theme,
    write_wide_template,
)
from plan_targets.settings import SEEDS_FOLDER

TODAY = date(2026, 11, 26)
PLANS = pl.read_csv(SEEDS_FOLDER / "plans" / "plans.csv", infer_schema=False)


def filled(path: Path) -> dict[tuple[str, str, str], str]:
    """Fills every year of every indicator in, and says what was written."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    written = {}
    header = [cell.value for cell in page[3]]
    page["A2"] = "填报单位：某市市场监督管理局"
    for row in page.iter_rows(min_row=4):
        region, name, unit = (cell.value for cell in row[:3])
        for cell, year in zip(row[3:-1], header[3:-1], strict=True):
            cell.value = "是" if unit == "是/否" else str(3 + cell.column)
            written[region, name, year[:4]] = cell.value
    book.save(path)
    return written


@pytest.mark.parametrize("plan", PLANS["plan_id"].head(6).to_list())
def test_every_figure_of_a_filled_wide_template_is_taken(plan: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    subject = subject_of_plan(plan, today=TODAY)
    path = tmp_path / "表.xlsx"
    write_wide_template(path, subject)
    written = filled(path)
    load = Load("load", path.name, path, 1, datetime(2026, 11, 26), "", 1, None)
    rows = read_observations(load, vocabulary)
    assert (
        rows["reason_code"].null_count() == rows.height == len(written) == len(subject.indicators) * len(subject.years)
    )
    read = {row[:3]: row[3] for row in rows.select("region_name_zh", "indicator_zh", "period", "raw_value").iter_rows()}
    assert read == written
    assert rows["unit"].null_count() == 0


def test_a_theme_is_asked_for_the_years_that_are_over() -> None:
    subject = subject_of_theme("environment", "320400", today=TODAY)
    assert (subject.region, list(subject.years)) == ("常州市", [2021, 2022, 2023, 2024, 2025])
    assert ("空气质量优良天数比例", "%") in subject.indicators


@pytest.mark.parametrize("ask", [lambda: subject_of_plan("peach_plan"), lambda: subject_of_theme("peaches")])
def test_what_is_not_there_is_said_with_what_is(ask: object) -> None:
    with pytest.raises(UnknownSubjectError) as raised:
        ask()  # type: ignore[operator]
    assert raised.value.args[1]
