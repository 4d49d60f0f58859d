"""Figures as people write them, the same on pages, in workbooks and in reports."""

SIGNS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
# Units that are written against the number.
CLOSE_UNITS = {"%", "‰"}

NOTHING = "—"
# What a plan says of a number that it does not mean exactly.
ABOUT = {"zh": "{figure}左右", "en": "{figure} or so"}


def number(value: float | None, digits: int = 4) -> str:
    """The number with thousands grouped and trailing zeros cut; a dash for none."""
    if value is None:
        return NOTHING
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(value: float | None, unit: str | None, digits: int = 4) -> str:
    """The number and its unit."""
    if value is None:
        return NOTHING
    if not unit:
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
    digits: int = 4,
) -> str:
    """A figure or a target as it binds, such as `≥ 93%` or `1–2 项`; a level to hold is its number alone."""
    if value is None:
        return NOTHING
    if comparator == "between" and value_high is not None:
        return f"{number(value, digits)}–{with_unit(value_high, unit, digits)}"
    return SIGNS.get(comparator or "", "") + with_unit(value, unit, digits)
