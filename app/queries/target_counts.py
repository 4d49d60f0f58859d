"""How many targets have which status, counted among the kept ones: each count is a metric narrowed to what is shown.

A question to the layer for every filter takes as long as a reader waits; a test holds the counts against the layer's.
"""

from collections.abc import Callable

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader

UNKNOWN_ORDER = 99
# The two sides that a verdict is on.
ON_COURSE, LAGGING = "on_course", "lagging"
NOT_OBSERVED = "not_observed"
# The levels of regions, from above.
LEVELS = ("country", "area", "province", "city", "county")

# What each count is in the semantic layer.
METRICS: dict[str, Callable[[], pl.Expr]] = {
    "target_count": lambda: pl.lit(True),
    "judgeable_target_count": lambda: pl.col("is_judgeable"),
    "assessed_target_count": lambda: pl.col("course").is_not_null(),
    "targets_on_course": lambda: pl.col("course") == ON_COURSE,
    "targets_lagging": lambda: pl.col("course") == LAGGING,
    "targets_not_observed": lambda: pl.col("status") == NOT_OBSERVED,
}


def count(metric: str, targets: pl.DataFrame) -> int:
    """What the metric says of these targets."""
    return targets.filter(METRICS[metric]()).height


def by_status(targets: pl.DataFrame) -> pl.DataFrame:
    """How many of the targets have which status: status, count."""
    return targets.group_by("status", maintain_order=True).agg(count=pl.len())


def by_plan(targets: pl.DataFrame) -> pl.DataFrame:
    """For the status bars: group (the plan), group_order, status, status_label, status_order, count."""
    return _counts(targets.with_columns(group="plan", group_id="plan_id", group_order="plan_order"))


def by_level(now: Reader, targets: pl.DataFrame) -> pl.DataFrame:
    """For the status bars, by the level of the plans' regions: group, group_order, status, status_label, count."""
    labels = {level: now.texts(f"region_level.{level}") for level in LEVELS}
    order = {level: position for position, level in enumerate(LEVELS)}
    level = pl.col("level")
    return _counts(
        targets.with_columns(
            group=level.replace_strict(labels, default=now.texts("region_level.none"), return_dtype=pl.String),
            group_id=level.fill_null(""),
            group_order=level.replace_strict(order, default=len(LEVELS), return_dtype=pl.UInt32),
        )
    )


def by_theme(targets: pl.DataFrame) -> pl.DataFrame:
    """For the status bars: group (the theme), group_order, status, status_label, status_order, count."""
    # The theme with the most targets comes first.
    order = (
        targets.group_by("theme_id")
        .len()
        .sort("len", "theme_id", descending=[True, False])
        .with_row_index("group_order")
        .select("theme_id", "group_order")
    )
    return _counts(targets.join(order, on="theme_id").with_columns(group="theme", group_id="theme_id"))


def by_reason(targets: pl.DataFrame) -> pl.DataFrame:
    """Why targets have no verdict: reason, name, status, count."""
    return (
        targets.filter(pl.col("course").is_null())
        .drop_nulls("reason")
        .group_by("reason", "status", maintain_order=True)
        .agg(name=pl.col("reason_label").first().fill_null(pl.col("reason").first()), count=pl.len())
        .sort("count", "reason", descending=[True, False])
    )


@kept
def assessed_by_plan(now: Reader) -> dict[str, int]:
    """How many targets of each plan have a verdict."""
    return dict(now.snapshot.query(["assessed_target_count"], ["plan"]).iter_rows())


def _counts(grouped: pl.DataFrame) -> pl.DataFrame:
    keys = ["group_id", "group", "group_order", "status", "status_label", "status_order", "course"]
    return (
        grouped.with_columns(
            pl.col("status_order").fill_null(UNKNOWN_ORDER), pl.col("status_label").fill_null(pl.col("status"))
        )
        .group_by(keys)
        .agg(count=pl.len())
        .sort("group_order", "status_order", "group_id", "status")
    )
