"""A long list in pages, with a search: what a reader looks for is found before what stands on the first page."""

import polars as pl
import streamlit as st

from app.texts import Texts
from app.texts.numbers import number

ROWS_ON_A_PAGE = 50


def one_page(texts: Texts, page: str, rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows of the page that the reader turned to, of those that hold every searched word in one of the columns."""
    left, right = st.columns([3, 1])
    with left:
        asked = st.text_input(
            texts("table.search"),
            key=f"{page}.search",
            placeholder=texts("table.search_in"),
            icon=":material/search:",
        )
    found = matching(rows, asked or "", columns)
    if found.is_empty() and not rows.is_empty():
        st.info(texts("table.nothing_found", asked=asked), icon=":material/search_off:")
    pages = max(-(-found.height // ROWS_ON_A_PAGE), 1)
    if pages == 1:
        return found
    key = f"{page}.page"
    # A narrower search has fewer pages than the reader had turned to.
    st.session_state[key] = min(int(st.session_state.get(key) or 1), pages)
    with right:
        turned = int(st.number_input(texts("table.page", pages=number(pages)), 1, pages, key=key))
    first = (turned - 1) * ROWS_ON_A_PAGE
    shown = found.slice(first, ROWS_ON_A_PAGE)
    st.caption(
        texts("table.shown", first=number(first + 1), last=number(first + shown.height), total=number(found.height))
    )
    return shown


def searched(page: str) -> str:
    """The words that the reader searched for on that page."""
    return str(st.session_state.get(f"{page}.search") or "")


def matching(rows: pl.DataFrame, asked: str, columns: list[str]) -> pl.DataFrame:
    """The rows that hold every word of the text, wherever it stands and however it is written."""
    everything = pl.concat_str(columns, separator=" ", ignore_nulls=True).str.to_lowercase()
    left = rows
    for word in asked.lower().split():
        left = left.filter(everything.str.contains(word, literal=True))
    return left
