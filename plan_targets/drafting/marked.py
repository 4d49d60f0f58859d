"""A document's text with its numbers marked: those that became rows, and those that were left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from plan_targets.drafting.passages import LocatedTable, Passage
from plan_targets.drafting.plan import PlanDraft
from plan_targets.drafting.rows import Spot


@dataclass(frozen=True)
class Mark:
    """A part of a text: the rows that its number became, or why it became none."""

    start: int
    end: int
    # Positions in the draft's rows.
    rows: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class MarkedText:
    """A text and its marks, which follow one another."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class MarkedPassage:
    """A paragraph, or a table as the cells of its rows, under its headings."""

    location: str
    titles: tuple[str, ...]
    page: int | None
    texts: tuple[tuple[MarkedText, ...], ...]
    is_table: bool


def marked_passages(draft: PlanDraft) -> list[MarkedPassage]:
    """The passages of the draft's document, in order."""
    found: dict[tuple[int, tuple[int, int] | None], list[Mark]] = defaultdict(list)
    for position, proposed in enumerate(draft.rows):
        spot = proposed.row.spot
        found[spot.passage, spot.cell].append(_mark(spot, rows=(position,)))
    for one in draft.left_out:
        found[one.spot.passage, one.spot.cell].append(_mark(one.spot, reason=one.reason))
    return [_passage(position, one, found) for position, one in enumerate(draft.passages)]


def _mark(spot: Spot, rows: tuple[int, ...] = (), reason: str = "") -> Mark:
    return Mark(spot.start, spot.end, rows, reason)


def _passage(
    position: int, one: Passage | LocatedTable, found: dict[tuple[int, tuple[int, int] | None], list[Mark]]
) -> MarkedPassage:
    if isinstance(one, Passage):
        texts: tuple[tuple[MarkedText, ...], ...] = ((_marked(one.text, found.get((position, None), ())),),)
        return MarkedPassage(one.location, one.titles, one.page, texts, is_table=False)
    texts = tuple(
        tuple(_marked(cell.strip(), found.get((position, (down, across)), ())) for across, cell in enumerate(row))
        for down, row in enumerate(one.table.rows)
    )
    return MarkedPassage(one.location, one.titles, one.table.page, texts, is_table=True)


def _marked(text: str, marks: Sequence[Mark]) -> MarkedText:
    """With one mark where several numbers have one place: the numbers of a list, or the indicators that share one."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if kept and mark.start < kept[-1].end:
            last = kept.pop()
            kept.append(Mark(last.start, max(last.end, mark.end), last.rows + mark.rows, last.reason))
        else:
            kept.append(mark)
    return MarkedText(text, tuple(kept))
