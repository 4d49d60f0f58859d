"""What the lines around a table say of it: region, period, indicator and unit, who sent it and when, and words that
change what its figures mean. A title names an indicator only where nothing else may belong to its name:
实用新型专利授权量 is not 专利授权量.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.periods import read_date, read_part, read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary, plain_name
from plan_targets.landing.grammar.words import LIKE_AN_INDICATOR, Caveat, find_caveats, find_in_note, find_scope

_LONGEST_NAME = 30
_OF_THE_NATION = re.compile(r"^(?:全国|我国)(?!性)")
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
_IN_BRACKETS_BEHIND = re.compile(r"\(([^()]+)\)\s*$")
_NUMBERED = re.compile(
    r"^(?:附件|附表|表|续表|图|附|[Tt]able)\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)*\s*[:、.]?|^\d{1,2}[-—.]\d{1,3}(?=\D)|^[一二三四五六七八九十]+、|"
    r"^\([一二三四五六七八九十\d]+\)|^\d+[、.](?=\D)"
)
_TO = r"\s*(?:[-—–~～至到]|--)\s*"
_SPAN_OF_YEARS = re.compile(rf"\d{{4}}年?{_TO}\d{{4}}年?")
_PERIOD = re.compile(
    rf"(?<!\d)(?:截[至止]\s*)?(?:19|20)\d{{2}}年(?:\s*\d{{1,2}}月?{_TO}\d{{1,2}}月份?|\s*\d{{1,2}}月(?:份|末|底)?(?!\d{{1,2}}日)|\s*(?:上|下)半年|"
    r"\s*前[一二三两]个?季度|\s*第?[一二三四1-4]季度|末|底|度|全年)?"
)
_BARE_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d{2})(?![\d.年])")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
# What may stand before and behind an indicator in a title without making another one of it.
_BEFORE = re.compile(
    r"(?:各|分|全|及|的|和|与|主要|历年|近年来?|分年度|年度|分地区|按地区|所?辖|table|[\d.]|地区|省|市|县|区|州|盟|旗|设区市?|[、,()/\s·:—-]|统计|指标|情况|我|本|所辖)*"
)
_AFTER = re.compile(
    r"(?:的|及|情况|统计|数据|汇总|一览|完成|实现|分|按|季度|月度?|年度|地区|历年|变化趋势|表|简表|主要|指标|监测|公布|发布|通报|"
    r"\d{1,2}月?[-—~至]\d{1,2}月|[上下]半年|前[一二三两]个?季度|[()\s、,%:—-]|续|各|省|市|县|区|州|"
    r"by|province|region|city|county|year|and)*",
    re.I,
)
_NOTE = re.compile(r"^\s*(?:注|备注|说明|附注|note)\s*\d*\s*[:.、]", re.I)
_OF_A_MARK = re.compile(r"\s*(?:带|标|加|打)?\s*[\"“]?[*#①②③]")
_ELSEWHERE = re.compile("见|起|修订|调整|口径变化")
_OF_THE_TABLE = re.compile(r"^\s*(?:本表|以上|表中|上述)?(?:数据|各项数据|指标)?(?:均|都)?(?:为|按)?")
_PLAIN_WORDS = re.compile(
    r"(?:质量|主要|发展|基本|指标|情况|统计|数据|完成|各|分|全|及|的|和|与|地区|省|市|县|区|州|年度|其中|表|单位|[()\s、,，:：—-])*"
)
_LIKE_A_REGION = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:[市县省州盟旗]|(?<!地)区)(?!场|监|级|政|长|委|域|各|民|区|容|属|直|辖)"
)
_NO_REGION = re.compile(r"各|全|城|强|辖|设|本|市区|示范|开发|先导|试验|我|所|分|质|重点")
_OFFICE_BEHIND = re.compile(r"[\u4e00-\u9fff]{0,12}(?:局|委员会|委|厅|办公室|办|政府|中心|院|协会)")
# Names of places that words begin with which name no place there: 江苏精品, 中国质量奖.
_SHORT_NAME = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<![市县省区州盟旗])$")
_FOLLOWS_A_SHORT_NAME = re.compile(r"\x03|\x01|各|全|分|主要|历年|[()\s,、:]|\d|$|质量|统计|指标|省|市")
_NO_YEAR_OF_FIGURES = re.compile(r"年鉴|yearbook|年版|手册", re.I)
_SENT = re.compile(r"报送|上报|填报|提交|版|修订|终稿|定稿|修改|回复")


# In the English name of a file, the plan that its figures are about.
_OF_SUBJECTS = ("plan", "plans")


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


@dataclass(frozen=True)
class Remark:
    """A note below a table against its figures: all of them, or those of periods, regions or indicators."""

    text: str
    caveat: Caveat
    periods: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


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
            behind = _IN_BRACKETS_BEHIND.search(segment)
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


def unknown_indicator(title: str, vocabulary: Vocabulary) -> str | None:
    """What is left of a title without its places and periods, where that looks like the name of one indicator."""
    plain = _plain_title(title)
    bracket = _IN_BRACKETS_BEHIND.search(plain)
    plain = plain[: bracket.start()] if bracket and vocabulary.unit(bracket.group(1)) else plain
    masked = _mask_regions(_mask_periods(_OF_THE_NATION.sub("\x02", plain))[0], vocabulary)[0]
    names = [name for part in re.split(r"[\x02-\x04]", masked) if (name := _bare_name(part))]
    is_one = len(names) == 1 and len(names[0]) <= _LONGEST_NAME and LIKE_AN_INDICATOR.fullmatch(names[0])
    return names[0] if is_one else None


def _bare_name(part: str) -> str:
    """The part of a title without the words that may stand before and behind an indicator."""
    before = _BEFORE.match(part)
    name = part[before.end() :] if before else part
    return next((name[:end] for end in range(len(name)) if _AFTER.fullmatch(name[end:])), name)


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


def read_remarks(texts: Iterable[str], vocabulary: Vocabulary) -> list[Remark]:
    """The notes below a table that say something against its figures."""
    found = (_remark(text, clause, vocabulary) for text in texts for clause in _clauses(text))
    return [remark for remark in found if remark is not None]


def _clauses(text: str) -> list[str]:
    """The sentences of a note, without the numbers before them."""
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    clauses = re.split(r"[。;\n]|(?<=[^\d])\d+[.、](?=\D)", plain)
    clauses = [re.sub(r"^\s*\(?\d{1,2}[.、)]\s*(?=\D|\d{4}年)", "", clause) for clause in clauses]
    # A mark in the table is refused where it stands; 见 points elsewhere, and 起 tells when something changed.
    return [clause for clause in clauses if not (_OF_A_MARK.match(clause) or _ELSEWHERE.search(clause))]


def _remark(text: str, clause: str, vocabulary: Vocabulary) -> Remark | None:
    title = read_title(clause, vocabulary)
    bare = title.rest.replace("\x01", "").replace("\x02", "某地").replace("\x03", "") or clause
    caveat = find_in_note(bare, is_whole_year=True)
    if caveat is None and title.periods:
        caveat = find_in_note(clause, is_whole_year=True)
    if caveat is None:
        scope = find_scope(_OF_THE_TABLE.sub("", bare))
        caveat = Caveat("scope", scope) if scope else None
    if caveat is None:
        return None
    years = tuple(dict.fromkeys(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", clause)))
    regions = () if caveat.kind == "scope" else tuple(title.regions)
    return Remark(text.strip(), caveat, years, regions, tuple(name for name, _ in title.named))


@dataclass(frozen=True)
class Title:
    """A title taken apart: what it names, the words that speak against its figures, and what is left of it."""

    regions: list[str]
    has_unknown_region: bool
    periods: list[str]
    indicators: list[tuple[str, str | None]]
    caveats: list[Caveat]
    rest: str
    # The indicators whose names stand in it, also where they may be parts of others' names.
    named: list[tuple[str, str | None]]


def read_title(text: str, vocabulary: Vocabulary) -> Title:
    """The title taken apart, its indicators first: their names hold words, and names of places, that say nothing."""
    plain = _plain_title(text)
    masked, names = _mask_indicators(plain, vocabulary)
    caveats = find_caveats(masked.replace("\x01", "，"))
    if not any(one.kind == "aim" for one in caveats):
        # Without their blanks, words in English are none any more.
        words = [word for word in re.findall(r"[A-Za-z]+|\d+", plain) if word.lower() not in _OF_SUBJECTS]
        caveats += find_caveats(" ".join(words), ("aim",))
    masked, periods = _mask_periods(masked)
    masked, regions = _mask_regions(masked, vocabulary)
    unknown = _LIKE_A_REGION.search(masked.replace("\x01", "，"))
    return Title(
        regions,
        bool(unknown and not _NO_REGION.search(unknown.group(0))),
        periods,
        _certain(masked, names),
        caveats,
        masked,
        names,
    )


def _plain_title(text: str) -> str:
    """The title without its number (表3), its unseen signs, and blanks between Chinese signs."""
    seen = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", unicodedata.normalize("NFKC", text)).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", _NUMBERED.sub("", seen))


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


def _mask_indicators(text: str, vocabulary: Vocabulary) -> tuple[str, list[tuple[str, str | None]]]:
    """The text with a mark in place of each indicator's name, the longest first, and the names."""
    names: list[tuple[str, str | None]] = []
    position = 0
    masked = ""
    plain = plain_name(text)
    # Blanks are gone from the plain one, so that places agree only without them.
    text = re.sub(UNSEEN, "", text) if len(plain) == len(re.sub(UNSEEN, "", text)) else plain
    while position < len(text):
        length = next(
            (
                size
                for size in range(min(40, len(text) - position), 3, -1)
                if vocabulary.is_plain_indicator(plain[position : position + size])
            ),
            0,
        )
        if length:
            name, unit = vocabulary.indicator(text[position : position + length])
            bracket = re.match(r"\(([^()]+)\)", text[position + length :])
            if bracket and vocabulary.unit(bracket.group(1)):
                unit = vocabulary.unit(bracket.group(1))
                length += bracket.end()
            names.append((name or text[position : position + length], unit))
            masked += "\x01"
            position += length
        else:
            masked += text[position]
            position += 1
    return masked, names


