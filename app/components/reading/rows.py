"""The draft as a table to edit: what was decided, and every cell of the form."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from app.components.reading.state import Session, decide
from app.components.reading.text import HEIGHT
from app.texts import Texts
from app.texts.numbers import number
from plan_targets.drafting.form import ACCUMULATIONS, COMPARATORS, DIRECTIONS, KINDS, MODALITIES
from plan_targets.drafting.review import DECISIONS, ReviewedRow

LEVELS = ("sure", "likely", "doubtful")
# The form's cells by what the page calls them, in the order of the table.
EDITED = {
    "indicator": "指标",
    "value": "目标值",
    "value_high": "目标上限",
    "unit": "单位",
    "comparator": "比较方式",
    "due_year": "目标年份",
    "start_year": "起始年份",
    "accumulation": "累计方式",
    "modality": "属性",
    "direction": "方向",
    "baseline_value": "基期值",
    "baseline_year": "基期年份",
    "region": "地区",
    "kind": "表述类别",
    "location": "出处",
    "note": "备注",
}
SHOWN = {"printed": "印作", "phrase": "数的名称", "offices": "责任单位"}
WORDS: dict[str, Mapping[Any, str]] = {
    "comparator": COMPARATORS,
    "accumulation": ACCUMULATIONS,
    "modality": MODALITIES,
    "direction": DIRECTIONS,
    "kind": KINDS,
}
WIDTHS = {"indicator": 220, "value": 80, "comparator": 90, "due_year": 80, "location": 110, "printed": 110, "unit": 70}
CODES = {1: "more", -1: "less"}
AHEAD = ("number", "decision", "level")


def show_rows(texts: Texts, opened: Session) -> None:
    """Shows the rows that the filter leaves, to decide on and to edit."""
    _choose_rows(texts, opened)
    key = f"reading.table.{opened.version}.{hash(opened.shown_for)}"
    frame = pl.DataFrame([_record(texts, at, opened.review.rows[at]) for at in opened.shown], schema=_schema())
    st.data_editor(
        frame,
        hide_index=True,
        height=HEIGHT,
        disabled=["number", "level", "why", *SHOWN],
        column_config=_columns(texts),
        key=key,
        on_change=apply_edits,
        args=(opened, key),
    )


def apply_edits(opened: Session, key: str) -> None:
    """Takes what was edited in the table into the review."""
    edited: dict[int, dict[str, str | None]] = st.session_state[key]["edited_rows"]
    for line, cells in edited.items():
        position = opened.shown[int(line)]
        row = opened.review.rows[position]
        named = {EDITED[name]: text for name, text in cells.items() if name in EDITED}
        if any((text or "") != row.cells[name] for name, text in named.items()):
            row = row.edited(named)
        decision = next((one for one in DECISIONS if one == cells.get("decision")), None)
        if decision is not None:
            row = row.decided(decision)
        opened.review = opened.review.with_row(position, row)


def _choose_rows(texts: Texts, opened: Session) -> None:
    """The filter, and the decision on all that it leaves."""
    rows = opened.review.rows
    counts = opened.review.counts
    decisions = st.pills(
        texts("reading.column.decision"),
        [decision for decision in DECISIONS if counts[decision]],
        selection_mode="multi",
        format_func=lambda decision: f"{texts(f'reading.decision.{decision}')} {number(counts[decision])}",
        key="reading.filter.decision",
        label_visibility="collapsed",
    )
    levels = st.pills(
        texts("reading.column.level"),
        LEVELS,
        selection_mode="multi",
        format_func=lambda level: (
            f"{texts(f'reading.level.{level}')} {number(sum(row.proposed.certainty.level == level for row in rows))}"
        ),
        key="reading.filter.level",
        label_visibility="collapsed",
    )
    chosen = (opened.version, tuple(decisions), tuple(levels), opened.digest)
    if chosen != opened.shown_for:
        opened.shown_for = chosen
        opened.shown = [
            at
            for at, row in enumerate(rows)
            if (not decisions or row.decision in decisions) and (not levels or row.proposed.certainty.level in levels)
        ]
    sure = [
        at
        for at in opened.shown
        if rows[at].decision == "open" and rows[at].proposed.certainty.level == "sure" and not rows[at].lacking
    ]
    waiting = [at for at in opened.shown if rows[at].decision == "open"]
    with st.container(horizontal=True):
        st.button(
            texts("reading.accept_sure", count=number(len(sure))),
            on_click=decide,
            args=(sure, "accepted"),
            disabled=not sure,
            key="reading.accept_sure",
            icon=":material/done_all:",
        )
        st.button(
            texts("reading.leave_out_shown", count=number(len(waiting))),
            on_click=decide,
            args=(waiting, "left_out"),
            disabled=not waiting or len(waiting) == len(rows),
            key="reading.leave_out_shown",
            icon=":material/block:",
        )


def _schema() -> dict[str, Any]:
    names = [*AHEAD, *EDITED, *SHOWN, "why"]
    return {name: pl.Int64 if name == "number" else pl.String for name in names}


def _record(texts: Texts, at: int, row: ReviewedRow) -> dict[str, Any]:
    certainty = row.proposed.certainty
    return {
        "number": at + 1,
        "decision": row.decision,
        "level": texts(f"reading.level.{certainty.level}"),
        **{name: row.cells[cell] for name, cell in (EDITED | SHOWN).items()},
        "why": certainty.chinese if texts.language == "zh" else certainty.english,
    }


def _columns(texts: Texts) -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: st.column_config.TextColumn(texts(f"reading.column.{name}"), width=WIDTHS.get(name))
        for name in (*EDITED, *SHOWN, "level", "why")
    }
    columns["number"] = st.column_config.NumberColumn("#", format="%d", pinned=True, width=40)
    columns["decision"] = st.column_config.SelectboxColumn(
        texts("reading.column.decision"),
        options=list(DECISIONS),
        format_func=lambda decision: texts(f"reading.decision.{decision}"),
        required=True,
        pinned=True,
        width=90,
    )
    return columns | {name: _of_words(texts, name, words) for name, words in WORDS.items()}


def _of_words(texts: Texts, name: str, words: Mapping[Any, str]) -> Any:
    """A column whose cells take one of the form's words, each shown in the reader's language."""
    shown: dict[Any, str] = {
        word: texts(f"reading.{name}.{CODES.get(code, code)}") for code, word in words.items() if word
    }
    return st.column_config.SelectboxColumn(
        texts(f"reading.column.{name}"),
        options=list(shown),
        format_func=lambda word: shown.get(word, str(word or "")),
        width=WIDTHS.get(name),
    )
