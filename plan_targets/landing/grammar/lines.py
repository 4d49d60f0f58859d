"""What the lines around a table say of it: region, period, indicator and unit, who sent it and when, and words that
change what its figures mean.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.periods import read_date, read_part, read_period
from plan_targets.landing.grammar.titles import IN_BRACKETS_BEHIND, read_title, unknown_indicator
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.grammar.words import Caveat, find_caveats

# What may be said as a name and what it is: 单位：亿元.
_KEYS = {
    "region": r"地区|区域|行政区划?|(?:填报|报送)地区|省份|省市|城市|地市|region|area",
    "indicator": r"指标|指标名称|统计指标|项目|indicator",
    "period": r"时间|年份|年度|期间|报告期别?|统计期|数据时间|所属期|数据期|year|period",
    "unit": r"(?:计量|金额|数量|計量|数据)?[单單]位|units?",
    "reported_by": r"(?:填报|报送|制表|编制|上报|填表|报表|汇总|报告|提供)(?:单位|部门|机构)",
    "source": r"(?:数据|资料|資料|信息)?(?:来源|來源)(?:单位)?|发布(?:单位|机构)|sources?",
    "date": r"(?:制表|发布|填报|报送|公布|填表|上报|编制)(?:日期|时间)|日期",
}
_PAIRS = {name: re.compile(rf"^\(?(?:{words})\s*:\s*(.+?)\)?$", re.I) for name, words in _KEYS.items()}
_KEY_ALONE = {name: re.compile(rf"^(?:{words})\s*:?$", re.I) for name, words in _KEYS.items()}
_UNIT_INSIDE = re.compile(r"\(?(?:计量|金额|数量|計量)?[单單]位\s*:\s*([^\s()]+(?:\([^()]*\))?)\)?")
_BARE_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?![\d.年])")
_PLAIN_WORDS = re.compile(
    r"(?:质量|主要|发展|基本|指标|情况|统计|数据|完成|各|分|全|及|的|和|与|地区|省|市|县|区|州|年度|其中|表|单位|[()\s、,，:：—-])*"
)
_SENT = re.compile(r"报送|上报|填报|提交|版|修订|终稿|定稿|修改|回复")


@dataclass(frozen=True)
class Said:
    """What is said around a table. Null: nothing, or several things."""

    region: str | None = None
    # A place is named that the lists do not know, so that no other name may stand in for it.
    has_unknown_region: bool = False
    period: str | None = None
    # A part of a year whose year stands elsewhere: the sheet 一季度.
    part: str | None = None
    indicator: str | None = None
    unit: str | None = None
    units: tuple[str, ...] = ()
    reported_by: str | None = None
    source: str | None = None
    date: str | None = None
    # Where the words stand, and the words.
    caveats: tuple[tuple[str, Caveat], ...] = ()
    # What looks like the name of an indicator that the lists do not have.
    unknown_indicator: str | None = None

    def over(self, other: "Said") -> "Said":
        """What this says, and where it says nothing what the other does."""
        region = self.region or (None if self.has_unknown_region else other.region)
        return replace(
            self,
            region=region,
            has_unknown_region=self.has_unknown_region or (not self.region and other.has_unknown_region),
            period=self.period or other.period,
            part=self.part or other.part,
            indicator=self.indicator or other.indicator,
            unit=self.unit or (None if self.units else other.unit),
            units=self.units or other.units,
            reported_by=self.reported_by or other.reported_by,
            source=self.source or other.source,
            date=self.date or other.date,
            caveats=self.caveats + other.caveats,
            unknown_indicator=self.unknown_indicator or other.unknown_indicator,
        )


def read_lines(rows: Iterable[Iterable[str | None]], vocabulary: Vocabulary, location: str = "标题") -> Said:
    """What the rows above a table say; of two lines the one that says it first."""
    said = Said()
    regions: list[str] = []
    periods: list[str] = []
    indicators: list[tuple[str, str | None]] = []
    is_unknown = False
    for row in rows:
        for segment in _segments(row):
            pair = _pair(segment, vocabulary)
            if pair is not None:
                said = said.over(pair)
                continue
            unit = _UNIT_INSIDE.search(segment)
            if unit:
                said = said.over(_unit(unit.group(1), vocabulary))
                segment = _UNIT_INSIDE.sub("", segment)
            behind = IN_BRACKETS_BEHIND.search(segment)
            if behind and vocabulary.unit(behind.group(1)):
                said = said.over(Said(unit=vocabulary.unit(behind.group(1))))
            title = read_title(segment, vocabulary)
            regions += title.regions
            periods += title.periods
            indicators += title.indicators
            is_unknown |= title.has_unknown_region
            said = replace(said, unknown_indicator=said.unknown_indicator or unknown_indicator(segment, vocabulary))
            said = replace(said, caveats=said.caveats + tuple((location, one) for one in title.caveats))
    region = _narrowest(regions, vocabulary)
    return replace(
        said,
        region=said.region or region,
        has_unknown_region=is_unknown and not said.region and not region,
        period=said.period or _only(periods),
        indicator=said.indicator or (indicators[0][0] if len({name for name, _ in indicators}) == 1 else None),
        unit=said.unit or _only(unit for _, unit in indicators if unit),
    )


def is_all_told(text: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing stands in a heading but what is understood, and words that name no indicator and no place."""
    rest = _UNIT_INSIDE.sub("", read_title(text, vocabulary).rest)
    return all(_PLAIN_WORDS.fullmatch(part) for part in re.split(r"[\x01-\x04]", rest))


