"""What a column's header says as a whole, with all that stands over the column."""

import re
from dataclasses import dataclass

from plan_targets.landing.grammar.header_cells import ANCHORS, HOPED, IGNORED, UNKNOWN, CellReader, Meaning
from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary

# What no year and no indicator can have of its own.
OF_THE_ROW = ANCHORS | {"region_level", "period", "month", "quarter"}
REGIONS = {"region_name_zh", "region_code"}
INDICATORS = {"indicator_zh", "indicator_label"}
_SHORTEST_END = 2


@dataclass(frozen=True)
class Told:
    """What a column's header says as a whole; `rest` is what is left of it that nobody understands."""

    meaning: Meaning
    rest: tuple[str, ...] = ()


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


def name_and_unit(text: str, reader: CellReader) -> tuple[str, str | None]:
    """A header without the brackets behind it that hold a unit, and the unit."""
    found = re.fullmatch(r"(.+?)[(（\[]([^()（）\[\]]+)[)）\]]", re.sub(UNSEEN, "", text))
    unit = reader.unit(found.group(2)) if found else None
    return (found.group(1), unit) if found and unit else (re.sub(UNSEEN, "", text), None)


def ends_like(indicator: str, name: str) -> bool:
    """Whether a word is the end of an indicator's name, as a table about it calls it: 合格率, 浓度值."""
    bare = re.sub("(?:值|数值|数据)$", "", name) or name
    return len(bare) >= _SHORTEST_END and indicator.endswith(bare)
