"""What each status means, when it is refused, and one target of this publication as its example."""

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import status_style
from app.components import explained, layout
from app.components.targets_table import target_words, trend_address
from app.components.verdict import judged_figure, why
from app.queries import methods, reference
from app.queries.session import Reader
from app.texts.numbers import NOTHING, number


def show_statuses(now: Reader, targets: pl.DataFrame) -> None:
    """One paragraph a status, with its reasons and an example."""
    texts = now.texts
    statuses = reference.statuses(now)
    labels = dict(statuses.select("status", "label").iter_rows())
    reasons = methods.reasons(now)
    for status in statuses.iter_rows(named=True):
        name = status["status"]
        judged = targets.filter(pl.col("status") == name)
        st.subheader(f"{status_style(name).mark} {status['label']}", anchor=explained.anchor("status", name))
        st.markdown(layout.as_text(paragraph(now, status)))
        st.caption(texts("methods.status.count", count=number(judged.height)))
        _reasons(now, reasons.filter(pl.col("status") == name))
        if judged.height:
            st.markdown(_example(now, judged.sort("target_id").row(0, named=True), labels))
    st.subheader(texts("methods.reasons.title"), anchor="reasons")
    st.caption(texts("methods.reasons.note"))
    _reasons(now, reasons.filter(pl.col("status").is_null()))


def paragraph(now: Reader, status: dict[str, Any]) -> str:
    """What the status means, on which side it is, and how the default method comes to it."""
    texts = now.texts
    side = "refused" if status["is_refusal"] in (True, "true") else str(status["course"])
    said = [status["description"], texts(f"methods.side.{side}")]
    said += [
        texts(
            f"methods.band.{_band(row)}",
            lower=None if row["lower"] is None else number(row["lower"], 4),
            upper=None if row["upper"] is None else number(row["upper"], 4),
        )
        for row in methods.cutoffs(now).iter_rows(named=True)
        if row["method"] == "distance_pace" and row["status"] == status["status"]
    ]
    return texts("methods.stop").join(said) + texts("methods.end")


def _band(row: dict[str, Any]) -> str:
    if row["lower"] is None:
        return "below"
    return "above" if row["upper"] is None else "between"


def _reasons(now: Reader, reasons: pl.DataFrame) -> None:
    texts = now.texts
    if reasons.is_empty():
        return
    entries = "".join(
        f'<li id="{explained.anchor("reason", row["reason"])}">{escape(row["label"])}'
        + (f" {escape(texts('methods.reasons.count', count=number(row['targets'])))}" if row["targets"] else "")
        + "</li>"
        for row in reasons.iter_rows(named=True)
    )
    st.html(f"<ul>{entries}</ul>")


def _example(now: Reader, target: dict[str, Any], labels: dict[str, str]) -> str:
    texts = now.texts
    reason = why(now, target, labels)
    told = [judged_figure(now, target), reason]
    said = texts(
        "methods.example",
        region=target["region"],
        indicator=target["indicator"],
        due=target["due_year"],
        target=target_words(texts, target),
        told=texts("methods.example_separator").join(part for part in told if part != NOTHING),
    )
    address = trend_address(now, target["indicator_id"], [target["region_id"]])
    return f"{layout.as_text(said)} [{texts('overview.list.open')}]({address})"