def _mask_periods(text: str) -> tuple[str, list[str]]:
    text = _DAY.sub("\x04", _SPAN_OF_YEARS.sub("\x04", text))
    found = [match.group(0) for match in _PERIOD.finditer(text)]
    periods = [period for period in found if read_period(period).text]
    return _PERIOD.sub("\x03", text), [] if _NO_YEAR_OF_FIGURES.search(text) else periods


def _mask_regions(text: str, vocabulary: Vocabulary) -> tuple[str, list[str]]:
    regions: list[str] = []
    masked = ""
    position = 0
    while position < len(text):
        length = next(
            (
                size
                for size in range(min(14, len(text) - position), 1, -1)
                if text[position : position + size] in vocabulary.plain_regions
                and _names_a_region(text, position, size)
            ),
            0,
        )
        if length:
            regions.append(text[position : position + length])
            # An office of the place names it too.
            office = _OFFICE_BEHIND.match(text[position + length :])
            masked += "\x02"
            position += length + (office.end() if office else 0)
        else:
            masked += text[position]
            position += 1
    return masked, regions


def _names_a_region(text: str, position: int, size: int) -> bool:
    name, behind = text[position : position + size], text[position + size :]
    if name == "全国":
        # 全国位次, 全国首批: of the nation, and not about it.
        return bool(re.match(r"各|分|\x01|\x03|$|主要|[()\s]", behind)) and position == 0
    if not _SHORT_NAME.match(name):
        return True
    return bool(re.fullmatch(r"[\x03\x04\s()关于报送]*", text[:position]) and _FOLLOWS_A_SHORT_NAME.match(behind))


def _certain(masked: str, names: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """The indicators around which nothing stands that may make another one of them."""
    parts = re.split("\x01", masked)
    sure = []
    for number, name in enumerate(names):
        before = re.split(r"[\x02\x03\x04]", parts[number])[-1]
        after = re.split(r"[\x02\x03\x04]", parts[number + 1])[0]
        if _BEFORE.fullmatch(before) and _AFTER.fullmatch(after):
            sure.append(name)
    return sure if len(sure) == len(names) else []


def _narrowest(regions: Iterable[str], vocabulary: Vocabulary) -> str | None:
    """The region inside all the others: 太原市 of 山西省 and 太原市; nothing when they lie beside each other.

    Where several regions have its name, those around it stand before it: 南京市鼓楼区.
    """
    different = {vocabulary.regions.get(region, (region,)): region for region in regions}
    for codes, region in different.items():
        if all(vocabulary.is_inside(region, other) for other in different.values()):
            outer = [other for other in different.values() if other != region]
            return "".join([*outer, region]) if len(codes) > 1 else region
    return None


def _only(texts: Iterable[str]) -> str | None:
    different = {read_period(text).text or text: text for text in texts}
    return next(iter(different.values())) if len(different) == 1 else None
