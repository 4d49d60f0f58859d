"""Plans: one plan's targets back to their words, who answers for them, the plans above, below and before it."""

from typing import Any

import polars as pl
import streamlit as st

from app.components import explained, layout
from app.components.plans.cascade import show_cascade
from app.components.plans.choice import choose_plan, choose_view
from app.components.plans.offices import show_offices
from app.components.plans.sources import show_targets
from app.components.plans.versions import show_versions
from app.queries import progress, reference, target_counts
from app.queries.session import Reader, reader
from app.texts.numbers import day, number


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    targets = progress.targets(now)
    plan_id = choose_plan(now, targets)
    if plan_id is None:
        with head:
            layout.headline(texts("page.plans"), texts("plans.nothing"))
        return
    plan = reference.plans(now).filter(pl.col("plan_id") == plan_id).row(0, named=True)
    promised = targets.filter(pl.col("plan_id") == plan_id)
    with head:
        layout.headline(texts("page.plans"), _sentence(now, plan, promised))
    st.caption(layout.as_text(_about(now, plan)))
    counts = promised.group_by("status").len("count")
    layout.status_chips(reference.statuses(now), counts, explained.status_address(now))
    view = choose_view(now)
    if view == "targets":
        show_targets(now, promised)
    elif view == "offices":
        show_offices(now, promised, targets)
    elif view == "cascade":
        show_cascade(now, plan, targets)
    else:
        show_versions(now, plan, targets)


def _sentence(now: Reader, plan: dict[str, Any], promised: pl.DataFrame) -> str:
    courses = dict(promised.group_by("course").len().iter_rows())
    if not courses.get(target_counts.ON_COURSE, 0) + courses.get(target_counts.LAGGING, 0):
        unobserved = promised.filter(pl.col("status") == "not_observed").height
        return now.texts(
            "plans.sentence_unjudged",
            plan=plan["plan"],
            total=number(promised.height),
            unobserved=number(unobserved),
            other=number(promised.height - unobserved),
        )
    return now.texts(
        "plans.sentence",
        plan=plan["plan"],
        total=number(promised.height),
        on_course=number(courses.get(target_counts.ON_COURSE, 0)),
        lagging=number(courses.get(target_counts.LAGGING, 0)),
        other=number(courses.get(None, 0)),
    )


def _about(now: Reader, plan: dict[str, Any]) -> str:
    texts = now.texts
    parts = [
        texts("plans.about.title", title=plan["title"]),
        plan["plan__issuer_zh"] if now.language == "zh" else None,
        texts("plans.about.issued", day=day(plan["plan__issued_on"])) if plan["plan__issued_on"] else None,
        texts("plans.about.period", start=plan["plan__period_start"], end=plan["plan__period_end"]),
        texts("plans.about.region_inferred") if plan["plan__is_inferred_region"] else None,
    ]
    return texts("list.sentences").join(part for part in parts if part)


render()
