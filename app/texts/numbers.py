"""Numbers as a reader sees them: with their comparator, their unit, and no more digits than they have."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.texts import Texts
from plan_targets.settings import variables
from plan_targets.words import (
    NOTHING,
    PRINTED_DIGITS,
    WORKED_OUT_DIGITS,
    about,
    figure_digits,
    number,
    with_unit,
)
from plan_targets.words import figure as figure_words

# Publications record UTC; what day and hour that is, is decided where the project is.
READERS_ZONE = ZoneInfo(variables()["time_zone"])
DAYS_IN_YEAR = 365.25
DAYS_IN_MONTH = DAYS_IN_YEAR / 12

__all__ = [
    "NOTHING",
    "PRINTED_DIGITS",
    "WORKED_OUT_DIGITS",
    "age",
    "age_on",
    "day",
    "difference",
    "figure",
    "figure_digits",
    "moment",
    "number",
    "share",
    "with_unit",
]


def figure(
    texts: Texts,
    value: float | None,
    unit: str | None,
    comparator: str | None = None,
    value_high: float | None = None,
    is_approximate: bool | None = False,
    digits: int = PRINTED_DIGITS,
) -> str:
    """A figure or a target as it binds: `≥ 93%`, `1–2 项`, `稳定在 98%`, `≤ 30左右`."""
    words = figure_words(value, texts.unit(unit), comparator, value_high, digits)
    if is_approximate and value is not None:
        words = about(words, texts.language)
    return texts("figure.hold", figure=words) if comparator == "hold" and value is not None else words


def difference(texts: Texts, value: float | None, unit: str | None, is_signed: bool = True) -> str:
    """A difference of two figures: between two percentages lie percentage points."""
    if value is None:
        return NOTHING
    sign = ("+" if value > 0 else "−" if value < 0 else "±") if is_signed else ""
    words = texts("figure.percentage_points", figure=number(abs(value), 2)) if unit == "%" else ""
    return sign + (words or with_unit(abs(value), texts.unit(unit), 2))


def share(part: float, whole: float) -> str:
    """A share in whole percent; a dash where there is nothing to share."""
    return f"{100 * part / whole:.0f}%" if whole else NOTHING


def age(texts: Texts, days: int | None) -> str:
    """How old something is, in the largest unit that still says something."""
    if days is None:
        return NOTHING
    if days < 0:
        return texts("age.future")
    if days < 2 * DAYS_IN_MONTH:
        return texts("age.days", count=days)
    if days < 2 * DAYS_IN_YEAR:
        return texts("age.months", count=int(days / DAYS_IN_MONTH))
    return texts("age.years", count=f"{days / DAYS_IN_YEAR:.1f}")


def day(value: Any) -> str:
    """A date as YYYY-MM-DD; a dash for none."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)[:10]


def moment(value: Any) -> str:
    """A time recorded in UTC, as the readers' clocks show it."""
    if value is None:
        return NOTHING
    when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return f"{when.astimezone(READERS_ZONE):%Y-%m-%d %H:%M}"


def age_on(texts: Texts, period_end: Any, as_of: Any) -> str:
    """How old a figure was on the as-of date, from the end of the period that it measures."""
    if period_end is None or as_of is None:
        return NOTHING
    end = date.fromisoformat(str(as_of)[:10])
    return age(texts, max((end - date.fromisoformat(str(period_end)[:10])).days, 0))
