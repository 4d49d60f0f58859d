"""The gates' own report, which is kept with every publication."""

import io
import zipfile
from pathlib import Path

import streamlit as st

from app.components import layout
from app.queries.session import Reader
from plan_targets.publication.layout import DATA_DOCS_FOLDER


def show_data_docs(now: Reader) -> None:
    """Offers the report as one file, to those who see everything: it quotes rows of all regions."""
    if not now.access.sees_everything:
        return
    texts = now.texts
    folder = now.publication.folder / DATA_DOCS_FOLDER
    layout.section(texts("quality.docs.title"))
    if not folder.is_dir():
        st.info(texts("quality.docs.none"))
        return
    st.write(texts("quality.docs.note"))
    st.download_button(
        texts("quality.docs.download"),
        data=lambda: _zipped(folder),
        file_name=f"data-docs-{now.publication.build_id}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
    )


def _zipped(folder: Path) -> bytes:
    """The pages of one publication as one file; they are plain files, so no server has to give them out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
    return packed.getvalue()
