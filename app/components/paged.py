"""A long list in pages, with a search: what a reader looks for is found before what stands on the first page."""

import polars as pl
import streamlit as st

from app.components import address, layout
from app.texts import Texts
from app.texts.numbers import number

ROWS_ON_A_PAGE = 50


def one_page(texts: Texts, name: str, rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows of the page that the reader turned to, of those that hold every searched word in one of the columns.

    `name` is the page's, or `<page>.<list>` where a page has several; search and page stand in the address.
    """
    page, _, part = name.partition(".")
    search, turned_to = (f"{part}.{asked}" if part else asked for asked in ("search", "page"))
    left, right = st.columns([3, 1])
    with left:
        key = address.prepare_text(page, search)
        asked = st.text_input(
            texts("table.search"),
            key=key,
            placeholder=texts("table.search_in"),
            icon=":material/search:",
        )
        address.write(key, asked, usual="")
    found = matching(rows, asked or "", columns)
    if found.is_empty() and not rows.is_empty():
        st.info(texts("table.nothing_found", asked=layout.as_text(asked or "")), icon=":material/search_off:")
    pages = max(-(-found.height // ROWS_ON_A_PAGE), 1)
    if pages == 1:
        address.forget(page, turned_to)
        return found
    # A narrower search has fewer pages than the reader had turned to.
    key = address.prepare_number(page, turned_to, pages)
    with right:
        turned = int(st.number_input(texts("table.page", pages=number(pages)), 1, pages, key=key))
    address.write(key, turned, usual="1")
    first = (turned - 1) * ROWS_ON_A_PAGE
    shown = found.slice(first, ROWS_ON_A_PAGE)
    st.caption(
        texts("table.shown", first=number(first + 1), last=number(first + shown.height), total=number(found.height))
    )
    return shown


def searched(name: str) -> str:
    """The words that the reader searched for in that list."""
    return str(st.session_state.get(f"{name}.search") or "")


def matching(rows: pl.DataFrame, asked: str, columns: list[str]) -> pl.DataFrame:
    """The rows that hold every word of the text, wherever it stands and however it is written."""
    everything = pl.concat_str(columns, separator=" ", ignore_nulls=True).str.to_lowercase()
    left = rows
    for word in asked.lower().split():
        left = left.filter(everything.str.contains(word, literal=True))
    return left
