"""An answer as table, chart, SQL and file."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import polars as pl
import streamlit as st

from app.components import address, downloads
from app.components.explore.chart import show_chart
from app.components.explore.labels import label_of, labels_of
from app.components.explore.question import PAGE, Question
from app.queries.session import Reader
from app.texts.numbers import NOTHING, number

SIDES = ("table", "chart", "sql")


def show_answer(now: Reader, question: Question, answer: pl.DataFrame, sql: str) -> None:
    """Shows the answer in its forms, and offers its files."""
    texts = now.texts
    labels = labels_of(now, answer.columns)
    title = _title(now, question)
    table, chart, code = _sides(now)
    with table:
        if answer.is_empty():
            st.info(texts("explore.empty"), icon=":material/info:")
        st.dataframe(
            answer.rename(labels), hide_index=True, placeholder=NOTHING, column_config=_column_formats(now, labels)
        )
        st.caption(texts("explore.rows", count=number(answer.height)))
        if answer.height >= question.limit and not question.saved:
            st.caption(texts("explore.limited", count=number(question.limit)))
    with chart:
        show_chart(now, question, answer, labels, title)
    with code:
        st.caption(texts("explore.sql_note"))
        st.code(sql, language="sql", wrap_lines=True)
    _downloads(now, question, answer, labels, title, sql)


def _sides(now: Reader) -> Sequence[AbstractContextManager[Any]]:
    """The tabs; the one that is open stands in the address, by its name in the code and not by its label."""
    labels = {side: now.texts(f"explore.{side}") for side in SIDES}
    key = address.prepare_one(PAGE, "side", SIDES[0], SIDES)
    side = str(st.session_state[key])
    # A tab's state is its label, which is another in the other language.
    tabs = f"{key}.{now.language}"
    st.session_state[tabs] = labels[side]
    address.write(key, side, usual=SIDES[0])
    return st.tabs(
        list(labels.values()), key=tabs, on_change=_turn, args=(key, tabs, {v: k for k, v in labels.items()})
    )


def _turn(key: str, tabs: str, sides: dict[str, str]) -> None:
    st.session_state[key] = sides.get(st.session_state[tabs], SIDES[0])


def _title(now: Reader, question: Question) -> str:
    texts = now.texts
    if question.saved:
        return now.snapshot.catalogue.saved_queries[question.saved].label(now.language)
    metrics = texts.listed([label_of(now, name) for name in question.metrics]) or texts("explore.combinations")
    if not question.dimensions:
        return metrics
    return texts(
        "explore.title", metrics=metrics, dimensions=texts.listed([label_of(now, name) for name in question.dimensions])
    )


def _column_formats(now: Reader, labels: dict[str, str]) -> dict[str, Any]:
    formats: dict[str, Any] = {}
    for name, label in labels.items():
        metric = now.snapshot.catalogue.metrics.get(name)
        if metric is not None:
            form = "percent" if metric.unit == "share" else "localized"
            formats[label] = st.column_config.NumberColumn(format=form, help=metric.description(now.language))
        elif name.endswith("_year"):
            formats[label] = st.column_config.NumberColumn(format="%d")
        elif name.endswith("__url"):
            formats[label] = st.column_config.LinkColumn()
    return formats


def _downloads(
    now: Reader, question: Question, answer: pl.DataFrame, labels: dict[str, str], title: str, sql: str
) -> None:
    texts = now.texts
    facts = [(texts("explore.question"), title), ("SQL", sql)]

    def shown() -> pl.DataFrame:
        return downloads.for_people(now, answer, labels, question.where)

    kinds = [
        ("CSV", "csv", "text/csv", lambda: downloads.as_csv(shown())),
        ("XLSX", "xlsx", downloads.XLSX, lambda: downloads.as_xlsx(now, shown(), facts)),
        ("Parquet", "parquet", "application/vnd.apache.parquet", lambda: downloads.as_parquet(answer)),
    ]
    st.caption(texts("explore.download"))
    with st.container(horizontal=True):
        for name, ending, mime, make in kinds:
            st.download_button(
                name,
                data=make,
                file_name=downloads.file_name(now, title, ending),
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"explore.download.{ending}",
            )
