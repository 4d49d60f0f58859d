"""Every number in a page's headline is what the semantic layer answers; which metric it is stands here, by page."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.queries import awaited
from app.queries.session import Reader
from app.texts import texts_of
from plan_targets.semantic import SnapshotReader, client
from tests.pages.conftest import PAGES, open_page

HEADLINE = re.compile(r'<h1 class="ptw-headline">(.*?)</h1>')
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?![\w.]|–\d)")

Answer = Callable[[SnapshotReader], list[int]]


def answers(*metrics: str, where: dict[str, Any] | None = None) -> Answer:
    def ask(reader: SnapshotReader) -> list[int]:
        asked = reader.query(list(metrics), where=where or {})
        return [int(value or 0) for value in (asked.row(0) if asked.height else [0] * len(metrics))]

    return ask


def total(*parts: Answer) -> Answer:
    return lambda reader: [number for part in parts for number in part(reader)]


def less(whole: Answer, *parts: Answer) -> Answer:
    return lambda reader: [whole(reader)[0] - sum(part(reader)[0] for part in parts)]


ABLE, JUDGED, UNOBSERVED = (
    answers(name) for name in ("judgeable_target_count", "assessed_target_count", "targets_not_observed")
)
LATEST = {"quality_result__is_latest_run": True}
CHECKS, FAILED = answers("check_count", where=LATEST), answers("failed_check_count", where=LATEST)

# What each headline may say: no number but these stands in it.
METRICS: dict[str, Answer] = {
    "overview": total(
        ABLE,
        JUDGED,
        answers("targets_on_course", "targets_lagging"),
        UNOBSERVED,
        less(ABLE, JUDGED, UNOBSERVED),
        less(answers("target_count"), ABLE),
    ),
    "due": total(
        answers("figure_due_count"),
        answers("figure_due_count", where={"figure_due__is_overdue": True}),
        answers("figure_due_count", where={"figure_due__is_never_reported": True}),
        answers("figure_due_count", where={"figure_due__is_overdue": True, "figure_due__is_due_year": True}),
        lambda reader: [reader.query(["figure_due_count"], ["region", "department"]).height],
    ),
    "names": total(
        answers("waiting_name_count"),
        answers("waiting_figure_count", "waiting_name_target_count", where={"waiting_name__is_provisional": False}),
        answers("waiting_name_count", where={"waiting_name__is_provisional": True}),
    ),
    "quality": total(CHECKS, FAILED, less(CHECKS, FAILED), answers("rejected_row_count", "loaded_row_count")),
}


# Words only.
WITHOUT_NUMBERS = {"methods", "sending"}


@pytest.mark.parametrize("page", list(METRICS))
def test_every_number_in_a_headline_is_its_metric_s(readers_folder: Path, page: str) -> None:
    app = open_page(page, family="all") if page == "overview" else open_page(page)
    (headline,) = [found for element in app.get("html") for found in HEADLINE.findall(element.proto.body)]
    shown = [int(found.replace(",", "")) for found in NUMBER.findall(headline)]
    known = METRICS[page](client(str(readers_folder)).current())
    assert set(shown) <= set(known), headline
    # And no number that there is was left out for another.
    assert len(shown) >= (0 if not any(known) else 1)


def test_a_page_that_counts_has_its_metrics_told_here() -> None:
    # These speak of one indicator, region, plan, document, pair of publications or question of the reader's own, whose
    # figures are compared with the layer in tests of their own. A new page belongs to either.
    of_one = {"trend", "regions", "plans", "report", "reading", "changes", "explore"}
    counting = {page for page in PAGES if page not in of_one and page not in WITHOUT_NUMBERS}
    assert counting == set(METRICS)


@pytest.mark.parametrize(
    ("state", "where"),
    [
        (None, {}),
        ("overdue", {"figure_due__is_overdue": True}),
        ("expected", {"figure_due__is_overdue": False}),
        ("never", {"figure_due__is_never_reported": True}),
        ("decides", {"figure_due__is_overdue": True, "figure_due__is_due_year": True}),
    ],
)
def test_the_figures_due_are_counted_as_their_metric(
    published_path: Path, state: str | None, where: dict[str, Any]
) -> None:
    now = Reader(client(str(published_path)).current(), texts_of("zh"))
    every = awaited.awaited(now, "zh")
    (whole,) = answers("figure_due_count", where=where)(now.snapshot)
    assert awaited.figure_due_count(every, state) == whole
    for region in sorted({one.owner.region_code for one in every})[:5]:
        (answered,) = answers("figure_due_count", where=where | {"region": region})(now.snapshot)
        assert awaited.figure_due_count((one for one in every if one.owner.region_code == region), state) == answered
