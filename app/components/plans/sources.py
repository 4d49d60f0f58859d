"""A plan's targets, each with the location it was taken from, what contradicts it, and whether anything is known."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import status_style
from app.components import layout
from app.components.plans.choice import PAGE
from app.components.table import Column, table
from app.components.targets_table import statement_words, target_words, targets_table
from app.queries import plans, series
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, number


def show_targets(now: Reader, promised: pl.DataFrame) -> None:
    """The list, the contradictions, the targets that nothing is known of, and every statement with its location."""
    texts = now.texts
    stated = plans.statements(now).filter(pl.col("plan_id").is_in(promised["plan_id"].unique().to_list()))
    layout.section(texts("plans.targets.title"), texts("plans.targets.note"))
    targets_table(now, promised, PAGE)
    _conflicts(texts, promised, stated)
    _without_figure(now, promised)
    _statements(texts, promised, stated)


def _conflicts(texts: Texts, promised: pl.DataFrame, stated: pl.DataFrame) -> None:
    contradicted = promised.filter(pl.col("conflict_count").fill_null(0) > 0)
    layout.section(
        texts("plans.conflicts.title"),
        texts("plans.conflicts.some", count=number(contradicted.height))
        if contradicted.height
        else texts("plans.conflicts.none"),
    )
    rows = [
        _conflict(texts, target, taken, other)
        for target in contradicted.iter_rows(named=True)
        for taken, others in [_taken_and_others(target, stated)]
        for other in others
    ]
    if rows:
        columns = {
            "indicator": Column(240, is_pinned=True),
            "due_year": Column(70, "year"),
            "statement_taken": Column(150),
            "location_taken": Column(140),
            "statement_other": Column(150),
            "location_other": Column(140),
            "rule": Column(220),
        }
        table(texts, rows, columns)


def _taken_and_others(
    target: dict[str, Any], stated: pl.DataFrame
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    same = stated.filter(
        (pl.col("indicator_id") == target["indicator_id"])
        & (pl.col("region_id") == target["region_id"])
        & (pl.col("kind") == "target")
        & (pl.col("due_year") == target["due_year"])
    )
    taken = same.filter(pl.col("statement_id") == target["statement_id"])
    if taken.is_empty():
        return None, list(same.iter_rows(named=True))
    one = taken.row(0, named=True)
    others = same.filter(
        (pl.col("statement_id") != target["statement_id"])
        & ~pl.all_horizontal(
            pl.col(name).eq_missing(pl.lit(one[name])) for name in ("statement_value", "statement_value_high", "unit")
        )
    )
    return one, list(others.iter_rows(named=True))


def _conflict(
    texts: Texts, target: dict[str, Any], taken: dict[str, Any] | None, other: dict[str, Any]
) -> dict[str, Any]:
    return {
        "indicator": target["indicator"],
        "due_year": target["due_year"],
        "statement_taken": statement_words(texts, taken) if taken else target_words(texts, target),
        "location_taken": _location(texts, taken) if taken else target["location"] or NOTHING,
        "statement_other": statement_words(texts, other),
        "location_other": _location(texts, other),
        "rule": texts.get(f"resolution.{target['resolution_reason']}", target["resolution_reason"] or NOTHING),
    }


def _without_figure(now: Reader, promised: pl.DataFrame) -> None:
    texts = now.texts
    silent = promised.join(series.latest_figures(now), on=["indicator_id", "region_id"], how="left").filter(
        pl.col("known_value").is_null()
    )
    words = {"count": number(silent.height), "total": number(promised.height)}
    layout.section(
        texts("plans.silent.title"), texts("plans.silent.some" if silent.height else "plans.silent.none", **words)
    )
    if silent.is_empty():
        return
    offices = _offices(now)
    rows = [
        {
            "indicator": row["indicator"],
            "due_year": row["due_year"],
            "target": target_words(texts, row),
            "office": offices.get(row["target_id"], texts("due.no_office")),
            "location": row["location"] or NOTHING,
        }
        for row in silent.iter_rows(named=True)
    ]
    columns = {
        "indicator": Column(300, is_pinned=True),
        "due_year": Column(70, "year"),
        "target": Column(140),
        "office": Column(220),
        "location": Column(160),
    }
    table(texts, rows, columns)


def _offices(now: Reader) -> dict[str, str]:
    named = plans.assignments(now).group_by("target_id").agg(pl.col("office"))
    return {target: now.texts.listed(offices) for target, offices in named.iter_rows()}


def _statements(texts: Texts, promised: pl.DataFrame, stated: pl.DataFrame) -> None:
    marks = {
        row["statement_id"]: f"{status_style(row['status']).mark} {row['status_label']}"
        for row in promised.iter_rows(named=True)
    }
    layout.section(
        texts("plans.statements.title"),
        texts("plans.statements.note", count=number(stated.height), taken=number(len(marks))),
    )
    if stated.is_empty():
        st.info(texts("plans.statements.none"), icon=":material/info:")
        return
    rows = [
        {
            "location": row["location"] or NOTHING,
            "indicator": row["indicator"],
            "kind": texts.get(f"kind.{row['kind']}", row["kind"]),
            "form": texts.get(f"form.{row['form']}", row["form"]),
            "value": statement_words(texts, row),
            "due_year": row["due_year"],
            "modality": texts.get(f"modality.{row['modality']}", row["modality"] or NOTHING),
            "role": texts("statement.taken") if row["statement_id"] in marks else NOTHING,
            "status": marks.get(row["statement_id"], NOTHING),
            "note": texts.name_of(row, "note"),
        }
        for row in stated.iter_rows(named=True)
    ]
    columns = {
        "location": Column(150, is_pinned=True),
        "indicator": Column(260),
        "kind": Column(100),
        "form": Column(60),
        "value": Column(150),
        "due_year": Column(70, "year"),
        "modality": Column(80),
        "role": Column(70),
        "status": Column(125),
        "note": Column(420),
    }
    table(texts, rows, columns)


def _location(texts: Texts, row: dict[str, Any]) -> str:
    form = texts.get(f"form.{row['form']}", row["form"])
    return texts("plans.location", location=row["location"] or NOTHING, form=form)
