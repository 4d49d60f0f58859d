"""A file of figures as rows of one shape: the columns of the collected figures, whatever the file's form was.

Every row of a table comes out, once for each figure it holds (`plan_targets.landing.table_rows`). One that cannot be
read carries `reason_code`, the column as the file calls it and what stands there; what the figures mean, and whether
they can be right, is judged in SQL.
"""

import polars as pl

from plan_targets.landing.contents import sheets_of
from plan_targets.landing.figures.columns import TEXT_COLUMNS
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plan_blocks import find_blocks
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, Sheet, UnreadableFileError, visible
from plan_targets.landing.reading.shown import with_comments
from plan_targets.landing.records import Load
from plan_targets.landing.refused_rows import name_hidden, whole_file
from plan_targets.landing.table_rows import read_sheet
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


def read_observations(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
    """The rows of a load, in the shape of `COLUMNS`. A file that cannot be read is one row that says why."""
    try:
        sheets = sheets_of(load)
    except UnreadableFileError as error:
        return _shape(load, [whole_file(error.reason_code, error.detail)])
    shown = [with_comments(sheet) for sheet in visible(sheets)]
    found = [(sheet, find_tables(sheet, vocabulary, load.file)) for sheet in shown]
    targets = tables_of_plans(found, vocabulary)
    # Where a plan is seen among the first rows, the reader of plans takes its targets or says why not.
    is_plan_seen = any(row <= ROWS_LOOKED_AT for _, row in targets)
    passed = targets if is_plan_seen else set()
    if is_plan_seen:
        # Its name may be that of the targets.
        found = [(sheet, find_tables(sheet, vocabulary)) for sheet, _ in found]
    read = [name_hidden(sheet) for sheet in sheets]
    for sheet, tables in found:
        of_figures = [table for table in tables if (id(sheet), table.header_row) not in passed]
        if of_figures or not is_plan_seen:
            read.append(read_sheet(sheet, of_figures, vocabulary))
    frames = [frame for frame in read if frame is not None and frame.height]
    return _shape(load, frames or [whole_file("no_rows", "")])


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
    return _shape(load, [whole_file(reason, detail, column) for reason, column, detail in reasons])


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
