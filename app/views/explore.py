"""Explore: metrics, dimensions and filters of one's own choice; the answer as table, chart, SQL and file.

The address carries the whole question, so a link asks it again. Filters stand in it in the semantic layer's own text
form, such as `where=region__level in ["city"]`.
"""

import polars as pl
import streamlit as st

from app.components import address, explained, layout
from app.components.explore.answer import show_answer
from app.components.explore.columns import choose_dimensions, choose_metrics, group_by, offer_evidence
from app.components.explore.exchange import offer_sdmx
from app.components.explore.filters import choose_filters
from app.components.explore.labels import label_of
from app.components.explore.order import choose_order
from app.components.explore.question import DEFAULT_ROWS, PAGE, Question
from app.queries.session import Reader, reader
from plan_targets.semantic import MixedFiguresError, QueryFailedError, SemanticError

UNSAVED = "unsaved"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    layout.headline(texts("page.explore"), texts("explore.headline"))
    try:
        question = _ask(now)
        if not question.metrics and not question.dimensions and question.saved is None:
            st.info(texts("explore.choose_something"), icon=":material/info:")
            return
        answer, sql = _answer(now, question)
    except QueryFailedError:
        # It is not the question that is wrong.
        raise
    except SemanticError as error:
        _refuse(now, error)
        return
    show_answer(now, question, answer, sql)
    explained.metrics(now, question.metrics)
    offer_sdmx(now)


def _ask(now: Reader) -> Question:
    texts = now.texts
    catalogue = now.snapshot.catalogue
    questions = [query.name for query in catalogue.saved_queries.values() if query.serves == "question"]
    options: list[str] = [UNSAVED, *questions]
    key = address.prepare_one(PAGE, "question", UNSAVED, options)
    saved = st.selectbox(
        texts("explore.start"),
        options,
        format_func=lambda name: (
            texts("explore.unsaved") if name == UNSAVED else catalogue.saved_queries[name].label(now.language)
        ),
        key=key,
    )
    address.write(key, saved)
    if saved != UNSAVED:
        query = catalogue.saved_queries[str(saved)]
        st.caption(query.description(now.language))
        return Question(query.name, list(query.metrics), list(query.group_by), [], [], DEFAULT_ROWS)
    left, right = st.columns(2)
    with left:
        metrics = choose_metrics(now)
    available = dict(now.snapshot.dimensions_of(metrics))
    with right:
        dimensions = choose_dimensions(now, available)
    offer_evidence(now, metrics, dimensions, available)
    where = choose_filters(now, available)
    order_by, limit = choose_order(now, metrics + dimensions)
    return Question(None, metrics, dimensions, where, order_by, limit)


def _answer(now: Reader, question: Question) -> tuple[pl.DataFrame, str]:
    if question.saved:
        name, language = question.saved, now.language
        sql = now.snapshot.explain_saved(name, language=language).text()
        return now.snapshot.run_saved(name, language=language), sql
    # Rows that are equal in the chosen column keep one order, so that a link shows everyone the same.
    chosen = [name.removeprefix("-") for name in question.order_by]
    order_by = question.order_by + [name for name in question.dimensions if name not in chosen]
    asked = (question.metrics, question.dimensions, question.where, order_by, question.limit)
    return now.snapshot.query(*asked), now.snapshot.explain(*asked).text()


def _refuse(now: Reader, error: SemanticError) -> None:
    texts = now.texts
    message = error.message_zh if now.language == "zh" else error.message_en
    st.warning(layout.as_text(message), icon=":material/block:")
    if isinstance(error, MixedFiguresError) and error.suggestions:
        st.button(
            texts("explore.group_by_these", names=texts.listed([label_of(now, name) for name in error.suggestions])),
            on_click=group_by,
            args=(list(error.suggestions),),
            type="primary",
            key="explore.group_by_these",
        )


render()
