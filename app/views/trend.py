"""Trend: one indicator in one or more regions, its target, the path to it, and where each figure comes from."""

import polars as pl
import streamlit as st

from app.charts.theme import GRADE_MARKS, status_style
from app.components import layout
from app.components.clause import clause
from app.components.table import Column, table
from app.components.targets_table import target_words
from app.components.trend.chart import show_chart
from app.components.trend.choice import Choice, choose
from app.components.trend.others import choose_others
from app.components.trend.part import Part, base_years, have_one_unit, have_the_same_regions, parts_of
from app.components.trend.state import figure_state
from app.components.trend.view import choose_view
from app.queries import progress
from app.queries.session import Reader, reader
from app.texts import Texts
from app.texts.numbers import NOTHING, age_on, day, figure


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    choice = choose(now)
    if choice is None:
        with head:
            layout.headline(texts("page.trend"), texts("trend.nothing"))
        return
    with head:
        layout.headline(texts("page.trend"), _name(texts, choice))
    if choice.regions.is_empty():
        st.info(texts("trend.no_region"), icon=":material/info:")
        return
    parts = parts_of(now, [choice, *choose_others(now, choice)])
    if not have_one_unit(parts) and not base_years(parts):
        names = [part.choice.indicator["indicator"] for part in parts]
        st.info(texts("trend.compare.no_base", indicators=texts.listed(names)), icon=":material/info:")
        parts = parts_of(now, [choice])
    view = choose_view(now, parts)
    show_chart(now, parts, view)
    for part in parts:
        indicator = str(part.choice.indicator["indicator"])
        _targets(now, part, indicator if have_the_same_regions(parts) else _name(texts, part.choice))
    _figures(now, parts)


def _name(texts: Texts, choice: Choice) -> str:
    indicator = str(choice.indicator["indicator"])
    if choice.regions.is_empty():
        return indicator
    return texts("trend.name", indicator=indicator, regions=texts.listed(choice.regions["region"].to_list()))


def _targets(now: Reader, part: Part, name: str) -> None:
    texts, targets = now.texts, part.targets
    indicator_id = part.choice.indicator["indicator_id"]
    layout.section(texts("trend.clause.title", indicator=name), texts("trend.clause.note"))
    if targets.is_empty():
        st.info(texts("trend.clause.none"), icon=":material/info:")
        return
    stated = progress.statements(now, indicator_id, targets["region_id"].unique().to_list())
    for row in targets.sort("plan_order", "region_id", "due_year").iter_rows(named=True):
        mark = status_style(row["status"]).mark
        heading = texts(
            "trend.clause.heading",
            mark=mark,
            status=row["status_label"],
            region=row["region"],
            due=row["due_year"],
            target=target_words(texts, row),
        )
        with st.expander(heading, expanded=targets.height <= 2):
            clause(now, row, stated)


def _figures(now: Reader, parts: list[Part]) -> None:
    texts = now.texts
    known = pl.concat([part.known for part in parts])
    layout.section(texts("trend.figures.title"), texts("trend.figures.note"))
    if known.is_empty():
        st.info(texts("trend.figures.none"), icon=":material/info:")
        return
    rows = [
        {
            "region": row["region"],
            "period": row["period"],
            "value": figure(texts, row["value"], row["unit"], row["comparator"]),
            "state": figure_state(texts, row),
            "grade_label": f"{GRADE_MARKS.get(row['source_grade'], '')} {row['grade_label']}",
            "source": row["source"],
            "published_on": day(row["published_on"]) if row["published_on"] else texts("state.undated"),
            "age": age_on(texts, row["period_end"], now.fact("as_of")),
            "url": row["url"],
            "note": row["note"] or NOTHING,
            "value_number": row["value"],
            "unit": texts.unit(row["unit"]),
        }
        for row in known.sort(["region", "year", "is_preferred"], descending=[False, True, True]).iter_rows(named=True)
    ]
    columns = {
        "region": Column(80, is_pinned=True),
        "period": Column(80, is_pinned=True),
        "value": Column(100),
        "state": Column(110),
        "grade_label": Column(100),
        "source": Column(300),
        "published_on": Column(100),
        "age": Column(80),
        "url": Column(70, "link", display=texts("trend.figures.open")),
        "note": Column(320),
    }
    also = {"value_number": Column(kind="number"), "unit": Column()}
    table(texts, rows, columns, title=texts("trend.figures.title"), also=also)


render()
