"""Takes the plan's document, and an older one beside it; what cannot be read is said in a sentence."""

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from app.components import layout
from app.components.reading.state import Session, keep, session
from app.components.uploader import uploader
from app.texts import Texts
from plan_targets.drafting.comparison import compare
from plan_targets.drafting.document import MOST_BYTES, SUFFIXES, UnreadableDocumentError
from plan_targets.drafting.marked import marked_passages
from plan_targets.drafting.plan import PlanDraft, plan_reader
from plan_targets.drafting.review import Review

# Taken, so that the reader says what to do with them.
OLD_SUFFIXES = ("doc", "wps", "ofd", "rtf")


def choose_document(texts: Texts) -> None:
    """Asks for the document and drafts it; a document that is read already keeps its decisions."""
    opened = session()
    with st.expander(texts("reading.another"), expanded=False) if opened else st.container():
        left, right = st.columns(2)
        with left:
            uploaded = _uploader(texts, "document")
        with right:
            older = _uploader(texts, "older")
    if uploaded is not None:
        _open(texts, uploaded)
    if older is not None and session() is not None:
        _compare(texts, older)


def _uploader(texts: Texts, name: str) -> Any:
    return uploader(
        texts,
        texts(f"reading.upload.{name}"),
        f"reading.upload.{name}",
        kinds=[*SUFFIXES, *OLD_SUFFIXES],
        megabytes=MOST_BYTES >> 20,
        help=texts(f"reading.upload.{name}_help"),
    )


def _open(texts: Texts, uploaded: Any) -> None:
    opened = session()
    digest = _digest(uploaded)
    if opened is not None and opened.digest == digest:
        return
    draft = _read(texts, uploaded)
    if draft is None:
        return
    opened = Session(digest, draft, marked_passages(draft), Review.of(draft))
    opened.at = next((at for at, one in enumerate(draft.rows) if one.row.kind == "target"), 0)
    keep(opened)


def _compare(texts: Texts, older: Any) -> None:
    opened = session()
    digest = _digest(older)
    if opened is None or opened.against == digest:
        return
    before = _read(texts, older)
    if before is not None:
        opened.review = replace(opened.review, compared=tuple(compare(before, opened.draft)))
        opened.against = digest


def _digest(uploaded: Any) -> str:
    return hashlib.sha256(uploaded.getvalue()).hexdigest()


def _read(texts: Texts, uploaded: Any) -> PlanDraft | None:
    """The draft of what was uploaded; none, with a sentence on the page, when it cannot be read."""
    bar = st.progress(0.0, texts("reading.progress.begin", name=layout.as_text(uploaded.name)))

    def progress(page: int, pages: int) -> None:
        bar.progress(page / max(pages, 1), texts("reading.progress.page", page=page, pages=pages))

    try:
        with tempfile.TemporaryDirectory() as folder:
            # Only the name's end counts for the reader: a path in it would lead elsewhere.
            path = Path(folder) / Path(uploaded.name).name
            path.write_bytes(uploaded.getvalue())
            return plan_reader().read(path, progress)
    except UnreadableDocumentError as error:
        sentence = error.chinese if texts.language == "zh" else error.english
        st.error(layout.as_text(f"{uploaded.name}: {sentence}"), icon=":material/block:")
        return None
    finally:
        bar.empty()
