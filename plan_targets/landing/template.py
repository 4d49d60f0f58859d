"""Workbooks that an office fills in and drops: one for figures, one for a plan's targets, with lists to choose from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from plan_targets.landing.reading.beside import HELP_SHEET
from plan_targets.settings import SEEDS_FOLDER

ROWS = 2000
LISTS_SHEET = "名单"

# Header, width, and the list or the kind of value that its cells take.
FIGURES = (
    ("地区", 16, "region"),
    ("指标", 40, "indicator"),
    ("单位", 12, "unit"),
    ("年份", 14, None),
    ("数值", 12, None),
    ("比较方式", 12, "comparator"),
    ("来源", 40, None),
    ("来源等级", 12, "grade"),
    ("网址", 30, None),
    ("发布日期", 14, "date"),
    ("备注", 30, None),
)
TARGETS = (
    ("指标", 40, "indicator"),
    ("单位", 12, "unit"),
    ("目标值", 12, None),
    ("目标上限", 12, None),
    ("目标年份", 12, None),
    ("比较方式", 12, "plan_comparator"),
    ("起始年份", 12, None),
    ("基期值", 12, None),
    ("基期年份", 12, None),
    ("属性", 12, "modality"),
    ("累计方式", 14, "accumulation"),
    ("方向", 12, "direction"),
    ("出处", 16, None),
    ("备注", 30, None),
)
PLAN = ("规划名称", "地区", "发布机构", "印发日期", "规划起始年", "规划结束年", "规划基期年", "备注")

FIGURES_HELP = (
    "每行填一个数。地区、指标从下拉名单中选；必填：地区、指标、单位、年份、数值。",
    "年份可写年、年月、季度、半年或起止年；跨年度（如学年、财年）的写法不收。",
    "数值只填一个数，可带“超过、约、以上”；没有数据就留空。",
    "同一来源对同一指标、地区、年份只填一个数；更正时改好后用原来的文件名再放一次。",
    "填好后存入投放文件夹 landing，下一次构建时载入；未采用的行连同原因列在数据质量页。",
    "One figure a row. Choose region and indicator from the lists; save the file into the folder landing.",
)
PLAN_HELP = (
    "先填规划本身（左边是名称，右边填内容），再逐行填目标；指标从下拉名单中选，名单中没有的照规划原文写。",
    "名单中没有的指标还要说明方向：比较方式（不低于、不超过）或名称（合格率、事故）说不清的，在“方向”一列选越高越好或越低越好。",
    "必填：规划名称、地区、规划起始年、规划结束年；每行的指标、单位、目标值、目标年份。",
    "有基期的在同一行填基期值和基期年份。位次、事项类目标可以没有数值，累计方式选“位次”或“事项”。",
    "Say first what the plan is, then give one target a row; save the file into the folder landing.",
)


def write_template(path: Path, seeds: Path = SEEDS_FOLDER / "reference") -> None:
    """Writes the workbook for figures. Raises OSError when the place cannot be written to."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("观测值")
        _write_table(workbook, sheet, 0, FIGURES, seeds)
        _write_help(workbook, FIGURES_HELP)


def write_plan_template(path: Path, seeds: Path = SEEDS_FOLDER / "reference") -> None:
    """Writes the workbook for a plan's targets. Raises OSError when the place cannot be written to."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        write_plan_form(workbook, seeds=seeds)
        _write_help(workbook, PLAN_HELP)


def write_plan_form(
    workbook: Any, beside: Sequence[tuple[str, int]] = (), seeds: Path = SEEDS_FOLDER / "reference"
) -> tuple[Any, int]:
    """Adds the sheet for a plan's targets, with more columns beside the form's; the sheet and its header's row."""
    sheet = workbook.add_worksheet("规划目标")
    bold = workbook.add_format({"bold": True})
    for row, name in enumerate(PLAN):
        sheet.write(row, 0, name, bold)
    header_row = len(PLAN) + 1
    columns = (*TARGETS, *((name, width, None) for name, width in beside))
    ranges = _write_table(workbook, sheet, header_row, columns, seeds)
    region = PLAN.index("地区")
    sheet.data_validation(region, 1, region, 1, {"validate": "list", "source": ranges["region"]})
    return sheet, header_row


def _write_table(
    workbook: Any, sheet: Any, header_row: int, columns: tuple[tuple[str, int, str | None], ...], seeds: Path
) -> dict[str, str]:
    bold = workbook.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
    text = workbook.add_format({"num_format": "@"})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    ranges = _write_lists(workbook, seeds)
    for position, (name, width, kind) in enumerate(columns):
        # As text, so that a spreadsheet does not make a date of 2023-06 or a fraction of a percentage.
        is_text = name in ("年份", "数值", "目标值", "目标上限", "基期值")
        sheet.set_column(position, position, width, text if is_text else date if kind == "date" else None)
        sheet.write(header_row, position, name, bold)
        if kind in ranges:
            sheet.data_validation(
                header_row + 1,
                position,
                header_row + ROWS,
                position,
                {
                    "validate": "list",
                    "source": ranges[kind],
                    # A plan may bring indicators that the list does not have.
                    "error_type": "warning" if kind == "indicator" and columns is TARGETS else "stop",
                    "error_title": "不在名单中",
                    "error_message": f"请从下拉名单中选择{name}。Choose from the list.",
                },
            )
    sheet.freeze_panes(header_row + 1, 0)
    return ranges


def _write_lists(workbook: Any, seeds: Path) -> dict[str, str]:
    """The lists on a hidden sheet, and the range that each takes up."""
    lists = {
        "region": _column(seeds, "regions", "name_zh"),
        "indicator": _column(seeds, "indicators", "name_zh"),
        "unit": _column(seeds, "units", "unit"),
        "comparator": ["等于", "以上", "超过", "以下", "低于", "约"],
        "plan_comparator": ["等于", "不低于", "超过", "不超过", "低于", "区间", "保持"],
        "grade": _column(seeds, "source_grades", "label_zh"),
        "modality": ["约束性", "预期性", "力争"],
        "direction": ["越高越好", "越低越好"],
        "accumulation": ["水平", "累计", "期间新增", "年新增", "指数", "较基期变化", "事项", "位次"],
    }
    sheet = workbook.add_worksheet(LISTS_SHEET)
    sheet.hide()
    ranges = {}
    for position, (name, values) in enumerate(lists.items()):
        sheet.write_column(0, position, values)
        letter = chr(ord("A") + position)
        ranges[name] = f"={LISTS_SHEET}!${letter}$1:${letter}${len(values)}"
    return ranges


def _column(seeds: Path, seed: str, column: str) -> list[str]:
    return pl.read_csv(seeds / f"{seed}.csv", infer_schema=False)[column].to_list()


def _write_help(workbook: Any, lines: tuple[str, ...]) -> None:
    sheet = workbook.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 100)
    sheet.write_column(0, 0, lines)
