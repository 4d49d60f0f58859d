"""Observations and targets as files for statistical offices: SDMX-CSV, made when somebody asks for them."""

from collections.abc import Callable

import streamlit as st

from app.queries.session import Reader
from plan_targets.semantic import SnapshotReader


def offer_sdmx(now: Reader) -> None:
    """Buttons for both tables and for the description of their columns."""
    texts = now.texts
    with st.expander(texts("explore.sdmx.title")):
        st.caption(texts("explore.sdmx.note"))
        files: dict[str, tuple[str, Callable[[], str | bytes]]] = {
            "observations": ("text/csv", lambda: _observations(now.snapshot)),
            "targets": ("text/csv", lambda: _targets(now.snapshot)),
            "structures": ("application/xml", _structures),
        }
        for column, (name, (kind, make)) in zip(st.columns(len(files)), files.items(), strict=True):
            file = f"{name}.{'xml' if kind.endswith('xml') else 'csv'}"
            with column:
                st.download_button(texts(f"explore.sdmx.{name}"), make, file, kind, key=f"explore.sdmx.{name}")


# The library takes seconds to start, and most readers never ask for it.
def _observations(snapshot: SnapshotReader) -> str:
    from plan_targets.exchange.sdmx_csv import observations_csv

    return observations_csv(snapshot)


def _targets(snapshot: SnapshotReader) -> str:
    from plan_targets.exchange.sdmx_csv import targets_csv

    return targets_csv(snapshot)


def _structures() -> bytes:
    from plan_targets.exchange.sdmx_csv import structures_xml

    return structures_xml()
