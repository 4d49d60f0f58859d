"""What the address asks for instead of the current publication, on every page.

`?as_of=2023-06-30` shows what was published as of that day, `?publication=12` an earlier publication that is kept.
"""

import streamlit as st

PARAMETER = "as_of"
PUBLICATION = "publication"


def asked(parameter: str = PARAMETER) -> str:
    """What the address names, else what this session is looking at; empty for the current publication.

    A link between pages drops the address, so the choice is kept for the session and written back.
    """
    chosen = st.query_params.get(parameter)
    if chosen is None:
        chosen = st.session_state.get(parameter, "")
        if chosen:
            st.query_params[parameter] = chosen
    st.session_state[parameter] = chosen
    return str(chosen)


def leave() -> None:
    """Goes back to the current publication."""
    for parameter in (PARAMETER, PUBLICATION):
        st.session_state[parameter] = ""
        if parameter in st.query_params:
            del st.query_params[parameter]
