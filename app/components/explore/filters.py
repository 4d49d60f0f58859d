"""The filters of the explore page: in the address, in the session, and as rows of widgets."""

import streamlit as st

from app.components import layout
from app.components.explore.conditions import read_condition, widget_value
from app.components.explore.filter_row import filter_row
from app.components.explore.filter_state import FILTERS, new_filter, widget_key
from app.queries.session import Reader
from plan_targets.semantic import Condition, Dimension, write_condition

WRITTEN = "explore.where:written"


def choose_filters(now: Reader, available: dict[str, Dimension]) -> list[Condition]:
    """Lets the reader make, change and remove filters; those that are complete, as conditions."""
    texts = now.texts
    _take_filters_from_address(now, available)
    rows: list[int] = st.session_state[FILTERS]
    conditions = []
    for row in list(rows):
        condition = filter_row(now, row, available)
        if condition is not None:
            conditions.append(condition)
    st.button(texts("explore.add_filter"), icon=":material/filter_alt:", on_click=_add_filter)
    written = [write_condition(condition) for condition in conditions]
    if st.query_params.get_all("where") != written:
        st.query_params["where"] = written
    st.session_state[WRITTEN] = written
    return conditions


def _take_filters_from_address(now: Reader, available: dict[str, Dimension]) -> None:
    asked = st.query_params.get_all("where")
    written = st.session_state.get(WRITTEN)
    if FILTERS in st.session_state and (asked == written or not asked):
        for row in st.session_state[FILTERS]:
            # The widgets of a page that was left are gone; what was chosen in them comes back.
            for part in ("dimension", "operator", "value"):
                kept = st.session_state.get(f"{widget_key(row, part)}:kept")
                if kept is not None and widget_key(row, part) not in st.session_state:
                    st.session_state[widget_key(row, part)] = kept
        return
    st.session_state[FILTERS] = []
    for text in asked:
        condition, unfit = read_condition(now, text, available)
        if condition is None:
            # Said, and left out: the rest of the question can still be asked.
            st.warning(
                f"{layout.as_text(unfit)} {now.texts('explore.filter_ignored')}", icon=":material/filter_alt_off:"
            )
            continue
        row = new_filter()
        operator = "in" if condition.operator == "=" else condition.operator
        st.session_state[widget_key(row, "dimension")] = condition.dimension
        st.session_state[widget_key(row, "operator")] = operator
        st.session_state[widget_key(row, "value")] = widget_value(operator, condition)


def _add_filter() -> None:
    new_filter()
