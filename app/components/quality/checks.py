"""What the gates found, the failures first."""

import json
from typing import Any

import polars as pl
import streamlit as st

from app.components import layout
from app.components.table import Column, table
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, number

# Marks beside the word, so that color is not what tells.
OUTCOME_MARKS = {"passed": "✓", "warned": "▲", "blocked": "×", "raised": "!"}
# That many failures open by themselves; more would bury the page.
MOST_OPEN = 3


def outcome() -> pl.Expr:
    """What came of a check, from its columns."""
    return (
        pl.when(pl.col("success"))
        .then(pl.lit("passed"))
        .when(pl.col("is_raised"))
        .then(pl.lit("raised"))
        .when(pl.col("severity") == "block")
        .then(pl.lit("blocked"))
        .otherwise(pl.lit("warned"))
    )


def show_checks(now: Reader, checks: pl.DataFrame) -> None:
    """Shows the checks that did not hold, then all of them behind a heading."""
    texts = now.texts
    layout.section(texts("quality.checks.title"), texts("quality.checks.note"))
    failed = checks.filter(~pl.col("success")).sort("severity", "suite", "expectation")
    for row in failed.iter_rows(named=True):
        heading = texts(
            "quality.checks.failed",
            mark=OUTCOME_MARKS[row["outcome"]],
            outcome=texts(f"outcome.{row['outcome']}"),
            title=texts.name_of(row, "title"),
            count=number(row["unexpected_row_count"]),
        )
        with st.expander(heading, expanded=failed.height <= MOST_OPEN):
            layout.facts(
                [
                    (texts("column.severity"), texts(f"severity.{row['severity']}")),
                    (texts("column.model"), _checked_table(texts, row)),
                    (texts("column.observed"), row["observed"] or NOTHING),
                    (texts("quality.checks.remedy"), texts.name_of(row, "remedy")),
                ]
            )
            sample = _sample(texts, row["sample"])
            if sample.height:
                st.caption(texts("quality.checks.sample", shown=number(sample.height)))
                st.dataframe(sample, hide_index=True, placeholder=NOTHING)
    if failed.is_empty():
        st.success(texts("quality.checks.all_passed"), icon=":material/check:")
    with st.expander(texts("quality.checks.all", count=number(checks.height))):
        _all_checks(texts, checks)


def _sample(texts: Texts, text: str | None) -> pl.DataFrame:
    """The rows that fail, their columns named, with the reason in the reader's language only."""
    rows = [_in_language(texts, row) for row in json.loads(text or "[]")]
    # Values of one column may be of several kinds, so every value is shown as text.
    as_text = [{name: None if value in (None, "") else str(value) for name, value in row.items()} for row in rows]
    names = dict.fromkeys(name for row in as_text for name in row)
    return pl.DataFrame(as_text, schema=dict.fromkeys(names, pl.String))


def _in_language(texts: Texts, row: dict[str, Any]) -> dict[str, Any]:
    reasons = {"reason": row.get("reason"), "reason_zh": row.get("reason_zh")}
    kept = {name: value for name, value in row.items() if name not in reasons}
    if any(reasons.values()):
        kept["reason"] = reasons["reason_zh" if texts.language == "zh" else "reason"]
    return {texts.get(f"sample.{name}", name): value for name, value in kept.items()}


def _all_checks(texts: Texts, checks: pl.DataFrame) -> None:
    rows = [
        {
            "outcome": f"{OUTCOME_MARKS[row['outcome']]} {texts('outcome.' + row['outcome'])}",
            "severity": texts(f"severity.{row['severity']}"),
            "requirement": texts.name_of(row, "title"),
            "model": _checked_table(texts, row),
            "unexpected": row["unexpected_row_count"],
            "model_name": row["model"],
            "expectation": f"{row['suite']}.{row['expectation']}",
        }
        for row in checks.sort("success", "severity", "suite", "expectation").iter_rows(named=True)
    ]
    columns = {
        "outcome": Column(90, is_pinned=True),
        "severity": Column(80),
        "requirement": Column(420),
        "model": Column(190),
        "unexpected": Column(90, "count"),
    }
    # What the code calls them is for who mends them, and in the files.
    table(texts, rows, columns, also={"model_name": Column(), "expectation": Column()})


def _checked_table(texts: Texts, row: dict[str, Any]) -> str:
    return texts.get(f"checked_table.{row['model']}", row["model"])
