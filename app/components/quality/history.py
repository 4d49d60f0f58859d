"""What came before: runs of the gates, and publications."""

from typing import Any

from app.components import layout
from app.components.quality.checks import OUTCOME_MARKS
from app.components.table import Column, table
from app.queries import quality
from app.queries.publications import publications
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, day, moment
from plan_targets.publication.read import short_commit


def show_runs(now: Reader) -> None:
    """Shows the runs of the gates, those that stopped a build too."""
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


def show_publications(now: Reader) -> None:
    """Shows the publications, the newest first."""
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
            "commit": short_commit(row["git_commit"]) or NOTHING,
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
        "commit": Column(130),
    }
    table(texts, rows, columns)
