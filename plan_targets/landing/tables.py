"""Where the tables of a sheet begin, and which of their columns mean what.

A header is recognised by names that a list keeps (`seeds/reference/header_aliases.csv`). It may stand below title rows,
take two rows (a year over several columns), and name years, months or indicators instead of the word for value. Below a
table another one may begin, under a header of its own.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, pairwise
from typing import Literal

import polars as pl

from plan_targets.landing.grammar.header_cells import ANCHORS, HOPED, IGNORED, CellReader, Meaning
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.reading.sheets import ROW, ROWS_LOOKED_AT, TROUBLE, Sheet
from plan_targets.landing.reading.workbook import Place

Form = Literal["observations", "plan"]
# What stands in each column of a header: one text, or two where it takes two rows.
Columns = tuple[tuple[str, ...], ...]
Cells = list[str | None]

# What a row of figures cannot do without; of a plan, what tells its table from figures.
REQUIRED: dict[Form, tuple[str, ...]] = {
    "observations": ("region_name_zh", "indicator_zh", "period", "value"),
    "plan": ("indicator_zh", "target_value", "due_year"),
}
# Two names one of which is enough.
STAND_INS = {
    "region_name_zh": "region_code",
    "indicator_zh": "indicator_label",
    "target_value": "value",
    "due_year": "period",
}
# What an office calls our columns, where its file does not have them.
OFFICE_WORDS = {
    "region_name_zh": "地区", "region_code": "地区代码", "indicator_zh": "指标", "unit": "单位", "period": "年份",
    "value": "数值", "published_on": "发布日期", "target_value": "目标值", "due_year": "目标年份",
    "baseline_value": "基期值", "baseline_year": "基期年份", "value_high": "目标上限", "comparator": "比较方式",
}  # fmt: skip

_UNIT_LINE = re.compile(r"^[(]?(?:计量|金额|数量|計量)?[单單]位[:：]\s*(.+?)[)]?$")
# Above a further table, so many rows may hold its title and its unit.
_TITLE_ROWS = 3
# What a header may say over a group of columns that the row below tells apart.
_OVER_OTHERS = {"value", "target_value", "planned", IGNORED}
# What no year and no indicator can have of its own.
_OF_THE_ROW = ANCHORS | {"region_level", "period", "month", "quarter"}
_REGIONS = {"region_name_zh", "region_code"}
_INDICATORS = {"indicator_zh", "indicator_label"}
# Our code for a kind of region, which rows of figures hold too.
_LEVEL_CODE = "area"
_PLAIN_NUMBER = r"^-?\d+(?:\.\d+)?%?$"
_LIKE_A_YEAR = r"^[12]\d{3}(?:\d{2})?$"


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures; what its header says instead of a column of its own."""

    cell: str
    header: str
    period: str | None = None
    indicator: str | None = None
    unit: str | None = None
    # Columns that speak for this one alone: a note or a unit under the same year.
    own: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusedColumn:
    """A column from which no figure is read, and why; of one with an unknown header, its numbers are refused."""

    cell: str
    header: str | None
    reason: str = "unknown_column"


@dataclass(frozen=True)
class Table:
    """A table in a sheet: its form, the first and the last row of its header, and what the columns mean."""

    form: Form
    top_row: int
    header_row: int
    columns: dict[str, str]
    headers: dict[str, str]
    values: list[ValueColumn]
    unit: str | None = None
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    refused: list[RefusedColumn] = field(default_factory=list)
    # The last row before the next table begins; none when the sheet ends with this one.
    last_row: int | None = None
    # Rows that say the header again.
    repeated: list[int] = field(default_factory=list)

    def header(self, column: str) -> str:
        """What the file calls the column; where the file has none, what an office calls it."""
        return self.headers.get(column, OFFICE_WORDS.get(column, column))


