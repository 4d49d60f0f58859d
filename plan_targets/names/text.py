"""Names as they are compared: whatever the width, the script and the blanks they are written with."""

import re
import unicodedata
from functools import cache

import opencc

_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_DASHES = re.compile(r"[–—−‐‑]")
_QUOTES = re.compile(r"[“”„‟『』「」\"'‘’《》]")


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def plain_text(text: str | None) -> str:
    """A text in simplified signs of one width, in small letters, without blanks and quotes."""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text or ""))
    return _QUOTES.sub("", _DASHES.sub("-", str(_simplifier().convert(plain)))).casefold()
