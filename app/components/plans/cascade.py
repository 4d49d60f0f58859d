"""The plan beside those above and below it: both targets, both courses, and which asks for more."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import status_style
from app.components import layout
from app.components.table import Column, table
from app.components.targets_table import target_words
from app.queries import plans
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, difference, number

SIDES = {"above": ("lower", "upper"), "below": ("upper", "lower")}


def show_cascade(now: Reader, plan: dict[str, Any], targets: pl.DataFrame) -> None:
    """The pairs with plans of the regions above, the plan that this one answers to first, then those below."""
    texts = now.texts
    pairs = plans.cascades(now)
    rows = {row["target_id"]: row for row in targets.iter_rows(named=True)}
    for side, (this, other) in SIDES.items():
        of_plan = pairs.filter(pl.col(f"{this}_plan_id") == plan["plan_id"])
        total = targets.filter(pl.col("plan_id") == plan["plan_id"]).height
        paired = of_plan[f"{this}_target_id"].n_unique()
        words = {"paired": number(paired), "total": number(total), "pairs": number(of_plan.height)}
        layout.section(texts(f"plans.cascade.{side}.title"), texts(f"plans.cascade.{side}.note", **words))
        if side == "above":
            parent = targets.filter(pl.col("plan_id") == (plan["parent_plan_id"] or ""))["plan"].to_list()
            key = "plans.cascade.parent" if parent else "plans.cascade.no_parent"
            st.caption(layout.as_text(texts(key, plan=parent[0] if parent else "")))
        if of_plan.is_empty():
            st.info(texts(f"plans.cascade.{side}.none"), icon=":material/info:")
            continue
        st.markdown(f"**{layout.as_text(_sentence(texts, of_plan))}**")
        ordered = of_plan.sort(
            pl.col(f"{other}_plan_id").ne_missing(pl.lit(plan["parent_plan_id"])),
            f"{other}_plan_id", f"{this}_target_id",
        )  # fmt: skip
        shown = [_row(texts, pair, rows, this, other) for pair in ordered.iter_rows(named=True)]
        columns = {
            "indicator": Column(230, is_pinned=True),
            "this_target": Column(150),
            "this_status": Column(125),
            "other_plan": Column(200),
            "other_target": Column(150),
            "other_status": Column(125),
            "ambition": Column(130),
            "ambition_basis": Column(230),
            "target_difference": Column(120),
        }
        table(texts, shown, columns)


def _sentence(texts: Texts, pairs: pl.DataFrame) -> str:
    ambition = dict(pairs.group_by("is_at_least_as_ambitious").len().iter_rows())
    return texts(
        "plans.cascade.sentence",
        at_least=number(ambition.get(True, 0)),
        less=number(ambition.get(False, 0)),
        unknown=number(ambition.get(None, 0)),
    )


def _row(texts: Texts, pair: dict[str, Any], rows: dict[str, Any], this: str, other: str) -> dict[str, Any]:
    mine, its = rows[pair[f"{this}_target_id"]], rows[pair[f"{other}_target_id"]]
    ambition = {True: "at_least", False: "less", None: "unknown"}[pair["is_at_least_as_ambitious"]]
    return {
        "indicator": mine["indicator"],
        "this_target": _dated(texts, mine),
        "this_status": _status(mine),
        "other_plan": its["plan"],
        "other_target": _dated(texts, its),
        "other_status": _status(its),
        "ambition": texts(f"plans.ambition.{ambition}"),
        "ambition_basis": texts(f"plans.basis.{pair['ambition_basis']}", year=pair["compared_year"] or ""),
        "target_difference": difference(texts, pair["cascade_difference"], mine["unit"]) or NOTHING,
    }


def _dated(texts: Texts, row: dict[str, Any]) -> str:
    return texts("figure.of_year", figure=target_words(texts, row), year=row["due_year"])


def _status(row: dict[str, Any]) -> str:
    return f"{status_style(row['status']).mark} {row['status_label']}"
