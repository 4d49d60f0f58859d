"""Which rows of a sheet are headers, of one row or of several: an upper one stands over what a lower one tells apart.

Not what a table's columns are; only which cells stand over which column, and what they say together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

import polars as pl

from plan_targets.landing.grammar.header_cells import ANCHORS, HOPED, IGNORED, UNKNOWN, CellReader, Meaning
from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.grammar.words import find_caveats
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, TROUBLE, Sheet
from plan_targets.landing.reading.workbook import Cell

# What stands over each column, from the top to the bottom.
Columns = tuple[tuple[str, ...], ...]
Cells = list[str | None]

# A header has no more rows than that.
MOST_ROWS = 4
# So many lines that head blocks of rows may follow it.
_MOST_LINES_BEFORE_FIGURES = 3
# What a header may say over a group of columns that the row below tells apart.
_OVER_OTHERS = {"value", "target_value", "baseline_value", "planned", IGNORED}
# Over the members of such a column its name adds nothing to them: 年份 over the years.
_OVER_MEMBERS = {"period": ("period", "part"), "indicator_zh": ("indicator",), "region_name_zh": ("region",)}
# What no year and no indicator can have of its own.
OF_THE_ROW = ANCHORS | {"region_level", "period", "month", "quarter"}
REGIONS = {"region_name_zh", "region_code"}
INDICATORS = {"indicator_zh", "indicator_label"}
# Our code for a kind of region, which rows of figures hold too; and the unit of years.
_LEVEL_CODE = "area"
_ALSO_OTHER_THINGS = {(_LEVEL_CODE,), ("年",), ("country",), ("province",), ("city",), ("county",)} | {
    (word,) for word in "省市县区州"
}
# What the rows of a table may be called.
_OF_ROWS = ANCHORS | {"period", "month", "quarter"}
_PLAIN_NUMBER = r"^-?\d+(?:\.\d+)?%?$"
_LIKE_A_YEAR = r"^[12]\d{3}(?:\d{2})?$"
_SHORTEST_SHARED_NAME = 3
_SHORTEST_END = 2


@dataclass(frozen=True)
class Told:
    """What a column's header says as a whole; `rest` is what is left of it that nobody understands."""

    meaning: Meaning
    rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """Rows that may be a header, counted from 0; the higher the score, the more of them is understood."""

    top: int
    bottom: int
    columns: Columns
    told: tuple[Told, ...]
    score: int
    # Whether nothing but a header can look like that, so that it begins a table wherever it stands.
    is_sure: bool
    # Whether the row below is a header too, though the two cannot be one.
    is_torn: bool = False

    @cached_property
    def names(self) -> set[str]:
        """The columns that it names."""
        return {told.meaning.name for told in self.told if told.meaning.name and told.meaning.name != IGNORED}


def find_headers(sheet: Sheet, reader: CellReader) -> list[Header]:
    """The headers of a sheet, the best first, no two of which share a row."""
    rows = _rows_looked_at(sheet, reader)
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


def _rows_looked_at(sheet: Sheet, reader: CellReader) -> dict[int, Cells]:
    """The rows in which a header may stand, by position from 0: the first ones, and those that name a column."""
    likely = _likely_headers(sheet, reader.vocabulary)
    near = {position + step for position in likely for step in range(1 - MOST_ROWS, MOST_ROWS)}
    positions = sorted(position for position in near | set(range(ROWS_LOOKED_AT)) if 0 <= position < sheet.rows.height)
    cells = sheet.rows[positions].select(sheet.cells)
    rows = dict(zip(positions, map(list, cells.iter_rows()), strict=True))
    fill_merged_cells(rows, sheet.merged)
    return {
        position: [None if cell and reader.is_corner(cell) else cell for cell in row] for position, row in rows.items()
    }


def _likely_headers(sheet: Sheet, vocabulary: Vocabulary) -> list[int]:
    """Beyond the first rows, those that hold the name of a column of regions or indicators and no number."""
    if sheet.rows.height <= ROWS_LOOKED_AT:
        return []
    names = _spellings(vocabulary)
    rest = sheet.rows.slice(ROWS_LOOKED_AT).with_row_index("position", offset=ROWS_LOOKED_AT)
    levels = _columns_of_levels(rest, sheet.cells)
    searched = [cell for cell in sheet.cells if cell not in levels]
    if not searched:
        return []
    named = rest.filter(pl.any_horizontal(pl.col(cell).is_in(names) for cell in searched))
    is_named_twice = pl.sum_horizontal(pl.col(cell).is_in(names) for cell in searched) >= 2
    is_number = (
        pl.col(cell).str.contains(_PLAIN_NUMBER) & ~pl.col(cell).str.contains(_LIKE_A_YEAR) for cell in sheet.cells
    )
    has_number = pl.any_horizontal(is_number).fill_null(value=False)
    found = named.filter((is_named_twice | ~has_number) & pl.col(TROUBLE).is_null())
    return found["position"].to_list()


