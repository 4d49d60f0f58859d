"""One owner's workbook: what is asked for is filled in, the figures are to be filled in, and it loads when dropped."""

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from plan_targets.collect.awaited import AwaitedFigure, Owner
from plan_targets.landing.reading.beside import HELP_SHEET

SHEET = "待报数据"

# Header, width, and whether the office fills it in. The headers are names that the drop folder knows
# (seeds/reference/header_aliases.csv); what is hidden says what is asked for, so that a row left blank is no answer.
COLUMNS = (
    ("待报编号", 12, False),
    ("地区代码", 12, False),
    ("地区", 14, False),
    ("指标", 40, False),
    ("单位", 10, False),
    ("年份", 8, False),
    ("供参考的目标", 24, False),
    ("供参考的上次数据", 22, False),
    ("数值", 14, True),
    ("来源", 34, True),
    ("网址", 28, True),
    ("发布日期", 14, True),
    ("备注", 28, True),
)
HIDDEN = {"待报编号", "地区代码"}
HELP = (
    "只填黄色单元格：数值、来源、网址、发布日期、备注；其余已经填好并受保护。",
    "数值只填一个数，单位以“单位”一列为准，可带“约、超过、以上、以下”；没有数据就留空，留空的行不算报送，也不会退回。",
    "填好后原样存为 xlsx，放入投放文件夹 landing；文件名可以改。下一次构建时载入，结果列在数据质量页。",
    "以后再报同一批数据，用同一文件补填其余各行再放一次即可。",
    "Fill in the yellow cells only, leave a figure empty where there is none, and put the file into landing.",
)


def file_name(owner: Owner, as_of: str) -> str:
    """What the owner's workbook is called, such as `待报数据_太原市_市场监管部门_2026-11-26.xlsx`."""
    parts = (SHEET, owner.region, owner.department, as_of)
    return "_".join(part.replace("/", "-") for part in parts if part) + ".xlsx"


def write_collecting_workbook(target: Path | IO[bytes], owner: Owner, figures: Sequence[AwaitedFigure]) -> None:
    """Writes the workbook in which the owner reports those figures. Raises OSError when it cannot be written."""
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        head, fixed, open_text, open_date = _formats(workbook)
        sheet.write_string(0, 2, f"填报单位：{owner.name}", workbook.add_format({"bold": True}))
        for position, (name, width, is_open) in enumerate(COLUMNS):
            style = (open_date if name == "发布日期" else open_text) if is_open else fixed
            sheet.set_column(position, position, width, None, {"hidden": name in HIDDEN})
            sheet.write_string(1, position, name, head)
            for row, one in enumerate(figures, start=2):
                sheet.write(row, position, _cell(name, one), style)
        sheet.freeze_panes(2, 4)
        sheet.autofilter(1, 0, 1 + len(figures), len(COLUMNS) - 1)
        sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
        guide = workbook.add_worksheet(HELP_SHEET)
        guide.set_column(0, 0, 110)
        guide.write_column(0, 0, HELP)


def _formats(workbook: Any) -> tuple[Any, Any, Any, Any]:
    border = {"border": 1, "border_color": "#C5CED6"}
    yellow = {"bg_color": "#FFF8DC", "locked": False}
    return (
        workbook.add_format({"bold": True, "bg_color": "#DDE7F0", "text_wrap": True, **border}),
        workbook.add_format({"bg_color": "#F4F6F8", "text_wrap": True, **border}),
        # As text, so that a spreadsheet does not make a date or a share of what is typed.
        workbook.add_format({"num_format": "@", **yellow, **border}),
        workbook.add_format({"num_format": "yyyy-mm-dd", **yellow, **border}),
    )


def _cell(name: str, one: AwaitedFigure) -> str | None:
    return {
        "待报编号": f"{one.owner.region_code}.{one.indicator_id}.{one.year}",
        "地区代码": one.owner.region_code,
        "地区": one.owner.region,
        "指标": one.indicator,
        "单位": one.unit,
        "年份": str(one.year),
        "供参考的目标": "；".join(f"{promise.words}（{promise.year}）" for promise in one.targets),
        "供参考的上次数据": f"{one.last_known.words}（{one.last_known.year}）" if one.last_known else "",
    }.get(name)
