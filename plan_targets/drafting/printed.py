"""Numbers in running text: what is printed, with its unit and the words that say how it binds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import cn2an

from plan_targets.landing.grammar.numbers import AFTER, BEFORE, SCALES

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE_NUMBER = r"[一二两三四五六七八九十百千]+"
DASH = r"[-–—~～至到]"
# A scanner reads 0 as O and o, and 1 as l, inside a number; `%o` at a sentence's end is its full stop.
SLIPS = str.maketrans({"O": "0", "Ｏ": "0", "〇": "0", "l": "1"})
HOLDS = ("保持", "稳定在", "稳定保持", "维持", "保持在", "稳定于", "维持在")
# Beside the words that the cells of tables use.
MORE_BEFORE = {
    "达到": "eq", "达": "eq", "提高到": "eq", "提升到": "eq", "提高至": "eq", "提升至": "eq", "增加到": "eq", "增长到": "eq",
    "降至": "eq", "下降到": "eq", "控制在": "le", "压减至": "eq", "力争达到": "eq", "不低于": "ge", "不少于": "ge",
    "累计达": "eq", "总数达到": "eq", "总量达": "eq", "达到了": "eq", "均达到": "eq", "分别达到": "eq", "保持": "hold",
    "稳定在": "hold", "保持在": "hold", "维持在": "hold", "稳定保持在": "hold", "突破": "gt", "力争": "eq",
}  # fmt: skip
_AFTER = dict(AFTER)


@dataclass(frozen=True)
class Printed:
    """A number as it stands in a text, from `start` to `end`."""

    start: int
    end: int
    # As printed, the comparator's words and the unit included.
    text: str
    number: float
    number_high: float | None
    unit: str
    comparator: str
    # Why it was not printed as digits with a unit: a Chinese numeral, a scanner's slip, a word such as 全覆盖.
    doubt: str = ""


@cache
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    before = "|".join(sorted({*BEFORE, *MORE_BEFORE} - {"=", "~", "为"}, key=len, reverse=True))
    after = "|".join(sorted((word for word in AFTER if word != "+"), key=len, reverse=True))
    scale = "|".join(SCALES)
    digits = rf"(?<![\d.A-Za-z])(?P<number>(?:{NUMBER})[Ol]?(?=\D|$)|\d+[Oo0]+)"
    return re.compile(
        rf"(?P<before>{before})?\s*{digits}\s*(?P<unit_low>%)?(?:\s*{DASH}\s*(?P<high>{NUMBER}))?\s*(?P<more>余|多)?\s*"
        rf"(?P<scale>{scale})?(?P<many>余|多)?\s*(?P<bound>{after})?\s*(?P<unit>{known})?\s*(?P<after>{after})?"
    )


def printed_numbers(text: str, units: Iterable[str]) -> Iterator[Printed]:
    """Every number in the text that has a unit, in order."""
    for match in _pattern(tuple(units)).finditer(text):
        unit = match.group("unit") or match.group("unit_low") or ""
        if match.group("scale"):
            unit = match.group("scale") + unit
        raw = match.group("number").translate(SLIPS).replace(",", "")
        try:
            number = float(raw)
        except ValueError:
            continue
        high = match.group("high")
        yield Printed(
            start=match.start(),
            end=match.end(),
            text=match.group(0).strip(),
            number=number,
            number_high=float(high.replace(",", "")) if high else None,
            unit=unit,
            comparator=_comparator(match),
            doubt="scanner" if match.group("number") != raw and not match.group("number").count(",") else "",
        )


LISTED = re.compile(
    rf"分别(?:达到|达|为|控制在)?(?P<numbers>(?:{NUMBER})(?:[%‰]?[、,和.．](?:{NUMBER}))+)(?P<unit>[^\d\s,，。;；、]{{1,4}}?)(?=[以,，。;；、]|$)"
)


def listed_numbers(text: str, units: Iterable[str]) -> Iterator[tuple[Printed, int]]:
    """The numbers of `分别达到 5、7、9 张`, each with its place in the list; a scanner may have made dots of the commas."""
    known = set(units)
    for match in LISTED.finditer(text):
        numbers = re.split(r"[、,和]|(?<=\d)[.．](?=\d{4,})", match.group("numbers"))
        if match.group("unit") not in known or len(numbers) < 2:
            continue
        doubt = "scanner" if "." in match.group("numbers") else ""
        for position, number in enumerate(numbers):
            yield (
                Printed(
                    match.start(), match.end(), match.group(0), float(number.rstrip("%‰")), None, match.group("unit"), "ge", doubt
                ),
                position,
            )


def _comparator(match: re.Match[str]) -> str:
    if match.group("high"):
        return "between"
    after = match.group("after") or match.group("bound")
    before = match.group("before") or ""
    if before in HOLDS:
        return "hold"
    if after:
        return AFTER[after]
    if match.group("more") or match.group("many"):
        return "gt"
    return MORE_BEFORE.get(before) or BEFORE.get(before) or "eq"


def chinese_value(text: str) -> float | None:
    """The value of a Chinese numeral; none where the characters are no numeral."""
    # 百 and 千亿 stand for 一百 and 一千亿.
    try:
        return float(cn2an.cn2an(text if text[0] not in "百千万" else f"一{text}", "smart"))
    except ValueError:
        return None
