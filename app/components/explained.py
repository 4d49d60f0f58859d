"""Links from a status, a reason or a metric on any page to its paragraph on the page of methods."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st

from app.charts.theme import status_style
from app.components import layout
from app.queries.session import Reader

Kind = Literal["status", "reason", "metric", "method"]
PARAMETER = "about"


def anchor(kind: Kind, name: str) -> str:
    """The anchor of the paragraph on the page of methods."""
    return f"{kind}-{name}".replace("_", "-")


def address(language: str, kind: Kind, name: str) -> str:
    """The address of the paragraph; relative, so that it holds behind a proxy's path too."""
    return f"methods?{urlencode({'lang': language, PARAMETER: f'{kind}.{name}'})}#{anchor(kind, name)}"


def link(now: Reader, kind: Kind, name: str, words: str) -> str:
    """The words as a link, in Markdown."""
    return f"[{layout.as_text(words)}]({address(now.language, kind, name)})"


def status_address(now: Reader) -> Callable[[str], str]:
    """The address of each status' paragraph, in the reader's language."""
    return lambda status: address(now.language, "status", status)


def statuses(now: Reader, labels: Mapping[str, str]) -> None:
    """A line that names each of these statuses with its mark and leads to what it means."""
    if labels:
        named = [link(now, "status", name, f"{status_style(name).mark} {label}") for name, label in labels.items()]
        st.caption(now.texts("explained.statuses", names=now.texts.listed(named)))


def metrics(now: Reader, names: Iterable[str]) -> None:
    """A line that leads to the definitions of these metrics."""
    known = now.snapshot.catalogue.metrics
    named = [link(now, "metric", name, known[name].label(now.language)) for name in names if name in known]
    if named:
        st.caption(now.texts("explained.metrics", names=now.texts.listed(named)))


def verdict(now: Reader, target: Mapping[str, Any]) -> None:
    """A line that leads to what the target's status and its reason mean."""
    named = [link(now, "status", target["status"], f"{status_style(target['status']).mark} {target['status_label']}")]
    if target["reason"] and target["reason_label"]:
        named.append(link(now, "reason", target["reason"], target["reason_label"]))
    st.caption(now.texts("explained.statuses", names=now.texts.listed(named)))
