"""A title taken apart: the regions, periods and indicators that it names, and what speaks against its figures.

A title names an indicator only where nothing else may belong to its name: 实用新型专利授权量 is not 专利授权量.
"""

import re
import unicodedata
from dataclasses import dataclass

from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary, plain_name
from plan_targets.landing.grammar.words import LIKE_AN_INDICATOR, Caveat, find_caveats

_LONGEST_NAME = 30
_OF_THE_NATION = re.compile(r"^(?:全国|我国)(?!性)")
IN_BRACKETS_BEHIND = re.compile(r"\(([^()]+)\)\s*$")
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
_LIKE_A_REGION = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:[市县省州盟旗]|(?<!地)区)(?!场|监|级|政|长|委|域|各|民|区|容|属|直|辖)"
)
_NO_REGION = re.compile(r"各|全|城|强|辖|设|本|市区|示范|开发|先导|试验|我|所|分|质|重点")
_OFFICE_BEHIND = re.compile(r"[\u4e00-\u9fff]{0,12}(?:局|委员会|委|厅|办公室|办|政府|中心|院|协会)")
# Names of places that words begin with which name no place there: 江苏精品, 中国质量奖.
_SHORT_NAME = re.compile(r"^[\u4e00-\u9fff]{2,3}(?<![市县省区州盟旗])$")
_FOLLOWS_A_SHORT_NAME = re.compile(r"\x03|\x01|各|全|分|主要|历年|[()\s,、:]|\d|$|质量|统计|指标|省|市")
_NO_YEAR_OF_FIGURES = re.compile(r"年鉴|yearbook|年版|手册", re.I)
# In the English name of a file, the plan that its figures are about.
_OF_SUBJECTS = ("plan", "plans")


def unknown_indicator(title: str, vocabulary: Vocabulary) -> str | None:
    """What is left of a title without its places and periods, where that looks like the name of one indicator."""
    plain = _plain_title(title)
    bracket = IN_BRACKETS_BEHIND.search(plain)
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
                if vocabulary.is_plain_region(text[position : position + size])
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
