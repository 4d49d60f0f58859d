"""What would become of a file: what is taken, what changes, what is refused and why."""

from typing import Any

import streamlit as st

from app.components import layout
from app.components.table import Column, table
from app.queries.sending import Look
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import number

MOST_NAMED = 10


def show_look(now: Reader, look: Look) -> None:
    """Says it in a sentence, names the rows that hold the file back, and lists the others."""
    texts = now.texts
    if look.is_known:
        st.info(texts("sending.look.known"), icon=":material/check:")
        return
    to_mend = [row for row in look.refused if row["is_to_mend"]]
    unchanged = len(look.refused) - len(to_mend)
    st.markdown(
        texts(
            "sending.look.sentence",
            name=layout.as_text(look.file),
            taken=number(len(look.taken)),
            new=number(len(look.new)),
            changed=number(len(look.changed)),
            refused=number(len(to_mend)),
            unchanged=number(unchanged),
        )
    )
    if look.foreign:
        rows = texts.listed([str(row["row"]) for row in look.foreign[:MOST_NAMED]])
        what = layout.as_text(look.foreign[0]["text"])
        st.error(texts("sending.look.foreign", count=number(len(look.foreign)), rows=rows, what=what))
    if not look.taken:
        st.warning(texts("sending.look.nothing"), icon=":material/report:")
    if to_mend:
        st.markdown(f"**{texts('sending.look.refused')}**")
        st.caption(texts("sending.look.refused_note"))
        columns = {"sheet": 90, "row_number": 60, "column_name": 110, "printed": 140, "reason": 320, "near_names": 260}
        rows_refused = [_refused(texts, row) for row in to_mend]
        table(texts, rows_refused, {name: _column(name, width) for name, width in columns.items()}, name="refused")
    for name, rows_taken in (("changed", look.changed), ("new", look.new)):
        if not rows_taken:
            continue
        st.markdown(f"**{texts(f'sending.look.{name}')}**")
        columns = {"row_number": 60, "figure": 320, "before": 140, "after": 140}
        if name == "new":
            columns.pop("before")
        shown = [
            {"row_number": row["row"], "figure": row["text"], "before": row["before"], "after": row["value"]}
            for row in rows_taken
        ]
        table(texts, shown, {column: _column(column, width) for column, width in columns.items()}, name=name)


def _refused(texts: Texts, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "sheet": row["sheet"],
        "row_number": row["row"],
        "column_name": row["column"],
        "printed": row["value"],
        "reason": row[f"reason_{texts.language}"] or row["reason_code"],
        "near_names": row["candidates"],
    }


def _column(name: str, width: int) -> Column:
    return Column(width, "year" if name == "row_number" else "text")
