"""Where a target comes from: the plan, the location in it, what it was taken over, and what contradicts it."""

from typing import Any

import polars as pl
import streamlit as st

from app.components import explained, layout
from app.components.table import Column, table
from app.components.targets_table import statement_words
from app.components.verdict import gap_to_target, judged_figure, status_labels, why
from app.queries import reference
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, day, difference, figure


def clause(now: Reader, target: dict[str, Any], stated: pl.DataFrame) -> None:
    """Shows one target's clause; `stated` are all statements about the indicator and its regions."""
    texts = now.texts
    plan = reference.plans(now).filter(pl.col("plan_id") == target["plan_id"]).row(0, named=True)
    layout.facts(_facts(texts, target, plan) + _verdict(now, target))
    explained.verdict(now, target)
    same = stated.filter(
        (pl.col("plan_id") == target["plan_id"])
        & (pl.col("region_id") == target["region_id"])
        & ((pl.col("kind") != "target") | (pl.col("due_year") == target["due_year"]))
    )
    if int(target["conflict_count"] or 0):
        st.warning(
            texts(
                "trend.clause.conflict",
                count=int(target["conflict_count"]),
                reason=texts.get(f"resolution.{target['resolution_reason']}", target["resolution_reason"]),
            ),
            icon=":material/difference:",
        )
    if same.height:
        _statements(texts, target, same)


def _facts(texts: Texts, target: dict[str, Any], plan: dict[str, Any]) -> list[tuple[str, str]]:
    title = texts(
        "trend.clause.plan_title", title=plan["title"], start=plan["plan__period_start"], end=plan["plan__period_end"]
    )
    if plan["plan__is_inferred_region"]:
        title += texts("trend.clause.region_inferred", region=plan["region"])
    baseline = NOTHING
    if target["baseline_value"] is not None:
        baseline = texts(
            "trend.clause.baseline_value",
            figure=figure(texts, target["baseline_value"], target["unit"]),
            year=target["baseline_year"],
            source=texts.get(f"baseline_source.{target['baseline_source']}", target["baseline_source"] or ""),
        )
    issued = (plan["plan__issuer_zh"], plan["plan__issued_on"] and day(plan["plan__issued_on"]))
    facts = [
        (texts("column.plan"), title),
        (
            texts("trend.clause.issued"),
            texts.listed([part for part in issued if part]) or NOTHING,
        ),
        (texts("column.location"), target["location"] or NOTHING),
        (texts("trend.clause.modality"), texts.get(f"modality.{target['modality']}", target["modality"] or NOTHING)),
        (texts("trend.clause.baseline"), baseline),
        (texts("trend.clause.path"), texts.get(f"path.{target['path']}", target["path"] or NOTHING)),
    ]
    if target["is_inferred_year"]:
        facts.append((texts("column.due_year"), texts("trend.clause.year_inferred", year=target["due_year"])))
    return facts


def _verdict(now: Reader, target: dict[str, Any]) -> list[tuple[str, str]]:
    texts = now.texts
    facts = [(texts("column.reason"), why(now, target, status_labels(now)))]
    if target["latest_value"] is not None:
        count = target["figure_count"]
        made_of = texts("verdict.sources", count=count) if count and count > 1 else NOTHING
        facts.append((texts("verdict.figure"), judged_figure(now, target)))
        facts.append((texts("verdict.source"), target["source"] or made_of))
    if target["gap"] is not None:
        facts.append((texts("column.gap"), difference(texts, target["gap"], target["unit"])))
    if target["gap_to_target"] is not None:
        facts.append((texts("column.gap_to_target"), gap_to_target(now, target)))
    return facts


def _statements(texts: Texts, target: dict[str, Any], stated: pl.DataFrame) -> None:
    is_other = pl.col("statement_id") != target["statement_id"]
    ordered = stated.sort(is_other, "kind", "due_year", descending=[False, True, False], maintain_order=True)
    rows = [
        {
            "role": texts("statement.taken") if row["statement_id"] == target["statement_id"] else "",
            "kind": texts.get(f"kind.{row['kind']}", row["kind"])
            + texts("list.separator")
            + texts.get(f"form.{row['form']}", row["form"]),
            "location": row["location"],
            "value": statement_words(texts, row),
            "due_year": row["due_year"],
            "note": texts.name_of(row, "note") or NOTHING,
        }
        for row in ordered.iter_rows(named=True)
    ]
    columns = {
        "role": Column(70),
        "kind": Column(110),
        "location": Column(130),
        "value": Column(120),
        "due_year": Column(70, "year"),
        "note": Column(420),
    }
    table(texts, rows, columns, name=target["target_id"])
