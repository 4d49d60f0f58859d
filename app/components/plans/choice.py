"""Which plan the page shows, and which of its sides."""

import polars as pl
import streamlit as st

from app.components import address
from app.queries import families, reference
from app.queries.session import Reader

PAGE = "plans"
VIEWS = ("targets", "offices", "cascade", "versions")


def choose_plan(now: Reader, targets: pl.DataFrame) -> str | None:
    """Lets the reader choose among the plans that have targets; the fullest one that was read whole opens first."""
    plans = reference.plans(now).join(targets.group_by("plan_id").len(), on="plan_id")
    if plans.is_empty():
        return None
    names = dict(plans.select("plan_id", "plan").iter_rows())
    fullest = plans.sort(
        pl.col("plan__is_whole_document").cast(pl.Boolean).fill_null(False), "len", "plan_id",
        descending=[True, True, False],
    )["plan_id"][0]  # fmt: skip
    default = families.default_plan(now) or str(fullest)
    key = address.prepare_one(PAGE, "plan", default if default in names else str(fullest), list(names))
    chosen = st.selectbox(now.texts("column.plan"), list(names), format_func=lambda plan: names[plan], key=key)
    address.write(key, chosen)
    return str(chosen)


def choose_view(now: Reader) -> str:
    """Lets the reader choose a side of the plan."""
    key = address.prepare_one(PAGE, "view", VIEWS[0], VIEWS)
    chosen = st.segmented_control(
        now.texts("plans.view.ask"),
        VIEWS,
        format_func=lambda view: now.texts(f"plans.view.{view}"),
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    address.write(key, chosen or VIEWS[0])
    return str(chosen or VIEWS[0])
