"""Figures as people write them, the same on pages, in workbooks and in reports."""

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
    return number(value, digits) + ("" if unit in CLOSE_UNITS else "\N{NO-BREAK SPACE}") + unit


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
