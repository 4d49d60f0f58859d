"""The years that a plan's words mean: 到2025年, “十四五”末, 五年累计, 较2020年."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from plan_targets.drafting.passages import Passage

# The sixth five-year plan began in 1981; each since then has had five years.
SIXTH_BEGAN = 1981
ORDINALS = {
    name: number
    for number, name in enumerate(
        ["六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七"], start=6
    )
}
_FIVE = r"十[一二三四五六七]|[六七八九十]"
FIVE_YEARS = re.compile(rf"[“\"]?({_FIVE})五[”\"]?(?=期间|末|时期|规划|以来|内|$|[”\"])|第({_FIVE})个五年规划")
UNTIL = re.compile(
    r"(?:到|至|力争|截至|截止|于)(20\d\d)年(?:底|末)?(?!的)|(20\d\d)年(?:底|末)?(?:前(?![^,，。;、]{0,8}的)|,)"
    r"|(?<![较比由从自与在])(20\d\d)年(?:底|末)?"
    r"(?=(?:要|将|可|有望|力争|基本|全部|全面|争取)?(?:达|实现|突破|(?:提高|提升|下降|降低|降|控制|增加)[到至在]|不低于|不少于))"
)
# A clause that begins with a year speaks of that year.
BEGINNING = re.compile(r"(?:^|[,，。;；、:：(]|其中)(20\d\d)年(?:底|末)?(?![的以度版]|\d|\s*[-–—~～至到])")
SPAN = re.compile(r"(20\d\d)年?\s*[-–—~～至到]{1,2}\s*(20\d\d)年")
TERM = re.compile(r"(?:规划|实施|行动|方案)(?:期限?|年限|周期)[^,，。;；\d]{0,6}" + SPAN.pattern)
# A year that a scanner or a hand got wrong: 2O25, 202l, 2205, 225.
SLIPPED = re.compile(
    r"(?:(?<=[到至于])|(?<=截至)|(?<=截止)|(?<=力争)|(?<=[,，。;；、]))(?P<year>[2Z][\dOoIlZSB〇]{2,4})(?=年(?:底|末|前|,|，|[\u4e00-\u9fff]))"
)
LIKE_DIGITS = str.maketrans("OoIlZSB〇", "00112580")
FIRST_YEAR, LAST_YEAR = 1990, 2060
MOST_SLIPS = 2
# What was, in brackets behind what is to be, says nothing of what follows.
WAS = re.compile(r"[(（](?:其中)?20\d\d年(?:底|末)?(?:为|是|仅为|有)[^()（）]*[)）]")
COMPARED = re.compile(r"[较比与由从自]$")
YEARS_LISTED = re.compile(r"(?:20\d\d年?[、,，和及]?){2,}")
# A year so long after a plan's first due year is an outlook (到2035年), not the plan's end.
OUTLOOK_AFTER = 8
FIRST_LINES = 40


@dataclass(frozen=True)
class Period:
    """The years of a plan; none where its text does not tell."""

    start: int | None
    end: int | None


def five_year_plan(ordinal: str) -> Period:
    """The years of the national five-year plan that 十四五 and its like name."""
    first = SIXTH_BEGAN + 5 * (ORDINALS[ordinal] - ORDINALS["六"])
    return Period(first, first + 4)


def period_of(titles: Sequence[str], passages: Sequence[Passage]) -> Period:
    """The plan's own years: those of its title, else up to the last year by which its targets are due."""
    for title in titles:
        if span := SPAN.search(title):
            return Period(int(span.group(1)), int(span.group(2)))
        if "规划" in title and (named := five_year_plans(title)):
            return named[-1]
    for passage in passages:
        if term := TERM.search(passage.text):
            return Period(int(term.group(1)), int(term.group(2)))
    aims = [one for one in passages if any("目标" in title for title in one.titles)] or list(passages)
    due = [year for one in aims for _, year in _said(one.text)]
    if not due:
        named = [period for one in passages for period in five_year_plans(one.text)]
        return max(named, key=lambda period: period.end or 0) if named else Period(None, None)
    ends = [year for year in due if year < min(due) + OUTLOOK_AFTER]
    return Period(None, max(ends))


