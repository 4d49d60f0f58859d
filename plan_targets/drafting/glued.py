"""Tables whose cells a converter glued together: row number, name, unit, baseline and target in one run of characters.

The rows are found by their numbers, which follow one another; the digits behind a unit are the baseline, the target and
the next row's number. Every way to part them that makes numbers is a reading; the likeliest comes first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from plan_targets.drafting.years import five_year_plans

HEADER = re.compile(
    r"序号(?:主要)?指标(?:名称)?单位(?P<columns>[^\d]{0,4}(?:[“\"]?十[一二三四五六]五[”\"]?[末期]?|20\d\d年?){1,2}[^\d]{0,12})"
)
TITLE = re.compile(
    r"((?:主要|核心|重点|发展)?(?:目标|指标)[\u4e00-\u9fff]{0,3}表|[\u4e00-\u9fff]{2,4}表)(?:[(（]续[)）])?$"
)
LEAST_ROWS = 3
GREATEST_HEADING = 14


@dataclass(frozen=True)
class GluedRow:
    """A row of a glued table; `readings` are pairs of baseline and target, the likeliest first."""

    table: str
    number: int
    name: str
    unit: str
    printed: str
    readings: tuple[tuple[float | None, float], ...]
    base_year: int | None
    due_year: int | None
    start_year: int | None
    start: int
    end: int


def glued_rows(text: str, units: Sequence[str]) -> list[GluedRow]:
    """The rows of the glued tables in a text; none where there are none."""
    headers = list(HEADER.finditer(text))
    rows: list[GluedRow] = []
    for position, header in enumerate(headers):
        end = headers[position + 1].start() if position + 1 < len(headers) else len(text)
        title = TITLE.search(text[: header.start()])
        table = title.group(1) if title else "表"
        first = rows[-1].number + 1 if rows else 1
        rows.extend(_rows(text, header.end(), end, first, table, _years(header.group("columns")), tuple(units)))
    return rows if len(rows) >= LEAST_ROWS else []


def without_glued_rows(text: str, units: Sequence[str]) -> str:
    """The text with its glued tables taken out; every other sign stays at its place."""
    rows = glued_rows(text, units)
    if not rows:
        return text
    headers = list(HEADER.finditer(text))
    start, end = headers[0].start(), rows[-1].end
    return text[:start] + "。" * (end - start) + text[end:]


def _years(columns: str) -> tuple[int | None, int | None, int | None]:
    """The years of the baseline and of the target, and the first of the period that the target ends."""
    plans = five_year_plans(columns)
    if plans:
        return plans[0].end if len(plans) > 1 else None, plans[-1].end, plans[-1].start
    years = [int(year) for year in re.findall(r"20\d\d", columns)]
    return years[0] if len(years) > 1 else None, years[-1] if years else None, None


@cache
def _row_pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?P<name>[^\d(（]+(?:[(（][^)）]*[)）][^\d(（]*?)*?)(?P<unit>{known})(?P<digits>[\d.]+)")


def _rows(
    text: str,
    start: int,
    end: int,
    first: int,
    table: str,
    years: tuple[int | None, int | None, int | None],
    units: tuple[str, ...],
) -> Iterator[GluedRow]:
    number = first
    at = _find_number(text, start, number)
    while at is not None and at < end:
        match = _row_pattern(units).match(text, at)
        if match is None or match.end() > end:
            return
        digits = match.group("digits")
        following = str(number + 1)
        stands_apart = _find_number(text, match.end(), number + 1)
        is_glued = (
            digits.endswith(following)
            and len(digits) > len(following)
            and (stands_apart is None or stands_apart > end or _row_pattern(units).match(text, match.end()) is not None)
        )
        is_apart = not is_glued and stands_apart is not None and stands_apart <= end
        figure_digits = digits.removesuffix(following) if is_glued else digits
        yield GluedRow(
            table=table,
            number=number,
            name=match.group("name").strip(),
            unit=match.group("unit"),
            printed=text[at : match.end()],
            readings=tuple(_readings(figure_digits, match.group("unit"))),
            base_year=years[0],
            due_year=years[1],
            start_year=years[2],
            start=at,
            end=match.end(),
        )
        if is_glued:
            at = match.end()
        elif is_apart:
            at = stands_apart
        else:
            return
        number += 1


def _find_number(text: str, start: int, number: int) -> int | None:
    """Where the name begins behind that row number, if nothing but a short heading stands before it."""
    match = re.compile(rf"[^\d]{{0,{GREATEST_HEADING}}}?{number}(?=[^\d.])").match(text, start)
    return match.end() if match else None


def _readings(digits: str, unit: str) -> list[tuple[float | None, float]]:
    found: list[tuple[float | None, float]] = []
    if _is_number(digits, unit):
        found.append((None, float(digits)))
    for cut in range(1, len(digits)):
        left, right = digits[:cut], digits[cut:]
        if _is_number(left, unit) and _is_number(right, unit):
            found.append((float(left), float(right)))
    return sorted(found, key=lambda reading: _unlikeliness(reading, unit)) or [(None, float("nan"))]


def _is_number(text: str, unit: str) -> bool:
    if not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", text):
        return False
    return unit not in ("%", "分") or float(text) <= 100


def _unlikeliness(reading: tuple[float | None, float], unit: str) -> tuple[float, ...]:
    baseline, target = reading
    if baseline is None:
        # One number alone is plausible only where it is round and not too long.
        return (0.5 if target < 1000 and target % 10 == 0 else 3.0, 0.0)
    growth = target / baseline if baseline else 100.0
    falls = growth < 1
    roundness = 0.0 if target % 50 == 0 else 0.3 if target % 10 == 0 else 0.6 if target % 5 == 0 else 0.8
    if unit in ("%", "分"):
        return ((2.0 if falls else 0.0) + abs(target - baseline) / 100, 0.0)
    return ((2.0 if falls else 0.0) + (1.0 if growth > 200 else 0.0) + roundness, abs(growth))
