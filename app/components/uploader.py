"""A field for a file in the reader's language: Streamlit has its words in English only, so a style puts ours there."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.texts import Texts

STYLE = """<style>
.st-key-{name} [data-testid="stFileUploaderDropzone"] button p,
.st-key-{name} [data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
.st-key-{name} [data-testid="stFileUploaderDropzone"] button p::after {{ content: "{choose}"; font-size: 0.875rem; }}
.st-key-{name} [data-testid="stFileUploaderDropzoneInstructions"] span::after {{
  content: "{limit}"; font-size: 0.875rem; white-space: normal; }}
</style>"""


def uploader(texts: Texts, label: str, key: str, *, kinds: Sequence[str], megabytes: int, **more: Any) -> Any:
    """The file that the reader chose, of one of those kinds and at most so large; none before."""
    shown = texts.listed([kind.removeprefix(".").upper() for kind in kinds])
    limit = texts("uploader.limit", megabytes=megabytes, kinds=shown)
    st.html(STYLE.format(name=key.replace(".", "-"), choose=texts("uploader.choose"), limit=limit))
    return st.file_uploader(label, type=list(kinds), key=key, max_upload_size=megabytes, **more)
