"""A draft as a workbook: the plan form that `landing/` takes, with the passages beside it, and what was left out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import xlsxwriter

from plan_targets.drafting.changes import CHANGE_COLUMNS, change_cells
from plan_targets.drafting.comparison import Compared
from plan_targets.drafting.form import BESIDE, FORM, KIND, LEFT_OUT_COLUMNS, REGION, described, left_out_cells, rows_of
from plan_targets.drafting.plan import PlanDraft
from plan_targets.landing.reading.beside import CHANGES_SHEET, CHECK_SHEET, LEFT_OUT_SHEET
from plan_targets.landing.template import write_plan_form

LEFT_OUT_WIDTHS = (14, 8, 16, 50, 30, 40)
CHANGE_WIDTHS = (8, 10, 40, 24, 24, 16, 16, 30)
HELP = (
    "这是程序读出的草稿，逐行对照“原文”核对后再放入 landing。",
    "“把握”为“存疑”的行，不确定的格子空着（指标、目标值等）；从“候选指标”“其他读法”中选定填入，否则该行不会被采用。",
    "不要的行整行删去；深色以外的列（把握、理由、原文等）只供核对，装载时略过。",
    "没有当作目标的数字列在“未采用的数字”表，连同原因。",
    "A draft: check each row beside its passage; what the reader does not know is empty, and such a row is not taken.",
)
WIDTHS = {"原文": 60, "候选指标": 40, "理由": 30, "其他读法": 24, "数的名称": 30, "印作": 16}


def write_workbook(target: Path | IO[bytes], draft: PlanDraft, compared: Sequence[Compared] = ()) -> None:
    """Writes the draft as it is, with what it changed. Raises OSError when the place cannot be written to."""
    left_out = [left_out_cells(one) for one in draft.left_out]
    changes = [change_cells(one) for one in compared]
    write_form(target, described(draft.description), rows_of(draft), left_out, changes)


def write_form(
    target: Path | IO[bytes],
    plan: Mapping[str, str],
    rows: Sequence[Mapping[str, str]],
    left_out: Sequence[Mapping[str, str]],
    changes: Sequence[Mapping[str, str]] = (),
) -> None:
    """Writes the plan's own cells, the rows of targets, what was left out, and what differs from the first document."""
    opened = str(target) if isinstance(target, Path) else target
    # Text that begins with = stays text.
    with xlsxwriter.Workbook(opened, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        columns = (*FORM, REGION, KIND, *BESIDE)
        sheet, header_row = write_plan_form(
            workbook, [(name, WIDTHS.get(name, 12)) for name in (REGION, KIND, *BESIDE)]
        )
        for position, value in enumerate(plan.values()):
            sheet.write_string(position, 1, value)
        doubtful = workbook.add_format({"bg_color": "#FFF2CC", "num_format": "@"})
        plain = workbook.add_format({"num_format": "@"})
        for number, row in enumerate(rows, start=header_row + 1):
            look = doubtful if row.get("把握") == "存疑" else plain
            for column, name in enumerate(columns):
                value = row.get(name, "")
                if value:
                    sheet.write_string(number, column, value, look)
                elif look is doubtful:
                    sheet.write_blank(number, column, None, look)
        _write_list(workbook, LEFT_OUT_SHEET, LEFT_OUT_COLUMNS, LEFT_OUT_WIDTHS, left_out)
        if changes:
            _write_list(workbook, CHANGES_SHEET, CHANGE_COLUMNS, CHANGE_WIDTHS, changes)
        help_sheet = workbook.add_worksheet(CHECK_SHEET)
        help_sheet.set_column(0, 0, 110)
        help_sheet.write_column(0, 0, HELP)


def _write_list(
    workbook: xlsxwriter.Workbook,
    name: str,
    columns: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Mapping[str, str]],
) -> None:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
    for column, (header, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, bold)
        for row, cells in enumerate(rows, start=1):
            sheet.write_string(row, column, cells[header])
    sheet.freeze_panes(1, 0)
