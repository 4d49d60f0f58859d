"""The workbooks to fill in: the empty ones, and the one that asks for what the office owes."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from app.components import layout
from app.queries.awaited import awaited
from app.queries.session import Reader
from app.texts.numbers import number
from plan_targets.access.sending import may_send_for
from plan_targets.collect.awaited import AwaitedFigure, Owner, by_owner
from plan_targets.collect.workbook import file_name, write_collecting_workbook
from plan_targets.landing.template import write_plan_template, write_template

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# An office owes one workbook; who sends for a province has many, which the page of due figures gives together.
MOST_OWNERS = 12


def show_forms(now: Reader) -> None:
    """Offers them; written when somebody asks."""
    texts = now.texts
    layout.section(texts("sending.forms.title"), texts("sending.forms.note"))
    # The workbooks are Chinese whoever reads the page: the office fills them in.
    owners = by_owner(one for one in awaited(now, "zh") if may_send_for(now.access, one.owner.region_code))
    with st.container(horizontal=True):
        for name, write, file in (
            ("figures", write_template, "数据填报表.xlsx"),
            ("plan", write_plan_template, "规划目标表.xlsx"),
        ):
            st.download_button(
                texts(f"sending.forms.{name}"), _written(write), file, mime=WORKBOOK, key=f"sending.forms.{name}",
                icon=":material/download:",
            )  # fmt: skip
        if now.access.may_send:
            for owner, figures in list(owners.items())[:MOST_OWNERS]:
                _owed(now, owner, figures)
    if now.access.may_send and len(owners) > MOST_OWNERS:
        st.caption(texts("sending.forms.more", shown=number(MOST_OWNERS), total=number(len(owners))))


def _owed(now: Reader, owner: Owner, figures: list[AwaitedFigure]) -> None:
    def written() -> bytes:
        content = io.BytesIO()
        write_collecting_workbook(content, owner, figures)
        return content.getvalue()

    st.download_button(
        now.texts("sending.forms.owed", owner=layout.as_text(owner.name), count=number(len(figures))),
        written,
        file_name(owner, str(now.fact("as_of") or "")),
        mime=WORKBOOK,
        key=f"sending.forms.owed.{owner.key}",
        icon=":material/download:",
    )


def _written(write: Callable[[Path], None]) -> Callable[[], bytes]:
    def content() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "form.xlsx"
            write(file)
            return file.read_bytes()

    return content
