"""Each method's formula, worked through with a target of this publication."""

from typing import Any

import polars as pl
import streamlit as st

from app.components import explained, layout
from app.components.table import Column, table
from app.components.targets_table import target_words
from app.components.verdict import observed_figure
from app.queries import methods, reference
from app.queries.session import Reader
from app.texts.numbers import NOTHING, figure, number, share

METHODS = ("distance_pace", "open_sdg_cagr", "un_extrapolation", "completion", "hold")
# What a formula can be worked with: a straight path from a baseline, and a figure on the way.
NEEDED = ("baseline_value", "expected_value", "latest_value", "pace", "required_value", "baseline_year")


def show_methods(now: Reader, targets: pl.DataFrame) -> None:
    """The formula and the cut-offs of each method, and one target judged by all of them."""
    texts = now.texts
    worked = worked_target(targets)
    labels = dict(reference.statuses(now).select("status", "label").iter_rows())
    bands, names = methods.cutoffs(now), methods.names(now)
    if not names:
        st.info(texts("methods.no_verdicts"), icon=":material/info:")
    for method in (one for one in METHODS if one in names):
        st.subheader(names[method], anchor=explained.anchor("method", method))
        st.markdown(texts(f"methods.method.{method}.words"))
        st.code(texts(f"methods.method.{method}.formula"), language=None, wrap_lines=True)
        cutoffs = bands.filter(pl.col("method") == method)
        said = [
            texts(
                f"methods.cutoff.{'below' if row['lower'] is None else 'from'}",
                status=labels.get(row["status"], row["status"]),
                lower=None if row["lower"] is None else number(row["lower"], 4),
                upper=None if row["upper"] is None else number(row["upper"], 4),
            )
            for row in cutoffs.iter_rows(named=True)
        ]
        st.caption(layout.as_text(texts("list.sentences").join(said)))
        if method == METHODS[0] and worked is not None:
            st.markdown(layout.as_text(pace_in_numbers(now, worked)))
    if worked is not None:
        _by_all(now, worked)


def worked_target(targets: pl.DataFrame) -> dict[str, Any] | None:
    """A target whose numbers all are known, on a straight path; the clearest is one that is still open."""
    able = targets.filter(
        pl.all_horizontal(pl.col(name).is_not_null() for name in NEEDED)
        & (pl.col("path") == "linear")
        & (pl.col("expected_value") != pl.col("baseline_value"))
    ).sort((pl.col("verdict_year") == pl.col("due_year")), pl.col("status") == "achieved", "target_id")
    return None if able.is_empty() else able.row(0, named=True)


def pace_in_numbers(now: Reader, target: dict[str, Any]) -> str:
    """The default method with the target's own numbers."""
    texts = now.texts
    unit = target["unit"]
    return texts(
        "methods.worked.pace",
        region=target["region"],
        indicator=target["indicator"],
        due=target["due_year"],
        target=target_words(texts, target),
        baseline=figure(texts, target["baseline_value"], unit),
        baseline_year=target["baseline_year"],
        expected=figure(texts, target["expected_value"], unit),
        value=observed_figure(texts, target),
        year=target["verdict_year"],
        walked=number(target["latest_value"] - target["baseline_value"], 4),
        asked=number(target["expected_value"] - target["baseline_value"], 4),
        pace=number(target["pace"], 4),
        status=target["status_label"],
    )


def _by_all(now: Reader, target: dict[str, Any]) -> None:
    texts = now.texts
    st.subheader(texts("methods.worked.title"), anchor="worked")
    st.caption(
        layout.as_text(
            texts(
                "methods.worked.note",
                region=target["region"],
                indicator=target["indicator"],
                year=target["verdict_year"],
            )
        )
    )
    order = {method: position for position, method in enumerate(METHODS)}
    judged = methods.judged_by_methods(now, target)
    names = methods.names(now)
    rows = [
        {
            "method": names[row["method"]],
            "status": row["label"],
            "measure": number(row["pace"], 4) if row["pace"] is not None else NOTHING,
            "closed": share(row["closed"], 1) if row["closed"] is not None else NOTHING,
            "reason": row["why"] or NOTHING,
        }
        for row in sorted(judged.iter_rows(named=True), key=lambda row: order.get(row["method"], len(order)))
        if row["method"] in order
    ]
    columns = {
        "method": Column(160, is_pinned=True),
        "status": Column(120),
        "measure": Column(110),
        "closed": Column(120),
        "reason": Column(420),
    }
    table(texts, rows, columns)
