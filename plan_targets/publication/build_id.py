"""The names of publications: they sort in the order of publication, whatever the clock said at the time."""

import re
from collections.abc import Iterable
from datetime import datetime

NUMBERED = re.compile(r"(\d{6,})-\d{8}T\d{6}Z-")


def order_of(build_id: str) -> tuple[int, str]:
    """A key that sorts build ids in the order of publication; a name of another form comes before all numbered ones."""
    match = NUMBERED.match(build_id)
    return (int(match[1]) if match else 0, build_id)


def next_build_id(known: Iterable[str], moment: datetime, invocation_id: str) -> str:
    """The id that follows the known ones: its number, the UTC time that the clock gave, and dbt's invocation.

    The number alone says the order, because a clock can be set back.
    """
    number = max((order_of(build_id)[0] for build_id in known), default=0) + 1
    return f"{number:06d}-{moment:%Y%m%dT%H%M%SZ}-{invocation_id[:8]}"
