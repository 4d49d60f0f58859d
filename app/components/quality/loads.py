"""The files that were dropped, and what became of them."""

import streamlit as st

from app.components import layout
from app.components.table import Column, table
from app.queries import quality
from app.queries.session import Reader
from app.texts.numbers import moment, number

MOST_LOADS = 1_000


def show_loads(now: Reader) -> None:
    """Shows every load with its counts, the newest first; what the project keeps itself comes last."""
    texts = now.texts
    loads = quality.loads(now)
    layout.section(texts("quality.loads.title"), texts("quality.loads.note"))
    rows = [
        {
            "file": row["file"],
            "first_seen_at": moment(row["first_seen_at"]) if row["first_seen_at"] else texts("quality.loads.kept"),
            "loaded_by": row["loaded_by"] or texts("quality.loads.nobody"),
            "brought": row["loaded_row_count"],
            "taken": row["taken_row_count"],
            "revised": row["revised_row_count"],
            "rejected": row["refused_row_count"],
            "withdrawn": row["withdrawn_reason"] or texts("quality.loads.in_use"),
            "load_id": row["load"],
        }
        for row in loads.head(MOST_LOADS).iter_rows(named=True)
    ]
    columns = {
        "file": Column(220, is_pinned=True),
        "first_seen_at": Column(150),
        "loaded_by": Column(140),
        "brought": Column(None, "count"),
        "taken": Column(None, "count"),
        "revised": Column(None, "count"),
        "rejected": Column(None, "count"),
        "withdrawn": Column(180),
        "load_id": Column(200),
    }
    table(texts, rows, columns)
    if loads.height > MOST_LOADS:
        st.caption(texts("table.cut", shown=number(MOST_LOADS), total=number(loads.height)))
