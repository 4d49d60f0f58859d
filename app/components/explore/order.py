"""Choosing how an answer is ordered and how many rows of it are shown."""

import streamlit as st

from app.components import address
from app.components.explore.labels import label_of
from app.components.explore.question import DEFAULT_ROWS, PAGE
from app.queries.session import Reader
from app.texts.numbers import number


def choose_order(now: Reader, columns: list[str]) -> tuple[list[str], int]:
    """Lets the reader choose the column to order by, the direction and the number of rows."""
    texts = now.texts
    left, middle, right = st.columns([3, 2, 2])
    with left:
        key = address.prepare_one(PAGE, "order", "", ["", *columns])
        order = st.selectbox(
            texts("explore.order"),
            ["", *columns],
            format_func=lambda name: label_of(now, name) if name else texts("explore.unordered"),
            key=key,
        )
        address.write(key, order)
    direction = "desc"
    # What is in no order has no direction.
    if order:
        with middle:
            key = address.prepare_one(PAGE, "direction", direction, ["desc", "asc"])
            direction = st.selectbox(
                texts("explore.direction"),
                ["desc", "asc"],
                format_func=lambda name: texts(f"explore.{name}"),
                key=key,
            )
            address.write(key, direction)
    with right:
        limits = ["100", "1000", "10000", "50000"]
        key = address.prepare_one(PAGE, "limit", str(DEFAULT_ROWS), limits)
        limit = st.selectbox(texts("explore.limit"), limits, format_func=lambda text: number(int(text)), key=key)
        address.write(key, limit)
    order_by = [f"-{order}" if direction == "desc" else str(order)] if order else []
    return order_by, int(str(limit))
