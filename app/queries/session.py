"""What a page needs to know on every rerun: which publication is current and which language the reader chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Condition
from typing import Any

import streamlit as st
from cachetools import LRUCache, cached

from app.texts import Language, Texts, texts_of
from plan_targets.access.access import Access
from plan_targets.publication.read import NoPublicationError, Publication
from plan_targets.semantic import SnapshotReader, client
from plan_targets.semantic.units import unit_labels

STATE = "reader"
PUBLICATIONS_KEPT = 16


@dataclass(frozen=True)
class Reader:
    """One rerun's view: one publication for everything on the page, one language."""

    snapshot: SnapshotReader
    texts: Texts

    @property
    def publication(self) -> Publication:
        """The publication that all figures of this rerun come from."""
        return self.snapshot.publication

    @property
    def access(self) -> Access:
        """What the reader may see, which everything that is kept between reruns is kept by."""
        return self.snapshot.access

    @property
    def language(self) -> Language:
        """The reader's language, `zh` or `en`."""
        return self.texts.language

    def fact(self, name: str) -> Any:
        """A fact of the publication's own record; none when that build did not write it."""
        return self.publication.record.get(name)


def open_reader(language: str, access: Access, as_of: str = "", build_id: str = "") -> Reader:
    """Resolves the pointer anew, so that the next interaction after a publication shows it.

    All that is read is what the access allows; every page gets its client here. With a day, it is read from what was
    published as of that day; with an id or a number, from that publication.
    Raises NoPublicationError when there is nothing to read, or what is there is damaged.
    """
    try:
        snapshot = client(as_of=as_of or None, access=access, build_id=build_id or None).current()
    except (OSError, ValueError, KeyError) as error:
        # A snapshot that lost a file or a part of one reads as no publication, not as a traceback.
        raise NoPublicationError(f"The publication is damaged: {error}") from error
    opened = reader_in(language, snapshot)
    st.session_state[STATE] = opened
    return opened


def reader_in(language: str, snapshot: SnapshotReader) -> Reader:
    """The view of that snapshot in that language."""
    texts = texts_of(language)
    # Units are written in Chinese throughout the warehouse.
    return Reader(snapshot, texts if texts.language == "zh" else texts.with_units(_unit_names(snapshot)))


@cached(
    LRUCache(PUBLICATIONS_KEPT),
    key=lambda snapshot: (str(snapshot.publication.folder), snapshot.access),
    condition=Condition(),
)
def _unit_names(snapshot: SnapshotReader) -> Mapping[str, str]:
    """What units are called in English."""
    return unit_labels(snapshot, "en")


def reader() -> Reader:
    """The reader of this rerun, as the main script opened it."""
    opened: Reader = st.session_state[STATE]
    return opened


def as_of_year(now: Reader) -> int:
    """The year of the date that decides what counts; 0 when the publication does not tell it."""
    return int(str(now.fact("as_of") or "0000")[:4])
