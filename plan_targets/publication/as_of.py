"""Publications as of a day: each day has a folder of its own, laid out like the folder of the current ones.

What is published as of a day never stands before or after a current publication, or one of another day: their figures
are not known on the same day, and a comparison would take for a change what is only another question.
"""

import re
from datetime import date
from pathlib import Path

from plan_targets.files.errors import FaultError
from plan_targets.publication.layout import AS_OF, POINTER

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class WrongDayError(FaultError):
    """What was given as a day is none."""


def require_day(text: str) -> str:
    """That day, as it is written in addresses and names of folders. Raises WrongDayError."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise WrongDayError(
        f"as_of is a day written YYYY-MM-DD, for example 2023-06-30, not {text[:40]!r}.",
        f"as_of 应为写作 YYYY-MM-DD 的日期，例如 2023-06-30，而不是 {text[:40]!r}。",
    )


def folder_as_of(published: Path, as_of: str | None) -> Path:
    """The folder of the publications as of that day; of the current ones without a day. Raises WrongDayError."""
    return published / AS_OF / require_day(as_of) if as_of else published


def published_days(published: Path) -> list[str]:
    """The days that something was published for, the latest day first."""
    days = (pointer.parent.name for pointer in (published / AS_OF).glob(f"*/{POINTER}"))
    return sorted((day for day in days if DAY.fullmatch(day)), reverse=True)
