"""The years that a plan's words mean: 到2025年, “十四五”末, 五年累计, 较2020年."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plan_targets.drafting.passages import Passage

# The first of these five-year plans began in 1953 and the sixth in 1981; since then each has had five years.
SIXTH_BEGAN = 1981
ORDINALS = {"六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16}
FIVE_YEARS = re.compile(r"[“\"]?(十[一二三四五六]|[六七八九十])五[”\"]?(?=期间|末|时期|规划|以来|$|[”\"])")
UNTIL = re.compile(r"(?:到|至|力争|截至|截止)(20\d\d)年(?:底|末)?(?!的)|(20\d\d)年(?:底|末)?(?:前|,)")
SPAN = re.compile(r"(20\d\d)年?\s*[-–—~～至到]\s*(20\d\d)年")
BASE = re.compile(r"(?:较|比|以|在)(20\d\d)年(?:的?基础上|下降|减少|降低|提高|增长|增加|提升|翻)?")
FLOW_YEARS = re.compile(r"(?:五|5)年(?:累计|新增|内|间)?")
# A year so long after a plan's first due year is an outlook (到2035年), not the plan's end.
OUTLOOK_AFTER = 8


@dataclass(frozen=True)
class Period:
    """The years of a plan; none where its text does not tell."""

    start: int | None
    end: int | None


def five_year_plan(ordinal: str) -> Period:
    """The years of the national five-year plan that 十四五 and its like name."""
    first = SIXTH_BEGAN + 5 * (ORDINALS[ordinal] - 6)
    return Period(first, first + 4)


def period_of(titles: Sequence[str], passages: Sequence[Passage]) -> Period:
    """The plan's own years: those of its title, else up to the last year by which its targets are due."""
    for title in titles:
        if span := SPAN.search(title):
            return Period(int(span.group(1)), int(span.group(2)))
        if "规划" in title and (named := FIVE_YEARS.search(title)):
            return five_year_plan(named.group(1))
    aims = [one for one in passages if any("目标" in title for title in one.titles)] or list(passages)
    due = [int(match.group(1) or match.group(2)) for one in aims for match in UNTIL.finditer(one.text)]
    if not due:
        named = [match.group(1) for one in passages for match in FIVE_YEARS.finditer(one.text)]
        return five_year_plan(max(named, key=lambda ordinal: ORDINALS[ordinal])) if named else Period(None, None)
    ends = [year for year in due if year < min(due) + OUTLOOK_AFTER]
    return Period(None, max(ends))


@dataclass(frozen=True)
class Due:
    """By when a number is to be reached, and from when it counts."""

    year: int | None
    start_year: int | None
    is_inferred: bool


def due_of(before: str, here: str, carried: int | None, plan: Period) -> Due:
    """The due year of a number: `before` is its passage up to it, `here` its own clause, `carried` what holds so far."""
    if named := FIVE_YEARS.search(here):
        period = five_year_plan(named.group(1))
        return Due(period.end, period.start, False)
    base = BASE.search(here)
    said = list(UNTIL.finditer(before))
    year = int(said[-1].group(1) or said[-1].group(2)) if said else carried
    if year is not None:
        return Due(year, int(base.group(1)) if base else None, False)
    if named := list(FIVE_YEARS.finditer(before)):
        period = five_year_plan(named[-1].group(1))
        return Due(period.end, period.start, False)
    return Due(plan.end, int(base.group(1)) if base else None, True)
