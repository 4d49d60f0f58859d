"""The tables of a sheet: where each begins and ends, and what is said around it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from plan_targets.landing.grammar.header_cells import ANCHORS, CellReader
from plan_targets.landing.grammar.lines import Said, read_lines, read_name
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.headers.finding import find_headers
from plan_targets.landing.headers.judging import Header
from plan_targets.landing.reading.sheets import ROW, ROWS_LOOKED_AT, Sheet
from plan_targets.landing.tables.layout import Layout
from plan_targets.landing.tables.table import Table

Line = tuple[str | None, ...]
# Above a further table, so many rows may hold its title and its unit.
_TITLE_ROWS = 3
# Names that a plan gives of itself above its table.
_OF_A_PLAN = {"title_zh", "plan_period", "period_start", "plan_id"}


def find_tables(sheet: Sheet, vocabulary: Vocabulary, file: str | None = None) -> list[Table]:
    """The tables of a sheet, from the first row to the last; none when no row looks like a header."""
    reader = CellReader(vocabulary)
    chosen = sorted(find_headers(sheet, reader), key=lambda header: header.top)
    lines = _rows_above(sheet, chosen)
    names = read_name(sheet.name, vocabulary, "工作表名")
    for line in sheet.page_lines:
        names = names.over(read_name(line, vocabulary, "页眉页脚"))
    names = names.over(read_name(_stem(file), vocabulary, "文件名"))
    around: Said | None = None
    tables: list[Table] = []
    before: Header | None = None
    for header in chosen:
        first = before.bottom + 1 if before else 0
        above = [lines[row] for row in range(first, header.top) if row in lines]
        said = read_lines(above, vocabulary)
        # A header that says the same again, as on each page of a printed table, begins no other one.
        if before and header.columns == before.columns and _says_nothing_new(said, tables[-1].said):
            tables[-1].repeated.extend(sheet.rows[ROW][header.top : header.bottom + 1])
        else:
            said = said.over(around) if around else said
            around = around or replace(said, unit=None, units=(), caveats=said.caveats, unknown_indicator=None)
            tables += _tables_of(header, sheet, said, names, reader, is_of_a_plan=_is_of_a_plan(above, vocabulary))
        before = header
    tops = sorted({table.top_row for table in tables})
    ends = {top: following - 1 for top, following in pairwise(tops)}
    return [replace(table, last_row=ends.get(table.top_row)) for table in tables]


def _tables_of(
    header: Header, sheet: Sheet, said: Said, names: Said, reader: CellReader, *, is_of_a_plan: bool
) -> list[Table]:
    """The tables below a header: one, or several that are printed beside each other under the same words."""
    width = _folded_at(header)
    if width is None:
        return [Layout(header, sheet, said, names, reader, is_of_a_plan).table()]
    tables = []
    for first in range(0, len(header.columns), width):
        columns = slice(first, first + width)
        if not any(header.columns[columns]):
            continue
        cells = sheet.cells[columns]
        part = replace(sheet, rows=sheet.rows.drop(set(sheet.cells) - set(cells)))
        beside = replace(header, columns=header.columns[columns], told=header.told[columns])
        tables.append(replace(Layout(beside, part, said, names, reader, is_of_a_plan).table(), cells=cells))
    return tables


def _folded_at(header: Header) -> int | None:
    """How many columns a table has that goes on beside itself (城市 | 数值 | 城市 | 数值); null where none does."""
    columns = list(header.columns)
    while columns and not columns[-1]:
        columns.pop()
    anchored = {position for position, told in enumerate(header.told) if told.meaning.name in ANCHORS}
    for width in range(2, len(columns) // 2 + 1):
        is_repeated = len(columns) % width == 0 and columns == columns[:width] * (len(columns) // width)
        if is_repeated and all(columns[:width]) and anchored & set(range(width)):
            return width
    return None


def _stem(file: str | None) -> str | None:
    return file.rsplit("/", 1)[-1].rpartition(".")[0] or file if file else None


def _says_nothing_new(said: Said, before: Said) -> bool:
    return all(
        getattr(said, name) in (None, getattr(before, name)) for name in ("region", "period", "indicator", "unit")
    ) and not (said.has_unknown_region or said.units or said.caveats)


def _is_of_a_plan(lines: Iterable[Line], vocabulary: Vocabulary) -> bool:
    """Whether the lines describe a plan, whose table then holds targets."""
    firsts = (next((cell for cell in line if cell and cell.strip()), "") for line in lines)
    return any(vocabulary.header(first.split("：")[0].split(":")[0]) in _OF_A_PLAN for first in firsts)


def _rows_above(sheet: Sheet, headers: list[Header]) -> dict[int, Line]:
    """The rows that may say what a table is, by position: all above the first header, a few above each further one."""
    positions: set[int] = set()
    for number, header in enumerate(headers):
        count = _TITLE_ROWS if number else ROWS_LOOKED_AT
        positions |= set(range(max(0, header.top - count), header.bottom))
    wanted = sorted(positions)
    lines = dict(zip(wanted, sheet.rows[wanted].select(sheet.cells).iter_rows(), strict=True))
    # Above a further table, a row of more cells is the last of the one before.
    firsts = headers[0].top if headers else 0
    return {position: line for position, line in lines.items() if position < firsts or _is_line(line)}


def _is_line(line: Line) -> bool:
    return len([cell for cell in line if cell and cell.strip()]) <= 2
