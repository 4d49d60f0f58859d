"""A second document of the same plan (a revision, an assessment at mid-term) beside the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from plan_targets.drafting.plan import PlanDraft, ProposedRow

Change = Literal["new", "changed", "dropped", "same"]
CHANGES: dict[Change, tuple[str, str]] = {
    "new": ("新增", "new"),
    "changed": ("更改", "changed"),
    "dropped": ("取消", "dropped"),
    "same": ("未变", "same"),
}
# Names that are less alike are two indicators; one known indicator is alike whatever its wording.
LEAST_LIKENESS = 72
SAME_INDICATOR, SAME_YEAR, SAME_VALUE = 100, 12, 6
FIELDS = ("value", "value_high", "unit", "comparator", "due_year", "start_year", "accumulation", "modality")


@dataclass(frozen=True)
class Compared:
    """A target of the two documents; `fields` names what differs where it is in both."""

    change: Change
    before: ProposedRow | None
    after: ProposedRow | None
    fields: tuple[str, ...] = ()


def compare(before: PlanDraft, after: PlanDraft) -> list[Compared]:
    """The targets of both documents: those of the second in its order, then those that it does not have any more."""
    old, new = (list(_targets(draft)) for draft in (before, after))
    partners = dict(_pairs(old, new))
    compared = [
        Compared("new", None, row) if position not in partners else _of_pair(old[partners[position]], row)
        for position, row in enumerate(new)
    ]
    kept = set(partners.values())
    return compared + [Compared("dropped", row, None) for position, row in enumerate(old) if position not in kept]


def _targets(draft: PlanDraft) -> Iterator[ProposedRow]:
    return (proposed for proposed in draft.rows if proposed.row.kind == "target")


def _pairs(old: Sequence[ProposedRow], new: Sequence[ProposedRow]) -> Iterator[tuple[int, int]]:
    """Which target of the second is which of the first, the likest first, each once."""
    likenesses = [
        (likeness, after, before)
        for after, row in enumerate(new)
        for before, other in enumerate(old)
        if (likeness := _likeness(other, row)) is not None
    ]
    taken_after: set[int] = set()
    taken_before: set[int] = set()
    for _, after, before in sorted(likenesses, key=lambda one: (-one[0], one[1], one[2])):
        if after not in taken_after and before not in taken_before:
            taken_after.add(after)
            taken_before.add(before)
            yield after, before


def _likeness(one: ProposedRow, other: ProposedRow) -> float | None:
    """How like two targets are; none where they cannot be the same one."""
    if ("%" in one.row.unit) != ("%" in other.row.unit):
        return None
    if (one.row.accumulation == "change_vs_base") != (other.row.accumulation == "change_vs_base"):
        return None
    known = [proposed.candidates[0].indicator_id for proposed in (one, other) if proposed.certainty.knows_indicator]
    likeness = float(fuzz.ratio(one.row.phrase, other.row.phrase))
    if len(known) == 2:
        if known[0] != known[1]:
            return None
        likeness = SAME_INDICATOR
    if likeness < LEAST_LIKENESS:
        return None
    likeness += SAME_YEAR if one.row.due_year == other.row.due_year else 0
    return likeness + (SAME_VALUE if one.row.reading.value == other.row.reading.value else 0)


def _of_pair(before: ProposedRow, after: ProposedRow) -> Compared:
    differing = tuple(name for name in FIELDS if _value(before, name) != _value(after, name))
    return Compared("changed" if differing else "same", before, after, differing)


def _value(proposed: ProposedRow, name: str) -> object:
    row = proposed.row
    return getattr(row.reading, name) if name in ("value", "value_high") else getattr(row, name)
