"""A dropped file as sheets of text cells, whatever its form, with the row numbers that a spreadsheet shows."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import fastexcel
import polars as pl

from app.loads.encodings import UnknownEncodingError, decode
from app.loads.workbook import Place, Remarks, read_remarks

ROW = "row_number"
# A row that is not as wide as its table, or whose quotes do not close: which cell is which cannot be said.
TROUBLE = "trouble"

DELIMITERS = ",;\t"
# Titles, units and remarks may stand above a table, but not this many rows of them.
ROWS_LOOKED_AT = 60
BYTES_LOOKED_AT = 1 << 18


class UnreadableFileError(Exception):
    """The file as a whole cannot be read. `reason_code` says why, `detail` what stood there."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code, detail)
        self.reason_code = reason_code
        self.detail = detail


@dataclass(frozen=True)
class Sheet:
    """Cells as text.

    `rows` has `row_number` (from 1), the cells `c0`, `c1` ... (blank ones null) and `trouble`: null, or a reason code
    for a row whose cells cannot be told apart (its text is then in `c0`).
    """

    name: str | None
    rows: pl.DataFrame
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def cells(self) -> list[str]:
        """The names of the columns with cells."""
        return [name for name in self.rows.columns if name not in (ROW, TROUBLE)]


def read_sheets(path: Path, *, only_head: bool = False) -> list[Sheet]:
    """The file's sheets; a text file or Parquet is one. With `only_head`, the rows in which a header may stand.

    The form is told by the content, not by the name. Raises UnreadableFileError.
    """
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise UnreadableFileError("empty_file")
    if start.startswith(b"PAR1"):
        return [_read_parquet(path, only_head)]
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _read_workbook(path, only_head)
    if start.startswith(b"%PDF") or b"\x00\x00\x00" in start:
        raise UnreadableFileError("unknown_form", path.suffix)
    return [_read_text(path, only_head)]


def form_of(path: Path) -> str:
    """The form a reader of the list of loads is shown: csv, xlsx, parquet or what the name ends in."""
    return path.suffix.lstrip(".").lower() or "none"


def _read_parquet(path: Path, only_head: bool) -> Sheet:
    try:
        frame = pl.read_parquet(path, n_rows=ROWS_LOOKED_AT if only_head else None)
        cells = frame.select(_as_text(frame, name).alias(f"c{i}") for i, name in enumerate(frame.columns))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFileError("unreadable_file", str(error).splitlines()[0]) from error
    header = pl.DataFrame([frame.columns], schema=cells.schema, orient="row")
    return Sheet(None, _number_rows(pl.concat([header, cells])))


def _as_text(frame: pl.DataFrame, name: str) -> pl.Expr:
    kind = frame.schema[name]
    if kind.is_temporal() or kind == pl.String:
        return pl.col(name).cast(pl.String)
    if kind.is_nested() or kind == pl.Binary:
        raise UnreadableFileError("unreadable_file", f"{name}: {kind}")
    return pl.col(name).cast(pl.String)


def _read_workbook(path: Path, only_head: bool) -> list[Sheet]:
    try:
        reader = fastexcel.read_excel(path)
        remarks = read_remarks(path)
        return [
            sheet
            for name in reader.sheet_names
            if (sheet := _read_worksheet(reader, name, remarks.get(name, Remarks()), only_head)) is not None
        ]
    # Whatever is inside a broken archive, the sentence is the same.
    except Exception as error:
        raise UnreadableFileError("unreadable_file", str(error).splitlines()[0]) from error


def _read_worksheet(reader: fastexcel.ExcelReader, name: str, remarks: Remarks, only_head: bool) -> Sheet | None:
    loaded = reader.load_sheet(
        name, header_row=None, skip_rows=0, dtypes="string", n_rows=ROWS_LOOKED_AT if only_head else None
    )
    frame = loaded.to_polars()
    if frame.is_empty():
        return None
    columns = [_with_remarks(frame.to_series(i).cast(pl.String), i, remarks).alias(f"c{i}") for i in range(frame.width)]
    return Sheet(name, _number_rows(pl.DataFrame(columns)), remarks.merged, is_hidden=loaded.visible != "visible")


def _with_remarks(cells: pl.Series, column: int, remarks: Remarks) -> pl.Series:
    changes: dict[int, str | None] = {}
    for (row, place), text in remarks.errors.items():
        if place == column:
            changes[row] = text
    percent = [row for row, place in remarks.percent if place == column and row < len(cells)]
    if percent:
        # 0.9365 shown as 93.65%: the noise of a binary fraction times a hundred is cut at twelve digits.
        shown = cells.gather(percent).cast(pl.Float64, strict=False) * 100
        for row, value in zip(percent, shown.to_list(), strict=True):
            if value is not None:
                changes[row] = f"{value:.12g}%"
    changes = {row: text for row, text in changes.items() if row < len(cells)}
    return cells.scatter(list(changes), list(changes.values())) if changes else cells


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
    delimiter, head = _look_at(content[:BYTES_LOOKED_AT].decode("utf-8", errors="ignore"))
    if only_head:
        return Sheet(None, _frame_of_records(head, max(map(len, head), default=1), judge=False))
    return Sheet(None, _read_delimited(content, delimiter, head))


