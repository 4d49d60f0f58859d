"""The figures that are due and unreported, asked once a publication."""

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.collect.awaited import AwaitedFigure, awaited_figures


@kept
def awaited(now: Reader, language: str) -> tuple[AwaitedFigure, ...]:
    """What is due and unreported, each figure once; names are in that language."""
    return tuple(awaited_figures(now.snapshot, language=language))
