"""A sheet as somebody sees it: without what is struck out or hidden, and with a word on what was left out."""

import re
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from plan_targets.landing.reading.cells import Remarks
from plan_targets.landing.reading.marks import SPEAKS_OF_ANOTHER
from plan_targets.landing.reading.references import Cell, name_column, name_spans
from plan_targets.landing.reading.rich_text import is_mark
from plan_targets.landing.reading.sheets import ROW, ROWS_LOOKED_AT, TROUBLE, Sheet
from plan_targets.landing.reading.withheld import withhold

# Columns that a workbook of ours hides, because they are for the machine: they name a row and are no figures.
IDENTIFIERS = frozenset(
    {"target_id", "statement_id", "indicator_id", "indicator_label", "region_code", "plan_id", "待报编号", "地区代码"}
)
_NUMBER = re.compile(r"\s*[-+<>≥≤]?[\d.,]+\s*[%‰]?\s*")
Cells = dict[Cell, str | None]


def as_shown(sheet: Sheet, remarks: Remarks, first: int) -> Sheet:
    """The sheet without what nobody sees. `first` is the column of the workbook with which the sheet's cells begin."""
    sheet = replace(sheet, page_lines=remarks.page_lines, comments=remarks.comments)
    if not (remarks.struck or remarks.raised or remarks.unseen or remarks.hidden_rows or remarks.hidden_columns):
        return sheet
    sheet, struck = _without_struck_rows(sheet, remarks.struck, first)
    changed: Cells = {}
    for cell, text in _texts(sheet, remarks.raised, first):
        # A mark in a cell of its own, or a figure that is merely written small.
        changed[cell] = (withhold("raised_number", text) if _is_number(text) else None) if is_mark(text) else text
    for cell, text in _texts(sheet, struck, first):
        changed[cell] = withhold("struck_out", text) if _is_number(text) else None
    unseen = [(cell, text) for cell, text in _texts(sheet, remarks.unseen, first) if text.strip()]
    for cell, text in unseen:
        changed[cell] = withhold("value_not_shown") if _is_number(text) else None
    sheet = _with_cells(sheet, changed, first)
    sheet, left_out = _without_hidden(sheet, remarks, first)
    if unseen:
        left_out += ", ".join(f"{name_column(column)}{row + 1}" for (row, column), _ in unseen[:5]) + (
            " …" if len(unseen) > 5 else ""
        )
    return replace(sheet, left_out=left_out)


def with_comments(sheet: Sheet) -> Sheet:
    """The sheet with what a comment says against an observed figure, as if it stood in brackets behind the cell.

    A target is what such words say, so that the reader of plans leaves them out.
    """
    speaking = {cell: text for cell, text in sheet.comments.items() if re.search(SPEAKS_OF_ANOTHER, text)}
    texts = _texts(sheet, speaking, sheet.first_column)
    changed: Cells = {cell: f"{text}（{speaking[cell]}）" for cell, text in texts}
    return _with_cells(sheet, changed, sheet.first_column)


def _texts(sheet: Sheet, marked: Iterable[Cell], first: int) -> list[tuple[Cell, str]]:
    found = []
    for row, column in sorted(marked):
        cell = f"c{column - first}"
        if cell in sheet.cells and row < sheet.rows.height and (text := sheet.rows[cell][row]) is not None:
            found.append(((row, column), text))
    return found


def _with_cells(sheet: Sheet, changed: Cells, first: int) -> Sheet:
    columns = []
    for column in sorted({column for _, column in changed}):
        rows = {row: text for (row, at), text in changed.items() if at == column}
        name = f"c{column - first}"
        columns.append(sheet.rows[name].scatter(list(rows), pl.Series(list(rows.values()), dtype=pl.String)))
    return replace(sheet, rows=sheet.rows.with_columns(columns)) if columns else sheet


def _without_struck_rows(sheet: Sheet, struck: set[Cell], first: int) -> tuple[Sheet, set[Cell]]:
    """The sheet with those rows marked most of whose cells are struck out, and the struck cells of the others."""
    counts: dict[int, int] = {}
    for (row, _), text in _texts(sheet, struck, first):
        counts[row] = counts.get(row, 0) + bool(text.strip())
    if not counts:
        return sheet, struck
    filled = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.Int64) for name in sheet.cells)
    totals = sheet.rows[list(counts)].select(filled.alias("filled"))["filled"].to_list()
    gone = {row for (row, count), total in zip(counts.items(), totals, strict=True) if count and 2 * count >= total}
    is_gone = (pl.col(ROW) - 1).is_in(sorted(gone))
    trouble = pl.when(is_gone).then(pl.lit("struck_out")).otherwise(TROUBLE).alias(TROUBLE)
    return replace(sheet, rows=sheet.rows.with_columns(trouble)), {cell for cell in struck if cell[0] not in gone}


def _without_hidden(sheet: Sheet, remarks: Remarks, first: int) -> tuple[Sheet, str]:
    """The sheet with hidden rows and columns blank, and which of them held something."""
    rows = {row for row in remarks.hidden_rows if row < sheet.rows.height}
    cells = {f"c{column - first}": column for column in remarks.hidden_columns}
    cells = {name: column for name, column in cells.items() if name in sheet.cells}
    cells = {name: column for name, column in cells.items() if not _names_rows(sheet, name)}
    if not rows and not cells:
        return sheet, ""
    sheet = _with_merged_moved(sheet, rows, set(cells))
    seen = [name for name in sheet.cells if name not in cells]
    filled = sheet.rows[sorted(rows)].filter(pl.any_horizontal(pl.lit(value=False), pl.col(seen).is_not_null()))
    filled_columns = [column for name, column in cells.items() if sheet.rows[name].null_count() < sheet.rows.height]
    blank = pl.lit(None, pl.String)
    number = pl.col(ROW) - 1
    shown = sheet.rows.with_columns(
        *[blank.alias(name) for name in cells],
        *[pl.when(~number.is_in(sorted(rows))).then(name).alias(name) for name in seen],
        pl.when(~number.is_in(sorted(rows))).then(TROUBLE).alias(TROUBLE),
    )
    row_spans = name_spans(set(filled[ROW].to_list()))
    column_spans = [(name_column(start), name_column(end)) for start, end in name_spans(set(filled_columns))]
    words = [
        *(f"第 {_span(*map(str, span))} 行" for span in row_spans),
        *(f"{_span(*span)} 列" for span in column_spans),
    ]
    return replace(sheet, rows=shown), "、".join(words)


def _span(start: str, end: str) -> str:
    return start if start == end else f"{start}-{end}"


def _names_rows(sheet: Sheet, cell: str) -> bool:
    return bool(sheet.rows[cell].head(ROWS_LOOKED_AT).is_in(sorted(IDENTIFIERS)).any())


def _with_merged_moved(sheet: Sheet, rows: set[int], cells: set[str]) -> Sheet:
    """What a merged range says stands in its first cell, though that be hidden: moved to the first that is seen."""
    changed: Cells = {}
    merged = []
    for (top, left), (bottom, right) in sheet.merged:
        seen_rows = [row for row in range(top, bottom + 1) if row not in rows]
        seen_columns = [column for column in range(left, right + 1) if f"c{column}" not in cells]
        if not seen_rows or not seen_columns:
            continue
        cell = (seen_rows[0], seen_columns[0])
        if cell != (top, left) and f"c{left}" in sheet.cells and bottom < sheet.rows.height:
            changed[cell] = sheet.rows[f"c{left}"][top]
        merged.append((cell, (seen_rows[-1], seen_columns[-1])))
    return replace(_with_cells(sheet, changed, 0), merged=merged)


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
