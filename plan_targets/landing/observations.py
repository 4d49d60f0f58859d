"""A file of figures as rows of one shape: the columns of the collected figures, whatever the file's form was.

Every row of a table comes out, once for each figure it holds. One that cannot be read carries `reason_code`, the column
as the file calls it and what stands there; what the figures mean, and whether they can be right, is judged in SQL.
"""

from dataclasses import replace

import polars as pl

from plan_targets.landing.blocks import read_blocks
from plan_targets.landing.contents import sheets_of
from plan_targets.landing.figures.columns import ASIDE, SAMPLE_LENGTH, TEXT_COLUMNS
from plan_targets.landing.figures.reading import read_figures
from plan_targets.landing.grammar.lines import read_lines
from plan_targets.landing.grammar.numbers import plain_text, read_numbers
from plan_targets.landing.grammar.remarks import read_remarks
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.named_years import years_from_names
from plan_targets.landing.plan_blocks import find_blocks
from plan_targets.landing.qualifiers import of_unused_columns
from plan_targets.landing.reading.encodings import DAMAGED
from plan_targets.landing.reading.sheets import (
    ROW,
    ROWS_LOOKED_AT,
    TROUBLE,
    WIDTH,
    Sheet,
    UnreadableFileError,
    fill_merged,
    judge_widths,
    mark_merged_figures,
    visible,
)
from plan_targets.landing.reading.shown import with_comments
from plan_targets.landing.reading.withheld import WITHHELD
from plan_targets.landing.records import Load
from plan_targets.landing.tables.finding import find_tables
from plan_targets.landing.tables.table import SAID_AROUND, Table

COLUMNS = pl.Schema(
    {
        "load_id": pl.String,
        "file": pl.String,
        "sheet": pl.String,
        # A row of a wide table holds several figures; the line tells them apart.
        "line_number": pl.Int64,
        "row_number": pl.Int64,
        **dict.fromkeys(TEXT_COLUMNS, pl.String),
        "value": pl.Float64,
        # The digits as printed, and the factor behind them (万): how exact the figure is.
        "printed_number": pl.String,
        "printed_scale": pl.Float64,
        # The header over the figure: years may stand side by side.
        "value_column": pl.String,
        "is_stated_as_of": pl.Boolean,
        "is_stated_span": pl.Boolean,
        "reason_code": pl.String,
        "reason_column": pl.String,
        "reason_value": pl.String,
    }
)

# What a figure is about; two rows that differ in one of them are about two things.
OF_THE_FIGURE = frozenset(
    {"region_name_zh", "region_code", "indicator_zh", "indicator_label", "unit", "period", "month", "quarter"}
)
_NUMBER = r"^[\d.,]+%?$"
_OF_TIME = r"^\s*(?:\d{4}\s*年|\d{1,2}\s*[月日])"
_FIGURES_OF_A_SORT = (None, "range_in_value", "doubtful_number", "comparator_conflict")


