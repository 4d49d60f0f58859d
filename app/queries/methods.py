"""What the page of methods tells: statuses with their reasons and cut-offs, and targets to work them through."""

from typing import Any

import polars as pl

from app.queries.session import Reader


def reasons(now: Reader) -> pl.DataFrame:
    """Every reason: reason, label, status (null where it goes with a verdict), and how many targets have it now."""
    name = f"reason__label_{now.language}"
    known = now.snapshot.query(group_by=["reason", name, "reason__leads_to"])
    counted = now.snapshot.query(["target_count"], ["reason"])
    return (
        known.join(counted, on="reason", how="left")
        .select("reason", label=name, status="reason__leads_to", targets=pl.col("target_count").fill_null(0))
        .sort("targets", "reason", descending=[True, False])
    )


def names(now: Reader) -> dict[str, str]:
    """What each method is called."""
    name = f"progress__method_name_{now.language}"
    return dict(now.snapshot.query(group_by=["progress__method", name]).select("progress__method", name).iter_rows())


def cutoffs(now: Reader) -> pl.DataFrame:
    """The bands of each method: method, status, lower, upper, the best first."""
    frame = now.snapshot.query(
        ["cutoff_count"],
        [
            "cutoff",
            "cutoff__cutoff_set",
            "cutoff__reached_status",
            "cutoff__lower_bound",
            "cutoff__upper_bound",
        ],
    )
    return frame.select(
        method="cutoff__cutoff_set",
        status="cutoff__reached_status",
        lower=pl.col("cutoff__lower_bound").cast(pl.Float64),
        upper=pl.col("cutoff__upper_bound").cast(pl.Float64),
    ).sort("method", pl.col("lower").fill_null(float("-inf")), descending=[False, True])


def judged_by_methods(now: Reader, target: dict[str, Any]) -> pl.DataFrame:
    """One target in the year of its verdict, by every method: method, status, label, pace, closed, reason."""
    label, why = f"status__label_{now.language}", f"reason__label_{now.language}"
    frame = now.snapshot.query(
        ["pace_in_year", "distance_closed_in_year", "projected_value_in_year"],
        ["progress__method", "status", label, "reason", why],
        {"target": target["target_id"], "calendar_year": target["verdict_year"]},
    )
    return frame.select(
        "status",
        "reason",
        method="progress__method",
        label=label,
        why=why,
        pace="pace_in_year",
        closed="distance_closed_in_year",
        projected="projected_value_in_year",
    )


def grades(now: Reader) -> pl.DataFrame:
    """The grades of sources, best first: grade, label, rank, and how many figures rest on each."""
    name = f"source__source_grade_{now.language}"
    frame = now.snapshot.query(["observation_count"], ["source__source_grade", name])
    return frame.select(grade="source__source_grade", label=name, figures="observation_count").drop_nulls("grade")
