"""A plan's document, drafted: what it says of itself, its numbers, their indicators, and how sure that is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from plan_targets.drafting.candidates import Candidate, Candidates
from plan_targets.drafting.certainty import Certainty, certainty_of
from plan_targets.drafting.description import Describer, Description
from plan_targets.drafting.document import Document, read_document
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.passages import LocatedTable, Passage
from plan_targets.drafting.rows import DraftRow, LeftOut
from plan_targets.drafting.units import known_units
from plan_targets.drafting.years import Period
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.plan_newcomers import direction_of


@dataclass(frozen=True)
class ProposedRow:
    """A drafted number, the indicators that it may be of, and how sure the reader is."""

    row: DraftRow
    candidates: tuple[Candidate, ...]
    certainty: Certainty
    # 1 where more is better, -1 where less is; none where that cannot be told.
    direction: int | None = None


@dataclass(frozen=True)
class PlanDraft:
    """All that the reader has to say of a document."""

    document: Document
    description: Description
    rows: tuple[ProposedRow, ...]
    left_out: tuple[LeftOut, ...]
    passages: tuple[Passage | LocatedTable, ...] = ()


@dataclass(frozen=True)
class PlanReader:
    """Drafts plans with the reference lists."""

    lists: Lists
    candidates: Candidates
    describer: Describer

    @classmethod
    def of(cls, lists: Lists) -> "PlanReader":
        """With those lists."""
        return cls(lists, Candidates(lists), Describer(lists))

    def read(self, path: Path, progress: Callable[[int, int], None] | None = None) -> PlanDraft:
        """The draft of the document. Raises UnreadableDocumentError for one that cannot be read."""
        return self.draft(read_document(path, progress))

    def draft(self, document: Document) -> PlanDraft:
        """The draft of a document that was read."""
        title = self.describer.describe(document.lines, Period(None, None), document.name).title
        drafted = draft_of(document.blocks, known_units(), [title])
        description = self.describer.describe(document.lines, drafted.period, document.name)
        rows = []
        for row in drafted.rows:
            candidates = self.candidates.of(row)
            certainty = certainty_of(row, candidates)
            rows.append(ProposedRow(row, candidates, certainty, self._direction(row, candidates, certainty)))
        return PlanDraft(document, description, tuple(rows), drafted.left_out, drafted.passages)

    def _direction(self, row: DraftRow, candidates: tuple[Candidate, ...], certainty: Certainty) -> int | None:
        """Which way is better: as the list says of the indicator, else as the bound or the name says."""
        if certainty.knows_indicator:
            return int(str(self.lists.indicators[candidates[0].indicator_id]["direction"]))
        return direction_of(row.phrase, row.accumulation, row.comparator, row.printed, self.lists.direction_words)


@cache
def plan_reader() -> PlanReader:
    """The reader with the project's own lists."""
    return PlanReader.of(Lists.from_seeds())
