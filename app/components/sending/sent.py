"""What was sent before: waiting for a build, or taken, when and with how many figures."""

from datetime import datetime
from typing import Any

import streamlit as st

from app.components import layout
from app.components.table import Column, table
from app.queries import quality
from app.queries.sending import sent
from app.queries.session import Reader
from app.texts.numbers import number

MOST_SHOWN = 50


def show_sent(now: Reader) -> None:
    """One row a file, the newest first; below, the rows of it that were refused."""
    texts = now.texts
    layout.section(texts("sending.sent.title"), texts("sending.sent.note"))
    kept = sent(now)
    if not kept:
        st.info(texts("sending.sent.none"), icon=":material/inbox:")
        return
    published = {row["load"]: row for row in quality.loads(now).iter_rows(named=True)}
    rows = []
    for load in kept[:MOST_SHOWN]:
        row: dict[str, Any] = published.get(load.load_id, {})
        state = "withdrawn" if load.is_withdrawn else "taken" if row else "trouble" if load.trouble else "waiting"
        rows.append(
            {
                "file": load.file,
                "sent_at": _time(load.first_seen_at),
                "delivery_state": texts(f"sending.state.{state}"),
                "published_in": now.publication.build_id if row else None,
                "taken": row.get("taken_row_count"),
                "refused": row.get("refused_row_count"),
            }
        )
    columns = {
        "file": Column(260),
        "sent_at": Column(140),
        "delivery_state": Column(200),
        "taken": Column(80, "count"),
        "refused": Column(80, "count"),
        "published_in": Column(200),
    }
    table(texts, rows, columns, name="sent")
    _refused(now, {load.load_id for load in kept})


def _refused(now: Reader, load_ids: set[str]) -> None:
    texts = now.texts
    rows = [
        {
            "file": row["file"],
            "row_number": row["row_number"],
            "column_name": row["column_name"],
            "printed": row["raw_value"],
            "reason": row["reason"],
        }
        for row in quality.rejected_rows(now).iter_rows(named=True)
        if row["load"] in load_ids
    ]
    if not rows:
        return
    with st.expander(texts("sending.sent.refused", count=number(len(rows)))):
        widths = {"file": 220, "row_number": 60, "column_name": 110, "printed": 140, "reason": 360}
        columns = {name: Column(width, "year" if name == "row_number" else "text") for name, width in widths.items()}
        table(texts, rows, columns, name="sent_refused")


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