@dataclass(frozen=True)
class _Header:
    """Rows that may be a header, counted from 0; the higher the score, the more of them is understood."""

    top: int
    bottom: int
    columns: Columns
    score: int
    # Whether nothing but a header can look like that, so that it begins a table wherever it stands.
    is_sure: bool


def find_tables(sheet: Sheet, vocabulary: Vocabulary) -> list[Table]:
    """The tables of a sheet, from the first row to the last; none when no row looks like a header."""
    reader = CellReader(vocabulary)
    chosen = sorted(_headers(sheet, reader), key=lambda header: header.top)
    lines = _rows_above(sheet, chosen)
    tables: list[Table] = []
    before: _Header | None = None
    for header in chosen:
        first = before.bottom + 1 if before else 0
        unit = _unit_in((lines[row] for row in range(first, header.bottom) if row in lines), vocabulary)
        # A header that says the same again, as on each page of a printed table, begins no other one.
        if before and header.columns == before.columns and unit in (None, tables[-1].unit):
            tables[-1].repeated.extend(sheet.rows[ROW][header.top : header.bottom + 1])
        else:
            tables.append(_table(header, sheet, unit, reader))
        before = header
    return [replace(table, last_row=following.top_row - 1) for table, following in pairwise(tables)] + tables[-1:]


def find_table(sheet: Sheet, vocabulary: Vocabulary) -> Table | None:
    """The table of a sheet whose header is understood best, or nothing when no row looks like one."""
    reader = CellReader(vocabulary)
    headers = _headers(sheet, reader)
    if not headers:
        return None
    best = next((header for header in headers if header.top < ROWS_LOOKED_AT), headers[0])
    above = _rows_above(sheet, [best])
    return _table(best, sheet, _unit_in(above.values(), vocabulary), reader)


def _headers(sheet: Sheet, reader: CellReader) -> list[_Header]:
    """The headers of a sheet, the best first, no two of which share a row."""
    rows = _rows_looked_at(sheet, reader.vocabulary)
    candidates = [header for position in rows for header in _headers_at(rows, position, reader)]
    # Of two equally good ones the earlier, then the one that takes the row below in.
    candidates.sort(key=lambda header: (-header.score, header.top, -header.bottom))
    in_head = [header for header in candidates if header.top < ROWS_LOOKED_AT]
    chosen: list[_Header] = []
    taken: set[int] = set()
    for header in candidates:
        # Besides headers that are sure, the best of those that are not, where a file has no better one.
        is_best = bool(in_head) and header is in_head[0]
        own_rows = set(range(header.top, header.bottom + 1))
        if (header.is_sure or is_best) and not own_rows & taken:
            chosen.append(header)
            taken |= own_rows
    return chosen


def _rows_looked_at(sheet: Sheet, vocabulary: Vocabulary) -> dict[int, Cells]:
    """The rows in which a header may stand, by position from 0: the first ones, and those that name a column."""
    likely = _likely_headers(sheet, vocabulary)
    near = {position + step for position in likely for step in (-1, 0, 1)}
    positions = sorted(position for position in near | set(range(ROWS_LOOKED_AT)) if 0 <= position < sheet.rows.height)
    cells = sheet.rows[positions].select(sheet.cells)
    rows = dict(zip(positions, map(list, cells.iter_rows()), strict=True))
    _fill_merged(rows, sheet.merged)
    return rows


def _likely_headers(sheet: Sheet, vocabulary: Vocabulary) -> list[int]:
    """Beyond the first rows, those that hold the name of a column of regions or indicators and no number."""
    if sheet.rows.height <= ROWS_LOOKED_AT:
        return []
    names = _spellings(vocabulary)
    rest = sheet.rows.slice(ROWS_LOOKED_AT).with_row_index("position", offset=ROWS_LOOKED_AT)
    named = rest.filter(pl.any_horizontal(pl.col(cell).is_in(names) for cell in sheet.cells))
    is_named_twice = pl.sum_horizontal(pl.col(cell).is_in(names) for cell in sheet.cells) >= 2
    is_number = (
        pl.col(cell).str.contains(_PLAIN_NUMBER) & ~pl.col(cell).str.contains(_LIKE_A_YEAR) for cell in sheet.cells
    )
    has_number = pl.any_horizontal(is_number).fill_null(value=False)
    found = named.filter((is_named_twice | ~has_number) & pl.col(TROUBLE).is_null())
    return found["position"].to_list()


