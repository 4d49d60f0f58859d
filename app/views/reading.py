"""Read a plan: the document's text with its numbers marked, the draft beside it to check, and the workbook."""

import streamlit as st

from app.components import layout
from app.components.reading.document import choose_document
from app.components.reading.one_row import show_row
from app.components.reading.result import show_changes, show_left_out, show_plan, show_result
from app.components.reading.rows import show_rows
from app.components.reading.state import Session, session
from app.components.reading.text import show_text
from app.queries.session import reader
from app.texts import Texts
from app.texts.numbers import number


def render() -> None:
    """Draws the page."""
    texts = reader().texts
    head = st.container()
    choose_document(texts)
    opened = session()
    with head:
        layout.headline(texts("page.reading"), _sentence(texts, opened))
        st.caption(texts("reading.note"))
    if opened is None:
        return
    if opened.draft.document.picture_pages:
        pages = texts.listed([str(page) for page in opened.draft.document.picture_pages])
        st.warning(texts("reading.pictures", pages=pages), icon=":material/image:")
    show_plan(texts, opened)
    left, right = st.columns([2, 3])
    with left:
        layout.section(texts("reading.text.title"), texts("reading.text.note"))
        show_text(texts, opened)
    with right:
        layout.section(texts("reading.rows.title"), texts("reading.rows.note"))
        if opened.review.rows:
            show_rows(texts, opened)
        else:
            st.info(texts("reading.no_rows"), icon=":material/info:")
    if opened.review.rows:
        show_row(texts, opened)
    show_left_out(texts, opened)
    show_changes(texts, opened)
    show_result(texts, opened)


def _sentence(texts: Texts, opened: Session | None) -> str:
    if opened is None:
        return texts("reading.sentence.none")
    counts = opened.review.counts
    return texts(
        "reading.sentence.some",
        name=opened.review.plan["规划名称"] or opened.review.name,
        total=number(len(opened.review.rows)),
        decided=number(len(opened.review.rows) - counts["open"]),
        left_out=number(len(opened.review.left_out)),
    )


render()
