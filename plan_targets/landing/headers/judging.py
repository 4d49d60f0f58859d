"""How much of a header is understood, and whether nothing but a header can look like that."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from plan_targets.landing.grammar.header_cells import ANCHORS, IGNORED, CellReader
from plan_targets.landing.headers.rows import ALSO_OTHER_THINGS
from plan_targets.landing.headers.stacking import OVER_MEMBERS, Columns
from plan_targets.landing.headers.told import INDICATORS, REGIONS, Told, name_and_unit

# What the rows of a table may be called.
_OF_ROWS = ANCHORS | {"period", "month", "quarter"}


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


def score_of(columns: Columns, told: tuple[Told, ...], reader: CellReader, *, is_over_figures: bool) -> int:
    """How much of a header is understood; 0 for what is none."""
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


def is_sure_header(header: Header, reader: CellReader) -> bool:
    """Whether nothing but a header can look like that."""
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


def names_regions(header: Header) -> bool:
    """Whether nothing but words stand in it and the first is one for regions: no row of figures is called 区县."""
    columns = [parts for parts in header.columns if parts]
    return bool(_names(header.columns[:1], header.told[:1]) & REGIONS) and columns[0] not in ALSO_OTHER_THINGS


def _names(columns: Columns, told: tuple[Told, ...]) -> set[str]:
    """The columns that a header names; 年 behind the first column is a unit, and `area` a level of regions."""
    counted = [pair for pair in zip(columns, told, strict=True) if pair[1].meaning.name != IGNORED]
    pairs = enumerate(counted)
    return {
        one.meaning.name
        for position, (parts, one) in pairs
        if one.meaning.name and one.meaning.name != IGNORED and not (position and parts in ALSO_OTHER_THINGS)
    }


def _is_pair(columns: Columns, told: tuple[Told, ...]) -> bool:
    """Whether the row says a name and what it is, as lines above a table do: 地区 | 太原市."""
    filled = [one.meaning for parts, one in zip(columns, told, strict=True) if parts]
    members = OVER_MEMBERS.get(filled[0].name or "", ()) if len(filled) == 2 else ()
    return any(getattr(filled[1], member) for member in members)


def _spans_by_kind(told: Iterable[Told]) -> dict[str, int]:
    counts: dict[str, set[object]] = {}
    for one in told:
        for kind in ("period", "part", "indicator", "region"):
            said = getattr(one.meaning, kind)
            if said:
                counts.setdefault(kind, set()).add(said)
    return {kind: len(said) for kind, said in counts.items()}
