"""Names as they are compared: whatever the width, the script and the blanks they are written with."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import opencc
import polars as pl

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


_BRACKETED = re.compile(r"\(([^()]*)\)")
_BRACKETS = str.maketrans("【】〔〕［］{}", "()()()()")
_UNIT_WORD = re.compile(r"^(?:计量)?单位[:：]?")
_BASE_YEAR = re.compile(
    r"(?:较|比|与|以)?(?:20|19)\d\d年?(?:相比|为基(?:期|年))?(?=.*(?:下降|降低|减少|削减|降幅|增长|提高))"
)
_WHOSE = re.compile(r"^(?:全[国省市区县州](?!性)|[我本][国省市区县])")
_JOINERS = re.compile(r"[的或和与及、,，/·]|以及")
_LAST_WORDS = re.compile(r"(?:数|情况|指标)$")
_SIGNS = re.compile(r"[()\[\]:：;；.。*\-~]")


@dataclass(frozen=True)
class NormalForm:
    """Names with what does not change their meaning taken out of them."""

    words: tuple[tuple[str, str], ...]
    units: frozenset[str]

    @classmethod
    def from_frame(cls, words: pl.DataFrame, units: Iterable[str]) -> "NormalForm":
        """From the seed of words, longest first, and the names of units."""
        pairs = [(plain_text(word), plain_text(standard)) for word, standard in words.iter_rows()]
        return cls(tuple(sorted(pairs, key=lambda pair: -len(pair[0]))), frozenset(plain_text(unit) for unit in units))

    def words_of(self, name: str | None) -> str:
        """The name in standard words, in its own order."""
        text = plain_text(name).translate(_BRACKETS)
        text = _BRACKETED.sub(lambda found: "" if self._is_unit(found.group(1)) else found.group(), text)
        text = _WHOSE.sub("", _BASE_YEAR.sub("较基年", text))
        for word, standard in self.words:
            text = text.replace(word, standard)
        return _LAST_WORDS.sub("", _SIGNS.sub("", _JOINERS.sub("", text)))

    def of(self, name: str | None) -> str:
        """The form by which names are compared: the order of words counts only where one is a share of another."""
        text = self.words_of(name)
        return text if "占" in text else "".join(sorted(text))

    def _is_unit(self, text: str) -> bool:
        return _UNIT_WORD.sub("", text) in self.units
