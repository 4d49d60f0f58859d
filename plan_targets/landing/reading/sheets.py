"""A sheet of text cells, which is what every form of file is read into."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from plan_targets.landing.reading.beside import SHEETS_BESIDE
from plan_targets.landing.reading.references import Cell, name_column
from plan_targets.landing.reading.withheld import withhold

ROW = "row_number"
# A row that is not as wide as its table, or whose quotes do not close: which cell is which cannot be said.
TROUBLE = "trouble"
# How many cells a row of a text file has, blank ones too.
WIDTH = "width"
# Titles, units and remarks may stand above a table, but not this many rows of them.
ROWS_LOOKED_AT = 60


class UnreadableFileError(Exception):
    """The file as a whole cannot be read. `reason_code` says why, `detail` what stood there."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code, detail)
        self.reason_code = reason_code
        self.detail = detail


@dataclass(frozen=True)
class Sheet:
    """Cells as text.

    `rows` has `row_number` (from 1), the cells `c0`, `c1` ... (blank ones null), `width` (how many cells the row of a
    text file has; null in other forms) and `trouble`: null, or a reason code for a row whose cells cannot be told apart
    (its text is then in `c0`). Whether a row is as wide as its table is judged by `judge_widths`.
    """

    name: str | None
    rows: pl.DataFrame
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    is_hidden: bool = False
    # The column of the file with which the cells begin, counted from 0.
    first_column: int = 0
    # Which rows, columns and cells hold something and are not shown; none of it is in `rows`.
    left_out: str = ""
    # What is printed above and below each page, and what somebody wrote beside cells (their places in the file).
    page_lines: tuple[str, ...] = ()
    comments: dict[Cell, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[str]:
        """The names of the columns with cells."""
        return [name for name in self.rows.columns if name not in (ROW, WIDTH, TROUBLE)]


def visible(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets that somebody sees who opens the file, without those that our own workbooks add beside the table."""
    return [sheet for sheet in sheets if not sheet.is_hidden and sheet.name not in SHEETS_BESIDE]


def judge_widths(sheet: Sheet, header_row: int, used: Iterable[str] = ()) -> Sheet:
    """The sheet with those rows below the header marked that have more or fewer cells than the header names columns.

    `used` are the cells in which a table has columns though its header's last row leaves them blank. Further cells are
    no trouble while they are blank, nor is a row of a single cell: that is a remark. Only text files have such rows.
    """
    header = sheet.rows.filter(pl.col(ROW) == header_row)
    width = None if header.is_empty() else header[WIDTH][0]
    if width is None or sheet.rows.filter((pl.col(ROW) > header_row) & (pl.col(WIDTH) != width)).is_empty():
        return sheet
    cells = sheet.cells
    named = max(
        (position for position, name in enumerate(cells, start=1) if (header[name][0] or "").strip()), default=1
    )
    widest = max([named, *(cells.index(name) + 1 for name in used)])
    is_filled = [(pl.col(name).str.strip_chars() != "").fill_null(value=False) for name in cells]
    trouble = (
        pl.when(pl.col(WIDTH) < named)
        .then(pl.lit("too_few_cells"))
        .when((pl.col(WIDTH) != width) & pl.any_horizontal(pl.lit(value=False), *is_filled[widest:]))
        .then(pl.lit("too_many_cells"))
    )
    is_row = (pl.col(ROW) > header_row) & pl.col(TROUBLE).is_null() & (pl.sum_horizontal(is_filled) > 1)
    whole = pl.concat_str(
        [pl.when(pl.col(WIDTH) > position).then(pl.col(name).fill_null("")) for position, name in enumerate(cells)],
        separator=", ",
        ignore_nulls=True,
    )
    # Taken apart and put together again: joining the cells of all rows would take longer than reading them.
    judged = sheet.rows.with_columns(pl.when(is_row).then(trouble).alias("found"))
    found = judged.filter(pl.col("found").is_not_null()).with_columns(pl.col("found").alias(TROUBLE), whole.alias("c0"))
    found = found.with_columns(pl.lit(None, pl.String).alias(name) for name in cells[1:])
    rows = pl.concat([judged.filter(pl.col("found").is_null()), found]).drop("found").sort(ROW)
    return replace(sheet, rows=rows)


def fill_merged(sheet: Sheet, rows: pl.DataFrame, cells: Collection[str]) -> pl.DataFrame:
    """The rows with what a merged range says in every row of it. Not for figures: those stand in the first only."""
    for (top, left), (bottom, _) in sheet.merged:
        cell = f"c{left}"
        if cell in cells and bottom > top:
            first = sheet.rows[cell][top] if top < sheet.rows.height else None
            inside = pl.col(ROW).is_between(top + 1, bottom + 1)
            rows = rows.with_columns(pl.when(inside).then(pl.lit(first)).otherwise(cell).alias(cell))
    return rows


def mark_merged_figures(
    sheet: Sheet, rows: pl.DataFrame, figures: Collection[str], labels: Collection[str]
) -> pl.DataFrame:
    """The rows with a word in place of each figure that is merged over rows or columns which are not about the same.

    `rows` have their labels filled in where those are merged (see `fill_merged`).
    """
    for (top, left), (bottom, right) in sheet.merged:
        merged = [f"c{column}" for column in range(left, right + 1) if f"c{column}" in figures]
        inside = pl.col(ROW).is_between(top + 1, bottom + 1)
        covered = rows.filter(inside)
        # A line of words may be merged over the whole table.
        if f"c{left}" not in figures or covered.is_empty():
            continue
        if len(merged) > 1 or covered.select(labels).n_unique() > 1:
            corners = ((left, top), (right, bottom))
            span = ":".join(f"{name_column(sheet.first_column + column)}{row + 1}" for column, row in corners)
            word = pl.lit(withhold("merged_figure", span))
            rows = rows.with_columns(pl.when(inside).then(word).otherwise(cell).alias(cell) for cell in merged)
    return rows


def clip_merged(sheet: Sheet) -> Sheet:
    """The sheet with its merged ranges cut to rows and columns that hold something: forms merge all cells alike."""
    if not sheet.merged:
        return sheet
    is_filled = pl.any_horizontal(pl.col(name).is_not_null() for name in sheet.cells)
    rows = sheet.rows.select(is_filled.alias("filled"))["filled"].to_list()
    columns = [sheet.rows[name].null_count() < sheet.rows.height for name in sheet.cells]
    merged = []
    for (top, left), (bottom, right) in sheet.merged:
        last_row = max((row for row in range(top, min(bottom + 1, len(rows))) if rows[row]), default=top)
        last_column = max((at for at in range(left, min(right + 1, len(columns))) if columns[at]), default=left)
        merged.append(((top, left), (last_row, last_column)))
    return replace(sheet, merged=merged)


def number_rows(
    cells: pl.DataFrame, widths: pl.Series | pl.Expr | None = None, troubles: pl.Series | None = None
) -> pl.DataFrame:
    """The cells with the numbers of their rows, their widths and what the trouble with them is."""
    return (
        cells.with_columns(
            (pl.lit(None) if widths is None else widths).cast(pl.Int64).alias(WIDTH),
            (pl.lit(None) if troubles is None else troubles).cast(pl.String).alias(TROUBLE),
        )
        .with_row_index(ROW, offset=1)
        .with_columns(pl.col(ROW).cast(pl.Int64))
    )


def iter_rows(sheet: Sheet) -> Iterator[tuple[int, list[str | None]]]:
    """Row numbers and cells, for the few rows in which a header may stand."""
    for row in sheet.rows.head(ROWS_LOOKED_AT).select(ROW, *sheet.cells).iter_rows():
        yield row[0], list(row[1:])
