"""The list of targets: each with what was promised, what is known, how old that is, and who answers for it."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from app.charts.theme import GRADE_MARKS, status_style
from app.components import explained
from app.components.paged import matching, one_page, searched
from app.components.table import Column, table
from app.components.verdict import gap_to_target, judged_figure, status_labels, why
from app.queries import progress, series
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, age, difference, figure

SEARCHED = ["indicator", "region", "plan", "departments", "location", "status_label"]
# How many decimals a bare number in a file has, as its words on the page.
ROUNDED_TO = 4


def targets_table(now: Reader, targets: pl.DataFrame, page: str) -> None:
    """Shows the targets; each row leads to the trend of its indicator. `page` is the page that it stands on."""
    texts = now.texts
    if targets.is_empty():
        st.info(texts("overview.nothing_left"))
        return
    joined = (
        targets.join(progress.departments(now), on="target_id", how="left")
        .join(series.latest_figures(now), on=["indicator_id", "region_id"], how="left")
        # Where something is known comes first: there a reader can act.
        .sort(
            "status_order", pl.col("known_value").is_null(), "plan_order", "due_year", "target_id", maintain_order=True
        )
    )
    columns = {
        "status": Column(125, is_pinned=True),
        "indicator": Column(260),
        "link": Column(60, "link", display=texts("overview.list.open")),
        "plan": Column(130),
        "due_year": Column(70, "year"),
        "target": Column(150),
        "judged": Column(190),
        "known": Column(170),
        "age": Column(90),
        "gap_to_target": Column(140),
        "gap": Column(110),
        "reason": Column(260),
        "departments": Column(200),
        "location": Column(120),
    }
    labels = status_labels(now)
    name = f"{page}.targets"
    shown = one_page(texts, name, joined, SEARCHED)
    found = matching(joined, searched(name), SEARCHED)
    also = {
        "target_number": Column(kind="number"),
        "known_number": Column(kind="number"),
        "known_year": Column(kind="year"),
        "gap_number": Column(kind="number"),
        "unit": Column(),
        "judged_source": Column(),
    }
    table(
        texts,
        [_row(now, row, labels) for row in shown.iter_rows(named=True)],
        columns,
        title=texts("overview.list.title"),
        also=also,
        all_rows=lambda: [_row(now, row, labels) for row in found.iter_rows(named=True)],
    )
    explained.statuses(now, {row["status"]: row["status_label"] for row in joined.iter_rows(named=True)})
    explained.metrics(now, ("target_value", "data_age_days", "gap_to_target", "gap"))


def _row(now: Reader, row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    texts = now.texts
    return {
        "status": f"{status_style(row['status']).mark} {row['status_label'] or row['status']}",
        "indicator": row["indicator"],
        "plan": row["plan"],
        "due_year": row["due_year"],
        "target": target_words(texts, row),
        "judged": judged_figure(now, row),
        "known": _known(texts, row),
        "age": age(texts, row["known_age_days"]),
        "gap_to_target": gap_to_target(now, row),
        "gap": difference(texts, row["gap"], row["unit"]),
        "reason": why(now, row, labels),
        "departments": row["departments"] or NOTHING,
        "location": row["location"] or NOTHING,
        "link": trend_address(now, row["indicator_id"], [row["region_id"]]),
        "target_number": _rounded(row["target_value"]),
        "known_number": _rounded(row["known_value"]),
        "known_year": row["known_year"],
        "gap_number": _rounded(row["gap"]),
        "unit": texts.unit(row["unit"]),
        "judged_source": row["source"] or NOTHING,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, ROUNDED_TO)


def _known(texts: Texts, row: dict[str, Any]) -> str:
    if row["known_value"] is None:
        # A figure made of others, such as a sum of years, has no observation of its own.
        return texts("figure.never_observed") if row["latest_value"] is None else NOTHING
    words = figure(texts, row["known_value"], row["unit"], row["known_comparator"])
    return f"{texts('figure.of_year', figure=words, year=row['known_year'])}{GRADE_MARKS.get(row['known_grade'], '')}"


def target_words(texts: Texts, row: dict[str, Any]) -> str:
    """The target as it binds; for one without a number, what kind it is."""
    if row["target_value"] is None:
        return texts.get(f"accumulation.{row['accumulation']}", NOTHING)
    words = figure(
        texts, row["target_value"], row["unit"], row["comparator"], row["target_value_high"], row["is_approximate"]
    )
    return texts("figure.inferred", figure=words) if row["is_inferred_value"] else words


def statement_words(texts: Texts, row: dict[str, Any]) -> str:
    """What a plan states, as it prints it."""
    return figure(
        texts,
        row["statement_value"],
        row["unit"],
        row["comparator"],
        row["statement_value_high"],
        row["is_approximate"],
    )


def trend_address(now: Reader, indicator_id: str, regions: list[str]) -> str:
    """The address of the trend page for that indicator and those regions."""
    # Relative, so that it holds behind a proxy's path too.
    return "trend?" + urlencode(
        {"indicator": indicator_id, "regions": ",".join(regions), "lang": now.language}, safe=","
    )
