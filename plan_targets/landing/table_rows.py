"""The tables of one sheet as rows, once for each figure: blocks, notes and columns of a table put together.

What one column comes to is read in `plan_targets.landing.figures`; what is refused, and with which reason, in
`plan_targets.landing.refused_rows`.
"""

from dataclasses import replace

import polars as pl

from plan_targets.landing.blocks import read_blocks
from plan_targets.landing.figures.columns import ASIDE
from plan_targets.landing.figures.reading import read_figures
from plan_targets.landing.grammar.lines import read_lines
from plan_targets.landing.grammar.remarks import read_remarks
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.named_years import years_from_names
from plan_targets.landing.qualifiers import of_unused_columns
from plan_targets.landing.reading.encodings import DAMAGED
from plan_targets.landing.reading.sheets import (
    ROW,
    TROUBLE,
    WIDTH,
    Sheet,
    fill_merged,
    judge_widths,
    mark_merged_figures,
)
from plan_targets.landing.reading.withheld import WITHHELD
from plan_targets.landing.refused_rows import (
    figures_above,
    holds_numbers,
    refuse_each,
    refuse_table,
    refuse_together,
    refused_columns,
)
from plan_targets.landing.tables.table import Table

# What a figure is about; two rows that differ in one of them are about two things.
OF_THE_FIGURE = frozenset(
    {"region_name_zh", "region_code", "indicator_zh", "indicator_label", "unit", "period", "month", "quarter"}
)


def read_sheet(sheet: Sheet, tables: list[Table], vocabulary: Vocabulary) -> pl.DataFrame | None:
    """The rows of a sheet with those tables, whatever of it is refused among them; none for a sheet of words."""
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in sheet.cells)
    rows = sheet.rows.filter(~is_blank)
    if not tables:
        # A sheet of words is a cover page or an instruction; one that holds numbers may be a table.
        if sheet.name is not None and not holds_numbers(rows, sheet.cells):
            return None
        return refuse_together(sheet, rows, "no_header", None)
    again = [row for table in tables for row in table.repeated]
    frames = [
        refuse_each(sheet, figures_above(sheet, rows, tables[0]), "no_header", None),
        refuse_each(sheet, rows.filter(pl.col(ROW).is_in(again)), "repeated_header", None),
    ]
    frames += [_read_table(sheet, _rows_of(sheet, table).filter(~is_blank), table, vocabulary) for table in tables]
    frames = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(frames, how="diagonal") if len(frames) > 1 else next(iter(frames), None)


def _rows_of(sheet: Sheet, table: Table) -> pl.DataFrame:
    """The rows below the table's header, those marked that are not as wide as it."""
    end = sheet.rows.height if table.last_row is None else table.last_row
    part = sheet.rows.filter(pl.col(ROW).is_between(table.header_row, end))
    used = {column.cell for column in table.values} | {column.cell for column in table.refused if column.header}
    rows = judge_widths(replace(sheet, rows=part), table.header_row, used | set(table.columns.values())).rows
    return rows.filter((pl.col(ROW) > table.header_row) & ~pl.col(ROW).is_in(table.repeated))


def _read_table(sheet: Sheet, rows: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    if table.cells is not None:
        # Of a table that goes on beside itself, each part has its own columns.
        sheet = replace(sheet, rows=sheet.rows.drop(set(sheet.cells) - set(table.cells)))
        rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in table.cells))
        rows = rows.select(ROW, *table.cells, *(name for name in (WIDTH, TROUBLE) if name in rows.columns))
    if rows.is_empty():
        return rows
    if table.form == "plan":
        return refuse_each(sheet, rows, "forecast_period", table.header("target_value"))
    rows, table = years_from_names(rows, table)
    if table.missing:
        return refuse_table(sheet, rows, table, "missing_column", "、".join(table.missing))
    if table.ambiguous:
        return refuse_table(sheet, rows, table, "ambiguous_column", "; ".join(table.ambiguous))
    labels = [cell for name, cell in table.columns.items() if name in OF_THE_FIGURE]
    filled = fill_merged(sheet, rows, table.columns.values())
    figures = [column.cell for column in table.values]
    return _read_rows(sheet, mark_merged_figures(sheet, filled, figures, labels), table, vocabulary)


def _read_rows(sheet: Sheet, rows: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    blocks = read_blocks(sheet, rows, table, vocabulary)
    damaged = pl.any_horizontal(pl.col(name).str.contains_any(list(DAMAGED)) for name in sheet.cells)
    trouble = (
        pl.when(pl.col(TROUBLE).is_not_null())
        .then(pl.col(TROUBLE))
        .when(damaged.fill_null(value=False))
        .then(pl.lit("damaged_text"))
        .otherwise(_withheld_name(table))
    )
    rows = _answered(blocks.rows.with_columns(trouble.alias(TROUBLE)), table)
    rows = _with_what_speaks_against(rows, table)
    texts = blocks.remarks["text"].to_list()
    remarks = read_remarks(texts, vocabulary)
    # Who sent it, and when, may stand below a table too.
    below = read_lines(([text] for text in texts), vocabulary)
    said = replace(below, region=None, period=None, indicator=None, unit=None, units=(), caveats=())
    table = replace(table, said=table.said.over(replace(said, has_unknown_region=False)))
    frames = [refuse_each(sheet, blocks.remarks.select(ROW, *sheet.cells, TROUBLE), "remark_row", None)]
    # Of a row whose cells cannot be told apart no column says more than the first.
    sound = rows.filter(pl.col(TROUBLE).is_null())
    frames += [
        read_figures(sheet, sound if number else rows, table, column, vocabulary, remarks)
        for number, column in enumerate(table.values)
    ]
    if table.refused:
        frames.append(refused_columns(sheet, rows, table))
    frames = [frame for frame in frames if not frame.is_empty()]
    if len(frames) < 2:
        return next(iter(frames), rows.clear())
    return pl.concat(frames, how="diagonal").sort(ROW, maintain_order=True)


def _answered(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows without those of a collecting workbook that were left blank: an unanswered question is no figure."""
    asked = table.columns.get("asked_for_id")
    if asked is None or not table.values:
        return rows
    has_answer = pl.any_horizontal(pl.col(column.cell).is_not_null() for column in table.values)
    return rows.filter(pl.col(asked).is_null() | has_answer)


def _withheld_name(table: Table) -> pl.Expr:
    """Why a cell that says what a row is about is not read, where a reader of workbooks kept it back."""
    reason = pl.lit(None, pl.String)
    for cell in (cell for name, cell in table.columns.items() if name in OF_THE_FIGURE):
        for code, word in WITHHELD.items():
            reason = pl.when(pl.col(cell).str.starts_with(word)).then(pl.lit(code)).otherwise(reason)
    return reason


def _with_what_speaks_against(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows with what the words of other columns, then those of the line over their block, say against them."""
    found = of_unused_columns(rows, table)
    if "heading_reason" not in rows.columns:
        return found
    heading = {"aside": "heading_reason", "aside_column": "heading_column", "aside_value": "heading_words"}
    is_new = pl.col("aside").is_null()
    return found.with_columns(pl.when(is_new).then(pl.col(heading[name])).otherwise(name).alias(name) for name in ASIDE)
