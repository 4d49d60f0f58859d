"""One row by itself: its passage, the indicators and the readings to choose from, and the decision."""

from typing import Any

import streamlit as st

from app.components import layout
from app.components.reading.state import STATE, Session, go_to, next_open, replace_row
from app.components.reading.text import marked_html
from app.texts import Texts
from app.texts.numbers import NOTHING
from plan_targets.drafting.form import reading_of
from plan_targets.drafting.marked import MarkedText
from plan_targets.drafting.plan import plan_reader
from plan_targets.drafting.review import Decision, ReviewedRow

# Of a long passage, so many signs before and behind the number.
AROUND = 160


def show_row(texts: Texts, opened: Session) -> None:
    """Shows the row that is looked at, with everything that it takes to decide."""
    rows = opened.review.rows
    at = min(opened.at, len(rows) - 1)
    row = rows[at]
    layout.section(texts("reading.one.title"), texts("reading.one.note"))
    _walk(texts, opened, at)
    certainty = row.proposed.certainty
    why = certainty.chinese if texts.language == "zh" else certainty.english
    drafted = row.proposed.row
    page = texts("reading.page", page=drafted.page) if drafted.page else ""
    level = texts(f"reading.level.{certainty.level}")
    layout.facts(
        [
            (texts("reading.column.location"), " ".join(filter(None, (drafted.location, page))) or NOTHING),
            (texts("reading.column.printed"), f"{drafted.printed}  ←  {drafted.phrase or NOTHING}"),
            (texts("reading.column.level"), f"{level}{texts('reading.because', why=why) if why else ''}"),
            (texts("reading.column.decision"), texts(f"reading.decision.{row.decision}")),
        ]
    )
    st.html(f'<div class="ptw-plan"><p>{_around(texts, opened, row)}</p></div>')
    indicator, reading = _choices(texts, opened, at, row)
    buttons: tuple[tuple[Decision, str], ...] = (("accepted", "primary"), ("left_out", "secondary"))
    with st.container(horizontal=True):
        for decision, kind in buttons:
            st.button(
                texts(f"reading.one.{decision}"),
                type="primary" if kind == "primary" else "secondary",
                on_click=_decide,
                args=(at, decision, indicator, reading),
                key=f"reading.one.{decision}",
            )
    if row.lacking:
        st.caption(texts("reading.lacking.row", names=texts.listed(list(row.lacking))))


def _walk(texts: Texts, opened: Session, at: int) -> None:
    rows = opened.review.rows
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(texts("reading.one.back"), on_click=go_to, args=((at - 1) % len(rows),), key="reading.one.back")
        st.button(texts("reading.one.on"), on_click=go_to, args=((at + 1) % len(rows),), key="reading.one.on")
        st.button(
            texts("reading.one.open"), on_click=go_to, args=(next_open(opened, at),), key="reading.one.open",
            disabled=not opened.review.counts["open"],
        )  # fmt: skip
        st.selectbox(
            texts("reading.one.row"),
            range(len(rows)),
            index=at,
            format_func=lambda each: _label(each, rows[each]),
            key=f"reading.one.row.{at}",
            on_change=_chosen,
            args=(f"reading.one.row.{at}",),
            label_visibility="collapsed",
        )


def _chosen(key: str) -> None:
    go_to(int(st.session_state[key]))


def _label(at: int, row: ReviewedRow) -> str:
    return f"#{at + 1} {row.cells['指标'] or row.proposed.row.phrase} {row.proposed.row.printed}"


def _around(texts: Texts, opened: Session, row: ReviewedRow) -> str:
    spot = row.proposed.row.spot
    passage = opened.passages[spot.passage]
    down, across = spot.cell or (0, 0)
    if passage.is_table:
        return " ｜ ".join(marked_html(texts, text, opened.review.rows) for text in passage.texts[down])
    text = passage.texts[down][across]
    start, end = max(0, spot.start - AROUND), min(len(text.text), spot.end + AROUND)
    marks = tuple(mark for mark in text.marks if start <= mark.start and mark.end <= end)
    before, behind = ("…" if start else ""), ("…" if end < len(text.text) else "")
    shifted = tuple(type(mark)(mark.start - start, mark.end - start, mark.rows, mark.reason) for mark in marks)
    return before + marked_html(texts, MarkedText(text.text[start:end], shifted), opened.review.rows) + behind


def _choices(texts: Texts, opened: Session, at: int, row: ReviewedRow) -> tuple[str, int | None]:
    """The indicator and the reading that are chosen; what is in the row's cells is chosen at first."""
    proposed = row.proposed
    names = list(
        dict.fromkeys(
            [*filter(None, [row.cells["指标"]]), *(one.name for one in proposed.candidates), proposed.row.phrase]
        )
    )
    english = _english_names()
    left, right = st.columns(2)
    with left:
        indicator = st.radio(
            texts("reading.one.indicator"),
            names,
            index=0 if row.cells["指标"] else None,
            format_func=lambda name: layout.as_text(_named(texts, name, english)),
            key=f"reading.one.indicator.{at}.{opened.version}",
        )
    reading: int | None = None
    readings = proposed.row.readings
    if len(readings) > 1:
        with right:
            printed_value = row.cells["目标值"]
            told = [reading_of(one) for one in readings]
            chosen = next((number for number, one in enumerate(readings) if row.read_as(one).cells == row.cells), None)
            reading = st.radio(
                texts("reading.one.reading", printed=layout.as_text(proposed.row.printed)),
                range(len(readings)),
                index=chosen if printed_value else None,
                format_func=lambda each: told[each],
                key=f"reading.one.reading.{at}.{opened.version}",
            )
    return str(indicator or ""), reading


def _named(texts: Texts, name: str, english: dict[str, str]) -> str:
    if name not in english:
        return texts("reading.one.unlisted", name=name)
    return f"{name} ({english[name]})" if texts.language == "en" else name


@st.cache_resource
def _english_names() -> dict[str, str]:
    return {str(one["name_zh"]): str(one["name_en"]) for one in plan_reader().lists.indicators.values()}


def _decide(at: int, decision: Decision, indicator: str, reading: int | None) -> None:
    """Takes what was chosen into the row, decides, and goes on to the next that nobody decided on."""
    opened: Session = st.session_state[STATE]
    row = opened.review.rows[at]
    changed: dict[str, Any] = {}
    if decision != "left_out":
        if indicator and indicator != row.cells["指标"]:
            changed["指标"] = indicator
        if reading is not None:
            row = row.read_as(row.proposed.row.readings[reading])
        if changed:
            row = row.edited(changed)
    replace_row(at, row.decided(decision))
    if decision == "left_out" or not row.lacking:
        opened.at = next_open(opened, at)
