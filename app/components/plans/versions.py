"""Two plans of one region beside each other, and what was read anew in this one since it was first published."""

from typing import Any

import polars as pl
import streamlit as st

from app.components import address, layout
from app.components.plans.choice import PAGE
from app.components.table import Column, table
from app.components.targets_table import target_words
from app.components.verdict import status_labels
from app.queries import plans, reference
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, number

NUMBERS = ("target_value", "target_value_high", "comparator", "unit", "is_approximate")
# The order in which changes are shown.
CHANGES = ("changed", "new", "dropped", "same")


def show_versions(now: Reader, plan: dict[str, Any], targets: pl.DataFrame) -> None:
    """The comparison with another plan of the same region, and the edits of this one."""
    texts = now.texts
    layout.section(texts("plans.versions.title"), texts("plans.versions.note"))
    promised = targets.filter(pl.col("plan_id") == plan["plan_id"])
    shared = (
        targets.join(
            promised.select("indicator_id", "region_id").unique(), on=["indicator_id", "region_id"], how="semi"
        )
        .group_by("plan_id")
        .agg(shared=pl.col("indicator_id").n_unique())
    )
    # The likeliest other version comes first: most of the same indicators, then the nearest in time.
    others = (
        reference.plans(now)
        .filter(
            (pl.col("plan__region_code") == plan["plan__region_code"])
            & (pl.col("plan_id") != plan["plan_id"])
            & pl.col("plan_id").is_in(targets["plan_id"].unique().to_list())
        )
        .join(shared, on="plan_id", how="left")
        .sort(
            pl.col("shared").fill_null(0),
            (pl.col("plan__period_end") - plan["plan__period_start"]).abs(),
            "plan_id",
            descending=[True, False, False],
        )
    )
    if others.is_empty():
        st.info(texts("plans.versions.none", region=plan["region"]), icon=":material/info:")
    else:
        _compare(now, plan, others, targets)
    _edits(now, promised)


def _compare(now: Reader, plan: dict[str, Any], others: pl.DataFrame, targets: pl.DataFrame) -> None:
    texts = now.texts
    names = dict(others.select("plan_id", "plan").iter_rows())
    key = address.prepare_one(PAGE, "with", next(iter(names)), list(names))
    chosen = st.selectbox(texts("plans.versions.ask"), list(names), format_func=lambda one: names[one], key=key)
    address.write(key, chosen)
    compared = compare(
        targets.filter(pl.col("plan_id") == chosen), targets.filter(pl.col("plan_id") == plan["plan_id"])
    )
    counts = {change: sum(one["change"] == change for one in compared) for change in CHANGES}
    words = {change: number(count) for change, count in counts.items()}
    st.markdown(f"**{layout.as_text(texts('plans.versions.sentence', **words))}**")
    rows = [
        {
            "change": texts(f"plans.change.{one['change']}"),
            "indicator": (one["after"] or one["before"])["indicator"],
            "region": (one["after"] or one["before"])["region"],
            "before": _words(texts, one["before"]),
            "after": _words(texts, one["after"]),
            "location_before": _location(one["before"]),
            "location_after": _location(one["after"]),
        }
        for one in compared
    ]
    columns = {
        "change": Column(80, is_pinned=True),
        "indicator": Column(260),
        "region": Column(90),
        "before": Column(170),
        "after": Column(170),
        "location_before": Column(140),
        "location_after": Column(140),
    }
    table(texts, rows, columns)


def compare(before: pl.DataFrame, after: pl.DataFrame) -> list[dict[str, Any]]:
    """The targets of both: for each change, before and after; of several due years the first meets the first."""
    series = ["indicator_id", "region_id"]
    ranked = [
        frame.with_columns(rank=pl.col("due_year").rank("ordinal").over(series)).sort(*series, "rank")
        for frame in (before, after)
    ]
    old, new = (
        {(row["indicator_id"], row["region_id"], row["rank"]): row for row in frame.iter_rows(named=True)}
        for frame in ranked
    )
    compared = []
    for key in dict.fromkeys([*new, *old]):
        one, other = old.get(key), new.get(key)
        if one is None or other is None:
            change = "new" if one is None else "dropped"
        else:
            change = "same" if all(one[name] == other[name] for name in NUMBERS) else "changed"
        compared.append({"change": change, "before": one, "after": other})
    return sorted(compared, key=lambda pair: CHANGES.index(pair["change"]))


def _words(texts: Texts, row: dict[str, Any] | None) -> str:
    if row is None:
        return NOTHING
    return texts("figure.of_year", figure=target_words(texts, row), year=row["due_year"])


def _location(row: dict[str, Any] | None) -> str:
    return (row["location"] or NOTHING) if row else NOTHING


def _edits(now: Reader, promised: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("plans.edits.title"), texts("plans.edits.note"))
    found = plans.edits(now).join(promised.select("target_id", "indicator", "due_year"), on="target_id")
    if found.is_empty():
        st.caption(texts("plans.edits.none"))
        return
    labels = status_labels(now)
    for row in found.sort("indicator", "build_id").iter_rows(named=True):
        words = {name: labels.get(row[name], texts("plans.edits.nothing")) for name in ("before", "after")}
        said = texts(f"plans.edits.{row['cause']}", indicator=row["indicator"], due=row["due_year"], **words)
        st.markdown(f"- {layout.as_text(said)}")