def _spellings(vocabulary: Vocabulary) -> list[str]:
    """How the names that tell a header are written, so that a million rows can be searched for them as they stand."""
    names = [name for name, column in vocabulary.headers.items() if column in ANCHORS and name != _LEVEL_CODE]
    cased = {spelled for name in names for spelled in (name, name.upper(), name.title(), name.capitalize())}
    spaced = {blank.join(name) for name in cased for blank in (" ", "  ", "\u3000")}
    marked = {mark.join(("", name, "")) for name in cased for mark in ("*", " ")} | {
        name + mark for name in cased for mark in ":：*＊"
    }
    return sorted(cased | spaced | marked)


def _headers_at(rows: dict[int, Cells], position: int, reader: CellReader) -> list[_Header]:
    """The row as a header by itself, and with the row below where that tells its columns apart."""
    single: Columns = tuple((cell,) if cell else () for cell in rows[position])
    pair = _two_rows(rows[position], rows.get(position + 1, []), reader)
    shapes = [(single, position), *([(pair, position + 1)] if pair else [])]
    return [
        _Header(position, bottom, columns, score, _is_sure(columns, reader))
        for columns, bottom in shapes
        if (score := _score(columns, reader)) >= 2
    ]


def _two_rows(upper: Cells, lower: Cells, reader: CellReader) -> Columns | None:
    """Both rows as one header; nothing when the lower one is no part of it."""
    given = [cell for cell in lower if cell]
    is_told = any(reader.read(cell).is_understood or reader.unit(cell) for cell in given)
    if not any(upper) or not given or (len(given) < 2 and not is_told):
        return None
    above = _carry(upper, lower, reader)
    spread = [len(group) for _, same in groupby(above) for group in [list(same)] for _ in group]
    over_below = [(top, below) for top, below in zip(above, lower, strict=True) if top and below]
    # Under a title anything may stand; under a row that names regions or indicators only what tells its groups apart.
    is_header = any(reader.read(cell).name in ANCHORS for cell in upper if cell)
    is_split = is_header and any(
        reader.read(top).period and reader.read(below).name in _OVER_OTHERS for top, below in over_below
    )
    parts = [
        _parts(top, below, reader, is_spread=width > 1, is_header=is_header, is_split=is_split)
        for top, below, width in zip(above, lower, spread, strict=True)
    ]
    columns = tuple(part for part in parts if part is not None)
    if len(columns) < len(parts) or any(reader.holds_figure(cell) for cell in given):
        return None
    return columns


def _carry(upper: Cells, lower: Cells, reader: CellReader) -> Cells:
    """The upper row with what stands over several columns in each of them: unmerged, it stands in the first only."""
    above: Cells = []
    last: str | None = None
    for top, below in zip(upper, lower, strict=True):
        last = top or (last if below else None)
        name = reader.read(last).name if last else None
        if not top and name is not None and name not in _OVER_OTHERS | {"period", "indicator_zh"}:
            last = None
        above.append(last)
    return above


