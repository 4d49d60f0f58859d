"""A plan's document as a draft: every number that may be a target, with its place, and those that were left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plan_targets.drafting.glued import GluedRow, glued_rows, without_glued_rows
from plan_targets.drafting.passages import Line, Passage, passages
from plan_targets.drafting.printed import Printed, listed_numbers, printed_numbers
from plan_targets.drafting.sentences import Clause, clause_of, is_promise, names, why_not
from plan_targets.drafting.words import worded_numbers
from plan_targets.drafting.years import Due, Period, due_of, period_of

OFFICES = re.compile(r"[(（]?(?:责任单位|牵头单位|责任部门|牵头部门)[:：]([^)）。\n]+)")


@dataclass(frozen=True)
class Reading:
    """One way to read a number: a value, the upper end of a range, and the baseline printed beside it."""

    value: float | None
    value_high: float | None = None
    baseline: float | None = None


@dataclass(frozen=True)
class DraftRow:
    """A number of the document that may be a target or an achievement."""

    place: str
    page: int | None
    kind: str
    phrase: str
    printed: str
    readings: tuple[Reading, ...]
    unit: str
    comparator: str
    due_year: int | None
    start_year: int | None
    is_inferred_year: bool
    accumulation: str
    modality: str
    offices: str
    passage: str
    # Why a person should look twice, in codes of `draft.DOUBTS`.
    doubts: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        """The reading that fits best."""
        return self.readings[0]


@dataclass(frozen=True)
class LeftOut:
    """A number that is no target, and why."""

    place: str
    printed: str
    around: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """What the reader found in a document."""

    period: Period
    rows: tuple[DraftRow, ...]
    left_out: tuple[LeftOut, ...]


def draft_of(lines: Sequence[Line], units: Sequence[str], titles: Sequence[str] = ()) -> Draft:
    """The draft of a plan whose text is given in lines; `units` are those that are known."""
    found = passages(lines)
    period = period_of([*titles, *(line.text for line in lines[:40] if len(line.text) < 120)], found)
    has_headings = any(one.place for one in found)
    rows: list[DraftRow] = []
    left_out: list[LeftOut] = []
    carried: dict[str, int] = {}
    for passage in found:
        for row in glued_rows(passage.text, units):
            rows.extend(_table_rows(passage, row))
        plain = replace(passage, text=without_glued_rows(passage.text, units))
        section = _section(plain)
        for one in _numbers(plain, units, period, carried.get(section), has_headings):
            (rows if isinstance(one, DraftRow) else left_out).append(one)  # type: ignore[arg-type]
        if any("目标" in title for title in plain.titles):
            years = re.findall(r"到(20\d\d)年", plain.text)
            if years:
                carried[section] = int(years[-1])
    return Draft(period, tuple(rows), tuple(left_out))


def _section(passage: Passage) -> str:
    # What a section on targets says at its beginning holds for its numbered items.
    match = re.match(r"^(第[^篇章节]+[篇章节])*[^\d(]*(?:\([^)]*\))?", passage.place)
    return match.group(0) if match else passage.place


def _numbers(
    passage: Passage, units: Sequence[str], period: Period, carried: int | None, has_headings: bool
) -> Iterator[DraftRow | LeftOut]:
    offices = OFFICES.search(passage.text)
    text = passage.text[: offices.start()] if offices else passage.text
    body = replace(passage, text=text)
    previous_end = list_start = 0
    listed = [(number, position) for number, position in listed_numbers(text, units)]
    single = [(number, None) for number in (*printed_numbers(text, units), *worded_numbers(text))]
    for number, position in sorted([*listed, *single], key=lambda one: (one[0].start, one[1] or 0)):
        # The numbers of one list begin and end together; all others follow one another.
        if number.start < previous_end and not (position and number.end == previous_end):
            continue
        reason = why_not(body, number, has_headings)
        if reason is not None:
            if number.doubt != "word":
                around = text[max(0, number.start - 12) : number.end + 8]
                yield LeftOut(passage.place, number.text, around, reason)
            if reason == "date_or_duration":
                continue
            continue
        clause = clause_of(body, number, list_start if position else previous_end)
        list_start, previous_end = previous_end if not position else list_start, number.end
        kind = "target" if is_promise(body, clause) else "achievement"
        due = due_of(clause.before, clause.here, carried, period) if kind == "target" else Due(None, None, True)
        for phrase in _names(clause, number, position):
            yield DraftRow(
                place=passage.place,
                page=passage.page,
                kind=kind,
                phrase=phrase,
                printed=number.text,
                readings=_readings(number),
                unit=number.unit or ("指数" if "指数" in phrase else "分"),
                comparator=number.comparator,
                due_year=due.year,
                start_year=due.start_year,
                is_inferred_year=due.is_inferred,
                accumulation=_accumulation(number, clause.here, phrase),
                modality="strive" if re.search(r"力争|争创|争取", clause.sentence) else "unstated",
                offices=offices.group(1).strip() if offices else "",
                passage=clause.sentence.strip(),
                doubts=tuple(doubt for doubt in (number.doubt, "inferred_year" if due.is_inferred else "") if doubt),
            )


def _names(clause: Clause, number: Printed, position: int | None) -> list[str]:
    if position is None:
        return names(clause.phrase, number, clause.here + number.text)
    parts = re.split(r"、|和", clause.phrase)
    return [parts[position] if position < len(parts) else clause.phrase]


def _readings(number: Printed) -> tuple[Reading, ...]:
    first = Reading(number.number, number.number_high)
    digits = number.text
    # Two digits that rise by one may be a range that lost its dash (23 for 2-3).
    match = re.search(r"(?<!\d)([1-8])(\d)(?!\d|\.\d)", digits)
    if match and int(match.group(2)) == int(match.group(1)) + 1 and number.number_high is None and number.unit != "%":
        return (first, Reading(float(match.group(1)), float(match.group(2))))
    return (first,)


def _accumulation(number: Printed, here: str, phrase: str) -> str:
    if "指数" in phrase:
        return "index"
    if re.search(r"(?:较|比)20\d\d年|累计(?:下降|降低|减少)|下降|翻番", here) and number.unit in ("%", "‰", "倍"):
        return "change_vs_base"
    if number.unit in ("%", "‰", "分", "批次/千人"):
        return "level"
    if re.search(r"累计|总数|总量|拥有量|达到", here):
        return "stock"
    if re.search(r"新增|新建|新制定|新创建|新培育|每年|五年|5年|争创|期间", here):
        return "period_flow"
    return "stock"


def _table_rows(passage: Passage, row: GluedRow) -> Iterator[DraftRow]:
    yield DraftRow(
        place=f"{row.table} {row.number}",
        page=passage.page,
        kind="target",
        phrase=row.name,
        printed=row.printed,
        readings=tuple(Reading(value, None, baseline) for baseline, value in row.readings),
        unit=row.unit,
        comparator="eq",
        due_year=row.due_year,
        start_year=None,
        is_inferred_year=False,
        accumulation="index" if "指数" in row.name else "level" if row.unit in ("%", "‰") else "stock",
        modality="unstated",
        offices="",
        passage=row.printed,
        doubts=("glued_digits",) if len(row.readings) > 1 else (),
    )