def _columns_of_levels(rows: pl.DataFrame, cells: list[str]) -> set[str]:
    """The columns that say of most rows that it is a county or a city: there the word heads nothing."""
    words = [word for parts in _ALSO_OTHER_THINGS for word in parts]
    shares = rows.select(pl.col(cell).drop_nulls().is_in(words).mean() for cell in cells).row(0)
    return {cell for cell, share in zip(cells, shares, strict=True) if (share or 0) > 1 / 2}


def _spellings(vocabulary: Vocabulary) -> list[str]:
    """How the names that tell a header are written, so that a million rows can be searched for them as they stand."""
    names = [name for name, column in vocabulary.headers.items() if column in ANCHORS and name != _LEVEL_CODE]
    cased = {spelled for name in names for spelled in (name, name.upper(), name.title(), name.capitalize())}
    spaced = {blank.join(name) for name in cased for blank in (" ", "  ", "\u3000")}
    marked = {mark.join(("", name, "")) for name in cased for mark in ("*", " ")} | {
        name + mark for name in cased for mark in ":：*＊"
    }
    return sorted(cased | spaced | marked)


def fill_merged_cells(rows: dict[int, Cells], merged: list[tuple[Cell, Cell]]) -> None:
    """What a merged range says, in each of its cells."""
    for (top, left), (bottom, right) in merged:
        inside = range(top, bottom + 1) if bottom - top < len(rows) else [row for row in rows if top <= row <= bottom]
        for row in inside:
            if row in rows and top in rows and left < len(rows[top]):
                for column in range(left, min(right + 1, len(rows[row]))):
                    rows[row][column] = rows[top][left]


def _headers_at(rows: dict[int, Cells], position: int, reader: CellReader) -> list[Header]:
    """The row as the first of a header: alone, and with the rows below as long as they belong to it."""
    found = []
    for bottom in range(position, position + MOST_ROWS):
        if bottom not in rows or (bottom > position and not _may_go_on(rows[bottom], reader)):
            break
        if bottom > position and not _may_begin(rows[position], reader):
            break
        columns = _stacked([rows[row] for row in range(position, bottom + 1)], reader)
        told = tuple(told for told in (tell(parts, reader) for parts in columns) if told) if columns else ()
        if columns and len(told) == len(columns):
            is_over_figures = _is_over_figures(rows, bottom, reader)
            score = _score(columns, told, reader, is_over_figures=is_over_figures)
            header = Header(position, bottom, columns, told, score, False)
            if header.score >= 2:
                is_sure = _is_sure(header, reader) or (is_over_figures and _names_regions(header))
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


def _stacked(rows: list[Cells], reader: CellReader) -> Columns | None:
    """What stands over each column; nothing where the rows cannot be one header."""
    columns: Columns = tuple((cell,) if cell else () for cell in rows[-1])
    for upper in reversed(rows[:-1]):
        joined = _joined(upper, columns, reader)
        if joined is None:
            return None
        columns = joined
    return columns


def _joined(upper: Cells, lower: Columns, reader: CellReader) -> Columns | None:
    """The upper row over what stands below it."""
    if not any(upper):
        return None
    above = _carried(upper, lower, reader)
    spread = [len(group) for _, same in groupby(above) for group in [list(same)] for _ in group]
    over_below = [(top, below[0]) for top, below in zip(above, lower, strict=True) if top and below]
    # Under a title anything may stand; under a row that names regions or indicators only what tells its groups apart.
    is_header = any(reader.read(cell).name in ANCHORS for cell in upper if cell)
    is_split = is_header and any(
        reader.read(top).period and reader.read(below).name in _OVER_OTHERS for top, below in over_below
    )
    groups: dict[str, list[tuple[str, ...]]] = {}
    for top, below in zip(above, lower, strict=True):
        if top and below:
            groups.setdefault(top, []).append(below)
    parts = [
        _over(
            top,
            below,
            reader,
            is_spread=width > 1,
            is_header=is_header,
            is_split=is_split,
            group=groups.get(top or "", []),
        )
        for top, below, width in zip(above, lower, spread, strict=True)
    ]
    columns = tuple(part for part in parts if part is not None)
    return columns if len(columns) == len(parts) else None


