"""The figures that are due and unreported, asked once a publication."""

from collections.abc import Callable, Iterable

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.collect.awaited import AwaitedFigure, awaited_figures


@kept
def awaited(now: Reader, language: str) -> tuple[AwaitedFigure, ...]:
    """What is due and unreported, each figure once; names are in that language."""
    return tuple(awaited_figures(now.snapshot, language=language))


# The states of a figure that is due, each as the page counts it.
STATES: dict[str, Callable[[AwaitedFigure], bool]] = {
    "decides": lambda one: one.is_due_year and one.is_overdue,
    "overdue": lambda one: one.is_overdue,
    "expected": lambda one: not one.is_overdue,
    "never": lambda one: one.is_never_reported,
}


def figure_due_count(figures: Iterable[AwaitedFigure], state: str | None = None) -> int:
    """The metric of that name among these figures: one that several offices owe counts once."""
    chosen = (one for one in figures if state is None or STATES[state](one))
    return len({(one.owner.region_code, one.indicator_id, one.year) for one in chosen})
