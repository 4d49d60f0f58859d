"""Sending: an office's table is looked at before anything of it is kept, then sent; and what became of others."""

import hashlib
from typing import Any

import streamlit as st

from app.components import layout
from app.components.sending.forms import show_forms
from app.components.sending.look import show_look
from app.components.sending.sent import show_sent
from app.components.uploader import uploader
from app.queries.sending import Look, NotLookedAtError, look_at, send
from app.queries.session import Reader, reader
from plan_targets.access.sending import may_send
from plan_targets.files.errors import BusyError

SUFFIXES = ("xlsx", "xls", "csv", "parquet", "txt", "tsv")
MOST_MEGABYTES = 50
LOOKED, TOLD = "sending.looked", "sending.told"


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    layout.headline(texts("page.sending"), texts("sending.sentence"))
    if not may_send(now.access):
        st.info(
            texts("sending.may_not" if now.access.sees_everything else "sending.not_your_role"), icon=":material/lock:"
        )
        return
    st.caption(texts("sending.as", office=layout.as_text(now.access.sender)) if now.access.sender else "")
    show_forms(now)
    _send(now)
    show_sent(now)


def _send(now: Reader) -> None:
    texts = now.texts
    layout.section(texts("sending.upload.title"), texts("sending.upload.note"))
    uploaded = uploader(
        texts, texts("sending.upload.label"), "sending.file", kinds=list(SUFFIXES), megabytes=MOST_MEGABYTES
    )
    _say_told(now)
    if uploaded is None:
        return
    content = uploaded.getvalue()
    look = _looked(now, uploaded.name, content)
    if look is None:
        return
    show_look(now, look)
    st.button(
        texts("sending.send"),
        on_click=_deliver,
        args=(now, uploaded.name, content),
        disabled=not look.may_go,
        type="primary",
        key="sending.send",
        icon=":material/send:",
    )


def _looked(now: Reader, name: str, content: bytes) -> Look | None:
    """What would become of the file; looked at once for each file, publication and sender."""
    texts = now.texts
    key = (hashlib.sha256(content).hexdigest(), name, now.publication.build_id, now.access.sender)
    seen: tuple[Any, Look] | None = st.session_state.get(LOOKED)
    if seen is not None and seen[0] == key:
        return seen[1]
    try:
        with st.spinner(texts("sending.looking", name=layout.as_text(name))):
            look = look_at(name, content, now.access)
    except NotLookedAtError as error:
        st.error(layout.as_text(str(error) or texts("sending.not_looked_at")))
        return None
    st.session_state[LOOKED] = (key, look)
    return look


def _deliver(now: Reader, name: str, content: bytes) -> None:
    try:
        delivery = send(name, content, now.access)
    except BusyError:
        st.session_state[TOLD] = "busy"
    except OSError:
        st.session_state[TOLD] = "refused"
    else:
        st.session_state[TOLD] = "done" if delivery.is_new else "known"
        st.session_state.pop(LOOKED, None)


def _say_told(now: Reader) -> None:
    told = st.session_state.pop(TOLD, None)
    if told is None:
        return
    say = st.success if told in ("done", "known") else st.error
    say(now.texts(f"sending.told.{told}"))


render()
