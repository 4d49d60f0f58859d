"""An answer as a chart that the reader chooses; of one row, its figures."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.explore import BAR, LINE, AnswerChart, draw_answer, is_cut
from app.charts.theme import status_style
from app.components import address
from app.components.explore.question import PAGE, Question
from app.components.picture import picture
from app.queries import reference
from app.queries.session import Reader
from app.texts.numbers import NOTHING, number, share

# Only what counts things may be put on top of each other.
ADDED = "count"
# Where bars stand for all dimensions at once.
JOINT = "joint"


def show_chart(now: Reader, question: Question, answer: pl.DataFrame, labels: dict[str, str], title: str) -> None:
    """Draws the answer, as bars or lines of one of its metrics."""
    texts = now.texts
    metrics = [name for name in question.metrics if name in answer.columns]
    dimensions = [name for name in answer.columns if name not in metrics]
    if answer.is_empty() or not metrics:
        st.info(texts("explore.nothing_to_draw"), icon=":material/info:")
        return
    if not dimensions:
        for column, name in zip(st.columns(len(metrics)), metrics, strict=True):
            column.metric(labels[name], _worded(now, name, answer[name][0]))
        return
    left, right = st.columns(2)
    with left:
        key = address.prepare_one(PAGE, "value", metrics[0], metrics)
        value = str(st.selectbox(texts("explore.drawn"), metrics, format_func=lambda name: labels[name], key=key))
        address.write(key, value)
    years = [name for name in dimensions if name.endswith("_year")]
    with right:
        default = LINE if years else BAR
        key = address.prepare_one(PAGE, "chart", default, [BAR, LINE])
        kind = str(
            st.selectbox(texts("explore.kind"), [BAR, LINE], format_func=lambda name: texts(f"explore.{name}"), key=key)
        )
        address.write(key, kind)
    across = years[0] if kind == LINE and years else dimensions[0]
    others = [name for name in dimensions if name != across]
    metric = now.snapshot.catalogue.metrics[value]
    if kind == BAR and others and metric.unit != ADDED:
        # What is not added has a bar for each of its rows: nothing may seem to be a sum.
        across, labels = JOINT, labels | {JOINT: texts.listed([labels[name] for name in dimensions])}
        answer = answer.with_columns(_joint(dimensions).alias(JOINT))
        others = []
    wanted = AnswerChart(
        kind=kind,
        across=across,
        value=value,
        series=others[0] if others else None,
        labels=labels,
        value_format=metric.format or ",.2~f",
        title=title,
        colors=_status_colors(now) if others and others[0].startswith("status") else {},
    )
    note = texts("explore.cut") if is_cut(answer, wanted) else ""
    picture(now, "answer", draw_answer, answer, wanted, alternative=title, note=note)


def _joint(dimensions: list[str]) -> pl.Expr:
    return pl.concat_str([pl.col(name).cast(pl.String).fill_null(NOTHING) for name in dimensions], separator=" · ")


def _status_colors(now: Reader) -> dict[str, str]:
    """The colors of the statuses, by code and by label, in their order."""
    known = reference.statuses(now).select("status", "label").rows()
    return {name: status_style(status).color for status, label in known for name in (status, label)}


def _worded(now: Reader, name: str, value: Any) -> str:
    metric = now.snapshot.catalogue.metrics[name]
    return share(value, 1) if metric.unit == "share" and value is not None else number(value)