def _carried(upper: Cells, lower: Columns, reader: CellReader) -> Cells:
    """The upper row with what stands over several columns in each of them: unmerged, it stands in the first only."""
    above: Cells = []
    last: str | None = None
    for top, below in zip(upper, lower, strict=True):
        last = top or (last if below else None)
        name = reader.read(last).name if last else None
        if not top and name is not None and name not in _OVER_OTHERS | _OVER_MEMBERS.keys():
            last = None
        above.append(last)
    return above


def _over(
    top: str | None,
    below: tuple[str, ...],
    reader: CellReader,
    *,
    is_spread: bool,
    is_header: bool,
    is_split: bool,
    group: list[tuple[str, ...]],
) -> tuple[str, ...] | None:
    """What stands over a column with what stands over that; nothing when they cannot belong together."""
    if not below or below[0] == top:
        return below or ((top,) if top else ())
    if not top:
        return below
    upper, lower = reader.read(top), reader.read(below[0])
    if upper.name is not None:
        members = _OVER_MEMBERS.get(upper.name, ())
        if is_spread and (any(getattr(lower, member) for member in members) or (members and lower.reason)):
            return below
        if upper.name == lower.name:
            return (top, *below)
        return (top, *below) if is_split or upper.name in _OVER_OTHERS else None
    if upper.spans or upper.reason:
        return None if lower.name in OF_THE_ROW else (top, *below)
    if lower.name in OF_THE_ROW or not (is_header or (is_spread and lower.spans)):
        return None
    if not _heads(top, group, reader):
        return (top, *below)
    unit = name_and_unit(top, reader)[1]
    # Its unit is theirs, where they have none.
    has_unit_below = any(reader.read(part).unit or reader.unit(part) for part in below)
    return (f"({unit})", *below) if unit and not has_unit_below else below


def _heads(top: str, group: list[tuple[str, ...]], reader: CellReader) -> bool:
    """Whether a heading that nobody knows says nothing that its indicators do not: 产品合格率 over their rates."""
    brackets = top.replace("（", "(").partition("(")
    if find_caveats(top) or (brackets[1] and not reader.unit(brackets[1] + brackets[2].replace("）", ")"))):
        return False
    names = [reader.read(part).indicator or "" for parts in group for part in parts[:1]]
    return any(names) and all(_shared(brackets[0], name or parts[0]) for name, parts in zip(names, group, strict=True))


def _shared(heading: str, name: str) -> bool:
    return any(
        heading[start : start + _SHORTEST_SHARED_NAME] in name
        for start in range(max(1, len(heading) - _SHORTEST_SHARED_NAME + 1))
    )


def tell(parts: tuple[str, ...], reader: CellReader) -> Told | None:
    """What a column's header says as a whole; nothing where its rows contradict each other."""
    whole, rest = UNKNOWN, []
    for part in parts:
        meaning = reader.read(part)
        if not meaning.is_understood:
            unit = reader.unit(part)
            name, unit_behind = name_and_unit(part, reader)
            # 比例（%） under 空气质量优良天数比例 says nothing but the unit.
            is_repeated = bool(whole.indicator) and ends_like(whole.indicator or "", name)
            if unit is None and not is_repeated:
                rest.append(part)
            meaning = Meaning(unit=unit or (unit_behind if is_repeated else None))
        joined = _and(whole, meaning, reader.vocabulary)
        if joined is None:
            return None
        whole = joined
    return Told(whole, tuple(rest))


def _and(upper: Meaning, lower: Meaning, vocabulary: Vocabulary) -> Meaning | None:
    """What two rows of a header say together."""
    period = _period(upper, lower)
    if period is None:
        return None
    region = lower.region or upper.region
    if lower.region and upper.region and not vocabulary.is_inside(lower.region, upper.region):
        return None
    is_in_conflict = bool(upper.unit and lower.unit and upper.unit != lower.unit)
    return Meaning(
        _strongest(upper.name, lower.name),
        *period,
        lower.indicator or upper.indicator,
        region,
        lower.unit or upper.unit,
        lower.grain or upper.grain,
        upper.reason or lower.reason or ("unit_conflict" if is_in_conflict else None),
    )


def _period(upper: Meaning, lower: Meaning) -> tuple[str | None, str | None] | None:
    """The period and the part of a year that both say; nothing where they say two."""
    year = upper.period or lower.period
    part = upper.part or lower.part
    if upper.period and lower.period:
        first, last = read_period(upper.period).text or "", read_period(lower.period).text or ""
        if first != last and not (len(first) == 4 and last.startswith(first)):
            return None
        year = lower.period
    if upper.part and lower.part and upper.part != lower.part:
        return None
    if year and part:
        whole = read_period(year).text or ""
        if len(whole) != 4:
            return None
        return (whole if part == "全年" else f"{whole}年{part}"), None
    return year, part


