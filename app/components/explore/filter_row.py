"""One filter: a dimension, an operator and a value."""

from typing import Any

import streamlit as st

from app.components.explore.conditions import BARE_OPERATORS, LIST_OPERATORS, typed_value
from app.components.explore.filter_state import remove_filter, widget_key
from app.components.explore.labels import dimension_label, dimension_order
from app.queries.session import Reader
from plan_targets.semantic import Condition, Dimension

# What a reader picks from; the layer's other operators are understood in an address all the same.
OPERATORS = ["in", "not in", ">=", "<=", "contains", "is null", "is not null"]
# A list of more values than that is no help in choosing.
MOST_VALUES = 500


def filter_row(now: Reader, row: int, available: dict[str, Dimension]) -> Condition | None:
    """Shows a filter's widgets; the condition they make, none as long as the value is empty."""
    texts = now.texts
    first, second, third, last = st.columns([5, 3, 8, 1], vertical_alignment="bottom")
    names = sorted(available, key=lambda name: dimension_order(name, available[name]))
    key = widget_key(row, "dimension")
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    with first:
        dimension = st.selectbox(
            texts("explore.filter"),
            names,
            format_func=lambda name: dimension_label(now, name, available),
            key=key,
        )
    key = widget_key(row, "operator")
    chosen = st.session_state.get(key, OPERATORS[0])
    operators = OPERATORS if chosen in OPERATORS else [*OPERATORS, chosen]
    st.session_state[key] = chosen
    with second:
        operator = st.selectbox(
            texts("explore.operator"),
            operators,
            format_func=lambda name: texts.get(f"operator.{name}", name),
            key=key,
        )
    with third:
        value = _filter_value(now, row, str(dimension), str(operator))
    with last:
        st.button(
            "×", key=widget_key(row, "remove"), on_click=remove_filter, args=(row,), help=texts("explore.remove_filter")
        )
    for part, kept in (("dimension", dimension), ("operator", operator), ("value", value)):
        st.session_state[f"{widget_key(row, part)}:kept"] = kept
    if operator in BARE_OPERATORS:
        return Condition(str(dimension), str(operator))
    if value in (None, "", []):
        return None
    return Condition(str(dimension), str(operator), typed_value(now, str(dimension), str(operator), value))


def _filter_value(now: Reader, row: int, dimension: str, operator: str) -> Any:
    texts = now.texts
    key = widget_key(row, "value")
    if operator in BARE_OPERATORS:
        return None
    if operator in LIST_OPERATORS:
        values = now.snapshot.values(dimension)
        if len(values) <= MOST_VALUES:
            chosen = st.session_state.get(key)
            # A date in an address is a text; the list has dates.
            by_text = {str(value): value for value in values}
            chosen = chosen if isinstance(chosen, list) else []
            st.session_state[key] = [by_text[str(value)] for value in chosen if str(value) in by_text]
            names = _value_names(now, dimension)
            return st.multiselect(
                texts("explore.value"),
                values,
                format_func=lambda value: names.get(value, str(value)),
                key=key,
                placeholder=texts("explore.choose"),
            )
        chosen = st.session_state.get(key)
        if isinstance(chosen, list):
            st.session_state[key] = "; ".join(str(value) for value in chosen)
        return st.text_input(texts("explore.value"), key=key, placeholder=texts("explore.many_values"))
    if not isinstance(st.session_state.get(key, ""), str):
        st.session_state[key] = ""
    return st.text_input(texts("explore.value"), key=key)


def _value_names(now: Reader, dimension: str) -> dict[Any, str]:
    """What a reader calls the values of a key: an indicator's name for its id."""
    known = now.snapshot.catalogue.dimensions
    names = [f"{dimension}__{kind}_{now.language}" for kind in ("name", "title", "label")]
    name = next((name for name in [*names, f"{dimension}__title"] if name in known), None)
    if name is None:
        return {}
    return {row[0]: str(row[1]) for row in now.snapshot.query(group_by=[dimension, name]).iter_rows() if row[1]}
