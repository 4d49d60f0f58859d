"""The definitions of metrics, the grades of sources, and the words."""

from html import escape

import polars as pl
import streamlit as st

from app.charts.theme import GRADE_MARKS
from app.components import explained, layout
from app.queries import methods
from app.queries.session import Reader
from app.texts.numbers import number

# The glossary's words, in the order of a number's way from the plan to the page.
WORDS = (
    "plan", "statement", "target", "baseline", "due_year", "path", "modality", "indicator", "direction", "observation",
    "figure", "preferred", "bound", "inferred", "source", "grade", "scope", "break", "gap", "gap_to_target", "pace",
    "as_of", "publication",
)  # fmt: skip


def show_metrics(now: Reader) -> None:
    """Every metric that pages show, with its definition, by the table it speaks of."""
    language = now.language
    shown = now.snapshot.catalogue.shown_metrics()
    for table in dict.fromkeys(metric.table.label(language) for metric in shown):
        with st.expander(layout.as_text(table), expanded=False):
            entries = "".join(
                f'<dt id="{explained.anchor("metric", metric.name)}">{escape(metric.label(language))}</dt>'
                f"<dd>{escape(metric.description(language))}</dd>"
                for metric in shown
                if metric.table.label(language) == table
            )
            st.html(f'<dl class="ptw-facts">{entries}</dl>')


def show_sources(now: Reader) -> None:
    """How near each grade is to who measures, and how many figures rest on it."""
    texts = now.texts
    grades = methods.grades(now)
    total = int(grades["figures"].sum())
    order = list(GRADE_MARKS)
    pairs = [
        (
            f"{GRADE_MARKS.get(row['grade'], '')} {row['label']}",
            texts(f"methods.grade.{row['grade']}", count=number(row["figures"]), total=number(total)),
        )
        for row in grades.sort(pl.col("grade").replace_strict(order, range(len(order)), default=99)).iter_rows(
            named=True
        )
    ]
    layout.facts(pairs)


def show_words(now: Reader) -> None:
    """The glossary."""
    texts = now.texts
    layout.facts([(texts(f"methods.word.{word}.name"), texts(f"methods.word.{word}.meaning")) for word in WORDS])
