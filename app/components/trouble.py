"""What a reader sees instead of a page that cannot be shown: what is the matter, and what to do."""

import logging
import os

import streamlit as st

from app.components.layout import as_text, headline
from app.texts import Texts
from plan_targets.publication.layout import POINTER
from plan_targets.publication.read import (
    NoPublicationAsOfError,
    NoPublicationError,
    NoSuchPublicationError,
    publish_command,
)
from plan_targets.semantic import PublicationDamagedError, QueryFailedError, SemanticError, UnknownNameError
from plan_targets.settings import published_folder

BUILD_COMMAND = "uv run dbt build"

log = logging.getLogger(__name__)


def show(texts: Texts, error: Exception, as_of: str, earlier: str) -> None:
    """Says it in the reader's language; `as_of` and `earlier` are what the address asks for, if anything."""
    if isinstance(error, QueryFailedError | UnknownNameError) or not isinstance(
        error, SemanticError | NoPublicationError
    ):
        # What the database or a library says of itself names files and SQL: that is for the log; so is a name that
        # this publication lacks.
        log.error("A page cannot be shown.", exc_info=error)
    match error:
        case NoPublicationError():
            _nothing_to_read(texts, error, as_of, earlier)
        case UnknownNameError():
            headline(texts("product"), texts("nothing.older"))
            _remedy(texts, as_of, earlier)
        case PublicationDamagedError():
            headline(texts("product"), texts("nothing.incomplete"))
            _remedy(texts, as_of, earlier)
        case QueryFailedError():
            st.error(texts("nothing.failed"))
        case SemanticError():
            st.error(as_text(error.message_zh if texts.language == "zh" else error.message_en))
        case _:
            headline(texts("product"), texts("nothing.broken"))
            st.write(texts("nothing.broken_remedy"))


def _nothing_to_read(texts: Texts, error: NoPublicationError, as_of: str, earlier: str) -> None:
    if isinstance(error, NoSuchPublicationError):
        headline(texts("product"), texts("earlier.absent", asked=error.asked))
        if error.kept:
            st.write(texts("earlier.kept", kept=texts.listed(error.kept)))
        return
    if isinstance(error, NoPublicationAsOfError) and as_of not in error.days:
        headline(texts("product"), texts("as_of.absent", date=as_of))
        if error.days:
            st.write(texts("as_of.days", days=texts.listed(error.days)))
    elif as_of:
        headline(texts("product"), texts("as_of.damaged", date=as_of))
    elif earlier:
        headline(texts("product"), texts("earlier.damaged", asked=earlier))
    else:
        is_damaged = os.path.lexists(published_folder() / POINTER)
        headline(texts("product"), texts("nothing.damaged" if is_damaged else "nothing.absent"))
    _remedy(texts, as_of, earlier)


def _remedy(texts: Texts, as_of: str, earlier: str) -> None:
    if earlier and not as_of:
        # What was published cannot be published again; readers go back to what is.
        st.write(texts("earlier.remedy"))
        return
    st.write(texts("nothing.remedy"))
    st.code(publish_command(as_of) if as_of else BUILD_COMMAND, language="bash")
