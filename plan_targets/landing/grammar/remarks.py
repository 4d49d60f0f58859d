"""What the notes below a table say against its figures."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from plan_targets.landing.grammar.titles import read_title
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.grammar.words import Caveat, find_in_note, find_scope

_NOTE = re.compile(r"^\s*(?:注|备注|说明|附注|note)\s*\d*\s*[:.、]", re.I)
_OF_A_MARK = re.compile(r"\s*(?:带|标|加|打)?\s*[\"“]?[*#①②③]")
_ELSEWHERE = re.compile("见|起|修订|调整|口径变化")
_OF_THE_TABLE = re.compile(r"^\s*(?:本表|以上|表中|上述)?(?:数据|各项数据|指标)?(?:均|都)?(?:为|按)?")


@dataclass(frozen=True)
class Remark:
    """A note below a table against its figures: all of them, or those of periods, regions or indicators."""

    text: str
    caveat: Caveat
    periods: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


def read_remarks(texts: Iterable[str], vocabulary: Vocabulary) -> list[Remark]:
    """The notes below a table that say something against its figures."""
    found = (_remark(text, clause, vocabulary) for text in texts for clause in _clauses(text))
    return [remark for remark in found if remark is not None]


def _clauses(text: str) -> list[str]:
    """The sentences of a note, without the numbers before them."""
    plain = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    clauses = re.split(r"[。;\n]|(?<=[^\d])\d+[.、](?=\D)", plain)
    clauses = [re.sub(r"^\s*\(?\d{1,2}[.、)]\s*(?=\D|\d{4}年)", "", clause) for clause in clauses]
    # A mark in the table is refused where it stands; 见 points elsewhere, and 起 tells when something changed.
    return [clause for clause in clauses if not (_OF_A_MARK.match(clause) or _ELSEWHERE.search(clause))]


def _remark(text: str, clause: str, vocabulary: Vocabulary) -> Remark | None:
    title = read_title(clause, vocabulary)
    bare = title.rest.replace("\x01", "").replace("\x02", "某地").replace("\x03", "") or clause
    caveat = find_in_note(bare, is_whole_year=True)
    if caveat is None and title.periods:
        caveat = find_in_note(clause, is_whole_year=True)
    if caveat is None:
        scope = find_scope(_OF_THE_TABLE.sub("", bare))
        caveat = Caveat("scope", scope) if scope else None
    if caveat is None:
        return None
    years = tuple(dict.fromkeys(re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", clause)))
    regions = () if caveat.kind == "scope" else tuple(title.regions)
    return Remark(text.strip(), caveat, years, regions, tuple(name for name, _ in title.named))
