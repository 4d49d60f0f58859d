"""The headers of a sheet: rows tried alone and with the rows below, the best of which count."""

from dataclasses import replace

from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.headers.judging import Header, is_sure_header, names_regions, score_of
from plan_targets.landing.headers.rows import MOST_ROWS, rows_looked_at
from plan_targets.landing.headers.stacking import Cells, stacked
from plan_targets.landing.headers.told import tell
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, Sheet

# So many lines that head blocks of rows may follow it.
_MOST_LINES_BEFORE_FIGURES = 3


def find_headers(sheet: Sheet, reader: CellReader) -> list[Header]:
    """The headers of a sheet, the best first, no two of which share a row."""
    rows = rows_looked_at(sheet, reader)
    candidates = [header for position in rows for header in _headers_at(rows, position, reader)]
    # Of two equally good ones the one that takes in more rows above it, then the earlier.
    candidates.sort(key=lambda header: (-header.score, header.top, -header.bottom))
    in_head = [header for header in candidates if header.top < ROWS_LOOKED_AT]
    chosen: list[Header] = []
    taken: set[int] = set()
    for header in candidates:
        # Besides headers that are sure, the best of those that are not, where a file has no better one.
        is_best = bool(in_head) and header is in_head[0]
        header_rows = set(range(header.top, header.bottom + 1))
        if (header.is_sure or is_best) and not header_rows & taken:
            chosen.append(header)
            taken |= header_rows
    return _without_torn(chosen)


def _without_torn(chosen: list[Header]) -> list[Header]:
    """Two headers without a figure between them are one whose rows do not go together."""
    tops = {header.top for header in chosen}
    bottoms = {header.bottom for header in chosen}
    return [replace(header, is_torn=header.bottom + 1 in tops) for header in chosen if header.top - 1 not in bottoms]


def _headers_at(rows: dict[int, Cells], position: int, reader: CellReader) -> list[Header]:
    """The row as the first of a header: alone, and with the rows below as long as they belong to it."""
    found = []
    for bottom in range(position, position + MOST_ROWS):
        if bottom not in rows or (bottom > position and not _may_go_on(rows[bottom], reader)):
            break
        if bottom > position and not _may_begin(rows[position], reader):
            break
        columns = stacked([rows[row] for row in range(position, bottom + 1)], reader)
        told = tuple(told for told in (tell(parts, reader) for parts in columns) if told) if columns else ()
        if columns and len(told) == len(columns):
            is_over_figures = _is_over_figures(rows, bottom, reader)
            score = score_of(columns, told, reader, is_over_figures=is_over_figures)
            header = Header(position, bottom, columns, told, score, False)
            if header.score >= 2:
                is_sure = is_sure_header(header, reader) or (is_over_figures and names_regions(header))
                found.append(replace(header, is_sure=is_sure))
    return found


def _is_over_figures(rows: dict[int, Cells], bottom: int, reader: CellReader) -> bool:
    """Whether figures stand in the row below, or below the line that heads the first block of rows."""
    for row in range(bottom + 1, bottom + 1 + _MOST_LINES_BEFORE_FIGURES):
        filled = [cell for cell in rows.get(row, []) if cell]
        if len(filled) != 1:
            return any(reader.holds_figure(cell) for cell in filled)
    return False


def _may_begin(cells: Cells, reader: CellReader) -> bool:
    """Whether a row may stand over another: one text over all is a title, and 单位：件 is a line above the table."""
    filled = {cell for cell in cells if cell}
    is_over_all = bool(cells) and cells[0] is not None
    return len(filled) > 1 or (not is_over_all and any(reader.read(cell).is_understood for cell in filled))


def _may_go_on(cells: Cells, reader: CellReader) -> bool:
    filled = [cell for cell in cells if cell]
    is_told = any(reader.read(cell).is_understood or reader.unit(cell) for cell in filled)
    return bool(filled) and (len(filled) > 1 or is_told) and not any(reader.holds_figure(cell) for cell in filled)
