"""What changed, asked of the semantic client: only what its reader may see."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from plan_targets.access.access import EVERYTHING, Access
from plan_targets.changes.sentences import published_on
from plan_targets.changes.told import (
    Changes,
    Row,
    beyond,
    plan_edits,
    plans_of,
    status_changes,
    with_targets,
)
from plan_targets.publication.as_of import require_day
from plan_targets.publication.build_id import order_of
from plan_targets.publication.read import NoSuchPublicationError, is_named
from plan_targets.semantic import Condition, SemanticError, SnapshotReader, client
from plan_targets.semantic.units import unit_labels

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

OF_TARGET = {
    "target": "target_id",
    "plan": "plan_id",
    "plan__title_zh": "plan_zh",
    "plan__title_en": "plan_en",
    "indicator": "indicator_id",
    "indicator__name_zh": "indicator_zh",
    "indicator__name_en": "indicator_en",
    "region": "region_code",
    "region__name_zh": "region_zh",
    "region__name_en": "region_en",
    "indicator__unit": "unit",
    "target__comparator": "comparator",
    "target__is_approximate": "is_approximate",
    "target__due_year": "due_year",
    "target__verdict_year": "verdict_year",
    "target__observed_comparator": "observed_comparator",
    "target__figure_count": "figure_count",
    "source__title": "source",
}
MEASURED = {
    "target_value": "target_value",
    "target_value_high": "target_value_high",
    "baseline_value": "baseline_value",
    "latest_value": "observed_value",
}
OF_CHANGE = {
    "target": "target_id",
    "status_change__build_id": "build_id",
    "status_change__status_before": "status_before",
    "status_change__status_after": "status_after",
    "status_change__category_before": "category_before",
    "status_change__category_after": "category_after",
    "status_change__reason_after": "reason_after",
    "status_change__cause": "cause",
    "status_change__causes": "causes",
    "status_change__replaces_target_id": "replaces_target_id",
}


def changes_since(
    since: str | None = None,
    until: str | None = None,
    published_path: str | None = None,
    access: Access = EVERYTHING,
    as_of: str | None = None,
) -> Changes:
    """What changed after one publication up to another, as far as the access allows.

    Each is named by its id, its number, or a day: `since` a day means since the last publication before it, `until` a
    day the last one on it or before. None means the current publication, and the one before it. Raises
    NoSuchPublicationError, NoPublicationError, WrongDayError and SemanticError.
    """
    current = client(published_path, as_of, access).current()
    known = publications(current)
    last = _named(known, until, is_since=False) if until else known[-1]
    first = _named(known, since, is_since=True) if since else _before(known, last)
    if first is not None and order_of(first["build_id"]) > order_of(last["build_id"]):
        first, last = last, first
    return changes_between(current, first, last, published_path, access, as_of)


def changes_between(
    current: SnapshotReader,
    first: Row | None,
    last: Row,
    published_path: str | None = None,
    access: Access = EVERYTHING,
    as_of: str | None = None,
) -> Changes:
    """What changed between two of the publications that `publications` lists. Raises SemanticError."""
    later = current
    if last["build_id"] != current.publication.build_id:
        later = _kept(str(last["build_id"]), published_path, access, as_of) or current
    earlier = _kept(str(first["build_id"]), published_path, access, as_of) if first else None
    after, before = targets(later), targets(earlier) if earlier else {}
    history = current.query(
        ["status_change_history_count"],
        ["status_change", *OF_CHANGE],
        [Condition("status_change__is_page_method", "=", True)],
    ).rename(OF_CHANGE)
    told = status_changes(history.iter_rows(named=True), str(first["build_id"]) if first else None, last["build_id"])
    return Changes(
        since=first,
        until=last,
        # The first publication changes nothing.
        statuses=tuple(with_targets(told, before, after)) if first else (),
        edits=tuple(plan_edits(before, after)) if earlier else (),
        plans_new=beyond(plans_of(after), plans_of(before)) if earlier else (),
        plans_gone=beyond(plans_of(before), plans_of(after)) if earlier else (),
        is_since_kept=earlier is not None or first is None,
        statuses_named=_labels(current, "status"),
        reasons_named=_labels(current, "reason"),
        units_named=unit_labels(current, "en"),
    )


def publications(snapshot: SnapshotReader) -> list[dict[str, Any]]:
    """The publications up to this one: build_id, published_at, as_of, the first first."""
    frame = snapshot.query(group_by=["publication", "publication__published_at", "publication__as_of"]).rename(
        {"publication": "build_id", "publication__published_at": "published_at", "publication__as_of": "as_of"}
    )
    return sorted(frame.iter_rows(named=True), key=lambda row: order_of(row["build_id"]))


def targets(snapshot: SnapshotReader) -> dict[str, Row]:
    """The targets of one publication by their ids: what they promise, and the figure behind their verdict."""
    frame = snapshot.query(list(MEASURED), list(OF_TARGET)).rename(OF_TARGET | MEASURED)
    return {row["target_id"]: row for row in frame.iter_rows(named=True)}


def _labels(snapshot: SnapshotReader, name: str) -> Mapping[str, Row]:
    names = {f"{name}__label_zh": "label_zh", f"{name}__label_en": "label_en"}
    frame = snapshot.query(group_by=[name, *names]).rename(names)
    return {row[name]: row for row in frame.iter_rows(named=True)}


def _kept(build_id: str, published_path: str | None, access: Access, as_of: str | None) -> SnapshotReader | None:
    try:
        reader = client(published_path, as_of, access, build_id).current()
        # A publication of an earlier release may not know every name.
        reader.explain(list(MEASURED), list(OF_TARGET))
    except (NoSuchPublicationError, SemanticError):
        return None
    return reader


def _before(known: list[dict[str, Any]], last: Row) -> dict[str, Any] | None:
    earlier = [row for row in known if order_of(row["build_id"]) < order_of(str(last["build_id"]))]
    return earlier[-1] if earlier else None


def _named(known: list[dict[str, Any]], asked: str, *, is_since: bool) -> dict[str, Any]:
    if DAY.fullmatch(asked):
        day = date.fromisoformat(require_day(asked)).isoformat()
        days = [(published_on(row["published_at"])[:10], row) for row in known]
        found = [row for published, row in days if (published < day if is_since else published <= day)]
        # Since a day before the first publication is since the first.
        if found or is_since:
            return found[-1] if found else known[0]
    for row in known:
        if is_named(row["build_id"], asked):
            return row
    raise NoSuchPublicationError(asked, [row["build_id"] for row in known])
