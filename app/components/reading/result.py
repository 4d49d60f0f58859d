"""What the plan says of itself, what was left out or changed, and the workbook that comes of the review."""

import tempfile
from pathlib import Path

import streamlit as st

from app.components import layout
from app.components.reading.state import Session
from app.components.table import Column, table
from app.texts import Texts
from app.texts.numbers import number
from plan_targets.drafting.changes import CHANGE_COLUMNS, change_cells
from plan_targets.drafting.comparison import CHANGES
from plan_targets.drafting.form import year
from plan_targets.drafting.no_promise import REASONS
from plan_targets.drafting.rehearsal import Refusal, refusals
from plan_targets.files.errors import BusyError
from plan_targets.landing.store import deliver
from plan_targets.settings import landing_folder, pages_may_load

# The form's names for what the plan says of itself, by what the page calls them.
PLAN_CELLS = {
    "name": "规划名称",
    "region": "地区",
    "issuer": "发布机构",
    "issued_on": "印发日期",
    "period_start": "规划起始年",
    "period_end": "规划结束年",
    "baseline_year": "规划基期年",
    "note": "备注",
}
BUILD = "uv run dbt build"
MOST_REFUSALS = 30


def show_plan(texts: Texts, opened: Session) -> None:
    """The plan's own cells, to be completed."""
    lacking = opened.review.lacking_of_plan
    with st.expander(texts("reading.plan.title"), expanded=bool(lacking)):
        columns = st.columns(4)
        said = {}
        for position, (name, cell) in enumerate(PLAN_CELLS.items()):
            with columns[position % 4]:
                said[cell] = st.text_input(
                    texts(f"reading.plan.{name}"),
                    opened.review.plan[cell],
                    key=f"reading.plan.{name}.{opened.digest[:8]}",
                )
        opened.review = opened.review.with_plan(said)
        if lacking := opened.review.lacking_of_plan:
            names = [texts(f"reading.plan.{name}") for name, cell in PLAN_CELLS.items() if cell in lacking]
            st.warning(texts("reading.lacking.plan", names=texts.listed(names)), icon=":material/edit_note:")


def show_left_out(texts: Texts, opened: Session) -> None:
    """The numbers that the reader did not take, and why."""
    left_out = opened.review.left_out
    layout.section(texts("reading.left_out.title", count=number(len(left_out))), texts("reading.left_out.note"))
    if not left_out:
        return
    language = 0 if texts.language == "zh" else 1
    rows = [
        {
            "location": one.location,
            "page_number": year(one.page),
            "printed": one.printed,
            "around": one.around,
            "reason": REASONS[one.reason][language],
        }
        for one in left_out
    ]
    columns = {"location": 110, "page_number": 60, "printed": 120, "around": 380, "reason": 260}
    table(texts, rows, {name: Column(width) for name, width in columns.items()})


def show_changes(texts: Texts, opened: Session) -> None:
    """What differs from the older document, where one was given."""
    compared = opened.review.compared
    if not compared:
        return
    layout.section(texts("reading.changes.title"), texts("reading.changes.note"))
    language = 0 if texts.language == "zh" else 1
    names = ("change", "change_en", "indicator", "before", "after", "location_before", "location_after", "differing")
    rows = []
    for one in compared:
        cells = change_cells(one)
        row = {name: cells[column] for name, column in zip(names, CHANGE_COLUMNS, strict=True)}
        rows.append(row | {"change": CHANGES[one.change][language]})
    shown = {"change": 80, "indicator": 240, "before": 160, "after": 160, "location_before": 100, "location_after": 100}
    table(texts, rows, {name: Column(width) for name, width in shown.items()})


def show_result(texts: Texts, opened: Session) -> None:
    """The workbook, and the way into the drop folder where the page may."""
    review = opened.review
    layout.section(texts("reading.result.title"))
    counts = review.counts
    st.write(
        texts(
            "reading.result.counts",
            taken=number(len(review.taken)),
            left_out=number(counts["left_out"]),
            open=number(counts["open"]),
        )
    )
    for at, names in list(review.lacking.items())[:MOST_REFUSALS]:
        st.warning(texts("reading.lacking.numbered", number=at + 1, names=texts.listed(list(names))))
    refused = refusals(review) if review.taken and not review.lacking_of_plan else []
    _say_refusals(texts, refused)
    name = f"{Path(review.name).stem}_目标.xlsx"
    with st.container(horizontal=True):
        st.download_button(
            texts("reading.result.download"),
            review.workbook(),
            file_name=name,
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            disabled=not review.taken,
            key="reading.download",
            icon=":material/download:",
        )
        if pages_may_load():
            st.button(
                texts("reading.result.drop"),
                on_click=_drop,
                args=(texts, opened, name),
                disabled=not review.is_finished or bool(refused),
                key="reading.drop",
                icon=":material/drive_file_move:",
            )
    st.caption(texts("reading.result.may_drop" if pages_may_load() else "reading.result.may_not_drop", name=name))
    _say_dropped(texts)


def _say_refusals(texts: Texts, refused: list[Refusal]) -> None:
    for one in refused[:MOST_REFUSALS]:
        sentence = one.chinese if texts.language == "zh" else one.english
        where = f"#{one.row + 1} " if one.row is not None else ""
        what = f"{one.column}: {one.value} — " if one.value else f"{one.column}: " if one.column else ""
        st.warning(layout.as_text(f"{where}{what}{sentence}"), icon=":material/report:")


def _drop(texts: Texts, opened: Session, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(opened.review.workbook())
        try:
            delivery = deliver(path, landing_folder())
        except BusyError:
            st.session_state["reading.dropped"] = ("busy", "")
        except OSError as error:
            st.session_state["reading.dropped"] = ("refused", error.strerror or str(error))
        else:
            st.session_state["reading.dropped"] = ("done" if delivery.is_new else "known", delivery.load.load_id)


def _say_dropped(texts: Texts) -> None:
    """What became of the file, said once."""
    told = st.session_state.pop("reading.dropped", None)
    if told is None:
        return
    outcome, detail = told
    say = st.success if outcome in ("done", "known") else st.error
    say(layout.as_text(texts(f"reading.dropped.{outcome}", detail=detail)))
    if outcome == "done":
        st.code(BUILD, language="bash")
