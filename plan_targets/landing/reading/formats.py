"""A dropped file as sheets of text cells, whatever its form, with the row numbers that a spreadsheet shows."""

import logging
import zipfile
from pathlib import Path

import fastexcel
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from plan_targets.landing.reading.cells import Marks, Remarks
from plan_targets.landing.reading.delimited import read_text
from plan_targets.landing.reading.kinds import BYTES_LOOKED_AT, PACKAGE, kind_of_archive, refuse_what_is_no_table
from plan_targets.landing.reading.marks import without_marks
from plan_targets.landing.reading.parts import MAIN, archive_names
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, Sheet, UnreadableFileError, clip_merged, number_rows
from plan_targets.landing.reading.shown import as_shown
from plan_targets.landing.reading.workbook import MOST_BLANK_CELLS, read_remarks

# What the library finds odd about a workbook is not for people who wait for a build.
logging.getLogger("calamine").setLevel(logging.CRITICAL)


def read_sheets(path: Path, *, only_head: bool = False) -> list[Sheet]:
    """The file's sheets; a text file or Parquet is one. With `only_head`, the rows in which a header may stand.

    The form is told by the content, not by the name. Raises UnreadableFileError.
    """
    try:
        return _read(path, only_head)
    except (UnreadableFileError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    # What a library says of a damaged file helps nobody; and some of them panic, which is no Exception.
    except BaseException as error:
        raise UnreadableFileError("unreadable_file") from error


def form_of(path: Path) -> str:
    """The form a reader of the list of loads is shown: csv, xlsx, parquet or what the name ends in."""
    return path.suffix.lstrip(".").lower() or "none"


def _read(path: Path, only_head: bool) -> list[Sheet]:
    with path.open("rb") as stream:
        start = stream.read(BYTES_LOOKED_AT)
    if not start:
        raise UnreadableFileError("empty_file")
    if start.startswith(b"PAR1"):
        return [without_marks(_read_parquet(path, only_head))]
    if start.startswith(PACKAGE):
        return _read_archive(path, only_head)
    refuse_what_is_no_table(path, start)
    return [read_text(path, only_head)]


def _read_parquet(path: Path, only_head: bool) -> Sheet:
    # Not by polars, which takes the whole process down where a damaged file asks for more memory than there is.
    with pq.ParquetFile(path) as file:
        batches = file.iter_batches(ROWS_LOOKED_AT) if only_head else iter(())
        first = next(batches, None)
        table = file.read() if first is None else pa.Table.from_batches([first])
    table.validate(full=True)
    names = table.column_names
    if not names:
        raise UnreadableFileError("no_rows")
    cells = pl.DataFrame([_as_text(column).alias(f"c{i}") for i, column in enumerate(table.columns)])
    header = pl.DataFrame([names], schema=cells.schema, orient="row")
    return Sheet(None, number_rows(pl.concat([header, cells])))


def _as_text(column: pa.ChunkedArray) -> pl.Series:
    if pa.types.is_nested(column.type):
        return _named(column)
    cells = pl.Series(column)
    if isinstance(cells.dtype, pl.Datetime):
        # The day where it was, whatever the time there was.
        return cells.dt.date().cast(pl.String)
    if cells.dtype.is_float():
        # A code is 321200 to its writer, though a column with blanks made it 321200.0.
        is_whole = (pl.col("cell") == pl.col("cell").round()) & (pl.col("cell").abs() < 1 << 53)
        whole = pl.when(is_whole).then("cell").cast(pl.Int64, strict=False).cast(pl.String)
        return cells.to_frame("cell").select(pl.coalesce(whole, pl.col("cell").cast(pl.String))).to_series()
    try:
        # Some programs keep text as bytes.
        return cells.cast(pl.String)
    # Bytes that are no text, and kinds that have none.
    except pl.exceptions.PolarsError:
        return _named(column)


def _named(column: pa.ChunkedArray) -> pl.Series:
    """What can be no cell, by the name of its kind: most such columns mean nothing to us, and in ours it is refused."""
    kind = str(column.type).partition("<")[0].removeprefix("large_")
    is_filled = pl.Series(column.is_valid()).alias("is_filled").to_frame()
    return is_filled.select(pl.when("is_filled").then(pl.lit(kind))).to_series()


def _read_archive(path: Path, only_head: bool) -> list[Sheet]:
    try:
        names = archive_names(path)
    except zipfile.BadZipFile as error:
        # An archive ends with the list of what is in it.
        raise UnreadableFileError("half_copied", path.suffix) from error
    if MAIN in names:
        return _read_workbook(path, only_head)
    raise UnreadableFileError(kind_of_archive(names), path.suffix)


def _read_workbook(path: Path, only_head: bool) -> list[Sheet]:
    remarks = read_remarks(path)
    for name, sheet in remarks.items():
        if sheet.blank_cells > MOST_BLANK_CELLS:
            raise UnreadableFileError("table_too_large", name)
    # Not by its path, whose ending may belong to another form.
    reader = fastexcel.read_excel(path.read_bytes())
    sheets = (_read_worksheet(reader, name, remarks[name], only_head) for name in reader.sheet_names)
    return [without_marks(sheet) for sheet in sheets if sheet is not None]


def _read_worksheet(reader: fastexcel.ExcelReader, name: str, remarks: Remarks, only_head: bool) -> Sheet | None:
    loaded = reader.load_sheet(
        name, header_row=None, skip_rows=0, dtypes="string", n_rows=ROWS_LOOKED_AT if only_head else None
    )
    frame = loaded.to_polars()
    if frame.is_empty():
        return None
    # Cells begin with the first column that is used.
    first = min(column.absolute_index for column in loaded.available_columns())
    columns = [
        _with_marks(frame.to_series(i).cast(pl.String), remarks.marks.get(first + i, {})).alias(f"c{i}")
        for i in range(frame.width)
    ]
    merged = [
        ((top, left - first), (bottom, right - first))
        for (top, left), (bottom, right) in remarks.merged
        if left >= first
    ]
    is_hidden = remarks.is_hidden or loaded.visible != "visible"
    sheet = Sheet(name, number_rows(pl.DataFrame(columns)), merged, is_hidden, first)
    return clip_merged(as_shown(sheet, remarks, first))


def _with_marks(cells: pl.Series, marks: Marks) -> pl.Series:
    rows = [row for row in marks if row < len(cells)]
    if not rows:
        return cells
    texts = [
        mark if isinstance(mark := marks[row], str) else cell if cell is None else mark.text(cell)
        for row, cell in zip(rows, cells.gather(rows).to_list(), strict=True)
    ]
    return cells.scatter(rows, texts)