def _strongest(upper: str | None, lower: str | None) -> str | None:
    """Of two names the one that keeps figures out; else the lower one."""
    for name in (IGNORED, *sorted(HOPED)):
        if name in (upper, lower):
            return name
    return lower or upper


def _spans_by_kind(told: Iterable[Told]) -> dict[str, int]:
    counts: dict[str, set[object]] = {}
    for one in told:
        for kind in ("period", "part", "indicator", "region"):
            said = getattr(one.meaning, kind)
            if said:
                counts.setdefault(kind, set()).add(said)
    return {kind: len(said) for kind, said in counts.items()}


def name_and_unit(text: str, reader: CellReader) -> tuple[str, str | None]:
    """A header without the brackets behind it that hold a unit, and the unit."""
    found = re.fullmatch(r"(.+?)[(（\[]([^()（）\[\]]+)[)）\]]", re.sub(UNSEEN, "", text))
    unit = reader.unit(found.group(2)) if found else None
    return (found.group(1), unit) if found and unit else (re.sub(UNSEEN, "", text), None)


def _names(columns: Columns, told: tuple[Told, ...]) -> set[str]:
    """The columns that a header names; 年 behind the first column is a unit, and `area` a level of regions."""
    counted = [pair for pair in zip(columns, told, strict=True) if pair[1].meaning.name != IGNORED]
    pairs = enumerate(counted)
    return {
        one.meaning.name
        for position, (parts, one) in pairs
        if one.meaning.name and one.meaning.name != IGNORED and not (position and parts in _ALSO_OTHER_THINGS)
    }


def ends_like(indicator: str, name: str) -> bool:
    """Whether a word is the end of an indicator's name, as a table about it calls it: 合格率, 浓度值."""
    bare = re.sub("(?:值|数值|数据)$", "", name) or name
    return len(bare) >= _SHORTEST_END and indicator.endswith(bare)


def _score(columns: Columns, told: tuple[Told, ...], reader: CellReader, *, is_over_figures: bool) -> int:
    names = _names(columns, told)
    if len({parts for parts in columns if parts}) < 2 or _is_pair(columns, told):
        return 0
    spans = _spans_by_kind(told)
    most = max(spans.values(), default=0)
    has_rows_names = bool(names & _OF_ROWS) or ("value" in names and len(names) > 1)
    if not has_rows_names and most < 2:
        return 0
    # What carries a unit may be an indicator that nobody knows.
    has_unknown = any(name_and_unit(part, reader)[1] for one in told for part in one.rest)
    score = len(names) + (1 if (spans or has_unknown) and "value" not in names else 0)
    # A blank corner over the names of the rows is as good as a name, and so is a place or a year in it.
    corner = told[0].meaning
    if not has_rows_names and (not columns[0] or corner.region or corner.period):
        score += 1
    # 地区 and a word that nobody knows, over figures: a header all the same.
    if score == 1 and names & ANCHORS and is_over_figures:
        score += 1
    return score


def _is_pair(columns: Columns, told: tuple[Told, ...]) -> bool:
    """Whether the row says a name and what it is, as lines above a table do: 地区 | 太原市."""
    filled = [one.meaning for parts, one in zip(columns, told, strict=True) if parts]
    members = _OVER_MEMBERS.get(filled[0].name or "", ()) if len(filled) == 2 else ()
    return any(getattr(filled[1], member) for member in members)


def _names_regions(header: Header) -> bool:
    """Whether nothing but words stand in it and the first is one for regions: no row of figures is called 区县."""
    columns = [parts for parts in header.columns if parts]
    return bool(_names(header.columns[:1], header.told[:1]) & REGIONS) and columns[0] not in _ALSO_OTHER_THINGS


def _is_sure(header: Header, reader: CellReader) -> bool:
    parts = [part for column in header.columns for part in column]
    names = _names(header.columns, header.told)
    # No region is called 地区 in a row whose indicator is called 指标.
    if names & REGIONS and names & INDICATORS:
        return True
    if any(reader.holds_figure(part) for part in parts):
        return False
    filled = [told for told, column in zip(header.told, header.columns, strict=True) if column]
    understood = sum(told.meaning.is_understood for told in filled)
    is_mostly_understood = 3 * understood >= 2 * len(filled)
    members = _spans_by_kind(header.told)
    has_members = max(members.values(), default=0) >= 2
    if names & ANCHORS:
        return len(names) >= 2 or (has_members and is_mostly_understood)
    # A year in a row and a figure of that size are two members too.
    has_members = any(count > (2 if kind == "period" else 1) for kind, count in members.items())
    return has_members and is_mostly_understood and ("period" in names or not header.columns[0])
