"""How many targets have which status: all of them, by plan, by theme, and by the reason for having no verdict."""

from collections.abc import Sequence

import polars as pl

from app.queries.reference import plans, status_names
from app.queries.session import Reader
from plan_targets.semantic import Condition

UNKNOWN_ORDER = 99
# The two sides that a verdict is on.
ON_COURSE, LAGGING = "on_course", "lagging"
# The levels of regions, from above.
LEVELS = ("country", "area", "province", "city", "county")


def by_status(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """How many targets have which status: status, count."""
    return now.snapshot.query(["target_count"], ["status"], where).rename({"target_count": "count"})


def by_plan(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """For the status bars: group (the plan), group_order, status, status_label, status_order, count."""
    frame = now.snapshot.query(["target_count"], ["plan", *status_names(now)], where)
    named = frame.join(plans(now).select("plan_id", "plan", "plan_order"), left_on="plan", right_on="plan_id")
    return _counts(now, named, group="plan_right", order="plan_order")


def by_level(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """For the status bars, by the level of the plans' regions: group, group_order, status, status_label, count."""
    frame = now.snapshot.query(["target_count"], ["plan", *status_names(now)], where)
    leveled = frame.join(plans(now).select("plan_id", "level"), left_on="plan", right_on="plan_id")
    keys = [*status_names(now), "level"]
    counted = leveled.group_by(keys, maintain_order=True).agg(pl.col("target_count").sum())
    named = counted.with_columns(
        group=pl.col("level").map_elements(lambda level: now.texts(f"region_level.{level}"), return_dtype=pl.String),
        order=pl.col("level").replace_strict(dict(zip(LEVELS, range(len(LEVELS)), strict=True)), default=len(LEVELS)),
    )
    return _counts(now, named, group="group", order="order")


def assessed_by_plan(now: Reader) -> dict[str, int]:
    """How many targets of each plan have a verdict."""
    return dict(now.snapshot.query(["assessed_target_count"], ["plan"]).iter_rows())


def judgeable(now: Reader, where: Sequence[Condition]) -> int:
    """How many targets can have a verdict."""
    return int(now.snapshot.query(["judgeable_target_count"], [], where)["judgeable_target_count"].sum())


def by_theme(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """For the status bars: group (the theme), group_order, status, status_label, status_order, count."""
    name = f"indicator__theme_name_{now.language}"
    frame = now.snapshot.query(["target_count"], ["indicator__theme", name, *status_names(now)], where)
    # The theme with the most targets comes first.
    totals = frame.group_by("indicator__theme").agg(total=pl.col("target_count").sum())
    order = totals.sort("total", "indicator__theme", descending=[True, False]).with_row_index("order")
    ordered = frame.join(order.select("indicator__theme", "order"), on="indicator__theme")
    return _counts(now, ordered, group=name, order="order")


def by_reason(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """Why targets have no verdict: reason, name, status, count."""
    name = f"reason__label_{now.language}"
    frame = now.snapshot.query(
        ["target_count"],
        ["reason", name, "status"],
        [*where, Condition("target__is_assessed", "=", False)],
    )
    return frame.select(
        "reason", "status", name=pl.col(name).fill_null(pl.col("reason")), count="target_count"
    ).drop_nulls("reason")


def _counts(now: Reader, frame: pl.DataFrame, group: str, order: str) -> pl.DataFrame:
    return frame.select(
        "status",
        group=group,
        group_order=order,
        status_label=f"status__label_{now.language}",
        status_order=pl.col("status__sort_order").fill_null(UNKNOWN_ORDER),
        course="status__course",
        count="target_count",
    )
