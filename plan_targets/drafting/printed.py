"""Numbers in running text: what is printed, with its unit and the words that say how it binds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import cn2an

from plan_targets.landing.grammar.numbers import AFTER, BEFORE, SCALES

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
DASH = r"[-–—~～至到]{1,2}"
# A scanner reads 0 as O and o, and 1 as l, inside a number; `%o` at a sentence's end is its full stop.
SLIPS = str.maketrans({"O": "0", "o": "0", "Ｏ": "0", "〇": "0", "l": "1", "。": ".", " ": None})
# Beside the words that the cells of tables use. What is to be reached may be passed.
REACHED = (
    "达到",
    "达",
    "达至",
    "力争达到",
    "累计达",
    "累计达到",
    "均达到",
    "均达",
    "分别达到",
    "分别达",
    "力争",
    "实现",
)
RAISED = (
    "提高到",
    "提升到",
    "提高至",
    "提升至",
    "增加到",
    "增加至",
    "增长到",
    "增长至",
    "上升到",
    "上升至",
    "扩大到",
    "扩大至",
    "扩展到",
    "拓展到",
    "发展到",
    "发展至",
    "壮大到",
    "跃升到",
    "跃升至",
    "增至",
    "增到",
    "升至",
    "升到",
    "扩至",
)
LOWERED = (
    "降至",
    "降到",
    "下降到",
    "下降至",
    "降低到",
    "降低至",
    "压减至",
    "压减到",
    "压缩至",
    "压缩到",
    "缩短至",
    "缩短到",
    "减少到",
    "减少至",
    "缩小到",
    "缩小至",
)
HOLDING = (
    "保持",
    "稳定在",
    "保持在",
    "维持在",
    "维持",
    "稳定保持在",
    "稳定于",
    "稳定达到",
    "稳定控制在",
    "保持到",
    "巩固在",
    "分别稳定在",
    "均稳定在",
    "均保持在",
)
KEPT_BELOW = ("控制在", "限制在", "控制到", "分别控制在", "均控制在")
MORE_BEFORE = {
    **dict.fromkeys(REACHED, "ge"), **dict.fromkeys(RAISED, "eq"), **dict.fromkeys(LOWERED, "eq"),
    **dict.fromkeys(HOLDING, "hold"), **dict.fromkeys(KEPT_BELOW, "le"),
    "突破": "gt", "不低于": "ge", "不少于": "ge", "高于": "gt", "超出": "gt", "为": "eq", "至": "eq", "到": "eq",
}  # fmt: skip
MORE_AFTER = {"之内": "le", "以里": "le", "内": "le", "之上": "ge", "之间": "between"}


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a text, from `start` to `end`."""

    start: int
    end: int
    # As printed, the comparator's words and the unit included.
    text: str
    number: float | None
    number_high: float | None
    unit: str
    comparator: str
    # Why it was not printed as digits with a unit: a Chinese numeral, a scanner's slip, a word such as 全覆盖.
    doubt: str = ""
    # Where the words of the comparator before it end.
    digits_start: int = 0
    # What it is a number of, where its own words say so: 不发生重大事故.
    name: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is a share or a change in percent, and no count or measure."""
        return self.unit in ("%", "‰", "百分点", "个百分点", "倍")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    known = _any_of(units)
    before = _any_of({*BEFORE, *MORE_BEFORE} - {"=", "~"})
    after = _any_of({*AFTER, *MORE_AFTER} - {"+"})
    scale = _any_of(SCALES)
    # A scanner's full stop within a share, its l for 1, and a blank between two digits.
    slips = r"\d{1,3}。\d{1,2}(?=\s*[%‰])|l\d+(?=\D|$)|\d \d(?![\d.])"
    digits = rf"(?<![\d.A-Za-z/:])(?P<number>{slips}|(?:{NUMBER})[Ol]?(?=\D|$)|\d+[Oo0]+)"
    unit = rf"{known}|(?:{scale})(?:{known})?"
    per = rf"/(?:{known}|\d*[十百千]?万|百?万人|千人|年|日|天)"
    return re.compile(
        rf"(?P<before>{before})?(?:每[十百千万]*(?:人|户|名|家|亩))?\s*{digits}\s*"
        rf"(?:(?P<low>{unit})?\s*{DASH}\s*(?P<high>{NUMBER})\s*(?P<unit_high>{unit})?"
        rf"|(?P<whole>{known}|(?:{scale})(?:{known}))(?P<per>{per})?"
        rf"|(?P<more>余|多)?(?P<scale>{scale})?(?P<many>余|多)?\s*(?P<bound>{after})?\s*(?P<unit>{known}|/\d*[十百千]*万)?)"
        rf"\s*(?P<after>{after})?"
    )


def printed_numbers(text: str, units: Iterable[str]) -> Iterator[Printed]:
    """Every number in the text, in order."""
    pattern = _pattern(tuple(units))
    at = 0
    while match := pattern.search(text, at):
        match = _without_false_range(pattern, text, match)
        at = match.end()
        raw = match.group("number").translate(SLIPS).replace(",", "")
        try:
            number = float(raw)
        except ValueError:
            continue
        high = float(match.group("high").replace(",", "")) if match.group("high") else None
        yield Printed(
            start=match.start(),
            end=match.end(),
            text=match.group(0).strip(),
            number=number,
            number_high=high,
            unit=_unit(match),
            comparator=_comparator(match),
            doubt="scanner" if match.group("number").translate(SLIPS) != match.group("number") else "",
            digits_start=match.start("number"),
        )


def _without_false_range(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> re.Match[str]:
    """由62%到66% names two numbers, and 5-3 none that rises."""
    if match.group("high") is None:
        return match
    high = float(match.group("high").replace(",", ""))
    low = match.group("low")
    is_rising = float(match.group("number").translate(SLIPS).replace(",", "")) < high or bool(low)
    has_words_before = bool(re.search(r"[由从自][^,，。;；]{0,12}$", text[: match.start()]))
    if is_rising and not has_words_before:
        return match
    shorter = pattern.match(text[: match.start("high") - 1], match.start())
    return shorter or match


def _unit(match: re.Match[str]) -> str:
    if match.group("high"):
        return _spelled(match.group("unit_high") or match.group("low") or "")
    if match.group("whole"):
        return _spelled(match.group("whole") + (match.group("per") or ""))
    return _spelled((match.group("scale") or "") + (match.group("unit") or ""))


def _spelled(unit: str) -> str:
    return unit.removeprefix("个") if unit in ("个百分点", "个工作日") else unit


def _comparator(match: re.Match[str]) -> str:
    if match.group("high"):
        return "between"
    after = match.group("after") or match.group("bound")
    before = match.group("before") or ""
    if before in HOLDING:
        return "hold"
    if after and AFTER.get(after) != "approx":
        return AFTER.get(after) or MORE_AFTER[after]
    if match.group("more") or match.group("many"):
        return "gt"
    stated = MORE_BEFORE.get(before) or BEFORE.get(before) or "eq"
    # What is aimed at roughly is aimed at; the passage keeps the word.
    return "eq" if stated == "approx" or after else stated


LISTED = re.compile(
    rf"分别(?:达到|达|为|控制在|降至|降到|提高到)?(?P<numbers>(?:{NUMBER})(?:[%‰]?[、,和.．](?:{NUMBER}))+)"
    r"(?P<unit>[^\d\s,，。;；、]{1,8}?)(?=[以左,，。;；、]|$)"
)


def listed_numbers(text: str, units: Iterable[str]) -> Iterator[tuple[Printed, int]]:
    """The numbers of `分别达到 5、7、9 张`, each with its place; a scanner may have made dots of the commas."""
    known = set(units)
    for match in LISTED.finditer(text):
        numbers = re.split(r"[、,和]|(?<=\d)[.．](?=\d{4,})", match.group("numbers"))
        if match.group("unit") not in known or len(numbers) < 2:
            continue
        doubt = "scanner" if "." in match.group("numbers") else ""
        comparator = "eq" if "为" in match.group(0) else "le" if "控制在" in match.group(0) else "ge"
        for position, number in enumerate(numbers):
            value = float(number.rstrip("%‰"))
            whole = match.group(0)
            yield (
                Printed(
                    match.start(), match.end(), whole, value, None, match.group("unit"), comparator, doubt,
                    match.start("numbers"),
                ),
                position,
            )  # fmt: skip


def chinese_value(text: str) -> float | None:
    """The value of a Chinese numeral; none where the characters are no numeral."""
    # 百 and 千亿 stand for 一百 and 一千亿.
    try:
        return float(cn2an.cn2an(text if text[0] not in "百千万" else f"一{text}", "smart"))
    except ValueError:
        return None
