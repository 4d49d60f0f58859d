"""A text file of delimited cells: CSV and its relatives, whatever its encoding, delimiter and quotes."""

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import polars as pl

from plan_targets.landing.reading.encodings import UnknownEncodingError, decode
from plan_targets.landing.reading.marks import without_marks
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, TROUBLE, WIDTH, Sheet, UnreadableFileError, number_rows
from plan_targets.landing.reading.workbook import MOST_BLANK_CELLS

DELIMITERS = ",;\t"
BYTES_LOOKED_AT = 1 << 18
# A table this wide may be padded in memory to its widest row, however much narrower the others are.
WIDTH_WITHOUT_DOUBT = 64

# A quote that never closes makes one cell of the rest of the file; the library's own limit would stop there.
csv.field_size_limit(1 << 30)

# A row's cells, and the reason why they cannot be told apart.
Record = tuple[list[str], str | None]


def read_text(path: Path, only_head: bool) -> Sheet:
    """The file as a sheet. Raises UnreadableFileError."""
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
    rows = _frame_of_records(head) if only_head else _read_delimited(content, delimiter, head)
    return without_marks(Sheet(None, rows))


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
    return number_rows(_without_quoted_blanks(frame, content), pl.lit(width))


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
    return number_rows(_without_quoted_blanks(frame, content).select(frame.columns[: max(widths.to_list())]), widths)


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
    return number_rows(frame, widths, pl.Series(TROUBLE, [trouble for _, trouble in records], pl.String))


def _folded(cells: list[str], width: int) -> list[str]:
    if len(cells) <= width:
        return cells
    further = cells[width - 1 :]
    return [*cells[: width - 1], ", ".join(further) if any(map(str.strip, further)) else ""]
