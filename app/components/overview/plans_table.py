"""The plans by level, one row each: how many targets are on course, lag, or have no verdict."""

import polars as pl
import streamlit as st

from app.components import layout
from app.components.paged import matching, one_page, searched
from app.components.table import Column, table
from app.queries.session import Reader, as_of_year
from app.queries.target_counts import LAGGING, LEVELS, ON_COURSE
from app.texts import Texts

SEARCHED = ["level", "plan"]


@st.fragment
def show_plans(now: Reader, targets: pl.DataFrame) -> None:
    """Shows the plans; those with something broken, breaking or overdue come first at each level."""
    texts = now.texts
    layout.section(texts("overview.plans.title"), texts("overview.plans.note"))
    rows = plan_rows(texts, targets, as_of_year(now))
    shown = one_page(texts, "overview.plans", rows, SEARCHED)
    columns = {
        "level": Column(80),
        "plan": Column(360, is_pinned=True),
        "lagging": Column(None, "count"),
        "on_course": Column(None, "count"),
        "unjudged": Column(None, "count"),
        "unjudged_overdue": Column(None, "count"),
        "targets": Column(None, "count"),
        "open": Column(70, "link", display=texts("overview.list.open")),
    }
    address = pl.format("plans?plan={}&lang={}", "plan_id", pl.lit(now.language))
    found = matching(rows, searched("overview.plans"), SEARCHED)
    table(
        texts,
        shown.with_columns(open=address).rows(named=True),
        columns,
        title=texts("overview.plans.title"),
        all_rows=lambda: found.with_columns(open=address).rows(named=True),
    )


def plan_rows(texts: Texts, targets: pl.DataFrame, year: int) -> pl.DataFrame:
    """One row for each plan: its level, its name, and its targets by what can be said of them."""
    order = {level: position for position, level in enumerate(LEVELS)}
    labels = {level: texts(f"region_level.{level}") for level in LEVELS}
    course, due = pl.col("course"), pl.col("due_year")
    return (
        targets.group_by("plan_id", "plan", "level")
        .agg(
            lagging=(course == LAGGING).sum(),
            on_course=(course == ON_COURSE).sum(),
            unjudged_overdue=(course.is_null() & (due < year)).sum(),
            unjudged=course.is_null().sum(),
            targets=pl.len(),
        )
        .with_columns(
            level_order=pl.col("level").replace_strict(order, default=len(LEVELS), return_dtype=pl.Int64),
            level=pl.col("level").replace_strict(labels, default=texts("region_level.none"), return_dtype=pl.String),
        )
        .sort("level_order", "lagging", "unjudged_overdue", "plan_id", descending=[False, True, True, False])
    )
