"""Pills to choose among states by, each with how many are in it; the choice stands in the address."""

from collections.abc import Mapping

import streamlit as st

from app.components import address
from app.texts import Texts
from app.texts.numbers import number


def choose_states(texts: Texts, page: str, counts: Mapping[str, int]) -> list[str]:
    """The chosen states, in the order of `counts`; those that nothing is in are not offered. None means all."""
    present = [state for state, count in counts.items() if count]
    key = address.prepare_many(page, "state", [], present)
    chosen = st.pills(
        texts("column.state"),
        present,
        selection_mode="multi",
        format_func=lambda state: f"{texts(f'{page}.state.{state}')} {number(counts[state])}",
        key=key,
        label_visibility="collapsed",
    )
    address.write(key, chosen)
    return list(chosen)
