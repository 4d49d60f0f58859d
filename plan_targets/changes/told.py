"""What changed, as data: one change a target, whatever number of publications lie between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plan_targets.publication.build_id import order_of

# As they are grouped and counted: what is new first, what was entered or decided after, what is gone last.
CAUSES = (
    "new_period",
    "revision",
    "restored",
    "source_edit",
    "rebaseline",
    "target_edit",
    "method_edit",
    "only_together",
    "appeared",
    "vanished",
)
# What of a target is its plan's own words.
PROMISED = (
    "comparator", "target_value", "target_value_high", "is_approximate", "unit", "due_year", "baseline_value",
)  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True)
class StatusChange:
    """What readers were told of a target before and are told since, and why."""

    target_id: str
    status_before: str | None
    status_after: str | None
    category_before: str | None
    category_after: str | None
    reason_after: str | None
    # Under which it is grouped; `causes` has all that alone would have led there, this one too.
    cause: str
    causes: tuple[str, ...]
    replaces_target_id: str | None
    build_ids: tuple[str, ...]
    # The target as the two publications have it, with its figure; none where it is not known.
    before: Row | None = None
    after: Row | None = None
    # What `replaces_target_id` names.
    replaced: Row | None = None

    @property
    def known(self) -> Row:
        """What is known of the target: of today, else of before."""
        return self.after or self.before or {}

    @property
    def is_seen(self) -> bool:
        """Whether the later publication says something else than the earlier one."""
        return self.status_before != self.status_after or (
            # An earlier release did not keep the categories.
            self.category_before is not None and self.category_before != self.category_after
        )


@dataclass(frozen=True)
class PlanChange:
    """A target whose plan was read or entered anew: what it promised before, and since."""

    before: Row
    after: Row


@dataclass(frozen=True)
class Changes:
    """What changed from one publication to another. Without the earlier one's snapshot its figures are not known."""

    since: Row | None
    until: Row
    statuses: tuple[StatusChange, ...]
    edits: tuple[PlanChange, ...] = ()
    plans_new: tuple[Row, ...] = ()
    plans_gone: tuple[Row, ...] = ()
    is_since_kept: bool = True
    # Labels of statuses and reasons: by their id, the row with `label_zh` and `label_en`.
    statuses_named: Mapping[str, Row] = field(default_factory=dict)
    reasons_named: Mapping[str, Row] = field(default_factory=dict)
    # What units are called in English.
    units_named: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that can be told."""
        return not (self.statuses or self.edits or self.plans_new or self.plans_gone)


def status_changes(history: Iterable[Row], since: str | None, until: str) -> list[StatusChange]:
    """The changes that publications after `since` and up to `until` brought, one a target.

    `history` has rows of `fct_status_change`. A target that went and came back to what it was is not told.
    """
    told: dict[str, StatusChange] = {}
    lower = order_of(since) if since else (-1, "")
    rows = [row for row in history if lower < order_of(str(row["build_id"])) <= order_of(until)]
    for row in sorted(rows, key=lambda row: (order_of(str(row["build_id"])), str(row["target_id"]))):
        change = _of_row(row)
        renamed = change.replaces_target_id if change.cause != "appeared" else None
        earlier = told.pop(change.target_id, None) or (told.pop(renamed, None) if renamed else None)
        told[change.target_id] = _following(earlier, change) if earlier else change
    return [change for change in told.values() if change.is_seen]


def with_targets(
    changes: Iterable[StatusChange], before: Mapping[str, Row], after: Mapping[str, Row]
) -> list[StatusChange]:
    """The changes with their targets as the two publications have them, by cause, plan and name."""
    known = []
    for change in changes:
        replaced = before.get(change.replaces_target_id or "") or after.get(change.replaces_target_id or "")
        # Under another id it is the same target; what appeared beside an earlier plan was not there before.
        earlier = before.get(change.target_id) or (replaced if change.cause != "appeared" else None)
        later = after.get(change.target_id) if change.status_after is not None else None
        known.append(replace(change, before=earlier, after=later, replaced=replaced))
    return sorted(known, key=_rank)


def plan_edits(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[PlanChange]:
    """The targets of both publications that promise something else in the later one."""
    return [
        PlanChange(before[target_id], row)
        for target_id, row in sorted(after.items())
        if target_id in before and any(before[target_id][name] != row[name] for name in PROMISED)
    ]


def plans_of(targets: Mapping[str, Row]) -> dict[str, Row]:
    """The plans that have a target, by their ids."""
    return {str(row["plan_id"]): row for row in targets.values()}


def beyond(rows: Mapping[str, Row], others: Mapping[str, Row]) -> tuple[Row, ...]:
    """Those whose id the others do not have."""
    return tuple(row for key, row in sorted(rows.items()) if key not in others)


def _of_row(row: Row) -> StatusChange:
    cause = str(row["cause"])
    return StatusChange(
        target_id=str(row["target_id"]),
        status_before=row["status_before"],
        status_after=row["status_after"],
        category_before=row["category_before"],
        category_after=row["category_after"],
        reason_after=row["reason_after"],
        cause=cause,
        causes=tuple(str(row["causes"]).split()) if row["causes"] else (cause,),
        replaces_target_id=row["replaces_target_id"],
        build_ids=(str(row["build_id"]),),
    )


def _following(earlier: StatusChange, later: StatusChange) -> StatusChange:
    causes: Sequence[str] = [*earlier.causes, *(cause for cause in later.causes if cause not in earlier.causes)]
    return replace(
        later,
        status_before=earlier.status_before,
        category_before=earlier.category_before,
        causes=tuple(causes),
        # What was not there before has appeared, whatever became of it since.
        cause="appeared" if earlier.status_before is None else later.cause,
        replaces_target_id=earlier.replaces_target_id or later.replaces_target_id,
        build_ids=(*earlier.build_ids, *later.build_ids),
    )


def _rank(change: StatusChange) -> tuple[int, str, str, str]:
    row = change.known
    cause = CAUSES.index(change.cause) if change.cause in CAUSES else len(CAUSES)
    return cause, str(row.get("plan_id", "")), str(row.get("indicator_id", "")), change.target_id
