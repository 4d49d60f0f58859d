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
    held = session()
    with head:
        layout.headline(texts("page.reading"), _sentence(texts, held))
        st.caption(texts("reading.note"))
    if held is None:
        return
    if held.draft.document.picture_pages:
        pages = texts.listed([str(page) for page in held.draft.document.picture_pages])
        st.warning(texts("reading.pictures", pages=pages), icon=":material/image:")
    show_plan(texts, held)
    left, right = st.columns([2, 3])
    with left:
        layout.section(texts("reading.text.title"), texts("reading.text.note"))
        show_text(texts, held)
    with right:
        layout.section(texts("reading.rows.title"), texts("reading.rows.note"))
        if held.review.rows:
            show_rows(texts, held)
        else:
            st.info(texts("reading.no_rows"), icon=":material/info:")
    if held.review.rows:
        show_row(texts, held)
    show_left_out(texts, held)
    show_changes(texts, held)
    show_result(texts, held)


def _sentence(texts: Texts, held: Session | None) -> str:
    if held is None:
        return texts("reading.sentence.none")
    counts = held.review.counts
    return texts(
        "reading.sentence.some",
        name=held.review.plan["规划名称"] or held.review.name,
        total=number(len(held.review.rows)),
        decided=number(len(held.review.rows) - counts["open"]),
        left_out=number(len(held.review.left_out)),
    )


render()
