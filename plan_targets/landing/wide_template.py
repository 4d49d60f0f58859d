"""A workbook with the indicators of one plan or one theme down and the years across, their units filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from plan_targets.settings import SEEDS_FOLDER

SHEET = "指标完成情况"
# Of a theme, so many years up to the last one that is over.
YEARS_OF_A_THEME = 5
# Rows above the table: its title, and who fills it in and when.
HEADER_ROW = 2


class UnknownSubjectError(Exception):
    """No plan, no theme or no region has that name; the first argument is what was asked, the second what there is."""


@dataclass(frozen=True)
class Subject:
    """What the workbook asks for: its indicators with their units, of one region or of one to be filled in."""

    region: str | None
    indicators: Sequence[tuple[str, str]]
    years: range


def subject_of_plan(plan: str, seeds: Path = SEEDS_FOLDER, today: date | None = None) -> Subject:
    """What a plan promises, from its base year to its last or the last that is over. Raises UnknownSubjectError."""
    plans = _seed(seeds, "plans/plans")
    found = plans.filter((pl.col("plan_id") == plan) | (pl.col("title_zh") == plan)).to_dicts()
    if not found:
        raise UnknownSubjectError(plan, plans["plan_id"].to_list())
    described = found[0]
    statements = _seed(seeds, "plans/statements").filter(pl.col("plan_id") == described["plan_id"])
    order = statements["indicator_id"].unique(maintain_order=True).to_list()
    named = {row["indicator_id"]: (row["name_zh"], row["unit"]) for row in _indicators(seeds).iter_rows(named=True)}
    first = int(described["baseline_year"] or described["period_start"])
    last = min(int(described["period_end"]), _last_year(today))
    return Subject(
        _region_name(described["region_code"], seeds), [named[one] for one in order], range(first, max(first, last) + 1)
    )


def subject_of_theme(
    theme: str, region: str | None = None, seeds: Path = SEEDS_FOLDER, today: date | None = None
) -> Subject:
    """The indicators of a theme, for the last years that are over. Raises UnknownSubjectError."""
    themes = _seed(seeds, "reference/themes")
    ids = themes.filter(pl.any_horizontal(pl.col("theme", "name_zh") == theme))["theme"].to_list()
    if not ids:
        raise UnknownSubjectError(theme, themes["theme"].to_list())
    indicators = _indicators(seeds).filter(pl.col("theme") == ids[0]).select("name_zh", "unit").rows()
    last = _last_year(today)
    return Subject(
        _region_name(region, seeds) if region else None, indicators, range(last - YEARS_OF_A_THEME + 1, last + 1)
    )


def write_wide_template(path: Path, subject: Subject) -> None:
    """Writes the workbook. Raises OSError when the place cannot be written to."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        bold = workbook.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
        # As text, so that a spreadsheet makes no fraction of a percentage.
        text = workbook.add_format({"num_format": "@"})
        span = f"{subject.years[0]}—{subject.years[-1]}年"
        sheet.write(0, 0, f"{subject.region or ''}指标完成情况统计表（{span}）")
        sheet.write_row(1, 0, ["填报单位：", None, None, "填报日期："])
        header = ["地区", "指标", "单位", *(f"{year}年" for year in subject.years), "备注"]
        sheet.write_row(HEADER_ROW, 0, header, bold)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 2, 10)
        sheet.set_column(3, 2 + len(subject.years), 12, text)
        for row, (name, unit) in enumerate(subject.indicators, start=HEADER_ROW + 1):
            sheet.write_row(row, 0, [subject.region, name, unit])
        sheet.freeze_panes(HEADER_ROW + 1, 3)


def _last_year(today: date | None) -> int:
    return (today or date.today()).year - 1


def _indicators(seeds: Path) -> pl.DataFrame:
    return _seed(seeds, "reference/indicators")


def _region_name(region: str, seeds: Path) -> str:
    regions = _seed(seeds, "reference/regions")
    found = regions.filter((pl.col("region_code") == region) | (pl.col("name_zh") == region))["name_zh"].to_list()
    if not found:
        raise UnknownSubjectError(region, [])
    return str(found[0])


def _seed(seeds: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(seeds / f"{name}.csv", infer_schema=False)
