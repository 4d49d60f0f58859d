"""Figures and counts as people write them, the same on pages, in workbooks and in reports."""

import string
from collections.abc import Mapping
from typing import Any

SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
# Units that are written against the number.
CLOSE_UNITS = {"%", "‰"}

NOTHING = "—"
# Places after the point: of a figure as its source prints it, and of what is worked out of figures.
PRINTED_DIGITS, WORKED_OUT_DIGITS = 4, 2
# A unit that Chinese does not write after its number.
UNWRITTEN_UNITS = {"指数"}
# What a plan says of a number that it does not mean exactly.
ABOUT = {"zh": "{figure}左右", "en": "{figure} or so"}

# In a sentence `{count} {count:target is|targets are} due` the bar parts what is said of one from what is said of more.
BETWEEN_ONE_AND_MORE = "|"


class UnitName(str):
    """What a unit is called, which is how many of it are called, and how one is."""

    __slots__ = ("one",)
    one: str

    def __new__(cls, many: str, one: str | None = None) -> "UnitName":
        """The name of many, and that of one where it is another."""
        made = super().__new__(cls, many)
        made.one = one or many
        return made

    def __reduce__(self) -> tuple[type["UnitName"], tuple[str, str]]:
        return UnitName, (str(self), self.one)


class _Sentence(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return (
            of_number(value, format_spec)
            if BETWEEN_ONE_AND_MORE in format_spec
            else super().format_field(value, format_spec)
        )


_SENTENCE = _Sentence()


def sentence(text: str, values: Mapping[str, Any]) -> str:
    """The text with the values put in; `{count:target|targets}` is the word that goes with that number."""
    # Most texts count nothing, and this is asked for each cell of a table.
    return _SENTENCE.vformat(text, (), values) if BETWEEN_ONE_AND_MORE in text else text.format(**values)


def of_number(value: Any, words: str) -> str:
    """Of `target|targets` the word that goes with that number, or with the number written so."""
    one, more = words.split(BETWEEN_ONE_AND_MORE)
    return one if is_one(value) else more


def is_one(value: Any) -> bool:
    """Whether a number, or one written so, is spoken of in the singular."""
    return str(value).lstrip("-−") == "1"


def figure_digits(figure_count: int | None) -> int:
    """The places after the point of a figure that is made of so many: of one, those of its source."""
    return WORKED_OUT_DIGITS if (figure_count or 0) > 1 else PRINTED_DIGITS


def number(value: float | None, digits: int = PRINTED_DIGITS) -> str:
    """The number with thousands grouped and trailing zeros cut; a dash for none."""
    if value is None:
        return NOTHING
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(value: float | None, unit: str | None, digits: int = PRINTED_DIGITS) -> str:
    """The number and its unit."""
    if value is None:
        return NOTHING
    if not unit or unit in UNWRITTEN_UNITS:
        return number(value, digits)
    words = number(value, digits)
    name = unit.one if isinstance(unit, UnitName) and is_one(words) else unit
    return words + ("" if unit in CLOSE_UNITS else "\N{NO-BREAK SPACE}") + name


def about(words: str, language: str) -> str:
    """The figure in those words, as one of about so much."""
    return ABOUT[language].format(figure=words)


def figure(
    value: float | None,
    unit: str | None,
    comparator: str | None = None,
    value_high: float | None = None,
    digits: int = PRINTED_DIGITS,
) -> str:
    """A figure or a target as it binds, such as `≥ 93%` or `1–2 项`; a level to hold is its number alone."""
    if value is None:
        return NOTHING
    if comparator == "between" and value_high is not None:
        return f"{number(value, digits)}–{with_unit(value_high, unit, digits)}"
    return SIGNS.get(comparator or "", "") + with_unit(value, unit, digits)