def _parts(
    top: str | None, below: str | None, reader: CellReader, *, is_spread: bool, is_header: bool, is_split: bool
) -> tuple[str, ...] | None:
    """What the two rows say of a column; nothing when they cannot belong together."""
    if not below or below == top:
        return (top,) if top else ()
    if not top:
        return (below,)
    upper, lower = reader.read(top), reader.read(below)
    if upper.period:
        return None if lower.period or lower.name in _OF_THE_ROW else (top, below)
    # 年份 over the years and 指标 over the indicators add nothing to them.
    adds_nothing = (upper.name == "period" and (lower.period or lower.reason)) or (
        upper.name == "indicator_zh" and lower.indicator
    )
    if is_spread and adds_nothing:
        return (below,)
    if upper.name is not None:
        return (top, below) if is_split or upper.name in _OVER_OTHERS else None
    if not upper.is_understood and (lower.name in _OF_THE_ROW or not (is_header or (is_spread and lower.spans))):
        return None
    return (top, below)


def _names(columns: Columns, reader: CellReader) -> set[str]:
    named = {reader.read(part).name for parts in columns for part in parts}
    return {name for name in named if name is not None and name != IGNORED}


def _score(columns: Columns, reader: CellReader) -> int:
    known = _names(columns, reader)
    if not known & ANCHORS:
        return 0
    spans = any(reader.read(part).spans for parts in columns for part in parts)
    return len(known) + (1 if spans and "value" not in known else 0)


def _is_sure(columns: Columns, reader: CellReader) -> bool:
    parts = [part for column in columns for part in column]
    named = [part for part in parts if part != _LEVEL_CODE]
    names = _names((tuple(named),), reader)
    # No region is called 地区 in a row whose indicator is called 指标.
    if names & _REGIONS and names & _INDICATORS:
        return True
    if any(reader.holds_figure(part) for part in parts):
        return False
    spans = sum(reader.read(part).spans for part in named)
    understood = sum(reader.read(part).is_understood for part in named)
    is_mostly_understood = 3 * understood >= 2 * len(parts)
    return bool(names & ANCHORS) and (len(names) >= 2 or (spans >= 2 and is_mostly_understood))


def _table(header: _Header, sheet: Sheet, unit: str | None, reader: CellReader) -> Table:
    meanings: dict[str, str] = {}
    headers: dict[str, str] = {}
    ambiguous: list[str] = []
    tidy: list[ValueColumn] = []
    wide: list[ValueColumn] = []
    refused: list[RefusedColumn] = []
    own: dict[tuple[str | None, str | None], dict[str, str]] = {}
    for cell, parts in zip(sheet.cells, header.columns, strict=True):
        printed = " ".join(parts)
        meaning = _meaning(parts, reader)
        name, place = meaning.name, (meaning.period, meaning.indicator)
        if name == IGNORED:
            continue
        if meaning.reason:
            refused.append(RefusedColumn(cell, printed or None, meaning.reason))
        elif name == "value" or name is None:
            beside = own.setdefault(place, {}) if meaning.spans else {}
            column = ValueColumn(cell, printed, meaning.period, meaning.indicator, meaning.unit, beside)
            (wide if meaning.spans else tidy).append(column)
            if not meaning.spans:
                headers.setdefault("value", printed)
        elif meaning.spans and name not in _OF_THE_ROW:
            own.setdefault(place, {})[name] = cell
        else:
            if name in meanings:
                ambiguous.append(f"{headers[name]} / {printed}")
            meanings.setdefault(name, cell)
            headers.setdefault(name, printed)
    if "month" in meanings and "quarter" in meanings:
        ambiguous.append(f"{headers['month']} / {headers['quarter']}")
    # A tidy table has one column of figures; years beside it would leave open which of them counts.
    if len(tidy) > 1 or (tidy and any(column.period for column in wide)):
        ambiguous.append(" / ".join(column.header for column in tidy + wide))
    values = tidy or [column for column in wide if _goes_with(column, meanings)]
    is_of_regions = bool(meanings.keys() & _REGIONS) and any(column.period for column in values)
    is_plan = ("due_year" in meanings and "period" not in meanings) or (
        "target_value" in meanings and not tidy and not is_of_regions
    )
    form: Form = "plan" if is_plan else "observations"
    if form == "observations":
        refused += [RefusedColumn(meanings[n], headers[n], "forecast_period") for n in sorted(HOPED & meanings.keys())]
        refused += [RefusedColumn(meanings[n], headers[n]) for n in ("baseline_value",) if n in meanings]
    refused += [
        RefusedColumn(column.cell, column.header, "ambiguous_column") for column in wide if column not in values
    ]
    given = set(meanings) | ({"value"} if values else set())
    given |= {"period"} if values and all(column.period for column in values) else set()
    given |= {"indicator_zh"} if values and all(column.indicator for column in values) else set()
    return Table(
        form,
        int(sheet.rows[ROW][header.top]),
        int(sheet.rows[ROW][header.bottom]),
        meanings,
        headers,
        values,
        unit,
        [OFFICE_WORDS[name] for name in REQUIRED[form] if name not in given and STAND_INS.get(name, name) not in given],
        ambiguous,
        refused,
    )


