"""What the first readers of a publication would wait for, asked before they do."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from cachetools import LRUCache, cached
from streamlit import runtime

from app.queries import awaited, changes, families, plans, progress, publications, quality, reference, regions, series
from app.queries.session import Reader, reader_in
from app.texts import LANGUAGES
from plan_targets.access.access import Access
from plan_targets.semantic import SemanticError

PUBLICATIONS_KEPT = 16


def warm_up(now: Reader) -> None:
    """Starts to ask what every page asks, in both languages, once for each publication and access."""
    # Only a server has readers still to come.
    if runtime.exists() and type(runtime.get_instance()) is runtime.Runtime:
        start_asking(now)


def start_asking(now: Reader) -> None:
    """Starts to ask in a thread, unless it has been done for that publication and access."""
    _started(str(now.publication.folder), now.access, now)


def standard_questions(now: Reader) -> Iterator[Callable[[], Any]]:
    """What the pages ask before a reader has chosen anything, and the shapes of what they ask afterwards."""
    for ask in (
        progress.targets,
        reference.statuses,
        reference.themes,
        progress.departments,
        series.latest_figures,
        changes.status_changes,
        families.default_plan,
        series.indicators,
        series.fullest_indicator,
        plans.assignments,
        plans.cascades,
        plans.statements,
        plans.edits,
        regions.regions,
        quality.checks,
        quality.runs,
        quality.rejected_rows,
        quality.loads,
        quality.sources,
        quality.evidence,
        publications.publications,
    ):
        yield partial(ask, now)
    for language in {now.language, "zh"}:
        yield partial(awaited.awaited, now, language)
    indicator = series.fullest_indicator(now)
    if indicator is not None:
        yield partial(series.regions_of, now, indicator)
        for region in series.regions_of(now, indicator)["region_id"].head(1):
            for of_region in (series.yearly_figures, series.observations, progress.paths, progress.statements):
                yield partial(of_region, now, indicator, [region])


@cached(LRUCache(PUBLICATIONS_KEPT), key=lambda folder, access, now: (folder, access), condition=threading.Condition())
def _started(folder: str, access: Access, now: Reader) -> None:
    threading.Thread(target=_ask_all, args=(now,), name="warm-up", daemon=True).start()


def _ask_all(now: Reader) -> None:
    for language in LANGUAGES:
        spoken = reader_in(language, now.snapshot)
        # The page that asks the same tells it to its reader; the other questions are asked all the same.
        with suppress(SemanticError):
            for ask in standard_questions(spoken):
                with suppress(SemanticError):
                    ask()
    # What is loaded now stays: Python need not go through it whenever it looks for what is left over.
    gc.collect()
    gc.freeze()
