"""A dropped file as sheets of text cells, whatever its form, with the row numbers that a spreadsheet shows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import fastexcel
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from app.loads.encodings import UnknownEncodingError, decode
from app.loads.workbook import MAIN, MOST_BLANK_CELLS, Marks, Place, Remarks, archive_names, read_remarks

ROW = "row_number"
# A row that is not as wide as its table, or whose quotes do not close: which cell is which cannot be said.
TROUBLE = "trouble"
# How many cells a row of a text file has, blank ones too.
WIDTH = "width"

DELIMITERS = ",;\t"
# Titles, units and remarks may stand above a table, but not this many rows of them.
ROWS_LOOKED_AT = 60
BYTES_LOOKED_AT = 1 << 18
# A table this wide may be padded in memory to its widest row, however much narrower the others are.
WIDTH_WITHOUT_DOUBT = 64

# A quote that never closes makes one cell of the rest of the file; the library's own limit would stop there.
csv.field_size_limit(1 << 30)

# A row's cells, and the reason why they cannot be told apart.
Record = tuple[list[str], str | None]


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
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def cells(self) -> list[str]:
        """The names of the columns with cells."""
        return [name for name in self.rows.columns if name not in (ROW, WIDTH, TROUBLE)]


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
    named = max((place for place, name in enumerate(cells, start=1) if (header[name][0] or "").strip()), default=1)
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
        [pl.when(pl.col(WIDTH) > place).then(pl.col(name).fill_null("")) for place, name in enumerate(cells)],
        separator=", ",
        ignore_nulls=True,
    )
    # Taken apart and put together again: joining the cells of all rows would take longer than reading them.
    judged = sheet.rows.with_columns(pl.when(is_row).then(trouble).alias("found"))
    found = judged.filter(pl.col("found").is_not_null()).with_columns(pl.col("found").alias(TROUBLE), whole.alias("c0"))
    found = found.with_columns(pl.lit(None, pl.String).alias(name) for name in cells[1:])
    rows = pl.concat([judged.filter(pl.col("found").is_null()), found]).drop("found").sort(ROW)
    return replace(sheet, rows=rows)


def _read(path: Path, only_head: bool) -> list[Sheet]:
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise UnreadableFileError("empty_file")
    if start.startswith(b"PAR1"):
        return [_read_parquet(path, only_head)]
    if start.startswith(b"PK\x03\x04"):
        return _read_archive(path, only_head)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError("unknown_form" if _is_old_workbook(path) else "unreadable_file", path.suffix)
    if start.startswith(b"%PDF") or b"\x00\x00\x00" in start:
        raise UnreadableFileError("unknown_form", path.suffix)
    return [_read_text(path, only_head)]


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
    return Sheet(None, _number_rows(pl.concat([header, cells])))


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
    is_given = pl.Series(column.is_valid()).alias("is_given").to_frame()
    return is_given.select(pl.when("is_given").then(pl.lit(kind))).to_series()


def _is_old_workbook(path: Path) -> bool:
    """Whether the compound file is an XLS; an XLSX with a password is a compound file too."""
    content = path.read_bytes()
    is_locked = "EncryptedPackage".encode("utf-16-le") in content
    return not is_locked and any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))


def _read_archive(path: Path, only_head: bool) -> list[Sheet]:
    names = archive_names(path)
    if MAIN in names:
        return _read_workbook(path, only_head)
    # Their percent formats and merged ranges cannot be read, so that 0.9365 would pass for what shows 93.65%.
    is_other = "xl/workbook.bin" in names or {"mimetype", "content.xml"} <= names
    raise UnreadableFileError("unknown_form" if is_other else "unreadable_file", path.suffix)


def _read_workbook(path: Path, only_head: bool) -> list[Sheet]:
    remarks = read_remarks(path)
    for name, sheet in remarks.items():
        if sheet.blank_cells > MOST_BLANK_CELLS:
            raise UnreadableFileError("table_too_large", name)
    # Not by its path, whose ending may belong to another form.
    reader = fastexcel.read_excel(path.read_bytes())
    sheets = (_read_worksheet(reader, name, remarks[name], only_head) for name in reader.sheet_names)
    return [sheet for sheet in sheets if sheet is not None]


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
    return Sheet(name, _number_rows(pl.DataFrame(columns)), merged, is_hidden=loaded.visible != "visible")


def _with_marks(cells: pl.Series, marks: Marks) -> pl.Series:
    rows = [row for row in marks if row < len(cells)]
    if not rows:
        return cells
    texts = [
        mark if isinstance(mark := marks[row], str) else cell if cell is None else mark.text(cell)
        for row, cell in zip(rows, cells.gather(rows).to_list(), strict=True)
    ]
    return cells.scatter(rows, texts)


def _read_text(path: Path, only_head: bool) -> Sheet:
    with path.open("rb") as stream:
        content = stream.read(BYTES_LOOKED_AT) if only_head else stream.read()
    if only_head and len(content) == BYTES_LOOKED_AT:
        # Not in the middle of a character.
        content = content[: content.rfind(b"\n") + 1] or content
    try:
        content = decode(content).content.rstrip(b"\n")
    except UnknownEncodingError as error:
        raise UnreadableFileError("unknown_encoding") from error
    if b"\x00" in content:
        raise UnreadableFileError("unknown_form", path.suffix)
    if not content.strip():
        raise UnreadableFileError("empty_file")
    delimiter, head = _look_at(content[:BYTES_LOOKED_AT].decode("utf-8", errors="ignore"))
    if only_head:
        return Sheet(None, _frame_of_records(head))
    return Sheet(None, _read_delimited(content, delimiter, head))


def _look_at(text: str) -> tuple[str, list[Record]]:
    """The delimiter, and the first records: the delimiter is the one that makes most of them equally wide."""
    read = {delimiter: _read_records(text, delimiter, ROWS_LOOKED_AT) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: _agreed(read[delimiter])[0])
    return best, read[best]


def _agreed(records: list[Record]) -> tuple[int, int]:
    """The width that most cells agree on, after how many they are."""
    widths = Counter(len(cells) for cells, _ in records if len(cells) > 1)
    return max(((count * width, width) for width, count in widths.items()), default=(0, 1))


def _read_delimited(content: bytes, delimiter: str, head: list[Record]) -> pl.DataFrame:
    widest = max(len(cells) for cells, _ in head)
    # The quick ways first: where all rows are equally wide, and where it is plain to which row each delimiter belongs.
    if content.count(b'"') % 2 == 0:
        for read in (_read_even, _read_uneven):
            frame = read(content, delimiter, widest)
            if frame is not None:
                return frame
    return _frame_of_records(_read_records(content.decode("utf-8"), delimiter))


def _read_even(content: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """The table, or nothing when a row is wider or narrower than that."""
    try:
        frame = pl.read_csv(content, separator=delimiter, has_header=False, schema=_schema(width))
    except pl.exceptions.PolarsError:
        return None
    # A row that lacks a cell reads as if its last were blank: counting the delimiters tells them apart.
    inside = 0
    if b'"' in content:
        if _holds_line_breaks(frame):
            return None
        inside = int(_delimiters_inside(frame, delimiter).sum())
    if content.count(delimiter.encode()) - inside != (width - 1) * frame.height:
        return None
    return _number_rows(_without_quoted_blanks(frame, content), pl.lit(width))


def _read_uneven(content: bytes, delimiter: str, widest: int) -> pl.DataFrame | None:
    """The table with the width of each row, or nothing where quotes leave it open to which row a delimiter belongs."""
    if re.search(f'[^{delimiter}\n"]"[^{delimiter}\n"]'.encode(), content):
        return None
    try:
        lines = pl.read_csv(
            content, separator="\x01", quote_char=None, has_header=False, schema={"line": pl.String}
        ).to_series()
        delimiters = lines.str.count_matches(delimiter, literal=True).fill_null(0)
        most = max(delimiters.to_list()) + 1
        if most > max(2 * widest, WIDTH_WITHOUT_DOUBT):
            return None
        frame = pl.read_csv(
            content,
            separator=delimiter,
            has_header=False,
            schema=_schema(most),
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.height != len(lines):
        return None
    if b'"' in content:
        if _holds_line_breaks(frame):
            return None
        delimiters = delimiters - _delimiters_inside(frame, delimiter)
    widths = delimiters + 1
    return _number_rows(_without_quoted_blanks(frame, content).select(frame.columns[: max(widths.to_list())]), widths)


def _without_quoted_blanks(frame: pl.DataFrame, content: bytes) -> pl.DataFrame:
    # Two quotes with nothing between them are as blank as nothing at all.
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all())) if b'""' in content else frame


def _schema(width: int) -> dict[str, type[pl.String]]:
    return {f"c{i}": pl.String for i in range(width)}


def _holds_line_breaks(frame: pl.DataFrame) -> bool:
    return any(bool(cells.str.contains("\n", literal=True).any()) for cells in frame)


def _delimiters_inside(frame: pl.DataFrame, delimiter: str) -> pl.Series:
    """How many delimiters stand in the cells of each row."""
    counts = (pl.col(name).str.count_matches(delimiter, literal=True) for name in frame.columns)
    return frame.select(pl.sum_horizontal(counts)).to_series()


def _read_records(text: str, delimiter: str, limit: int | None = None) -> list[Record]:
    """The records, one by one, up to so many. Where a quote swallowed whole rows, each line is read for itself."""
    records: list[Record] = [
        (cells, None) for cells in islice(csv.reader(io.StringIO(text), delimiter=delimiter), limit)
    ]
    # Beyond the limit a quote may well close.
    is_whole = limit is None or len(records) < limit
    if (is_whole and text.count('"') % 2) or _has_runaway_quote(records, delimiter):
        return [_read_line(line, delimiter) for line in islice(io.StringIO(text), limit)]
    return records


def _has_runaway_quote(records: list[Record], delimiter: str) -> bool:
    _, width = _agreed(records)
    return any(
        "\n" in cell and max(line.count(delimiter) for line in cell.split("\n")) >= width - 1
        for cells, _ in records
        for cell in cells
    )


def _read_line(line: str, delimiter: str) -> Record:
    line = line.rstrip("\n")
    if line.count('"') % 2:
        return [line], "broken_quotes"
    return next(csv.reader([line], delimiter=delimiter), []), None


def _frame_of_records(records: list[Record]) -> pl.DataFrame:
    # No table is wider than all rows in which its header may stand: what is beyond is kept as one cell.
    width = max((len(cells) for cells, _ in records[:ROWS_LOOKED_AT]), default=0) + 1
    width = max(1, min(width, max((len(cells) for cells, _ in records), default=0)))
    if len(records) * width - sum(len(cells) for cells, _ in records) > MOST_BLANK_CELLS:
        raise UnreadableFileError("table_too_large")
    rows = [_folded(cells, width) for cells, _ in records]
    frame = pl.DataFrame(
        {f"c{i}": [(cells[i] or None) if i < len(cells) else None for cells in rows] for i in range(width)},
        schema=_schema(width),
    )
    widths = pl.Series(WIDTH, [len(cells) for cells, _ in records], pl.Int64)
    return _number_rows(frame, widths, pl.Series(TROUBLE, [trouble for _, trouble in records], pl.String))


def _folded(cells: list[str], width: int) -> list[str]:
    if len(cells) <= width:
        return cells
    further = cells[width - 1 :]
    return [*cells[: width - 1], ", ".join(further) if any(map(str.strip, further)) else ""]


def _number_rows(
    cells: pl.DataFrame, widths: pl.Series | pl.Expr | None = None, troubles: pl.Series | None = None
) -> pl.DataFrame:
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
