"""The draft under review in this session: it stays while the person visits other pages."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from plan_targets.drafting.marked import MarkedPassage
from plan_targets.drafting.plan import PlanDraft
from plan_targets.drafting.review import Decision, Review, ReviewedRow

STATE = "reading.session"


@dataclass
class Session:
    """A document's draft, the decisions so far, and what of it is in view."""

    # The digest of the document's bytes.
    digest: str
    draft: PlanDraft
    passages: list[MarkedPassage]
    review: Review
    against: str = ""
    # The position of the row that is looked at by itself.
    at: int = 0
    # Counts the changes that the table's own state knows nothing of.
    version: int = 0
    # The rows in the table, by position, for the filter and the version that they were chosen for: a decision must not
    # move the rows while somebody works in them.
    shown: list[int] = field(default_factory=list)
    shown_for: tuple[Any, ...] = ()


def session() -> Session | None:
    """The session's draft; none before a document was read."""
    opened: Session | None = st.session_state.get(STATE)
    return opened


def keep(opened: Session) -> None:
    """Keeps a draft for the session."""
    st.session_state[STATE] = opened


def replace_row(position: int, row: ReviewedRow) -> None:
    """Puts a row changed outside the table into the review, and has the table drawn anew."""
    opened: Session = st.session_state[STATE]
    opened.review = opened.review.with_row(position, row)
    opened.version += 1


def decide(positions: list[int], decision: Decision) -> None:
    """Decides on several rows at once."""
    opened: Session = st.session_state[STATE]
    for position in positions:
        opened.review = opened.review.with_row(position, opened.review.rows[position].decided(decision))
    opened.version += 1


def go_to(position: int) -> None:
    """Looks at that row."""
    opened: Session = st.session_state[STATE]
    opened.at = position


def next_open(opened: Session, after: int) -> int:
    """The next row that nobody decided on, from the beginning again behind the last; the next row when all are."""
    count = len(opened.review.rows)
    order = [(after + step) % count for step in range(1, count + 1)]
    return next((at for at in order if opened.review.rows[at].decision == "open"), order[0])
