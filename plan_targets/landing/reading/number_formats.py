"""What a spreadsheet's number format shows beside the number: a percent sign, words such as 万 or 件, a year alone.

A reader sees 93.65% where the cell holds 0.9365, 1.2万 where it holds 1.2, 2023 where it holds the first day of 2023.
Digits that a format merely hides are kept: rounding is for the eye. A number of which a format shows nothing is none,
and a zero that it shows as a dash is a dash.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plan_targets.landing.reading.withheld import withhold

Epoch = Literal[1899, 1904]

# Formats that every workbook has without saying what they are; from 27 on, what they are in Chinese.
BUILT_IN = (
    {9: "0%", 10: "0.00%", 17: "mmm-yy"}
    # Of money, with a dash for nothing.
    | dict.fromkeys((41, 42), '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)')
    | dict.fromkeys((43, 44), '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)')
    | dict.fromkeys((27, 36, 50, 52, 57), 'e"年"m"月"')
    | dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), 'e"年"m"月"d"日"')
)

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<room>[_*].)|\[\$(?P<currency>[^\-\]]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<number>General|G/通用格式|E[+\-]|[0#?])|(?P<date>[ymdhse])|(?P<rest>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"^(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}")
# What stands before a figure without changing what it says: a currency, a bracket, a sign.
_BOUNDS = "<>≤≥＜＞≈~～"
_EMPTY_WORDS = " \u3000()（）-_'"

Token = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """What a format does with the numbers for which `condition` holds: shows them times `factor`, between words."""

    condition: tuple[str, float] | None = None
    factor: float = 1
    before: str = ""
    after: str = ""
    # Of a date: how many characters of YYYY-MM-DD are shown.
    date_length: int = 0
    # What is shown instead of the number, of a zero or of any; nothing where its digits are.
    zero_words: str | None = None
    words: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the number itself is all there is to see."""
        return self == Section(self.condition)


@dataclass(frozen=True)
class Format:
    """A number format that shows more than the number."""

    sections: tuple[Section, ...]
    epoch: Epoch = 1899

    def text(self, cell: str) -> str:
        """What the cell shows; text, which number formats leave alone, as it is."""
        if _DATE.match(cell):
            first = self.sections[0]
            return cell[: first.date_length or None] if first.words is None else _instead(first.words)
        try:
            number = float(cell)
        except ValueError:
            return cell
        section = self._section(number)
        words = section.zero_words if number == 0 and section.words is None else section.words
        if words is not None:
            return _instead(words)
        if section.date_length:
            return _date(number, self.epoch)[: section.date_length] or cell
        # 0.9365 is shown as 93.65: the noise of a binary fraction times a hundred is cut at twelve digits.
        shown = cell if section.factor == 1 else f"{number * section.factor:.12g}"
        return f"{section.before if number >= 0 else ''}{shown}{section.after}"

    def _section(self, number: float) -> Section:
        sections = self.sections
        if any(section.condition for section in sections):
            return next((section for section in sections if _holds(section.condition, number)), Section())
        if len(sections) > 2 and number == 0:
            return sections[2]
        return sections[1] if len(sections) > 1 and number < 0 else sections[0]


def read_format(code: str, epoch: Epoch = 1899) -> Format | None:
    """The format of that code; nothing when it shows the number and no more."""
    if not code.strip():
        return None
    sections: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or ""
        if kind == "rest" and found.group() == ";":
            sections.append([])
        else:
            sections[-1].append((kind, found.group(kind)))
    # A section with @ is for text.
    read = tuple(_section(tokens) for tokens in sections[:3] if ("rest", "@") not in tokens)
    return Format(read, epoch) if any(not section.is_plain for section in read) else None


def _section(tokens: list[Token]) -> Section:
    condition = next(
        (condition for kind, text in tokens if kind == "bracket" and (condition := _condition(text))), None
    )
    tokens = [(kind, text) for kind, text in tokens if kind not in ("bracket", "room")]
    digits = [position for position, (kind, _) in enumerate(tokens) if kind == "number"]
    if not digits:
        letters = {text.lower() for kind, text in tokens if kind == "date"}
        words = None if letters else "".join(text for _, text in tokens).strip()
        return Section(condition, date_length=_date_length(letters), words=words)
    first, last = digits[0], digits[-1]
    factor = 1.0
    for position in range(first, last):
        kind, text = tokens[position]
        if kind in ("quoted", "escaped") and text == ".":
            # 0!.0 puts a point before the last digit: how Chinese offices show tens of thousands.
            factor /= 10 ** sum(position < digit for digit in digits)
        elif kind != "number" and text not in (",", ".", " "):
            # Words within the digits, such as a phone number's: the number is what it is.
            return Section(condition)
    if any(kind == "date" for kind, _ in tokens):
        return Section(condition)
    # A comma behind the digits leaves three of them out.
    commas = "".join(text if kind == "rest" else "0" for kind, text in tokens[first:] if kind in ("rest", "number"))
    factor /= 1000 ** sum(map(len, re.findall(r",+(?=[^0,]|$)", commas)))
    percent = sum(token == ("rest", "%") for token in tokens)
    before = "".join(text for kind, text in tokens[:first] if (kind, text) not in (("rest", ","), ("rest", "%")))
    after = "".join(text for kind, text in tokens[last + 1 :] if (kind, text) not in (("rest", ","), ("rest", ".")))
    if percent and "%" not in after:
        after = "%" + after
    return Section(
        condition,
        factor * 100**percent,
        before.strip() if any(sign.isalpha() or sign in _BOUNDS for sign in before) else "",
        after.strip() if after.strip(_EMPTY_WORDS) else "",
        zero_words=_zero_words(tokens),
    )


def _zero_words(tokens: list[Token]) -> str | None:
    """What stands for a zero where no place of the format is always filled: # and ? leave it out."""
    digits = [text for kind, text in tokens if kind == "number"]
    if any(text not in ("#", "?") for text in digits) or ("rest", "/") in tokens:
        return None
    return "".join(text for kind, text in tokens if kind in ("quoted", "escaped")).strip()


def _instead(words: str) -> str:
    return words or withhold("value_not_shown")


def _condition(text: str) -> tuple[str, float] | None:
    found = _CONDITION.match(text)
    return (found.group(1), float(found.group(2))) if found else None


def _holds(condition: tuple[str, float] | None, number: float) -> bool:
    if condition is None:
        return True
    sign, bound = condition
    is_equal = number == bound
    return {
        "<": number < bound,
        ">": number > bound,
        "=": is_equal,
        "<=": number <= bound,
        ">=": number >= bound,
        "<>": not is_equal,
    }[sign]


def _date_length(letters: set[str]) -> int:
    if not letters & {"y", "e"} or letters & {"h", "s"}:
        return 0
    if "d" in letters:
        # The reader of values knows a year by its y alone; what it takes for a number is made a day here.
        return 0 if "y" in letters else 10
    return 7 if "m" in letters else 4


def _date(number: float, epoch: Epoch) -> str:
    start = date(1904, 1, 1) if epoch == 1904 else date(1899, 12, 30)
    try:
        return (start + timedelta(days=int(number))).isoformat()
    except (OverflowError, ValueError):
        return ""
