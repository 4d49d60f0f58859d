"""What the figures rest on: their sources, by grade and age."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.sources import figures_by_publication_year
from app.charts.theme import GRADE_MARKS
from app.components import layout
from app.components.picture import picture
from app.components.table import Column, table
from app.queries import quality
from app.queries.session import Reader
from app.texts.numbers import NOTHING, age, day, number, share

MOST_SOURCES = 1_000


def show_sources(now: Reader, evidence: dict[str, Any]) -> None:
    """Shows the figures by the year and grade of their sources, then the sources."""
    texts = now.texts
    sources = quality.sources(now)
    layout.section(texts("quality.sources.title"))
    if sources.is_empty():
        st.info(texts("quality.sources.none"))
        return
    total = int(sources["observation_count"].sum())
    best = sources.filter(pl.col("grade_rank") == 1)["observation_count"].sum()
    counts = (
        sources.with_columns(
            year=pl.col("published_on").dt.year().cast(pl.String).fill_null(texts("state.undated")),
        )
        .group_by("year", "source_grade", "grade_label", "grade_rank")
        .agg(count=pl.col("observation_count").sum())
        .rename({"source_grade": "grade"})
        .sort("year", "grade_rank")
    )
    title = texts(
        "quality.sources.sentence",
        age=age(texts, int(evidence["median_data_age_days"]))
        if evidence.get("median_data_age_days") is not None
        else NOTHING,
        share=share(float(best), total),
        total=number(total),
    )
    note = texts(
        "quality.sources.subtitle",
        bounds=number(evidence.get("bound_count")),
        inferred=number(evidence.get("inferred_count")),
    )
    names = {
        "year": texts("quality.sources.year"),
        "grade": texts("column.grade_label"),
        "count": texts("column.figures"),
    }
    picture(now, "sources", figures_by_publication_year, counts, title, names, alternative=title, note=note)
    with st.expander(texts("quality.sources.all", count=number(sources.height))):
        _all_sources(now, sources)


def _all_sources(now: Reader, sources: pl.DataFrame) -> None:
    texts = now.texts
    rows = [
        {
            "source": row["source"],
            "grade_label": f"{GRADE_MARKS.get(row['source_grade'], '')} {row['grade_label']}",
            "published_on": day(row["published_on"]) if row["published_on"] else texts("state.undated"),
            "figures": row["observation_count"],
            "bounds": row["bound_count"],
            "inferred": row["inferred_count"],
            "url": row["url"],
        }
        for row in sources.head(MOST_SOURCES).iter_rows(named=True)
    ]
    columns = {
        "source": Column(420),
        "grade_label": Column(110),
        "published_on": Column(110),
        "figures": Column(None, "count"),
        "bounds": Column(None, "count"),
        "inferred": Column(None, "count"),
        "url": Column(80, "link", display=texts("trend.figures.open")),
    }
    table(texts, rows, columns)
    if sources.height > MOST_SOURCES:
        st.caption(texts("table.cut", shown=number(MOST_SOURCES), total=number(sources.height)))
