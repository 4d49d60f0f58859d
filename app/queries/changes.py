"""What is another verdict than in the publication before, and what changed between any two."""

from typing import Any

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.changes.asked import changes_between, publications
from plan_targets.changes.told import Changes
from plan_targets.publication.read import NoSuchPublicationError, kept_publication


@kept
def status_changes(now: Reader) -> pl.DataFrame:
    """The targets whose status is not the previous publication's: target_id, before, after, cause."""
    return (
        of_page_method(now, "status_change_count")
        .sort("calendar_year", "status_change")
        .unique("target", keep="last", maintain_order=True)
        .select(
            target_id="target",
            before="status_change__status_before",
            after="status_change__status_after",
            cause="status_change__cause",
        )
    )


def of_page_method(now: Reader, metric: str, *more: str) -> pl.DataFrame:
    """The changes of status by the method that pages show, as the layer names their columns, and more of them."""
    columns = ("is_page_method", "cause", "status_before", "status_after", *more)
    asked = ["status_change", "target", "calendar_year", *(f"status_change__{name}" for name in columns)]
    return now.snapshot.query([metric], asked).filter(pl.col("status_change__is_page_method").cast(pl.Boolean))


@kept
def published(now: Reader) -> dict[str, dict[str, Any]]:
    """The publications up to this one by their ids, the first first: build_id, published_at, as_of."""
    return {row["build_id"]: row for row in publications(now.snapshot)}


@kept
def between(now: Reader, since: str | None, until: str) -> Changes:
    """What changed from one publication to another; without the first of them, nothing."""
    known = published(now)
    first = known[since] if since else None
    return changes_between(now.snapshot, first, known[until], access=now.access, as_of=now.publication.as_of)


def is_kept(now: Reader, build_id: str) -> bool:
    """Whether all pages can be looked at as they were in that publication."""
    try:
        kept_publication(build_id, as_of=now.publication.as_of)
    except NoSuchPublicationError:
        return False
    return True
