"""Data quality: what the gates found, what was loaded and not taken, and what the figures rest on."""

from typing import Any

import polars as pl

from app.components import layout
from app.components.quality.checks import outcome, show_checks
from app.components.quality.data_docs import show_data_docs
from app.components.quality.history import show_publications, show_runs
from app.components.quality.loads import show_loads
from app.components.quality.rejected import show_rejected
from app.components.quality.sources import show_sources
from app.queries import quality
from app.queries.session import reader
from app.texts import Texts
from app.texts.numbers import number


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    checks = quality.checks(now).with_columns(outcome=outcome())
    rejected = quality.rejected_rows(now)
    evidence = quality.evidence(now)
    layout.headline(texts("page.quality"), _sentence(texts, checks, rejected, evidence))
    show_checks(now, checks)
    show_loads(now)
    show_rejected(now, rejected, evidence)
    show_sources(now, evidence)
    show_runs(now)
    show_publications(now)
    show_data_docs(now)


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


render()