def read_observations(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
    """The rows of a load, in the shape of `COLUMNS`. A file that cannot be read is one row that says why."""
    try:
        sheets = sheets_of(load)
    except UnreadableFileError as error:
        return _shape(load, [_whole_file(error.reason_code, error.detail)])
    shown = [with_comments(sheet) for sheet in visible(sheets)]
    found = [(sheet, find_tables(sheet, vocabulary, load.file)) for sheet in shown]
    targets = tables_of_plans(found, vocabulary)
    # Where a plan is seen among the first rows, the reader of plans takes its targets or says why not.
    is_plan_seen = any(row <= ROWS_LOOKED_AT for _, row in targets)
    passed = targets if is_plan_seen else set()
    if is_plan_seen:
        # Its name may be that of the targets.
        found = [(sheet, find_tables(sheet, vocabulary)) for sheet, _ in found]
    read = [_left_out(sheet) for sheet in sheets]
    for sheet, tables in found:
        of_figures = [table for table in tables if (id(sheet), table.header_row) not in passed]
        if of_figures or not is_plan_seen:
            read.append(_read_sheet(sheet, of_figures, vocabulary))
    frames = [frame for frame in read if frame is not None and frame.height]
    return _shape(load, frames or [_whole_file("no_rows", "")])


def read_headers(load: Load, vocabulary: Vocabulary) -> list[tuple[str | None, str, str]]:
    """What the file calls our columns: sheet, our name, its header. Nothing for a file that cannot be read.

    What may stand around the table, in no column of it, goes by the word that offices have for it.
    """
    try:
        sheets = sheets_of(load, only_head=True)
    except UnreadableFileError:
        return []
    headers: dict[tuple[str | None, str], str] = {}
    for sheet in visible(sheets):
        for table in find_tables(sheet, vocabulary):
            for name in (*table.columns, *SAID_AROUND):
                headers.setdefault((sheet.name, name), table.header(name))
    return [(sheet, name, header) for (sheet, name), header in headers.items()]


def kind_of(load: Load, vocabulary: Vocabulary) -> str:
    """`plan` for tables of targets, `plan and observations` where figures stand beside them, else `observations`.

    The reader of observations also takes what cannot be read.
    """
    try:
        sheets = visible(sheets_of(load, only_head=True))
    except UnreadableFileError:
        return "observations"
    found = [(sheet, find_tables(sheet, vocabulary)) for sheet in sheets]
    targets = tables_of_plans(found, vocabulary)
    figures = [table for sheet, tables in found for table in tables if (id(sheet), table.header_row) not in targets]
    if targets:
        return "plan and observations" if figures else "plan"
    is_named = any(block.is_named for block in find_blocks(found, vocabulary))
    return "plan" if is_named and not figures else "observations"


def tables_of_plans(found: list[tuple[Sheet, list[Table]]], vocabulary: Vocabulary) -> set[tuple[int, int]]:
    """Which tables are of targets: each by its sheet and the row of its header."""
    blocks = find_blocks(found, vocabulary)
    return {(id(each.sheet), each.table.header_row) for block in blocks for each in block.tables + block.lines}


def refused_file(load: Load, reasons: list[tuple[str, str, str]]) -> pl.DataFrame:
    """A file of which nothing is taken: a row for each reason, with its column and what was found."""
    return _shape(load, [_whole_file(reason, detail, column) for reason, column, detail in reasons])


def _whole_file(reason: str, detail: str, column: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {ROW: [1], "reason_code": [reason], "reason_column": [column], "reason_value": [detail]},
        schema={ROW: pl.Int64, "reason_code": pl.String, "reason_column": pl.String, "reason_value": pl.String},
    )


def _shape(load: Load, frames: list[pl.DataFrame]) -> pl.DataFrame:
    rows = pl.concat(
        [
            frame.select(
                (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
                for name, dtype in COLUMNS.items()
                if name not in ("load_id", "file", "line_number")
            )
            for frame in frames
        ]
    )
    return rows.with_row_index("line_number", offset=1).select(
        pl.lit(load.load_id).alias("load_id"),
        pl.lit(load.file).alias("file"),
        "sheet",
        pl.col("line_number").cast(pl.Int64),
        *[name for name in COLUMNS if name not in ("load_id", "file", "sheet", "line_number")],
    )


def _left_out(sheet: Sheet) -> pl.DataFrame | None:
    """One row that names what of the sheet is hidden and was not read."""
    if sheet.is_hidden:
        left_out = f"工作表 {sheet.name}" if _holds_numbers(sheet.rows, sheet.cells) else ""
    else:
        left_out = sheet.left_out
    if not left_out:
        return None
    return _whole_file("hidden_left_out", left_out).with_columns(pl.lit(sheet.name, pl.String).alias("sheet"))


def _read_sheet(sheet: Sheet, tables: list[Table], vocabulary: Vocabulary) -> pl.DataFrame | None:
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in sheet.cells)
    rows = sheet.rows.filter(~is_blank)
    if not tables:
        # A sheet of words is a cover page or an instruction; one that holds numbers may be a table.
        if sheet.name is not None and not _holds_numbers(rows, sheet.cells):
            return None
        return _refuse_whole(sheet, rows, "no_header", None)
    again = [row for table in tables for row in table.repeated]
    frames = [
        _refuse_all(sheet, _figures_above(sheet, rows, tables[0]), "no_header", None),
        _refuse_all(sheet, rows.filter(pl.col(ROW).is_in(again)), "repeated_header", None),
    ]
    frames += [_read_table(sheet, _rows_of(sheet, table).filter(~is_blank), table, vocabulary) for table in tables]
    frames = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(frames, how="diagonal") if len(frames) > 1 else next(iter(frames), None)


def _figures_above(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows above the first header that are no titles: they may be those of a table whose header is not understood."""
    above = rows.filter(pl.col(ROW) < table.top_row)
    is_wide = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells) >= 3
    return above.filter(is_wide & pl.any_horizontal(pl.col(name).str.contains(_NUMBER) for name in sheet.cells))


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
        return _refuse_all(sheet, rows, "forecast_period", table.header("target_value"))
    rows, table = years_from_names(rows, table)
    if table.missing:
        return _refuse_table(sheet, rows, table, "missing_column", "、".join(table.missing))
    if table.ambiguous:
        return _refuse_table(sheet, rows, table, "ambiguous_column", "; ".join(table.ambiguous))
    labels = [cell for name, cell in table.columns.items() if name in OF_THE_FIGURE]
    filled = fill_merged(sheet, rows, table.columns.values())
    figures = [column.cell for column in table.values]
    return _read_rows(sheet, mark_merged_figures(sheet, filled, figures, labels), table, vocabulary)


def _holds_numbers(rows: pl.DataFrame, cells: list[str]) -> bool:
    return bool(
        rows.select(pl.any_horizontal(plain_text(pl.col(name)).str.contains(_NUMBER) for name in cells).any()).item()
    )


def _refuse_whole(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    """One sentence for all those rows; those that are damaged for reasons of their own have theirs."""
    whole = rows.filter(pl.col(TROUBLE).is_null())
    sentence = _refuse_all(sheet, whole.head(1), reason, column).with_columns(
        pl.lit(_span_of(whole)).alias("reason_value") if whole.height > 1 else pl.col("reason_value")
    )
    return pl.concat([sentence, _refuse_all(sheet, rows.filter(pl.col(TROUBLE).is_not_null()), reason, column)])


def _refuse_table(sheet: Sheet, rows: pl.DataFrame, table: Table, reason: str, column: str) -> pl.DataFrame:
    """One sentence for a table, at its header."""
    refused = _refuse_whole(sheet, rows, reason, column)
    at_header = pl.when(pl.col("reason_code") == reason).then(pl.lit(table.header_row)).otherwise(ROW)
    value = pl.when(pl.col("reason_code") == reason).then(pl.lit(_span_of(rows))).otherwise("reason_value")
    return refused.with_columns(at_header.cast(pl.Int64).alias(ROW), value.alias("reason_value"))


def _span_of(rows: pl.DataFrame) -> str:
    first, last = rows[ROW].to_list()[0], rows[ROW].to_list()[-1]
    return f"第{first}行 row {first}" if first == last else f"第{first}-{last}行 rows {first}-{last}"


def _refuse_all(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    return rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        pl.coalesce(TROUBLE, pl.lit(reason)).alias("reason_code"),
        pl.lit(column, pl.String).alias("reason_column"),
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(SAMPLE_LENGTH).alias("reason_value"),
    )


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
    frames = [_refuse_all(sheet, blocks.remarks.select(ROW, *sheet.cells, TROUBLE), "remark_row", None)]
    # Of a row whose cells cannot be told apart no column says more than the first.
    sound = rows.filter(pl.col(TROUBLE).is_null())
    frames += [
        read_figures(sheet, sound if number else rows, table, column, vocabulary, remarks)
        for number, column in enumerate(table.values)
    ]
    if table.refused:
        frames.append(_read_refused(sheet, rows, table))
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


def _read_refused(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The figures in columns that are not read, each with its column and the reason."""
    readable = rows.filter(pl.col(TROUBLE).is_null())
    refused = [column for column in table.refused if column.header or not _counts_rows(readable[column.cell])]
    columns = pl.DataFrame(
        [(column.cell, column.header, column.reason) for column in refused],
        schema={"cell": pl.String, "value_column": pl.String, "reason_code": pl.String},
        orient="row",
    )
    cells = (
        readable.select(ROW, *columns["cell"])
        .unpivot(index=ROW, variable_name="cell", value_name="raw_value")
        .with_columns(pl.col("raw_value").cast(pl.String))
        .drop_nulls("raw_value")
        .join(columns, on="cell", maintain_order="left")
    )
    found = read_numbers(cells["raw_value"])["reason"]
    is_figure = found.is_null() | found.is_in([reason for reason in _FIGURES_OF_A_SORT if reason])
    # In a column of targets whatever is written is one; in an unknown one, words may be remarks.
    # 1—6月 and 6月底 in a column of words are no figures of a sort.
    is_of_time = (found == "range_in_value").fill_null(value=False) | cells["raw_value"].str.contains(_OF_TIME)
    is_figure = is_figure & ~(is_of_time & cells["cell"].is_in(list(table.unused)))
    is_hoped = (cells["reason_code"] != "unknown_column") & (found != "absent_value").fill_null(value=True)
    return cells.filter(is_figure | is_hoped).select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        "raw_value",
        "value_column",
        "reason_code",
        pl.col("value_column").alias("reason_column"),
        pl.col("raw_value").alias("reason_value"),
    )


def _counts_rows(cells: pl.Series) -> bool:
    """Whether a column without a header numbers the rows, as programs write it beside a table."""
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and numbers.to_list() in (
        list(range(start, start + len(numbers))) for start in (0, 1)
    )