def _look_at(text: str) -> tuple[str, list[list[str]]]:
    """The delimiter, and the first records: the delimiter is the one that makes most of them equally wide."""
    best: tuple[int, str, list[list[str]]] = (-1, ",", [])
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        records = [record for record, _ in zip(reader, range(ROWS_LOOKED_AT), strict=False)]
        widths = [len(record) for record in records if len(record) > 1]
        agreed = max((widths.count(width) * width for width in set(widths)), default=0)
        if agreed > best[0]:
            best = (agreed, delimiter, records)
    return best[1], best[2]


def _read_delimited(content: bytes, delimiter: str, head: list[list[str]]) -> pl.DataFrame:
    widths = [len(record) for record in head]
    width = max(set(widths), key=lambda count: (widths.count(count), count)) if widths else 1
    # The quick way where every row is as wide as the first; the careful one says which are not.
    if widths and widths[0] == width:
        frame = _read_quickly(content, delimiter, width)
        if frame is not None:
            return frame
    return _read_carefully(content.decode("utf-8"), delimiter, width)


def _read_quickly(content: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """The table, or nothing when a row is wider or narrower than the first or a quote does not close."""
    if content.count(b'"') % 2:
        return None
    try:
        frame = pl.read_csv(
            content, separator=delimiter, has_header=False, schema={f"c{i}": pl.String for i in range(width)}
        )
    except pl.exceptions.PolarsError:
        return None
    # A row that lacks a cell reads as if its last were blank: counting the delimiters tells them apart.
    inside = 0
    if b'"' in content:
        if any(frame[name].str.contains("\n", literal=True).any() for name in frame.columns):
            return None
        inside = sum(int(frame[name].str.count_matches(delimiter, literal=True).sum()) for name in frame.columns)
    if content.count(delimiter.encode()) - inside != (width - 1) * frame.height:
        return None
    return _number_rows(frame)


def _read_carefully(text: str, delimiter: str, width: int) -> pl.DataFrame:
    """The table row by row. Where a quote swallowed whole rows, each line is read for itself."""
    records = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if _has_runaway_quote(records, delimiter, width, text):
        records = [_read_line(line, delimiter) for line in text.split("\n")]
    return _frame_of_records(records, width, judge=True)


def _has_runaway_quote(records: list[list[str]], delimiter: str, width: int, text: str) -> bool:
    if text.count('"') % 2:
        return True
    return any(
        "\n" in cell and max(line.count(delimiter) for line in cell.split("\n")) >= width - 1
        for record in records
        for cell in record
    )


def _read_line(line: str, delimiter: str) -> list[str]:
    if line.count('"') % 2:
        # Marked by a cell that no table has; see _frame_of_records.
        return [line, "\x00quote"]
    return next(csv.reader([line], delimiter=delimiter), [])


def _frame_of_records(records: list[list[str]], width: int, *, judge: bool) -> pl.DataFrame:
    widest = width if judge else max((len(record) for record in records), default=1)
    header = next((i for i, record in enumerate(records) if len(record) == width), 0)
    rows: list[list[str | None]] = []
    troubles: list[str | None] = []
    for i, record in enumerate(records):
        trouble = None
        if judge and record and record[-1] == "\x00quote":
            trouble = "broken_quotes"
        # A single cell below a table is a remark, however narrow its row.
        elif judge and i > header and sum(map(bool, record)) > 1:
            trouble = "too_few_cells" if len(record) < width else "too_many_cells" if len(record) > width else None
        whole = record[0] if trouble == "broken_quotes" else ", ".join(record)
        cells: list[str | None] = [whole] if trouble else [cell or None for cell in record]
        rows.append((cells + [None] * widest)[:widest])
        troubles.append(trouble)
    frame = pl.DataFrame(rows, schema={f"c{i}": pl.String for i in range(widest)}, orient="row")
    return _number_rows(frame, troubles)


def _number_rows(cells: pl.DataFrame, troubles: list[str | None] | None = None) -> pl.DataFrame:
    trouble = pl.lit(None, pl.String) if troubles is None else pl.Series(TROUBLE, troubles, dtype=pl.String)
    return (
        cells.with_columns(trouble.alias(TROUBLE))
        .with_row_index(ROW, offset=1)
        .with_columns(pl.col(ROW).cast(pl.Int64))
    )


def iter_rows(sheet: Sheet) -> Iterator[tuple[int, list[str | None]]]:
    """Row numbers and cells, for the few rows in which a header may stand."""
    for row in sheet.rows.head(ROWS_LOOKED_AT).select(ROW, *sheet.cells).iter_rows():
        yield row[0], list(row[1:])