def _goes_with(column: ValueColumn, meanings: dict[str, str]) -> bool:
    """Whether the column says what the row does not, and nothing that the row says too."""
    has_indicator = bool(meanings.keys() & _INDICATORS)
    return bool(column.period) != ("period" in meanings) and not (column.indicator and has_indicator)


def _meaning(parts: tuple[str, ...], reader: CellReader) -> Meaning:
    """What a column's header says as a whole."""
    meanings = [reader.read(part) for part in parts]
    if not any(meaning.is_understood for meaning in meanings):
        return Meaning(reason="unknown_column")
    units = {meaning.unit for meaning in meanings if meaning.unit}
    unread = [part for part, meaning in zip(parts, meanings, strict=True) if not meaning.is_understood]
    units |= {unit for part in unread if (unit := reader.unit(part))}
    names = [meaning.name for meaning in meanings if meaning.name]
    whole = Meaning(
        IGNORED if IGNORED in names else next((name for name in names if name in HOPED), names[-1] if names else None),
        next((meaning.period for meaning in meanings if meaning.period), None),
        next((meaning.indicator for meaning in meanings if meaning.indicator), None),
        next(iter(units), None),
        next((meaning.reason for meaning in meanings if meaning.reason), None),
    )
    is_of_figures = whole.name in (None, "value")
    if whole.reason is None and whole.name in HOPED and (whole.spans or whole.name == "planned"):
        return replace(whole, reason="forecast_period")
    if whole.reason is None and is_of_figures and any(not reader.unit(part) for part in unread):
        return replace(whole, reason="unknown_column")
    return replace(whole, reason="unit_conflict") if len(units) > 1 and whole.reason is None else whole


def _rows_above(sheet: Sheet, headers: list[_Header]) -> dict[int, tuple[str | None, ...]]:
    """The rows that may say a unit, by position: those above the first header, and a few above each further one."""
    positions: set[int] = set()
    for number, header in enumerate(headers):
        count = _TITLE_ROWS if number else ROWS_LOOKED_AT
        positions |= set(range(max(0, header.top - count), header.bottom))
    places = sorted(positions)
    return dict(zip(places, sheet.rows[places].select(sheet.cells).iter_rows(), strict=True))


def _unit_in(lines: Iterable[Iterable[str | None]], vocabulary: Vocabulary) -> str | None:
    """The unit in a line such as 单位：亿元."""
    for cell in chain.from_iterable(lines):
        found = _UNIT_LINE.match(unicodedata.normalize("NFKC", cell).strip()) if cell else None
        if found:
            return vocabulary.unit(found.group(1))
    return None


def _fill_merged(rows: dict[int, Cells], merged: list[tuple[Place, Place]]) -> None:
    for (top, left), (bottom, right) in merged:
        inside = range(top, bottom + 1) if bottom - top < len(rows) else [row for row in rows if top <= row <= bottom]
        for row in inside:
            if row in rows and top in rows and left < len(rows[top]):
                for column in range(left, min(right + 1, len(rows[row]))):
                    rows[row][column] = rows[top][left]
