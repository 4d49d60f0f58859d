"""What a reader sees who may not go on, and the way out for one who has logged in."""

import streamlit as st

from app.components import layout
from app.queries.entry import Entry
from app.texts import Texts


def show_refusal(texts: Texts, entered: Entry) -> None:
    """The sentence that says why nothing is shown, with what to do."""
    layout.headline(texts("product"), texts(f"entry.{entered.refusal}.headline"))
    if entered.refusal == "broken" and entered.error is not None:
        st.error(layout.as_text(entered.error.chinese if texts.language == "zh" else entered.error.english))
        return
    name = layout.as_text(entered.name or texts("entry.nameless"))
    st.write(texts(f"entry.{entered.refusal}.remedy", name=name))
    if entered.refusal == "log_in":
        st.button(texts("entry.log_in.button"), on_click=st.login, type="primary", key="log_in")
    elif entered.refusal == "not_listed":
        st.button(texts("entry.log_out"), on_click=st.logout, key="log_out")


def show_reader(texts: Texts, entered: Entry) -> None:
    """Who is logged in, and the way out; nothing where nobody logs in."""
    if entered.name is None:
        return
    with st.sidebar:
        st.caption(texts("entry.as", name=layout.as_text(entered.name)))
        st.button(texts("entry.log_out"), on_click=st.logout, key="log_out")
