"""The day that the address asks for: `?as_of=2023-06-30` shows what was published as of that day, on every page."""

import streamlit as st

PARAMETER = "as_of"
STATE = "as_of"


def asked() -> str:
    """The day that the address names, else the one that this session is looking at; empty for the current publication.

    A link between pages drops the address, so the day is kept for the session and written back.
    """
    day = st.query_params.get(PARAMETER)
    if day is None:
        day = st.session_state.get(STATE, "")
        if day:
            st.query_params[PARAMETER] = day
    st.session_state[STATE] = day
    return str(day)


def leave() -> None:
    """Goes back to the current publication."""
    st.session_state[STATE] = ""
    if PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
