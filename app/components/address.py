"""Choices that live in the page's address, so that a link shows what its sender saw.

The address holds ids, never labels: it stays good when the language changes. A choice that the address does not name is
the reader's last one on that page, else the default; one that does not exist any more is passed over.

    key = address.prepare_many("trend", "regions", default, known)   # before the widget: its state from the address
    chosen = st.multiselect(..., key=key)
    address.write(key, chosen)                                        # after it: the address from its state
"""

import contextlib
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

# Between the values of one parameter; ids are slugs and never have it.
SEPARATOR = ","
YES, NO = "yes", "no"
# Of a longer search an address keeps the beginning.
LONGEST_TEXT = 200
NUMBER = re.compile("[0-9]{1,9}")


def prepare_one(page: str, parameter: str, default: str, known: Sequence[str]) -> str:
    """The key of a widget with one of the known values."""
    key, chosen = _asked(page, parameter)
    st.session_state[key] = chosen if chosen in known else default
    return key


def prepare_many(page: str, parameter: str, default: Sequence[str], known: Sequence[str] | None = None) -> str:
    """The key of a widget with several values; `known` are the values there are, None takes any."""
    key, chosen = _asked(page, parameter)
    if chosen is None:
        values = list(default)
    else:
        values = [value for value in _split(chosen) if known is None or value in known]
        if _split(chosen) and not values:
            values = list(default)
    st.session_state[key] = values
    return key


def prepare_flag(page: str, parameter: str, default: bool = False) -> str:
    """The key of a widget that is on or off."""
    key, chosen = _asked(page, parameter)
    st.session_state[key] = chosen == YES if chosen else default
    return key


def prepare_day(page: str, parameter: str, first: date, last: date) -> str:
    """The key of a widget with a day within those, or with none."""
    key, chosen = _asked(page, parameter)
    day = None
    with contextlib.suppress(ValueError):
        day = date.fromisoformat(chosen) if chosen else None
    st.session_state[key] = day if day and first <= day <= last else None
    return key


def prepare_text(page: str, parameter: str) -> str:
    """The key of a widget that anything is typed into."""
    key, chosen = _asked(page, parameter)
    st.session_state[key] = (chosen or "")[:LONGEST_TEXT]
    return key


def prepare_number(page: str, parameter: str, last: int) -> str:
    """The key of a widget with a number from 1 to the last; what is beyond it is the last."""
    key, chosen = _asked(page, parameter)
    is_number = chosen and NUMBER.fullmatch(chosen)
    st.session_state[key] = min(max(int(chosen or 1), 1), last) if is_number else 1
    return key


def write(key: str, value: Any, usual: str | None = None) -> None:
    """Puts the widget's value into the address, and keeps it for the reader's next visit of the page.

    The address leaves out what is as `usual`, and so stays short.
    """
    text = _as_text(value)
    parameter = key.split(".", 1)[1]
    if text == usual:
        if parameter in st.query_params:
            del st.query_params[parameter]
    elif st.query_params.get(parameter) != text:
        st.query_params[parameter] = text
    st.session_state[_written(key)] = text
    # A widget's own state goes when its page does; this copy stays for the session.
    st.session_state[_kept(key)] = text


def forget(page: str, parameter: str) -> None:
    """Drops a choice that no longer fits, so that its widget starts from the default."""
    key = _key(page, parameter)
    for name in (key, _written(key), _kept(key)):
        st.session_state.pop(name, None)
    if parameter in st.query_params:
        del st.query_params[parameter]


def _asked(page: str, parameter: str) -> tuple[str, str | None]:
    """The widget's key and what it should hold, as an address writes it; None when nothing was ever chosen."""
    key = _key(page, parameter)
    asked = st.query_params.get(parameter)
    # An address that the page did not write itself was typed, followed or gone back to: it wins.
    if asked is not None and asked != st.session_state.get(_written(key)):
        return key, asked
    if key in st.session_state:
        return key, _as_text(st.session_state[key])
    return key, st.session_state.get(_kept(key))


def _key(page: str, parameter: str) -> str:
    return f"{page}.{parameter}"


def _written(key: str) -> str:
    return f"{key}:written"


def _kept(key: str) -> str:
    return f"{key}:kept"


def _split(text: str) -> list[str]:
    return [value for value in text.split(SEPARATOR) if value]


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return SEPARATOR.join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
