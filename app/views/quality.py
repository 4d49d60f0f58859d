"""Data quality: what the gates found, what was not taken and why, and what the figures rest on."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.sources import figures_by_publication_year
from app.charts.theme import ACCENT, GRADE_MARKS
from app.publication.layout import DATA_DOCS_FOLDER
from app.texts import Texts
from app.texts.numbers import NOTHING, age, day, moment, number, share
from app.views.parts import layout
from app.views.parts.session import Reader, reader
from app.views.parts.table import Column, table
from app.views.queries import quality
from app.views.queries.publications import publications

# Marks beside the word, so that color is not what tells.
OUTCOME_MARKS = {"passed": "✓", "warned": "▲", "blocked": "×", "raised": "!"}
# That many failures open by themselves; more would bury the page.
MOST_OPEN = 3
MOST_SOURCES = 1_000
MOST_REJECTED = 2_000


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    checks = quality.checks(now).with_columns(outcome=_outcome())
    rejected = quality.rejected_rows(now)
    evidence = quality.evidence(now)
    layout.headline(texts("page.quality"), _sentence(texts, checks, rejected, evidence))
    _checks(now, checks)
    _rejected(now, rejected, evidence)
    _sources(now, evidence)
    _runs(now)
    _publications(now)
    _data_docs(now)


def _outcome() -> pl.Expr:
    return (
        pl.when(pl.col("success"))
        .then(pl.lit("passed"))
        .when(pl.col("is_raised"))
        .then(pl.lit("raised"))
        .when(pl.col("severity") == "block")
        .then(pl.lit("blocked"))
        .otherwise(pl.lit("warned"))
    )


def _sentence(texts: Texts, checks: pl.DataFrame, rejected: pl.DataFrame, evidence: dict[str, Any]) -> str:
    failed = checks.filter(~pl.col("success"))
    counts = {
        "checks": number(checks.height),
        "passed": number(checks.height - failed.height),
        "failed": number(failed.height),
        "rejected": number(rejected.height),
        "loaded": number(int(evidence.get("observation_count") or 0) + rejected.height),
    }
    return texts("quality.sentence.warned" if failed.height else "quality.sentence.passed", **counts)


def _checks(now: Reader, checks: pl.DataFrame) -> None:
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
                    (texts("column.model"), row["model"]),
                    (texts("column.expectation"), f"{row['suite']}.{row['expectation']}"),
                    (texts("column.observed"), row["observed"] or NOTHING),
                    (texts("quality.checks.remedy"), texts.name_of(row, "remedy")),
                ]
            )
            sample = _sample(row["sample"])
            if sample.height:
                st.caption(texts("quality.checks.sample", shown=number(sample.height)))
                st.dataframe(sample, hide_index=True)
    if failed.is_empty():
        st.success(texts("quality.checks.all_passed"), icon=":material/check:")
    with st.expander(texts("quality.checks.all", count=number(checks.height))):
        _all_checks(texts, checks)


def _sample(text: str | None) -> pl.DataFrame:
    rows = json.loads(text or "[]")
    # Values of one column may be of several kinds, so every value is shown as text.
    as_text = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    return pl.DataFrame(as_text) if as_text else pl.DataFrame()


def _all_checks(texts: Texts, checks: pl.DataFrame) -> None:
    rows = [
        {
            "outcome": f"{OUTCOME_MARKS[row['outcome']]} {texts('outcome.' + row['outcome'])}",
            "severity": texts(f"severity.{row['severity']}"),
            "requirement": texts.name_of(row, "title"),
            "model": row["model"],
            "unexpected": row["unexpected_row_count"],
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
        "expectation": Column(280),
    }
    table(texts, rows, columns)


def _rejected(now: Reader, rejected: pl.DataFrame, evidence: dict[str, Any]) -> None:
    texts = now.texts
    taken = int(evidence.get("observation_count") or 0)
    layout.section(texts("quality.rejected.title"))
    if rejected.is_empty():
        st.success(texts("quality.rejected.none", taken=number(taken)), icon=":material/check:")
        return
    counts = rejected.group_by("reason").len("count").rename({"reason": "name"}).with_columns(color=pl.lit(ACCENT))
    title = texts(
        "quality.rejected.sentence",
        rejected=number(rejected.height),
        loaded=number(taken + rejected.height),
        share=f"{100 * rejected.height / (taken + rejected.height):.1f}%",
    )
    layout.chart(named_bars(counts, title, texts("column.rows")), title)
    columns = {
        "file": Column(300),
        "row_number": Column(60, "year"),
        "column_name": Column(110),
        "raw_value": Column(130),
        "reason": Column(420),
    }
    table(texts, rejected.head(MOST_REJECTED).rows(named=True), columns)
    if rejected.height > MOST_REJECTED:
        st.caption(texts("table.cut", shown=number(MOST_REJECTED), total=number(rejected.height)))


def _sources(now: Reader, evidence: dict[str, Any]) -> None:
    texts = now.texts
    sources = quality.sources(now)
    layout.section(texts("quality.sources.title"))
    if sources.is_empty():
        st.info(texts("quality.sources.none"))
        return
    total = int(sources["observation_count"].sum())
    best = sources.filter(pl.col("grade_rank") == 1)["observation_count"].sum()
    counts = (
        sources.with_columns(
            year=pl.col("published_on").dt.year().cast(pl.String).fill_null(texts("state.undated")),
        )
        .group_by("year", "source_grade", "grade_label", "grade_rank")
        .agg(count=pl.col("observation_count").sum())
        .rename({"source_grade": "grade"})
        .sort("year", "grade_rank")
    )
    title = texts(
        "quality.sources.sentence",
        age=age(texts, int(evidence["median_data_age_days"]))
        if evidence.get("median_data_age_days") is not None
        else NOTHING,
        share=share(float(best), total),
        total=number(total),
    )
    note = texts(
        "quality.sources.subtitle",
        bounds=number(evidence.get("bound_count")),
        inferred=number(evidence.get("inferred_count")),
    )
    names = {
        "year": texts("quality.sources.year"),
        "grade": texts("column.grade_label"),
        "count": texts("column.figures"),
    }
    layout.chart(figures_by_publication_year(counts, title, names), title, note)
    with st.expander(texts("quality.sources.all", count=number(sources.height))):
        _all_sources(now, sources)


def _all_sources(now: Reader, sources: pl.DataFrame) -> None:
    texts = now.texts
    rows = [
        {
            "source": row["source"],
            "grade_label": f"{GRADE_MARKS.get(row['source_grade'], '')} {row['grade_label']}",
            "published_on": day(row["published_on"]) if row["published_on"] else texts("state.undated"),
            "figures": row["observation_count"],
            "bounds": row["bound_count"],
            "inferred": row["inferred_count"],
            "url": row["url"],
        }
        for row in sources.head(MOST_SOURCES).iter_rows(named=True)
    ]
    columns = {
        "source": Column(420),
        "grade_label": Column(110),
        "published_on": Column(110),
        "figures": Column(None, "count"),
        "bounds": Column(None, "count"),
        "inferred": Column(None, "count"),
        "url": Column(80, "link", display=texts("trend.figures.open")),
    }
    table(texts, rows, columns)
    if sources.height > MOST_SOURCES:
        st.caption(texts("table.cut", shown=number(MOST_SOURCES), total=number(sources.height)))


def _runs(now: Reader) -> None:
    texts = now.texts
    layout.section(texts("quality.runs.title"), texts("quality.runs.note"))
    rows = [
        {
            "ran_at": moment(row["ran_at"]),
            "outcome": _run_outcome(texts, row),
            "checks": row["checks"],
            "blocked": row["blocked"],
            "warned": row["warned"],
            "run_id": row["run_id"],
        }
        for row in quality.runs(now).iter_rows(named=True)
    ]
    columns = {
        "ran_at": Column(140, is_pinned=True),
        "outcome": Column(120),
        "checks": Column(None, "count"),
        "blocked": Column(None, "count"),
        "warned": Column(None, "count"),
        "run_id": Column(300),
    }
    table(texts, rows, columns)


def _run_outcome(texts: Texts, row: dict[str, Any]) -> str:
    outcome = "blocked" if row["blocked"] else "warned" if row["warned"] else "passed"
    return f"{OUTCOME_MARKS[outcome]} {texts('outcome.' + outcome)}"


def _publications(now: Reader) -> None:
    texts = now.texts
    layout.section(texts("quality.publications.title"), texts("quality.publications.note"))
    rows = [
        {
            "published_at": moment(row["published_at"]),
            "as_of": day(row["as_of"]),
            "current": texts("quality.publications.current") if row["is_current"] else "",
            "targets": row["published_target_count"],
            "statements": row["published_statement_count"],
            "figures": row["published_observation_count"],
            "rejected": row["published_rejected_row_count"],
            "warned": row["published_warning_count"],
            "build_id": row["publication"],
            "commit": (row["git_commit"] or NOTHING)[:10],
        }
        for row in publications(now).iter_rows(named=True)
    ]
    columns = {
        "published_at": Column(140, is_pinned=True),
        "as_of": Column(100),
        "current": Column(80),
        "targets": Column(None, "count"),
        "statements": Column(None, "count"),
        "figures": Column(None, "count"),
        "rejected": Column(None, "count"),
        "warned": Column(None, "count"),
        "build_id": Column(230),
        "commit": Column(100),
    }
    table(texts, rows, columns)


def _data_docs(now: Reader) -> None:
    texts = now.texts
    folder = now.publication.folder / DATA_DOCS_FOLDER
    layout.section(texts("quality.docs.title"))
    if not folder.is_dir():
        st.info(texts("quality.docs.none"))
        return
    st.write(texts("quality.docs.note"))
    st.code(str(folder / "index.html"), language=None)
    st.download_button(
        texts("quality.docs.download"),
        data=lambda: _zipped(folder),
        file_name=f"data-docs-{now.publication.build_id}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
    )


def _zipped(folder: Path) -> bytes:
    """The pages of one publication as one file; they are plain files, so no server has to give them out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder.parent))
    return packed.getvalue()


render()
