"""Which filters there are on the explore page, as the session keeps them."""

import streamlit as st

FILTERS = "explore.filters"


def new_filter() -> int:
    """Adds an empty filter and returns its number."""
    row = int(st.session_state.get("explore.last_filter", 0)) + 1
    st.session_state["explore.last_filter"] = row
    st.session_state.setdefault(FILTERS, []).append(row)
    return row


def remove_filter(row: int) -> None:
    """Takes a filter away."""
    st.session_state[FILTERS] = [other for other in st.session_state[FILTERS] if other != row]


def widget_key(row: int, part: str) -> str:
    """The key of one of a filter's widgets: its `dimension`, `operator`, `value` or `remove`."""
    return f"explore.filter.{row}.{part}"
