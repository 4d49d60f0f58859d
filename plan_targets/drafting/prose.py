"""The numbers of running text as rows of a draft, one after the other: what a clause leaves out stands before it.

Numbers that 分别 tells apart are grouped in `plan_targets.drafting.respectively`; how a number adds up is said in
`plan_targets.drafting.accumulation`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plan_targets.drafting.accumulation import accumulation_in_text
from plan_targets.drafting.no_promise import why_not
from plan_targets.drafting.passages import Passage
from plan_targets.drafting.printed import Printed, listed_numbers, printed_numbers
from plan_targets.drafting.respectively import Group
from plan_targets.drafting.rows import DraftRow, LeftOut, Reading, Spot
from plan_targets.drafting.sentences import Clause, clause_of, is_promise, names, subject_before
from plan_targets.drafting.units import listed_units
from plan_targets.drafting.words import ranks, worded_numbers
from plan_targets.drafting.years import Due, Period, due_of, years_listed

OFFICES = re.compile(r"[(（]?(?:责任单位|牵头单位|责任部门|牵头部门|主办单位|配合单位)[:：]([^)）。\n]+)")
# Where a number starts from: 由2020年的62%提高到66%.
STARTING = re.compile(
    r"[由从](?:(?P<year>20\d\d)年(?:底|末)?)?(?:“?十[一二三四五六]五”?末?)?(?:的|现有的?|目前的?|现在的?)?\s*(?:约|近|不足)?$"
)
ENDING = re.compile(
    r"^[^,，。;；、]{0,4}?(?:提高|提升|增加|增长|上升|扩大|扩展|下降|降低|减少|压减|缩短|压缩|缩小|发展|壮大|跃升|拓展|降)(?:到|至|为)"
    r"|^[^,，。;；、]{0,4}?[增升扩降减](?:到|至)"
)
DATED_BEFORE = re.compile(r"(?:^|[,，。;:：(])(20\d\d)年(?:底|末)?(?:的)?(?:为|是|达到|达|约)?\s*$")
DATED_THEN = re.compile(r"^[,，、]\s*(?:到)?(20\d\d)年(?:底|末)?(?:达到|达|为|提高到|提升到|不低于|\d)")
SHARED_VERB = re.compile(r"^\s*[、和及与]\s*$")
BINDING = re.compile(r"^\s*[(（](约束性|预期性)")


@dataclass
class _Sofar:
    """What the numbers before said, which a clause without words of its own goes on with."""

    row: DraftRow | None = None
    clause: Clause | None = None
    end: int = 0
    phrases: list[str] = field(default_factory=list)


@dataclass
class ProseReader:
    """Reads the passages of one document, in order."""

    units: tuple[str, ...]
    period: Period
    has_headings: bool
    # The year that a section on targets names at its beginning holds for its items.
    _carried: dict[str, int] = field(default_factory=dict)

    def read(self, passage: Passage) -> Iterator[DraftRow | LeftOut]:
        """The numbers of a passage, and those that are left out."""
        offices = OFFICES.search(passage.text)
        text = passage.text[: offices.start()] if offices else passage.text
        section = _section(passage)
        named = offices.group(1).strip() if offices else ""
        yield from self._numbers(passage, text, self._carried.get(section), named)
        if any("目标" in title for title in passage.titles):
            years = re.findall(r"到(20\d\d)年", passage.text)
            if years:
                self._carried[section] = int(years[-1])

    def _numbers(self, passage: Passage, text: str, carried: int | None, offices: str) -> Iterator[DraftRow | LeftOut]:
        sofar = _Sofar()
        baseline: tuple[Printed, int | None] | None = None
        without = (0, 0)
        start_of_list = 0
        group: Group | None = None
        found = _in_order(text, self.units, is_aims=any("目标" in title for title in passage.titles))
        for position, (number, listed_at) in enumerate(found):
            if number.start < sofar.end and not (listed_at and number.end == sofar.end):
                continue
            reason = why_not(passage, text, number, self.has_headings)
            start = STARTING.search(text[: number.start])
            if reason is None and start and ENDING.match(text[number.end :]):
                baseline = (number, int(start.group("year")) if start.group("year") else None)
                without = (start.start(), number.end)
                reason = "base"
            elif reason is None and (dated := _dated_before(text, number)):
                baseline, reason = (number, dated), "base"
            if reason is not None:
                if number.doubt != "word":
                    yield _left_out(passage, text, number, reason)
                continue
            begin = start_of_list if listed_at else sofar.end
            clause = clause_of(text, number, begin, without)
            start_of_list = sofar.end if not listed_at else start_of_list
            if group is None or position not in group.positions:
                group = Group.of(clause, text, found, position, sofar.phrases)
            count = sum(other.start == number.start for other, listed in found if listed is not None)
            rows = self._rows(passage, number, listed_at, clause, sofar, group, position, carried, count)
            after = BINDING.match(text[number.end :])
            modality = {"约束性": "binding", "预期性": "anticipated"}.get(after.group(1)) if after else None
            for row in rows:
                if baseline is not None:
                    row = _with_baseline(row, *baseline)
                row = replace(row, offices=offices, modality=modality or row.modality)
                sofar.phrases.append(row.phrase)
                sofar.row = row
                yield row
            baseline = None
            sofar.clause, sofar.end = clause, number.end

    def _rows(
        self,
        passage: Passage,
        number: Printed,
        listed_at: int | None,
        clause: Clause,
        sofar: _Sofar,
        group: Group | None,
        position: int,
        carried: int | None,
        count: int,
    ) -> Iterator[DraftRow]:
        goes_on = sofar.clause is not None and sofar.clause.sentence_start == clause.sentence_start
        before = sofar.row if goes_on else None
        told = group.clause if group else clause
        # With the verb: 2025年可达.
        words = number.text[: number.digits_start - number.start]
        due = due_of(clause.before + words, clause.here, carried, self.period)
        if group and (year := group.year_of(position)):
            due = Due(year)
        if listed_at is not None and (years := years_listed(clause.before, count)):
            due = Due(years[listed_at])
        phrases, is_carried = _phrases(number, listed_at, clause, before, group, position)
        kind = "target" if is_promise(passage, clause) else "achievement"
        if due.year and self.period.start and due.year < self.period.start:
            kind = "achievement"
        shares_verb = (
            before is not None
            and not clause.predicate.is_told
            and bool(SHARED_VERB.match(clause.before[sofar.end : sofar.end + 1]))
        )
        if listed_at is not None and number.unit == "分" and phrases[0].endswith("指数"):
            # 指数、满意度分别达到92、83分: an index has no unit, and the last one's is none of its own.
            number = replace(number, unit="")
        for phrase in phrases:
            accumulation = accumulation_in_text(number, told, phrase, is_yearly=bool(group and group.years))
            if shares_verb and before and group is None and not before.unit.startswith("%") and not number.is_share:
                accumulation = before.accumulation if accumulation in ("stock", "level") else accumulation
            yield DraftRow(
                location=passage.location,
                page=passage.page,
                kind=kind,
                phrase=phrase,
                printed=number.text,
                readings=_readings(number),
                unit=number.unit or ("指数" if "指数" in phrase else "分" if _is_scored(phrase) else ""),
                comparator=group.comparator_of(position, number) if group else number.comparator,
                due_year=due.year,
                start_year=self._start_year(accumulation, told, due, before),
                is_inferred_year=due.is_inferred,
                accumulation=accumulation,
                modality="strive" if re.search(r"力争|争创|争取", clause.sentence) else "unstated",
                offices="",
                passage=clause.sentence.strip(),
                context=clause.before[clause.sentence_start :],
                doubts=tuple(self._doubts(number, due, phrase, is_carried=is_carried)),
                spot=Spot(start=number.start, end=number.end),
            )

    def _start_year(self, accumulation: str, clause: Clause, due: Due, before: DraftRow | None) -> int | None:
        if accumulation == "change_vs_base":
            base = clause.predicate.base_year
            return base or (due.period_start - 1 if due.period_start else None)
        if accumulation == "period_flow":
            ends = self.period.end is not None and due.year == self.period.end
            return due.period_start or (self.period.start if ends else None)
        return None

    def _doubts(self, number: Printed, due: Due, phrase: str, *, is_carried: bool) -> Iterator[str]:
        if number.doubt:
            yield number.doubt
        if len(_readings(number)) > 1:
            yield "lost_dash"
        if due.is_inferred:
            yield "inferred_year" if due.year else "no_year"
        if is_carried:
            yield "carried_subject"
        if not number.unit and "指数" not in phrase and not _is_scored(phrase):
            yield "no_unit"
        elif number.unit and number.unit not in listed_units():
            yield "unknown_unit"
        if len(phrase) < 3:
            yield "few_words"


def _in_order(text: str, units: tuple[str, ...], *, is_aims: bool) -> list[tuple[Printed, int | None]]:
    listed = list(listed_numbers(text, units))
    single = [*printed_numbers(text, units), *worded_numbers(text), *(ranks(text) if is_aims else ())]
    # The numbers of one list begin and end together; all others follow one another.
    found: list[tuple[Printed, int | None]] = [*listed, *((number, None) for number in single)]
    return sorted(found, key=lambda one: (one[0].start, one[1] or 0))


def _phrases(
    number: Printed, listed_at: int | None, clause: Clause, before: DraftRow | None, group: Group | None, position: int
) -> tuple[list[str], bool]:
    """What the number is a number of, and whether that stands in a clause before."""
    if group is not None and position in group.positions:
        return [group.phrase_of(position)], False
    if listed_at is not None:
        parts = re.split(r"、|和", clause.phrase)
        return [parts[listed_at] if listed_at < len(parts) else clause.phrase], False
    subject = clause.predicate.subject
    # 完成近100个品牌: what is carried out stands behind its number.
    is_counted = bool(clause.phrase) and bool(re.search(r"(?:完成|拥有)(?:近|约|超|不少于|至少)?$", clause.before))
    is_only_told = not subject and clause.predicate.is_told and not number.name and not is_counted
    is_bare = not subject and not clause.phrase and before is None and not number.name
    if (is_only_told or is_bare) and (skipped := subject_before(clause.skipped)):
        return [skipped], True
    if before is not None and (is_only_told or subject.startswith(("占", "较", "比"))):
        return [before.phrase + subject], True
    if not clause.phrase and before is not None:
        return [before.phrase], True
    return names(clause.phrase, number, clause.here + number.text), False


def _with_baseline(row: DraftRow, number: Printed, year: int | None) -> DraftRow:
    readings = tuple(replace(reading, baseline=number.number) for reading in row.readings)
    return replace(row, readings=readings, baseline_year=year)


def _dated_before(text: str, number: Printed) -> int | None:
    """The year of a number that the same sentence goes on from: 2020年为92.5%,2025年达到95%."""
    first = DATED_BEFORE.search(text[: number.digits_start])
    then = DATED_THEN.match(text[number.end :])
    return int(first.group(1)) if first and then and int(first.group(1)) < int(then.group(1)) else None


def _left_out(passage: Passage, text: str, number: Printed, reason: str) -> LeftOut:
    around = text[max(0, number.start - 12) : number.end + 8]
    spot = Spot(start=number.start, end=number.end)
    return LeftOut(passage.location, number.text, around, reason, passage.page, spot)


def _section(passage: Passage) -> str:
    # What a section on targets says at its beginning holds for its numbered items.
    match = re.match(r"^(第[^篇章节]+[篇章节])*[^\d(]*(?:\([^)]*\))?", passage.location)
    return match.group(0) if match else passage.location


def _readings(number: Printed) -> tuple[Reading, ...]:
    first = Reading(number.number, number.number_high)
    # Two digits that rise by one may be a range that lost its dash (23 for 2-3).
    match = re.search(r"(?<!\d)([1-8])(\d)(?!\d|\.\d)", number.text)
    is_rise = match is not None and int(match.group(2)) == int(match.group(1)) + 1
    if match and is_rise and number.number_high is None and not number.is_share:
        return (first, Reading(float(match.group(1)), float(match.group(2))))
    return (first,)


def _is_scored(phrase: str) -> bool:
    return bool(re.search(r"得分|评分|分值|满意度$", phrase))