def read_name(name: str | None, vocabulary: Vocabulary, location: str) -> Said:
    """What the name of a sheet or of a file says."""
    text = unicodedata.normalize("NFKC", name or "").strip()
    title = read_title(re.sub(r"[_\-]+", " ", text), vocabulary)
    region = vocabulary.region(text)
    periods = [period for period in title.periods if not _SENT.search(text)]
    if location == "工作表名" and not periods:
        periods = _BARE_YEAR.findall(text) if len(text) <= 6 else []
    return Said(
        region=region or _narrowest(title.regions, vocabulary),
        has_unknown_region=title.has_unknown_region and not title.regions,
        period=_only(periods),
        part=None if periods else read_part(re.sub(r"\s", "", text)),
        indicator=title.indicators[0][0] if len(title.indicators) == 1 else None,
        unit=_only(unit for _, unit in title.indicators if unit),
        caveats=tuple((location, one) for one in title.caveats),
    )


def _segments(row: Iterable[str | None]) -> list[str]:
    cells = [unicodedata.normalize("NFKC", cell).strip() for cell in row if cell and cell.strip()]
    cells = list(dict.fromkeys(cells))
    # 地区 | 太原市 in two cells.
    if (
        len(cells) % 2 == 0
        and cells
        and all(any(key.match(cell) for key in _KEY_ALONE.values()) for cell in cells[::2])
    ):
        return [f"{name.rstrip(': ')}:{value}" for name, value in zip(cells[::2], cells[1::2], strict=True)]
    parts = [part for cell in cells for part in re.split(r"\s{2,}|\n|\t", cell) if part.strip()]
    return [part.strip() for part in parts]


def _pair(segment: str, vocabulary: Vocabulary) -> Said | None:
    """What a segment such as 指标：森林覆盖率(%) says; nothing when it is no such pair."""
    for name, pattern in _PAIRS.items():
        found = pattern.match(segment)
        if found is None:
            continue
        value = found.group(1).strip()
        if name == "unit":
            return _unit(value, vocabulary)
        if name == "indicator":
            value = value + ")" if value.count("(") > value.count(")") else value
            indicator, unit = vocabulary.indicator(re.sub(UNSEEN, "", value))
            return Said(indicator=indicator or value, unit=unit)
        if name == "region":
            return Said(region=vocabulary.region(value) or re.sub(UNSEEN, "", value))
        if name == "period":
            return Said(period=read_period(value).text and value, caveats=_aims(value))
        if name == "date":
            return Said(date=value if read_date(value)[0] else None)
        value = re.sub(r"\((?:盖?公?章|签章|盖章处)\)?$", "", value).strip()
        return Said(reported_by=value) if name == "reported_by" else Said(source=value)
    return None


def _aims(value: str) -> tuple[tuple[str, Caveat], ...]:
    return tuple(("标题", one) for one in find_caveats(value, ("aim",)))


def _unit(text: str, vocabulary: Vocabulary) -> Said:
    units = [vocabulary.spell_unit(part) for part in re.split(r"[、,;]|及|和", text) if part.strip()]
    known = tuple(unit for unit in units if unit)
    return Said(unit=known[0] if len(known) == 1 else None, units=known if len(known) > 1 else ())


def _narrowest(regions: Iterable[str], vocabulary: Vocabulary) -> str | None:
    """The region inside all the others: 太原市 of 山西省 and 太原市; nothing when they lie beside each other.

    Where several regions have its name, those around it stand before it: 南京市鼓楼区.
    """
    different = {vocabulary.region_codes(region) or (region,): region for region in regions}
    for codes, region in different.items():
        if all(vocabulary.is_inside(region, other) for other in different.values()):
            outer = [other for other in different.values() if other != region]
            return "".join([*outer, region]) if len(codes) > 1 else region
    return None


def _only(texts: Iterable[str]) -> str | None:
    different = {read_period(text).text or text: text for text in texts}
    return next(iter(different.values())) if len(different) == 1 else None