@dataclass(frozen=True)
class Due:
    """By when a number is to be reached; the first year of the period that is named, and whether nothing was."""

    year: int | None
    period_start: int | None = None
    is_inferred: bool = False


def due_of(before: str, here: str, carried: int | None, plan: Period) -> Due:
    """The due year of a number: `before` is its passage, `here` its own clause, `carried` what holds so far."""
    if span := SPAN.search(here):
        return Due(int(span.group(2)), int(span.group(1)))
    if named := _aimed_plans(here):
        return Due(named[-1][1].end, named[-1][1].start)
    # What was said last holds: “十四五”期间 after 到2030年.
    before = WAS.sub("", before)
    said = [(start, Due(year)) for start, year in _said(before)]
    if said:
        said += [(start, Due(period.end, period.start)) for start, period in _aimed_plans(before)]
        return max(said, key=lambda one: one[0])[1]
    if carried is not None:
        return Due(carried)
    if spans := list(SPAN.finditer(before)):
        return Due(int(spans[-1].group(2)), int(spans[-1].group(1)))
    if named := _aimed_plans(before):
        return Due(named[-1][1].end, named[-1][1].start)
    return Due(plan.end, None, is_inferred=True)


def years_listed(before: str, count: int) -> tuple[int, ...]:
    """The years that so many numbers are for, one each: 2023年、2024年、2025年,…分别控制在33、31、29."""
    lists = list(YEARS_LISTED.finditer(before))
    years = tuple(map(int, re.findall(r"20\d\d", lists[-1].group(0)))) if lists else ()
    is_last = not any(start >= lists[-1].end() for start, _ in _said(before)) if lists else False
    return years if is_last and len(years) == count else ()


def with_years_mended(text: str, plan: Period) -> tuple[str, frozenset[int]]:
    """The text with the years that are slips as the plan's years that they are nearest to, and those years."""
    mended: set[int] = set()

    def mend(match: re.Match[str]) -> str:
        told = match.group("year").translate(LIKE_DIGITS)
        is_year = len(told) == 4 and FIRST_YEAR <= int(told) <= LAST_YEAR
        if is_year and told == match.group("year"):
            return told
        if not is_year:
            nearest = _nearest_year(told, plan)
            if nearest is None:
                return match.group("year")
            told = str(nearest)
        mended.add(int(told))
        return told

    return SLIPPED.sub(mend, text), frozenset(mended)


def _nearest_year(told: str, plan: Period) -> int | None:
    """The plan's year that the digits are likest to, the last of several; none where none is near."""
    if plan.end is None:
        return None
    years = range(plan.end, (plan.start or plan.end) - 1, -1)
    distances = {year: DamerauLevenshtein.distance(told, str(year)) for year in years}
    best = min(distances, key=lambda year: distances[year])
    return best if distances[best] <= MOST_SLIPS else None


def five_year_plans(text: str) -> list[Period]:
    """The five-year plans that a text names, in its order."""
    return [five_year_plan(match.group(1) or match.group(2)) for match in FIVE_YEARS.finditer(text)]


def _aimed_plans(text: str) -> list[tuple[int, Period]]:
    """The five-year plans that a text sets its aims for, with their places; not those that it compares with."""
    return [
        (match.start(), five_year_plan(match.group(1) or match.group(2)))
        for match in FIVE_YEARS.finditer(text)
        if not COMPARED.search(text[: match.start()])
    ]


def _said(text: str) -> list[tuple[int, int]]:
    """The years by which a text says that something is due, in its order, with their places."""
    found = {
        (match.start(), int(next(filter(None, match.groups()))))
        for pattern in (UNTIL, BEGINNING)
        for match in pattern.finditer(text)
    }
    return sorted(found)
