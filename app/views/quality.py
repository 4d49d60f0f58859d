"""Data quality: what the gates found, what was loaded and not taken, and what the figures rest on."""

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
    layout.headline(texts("page.quality"), _sentence(texts, quality.totals(now)))
    show_checks(now, checks)
    show_loads(now)
    show_rejected(now, rejected, quality.totals(now))
    show_sources(now, evidence)
    show_runs(now)
    show_publications(now)
    show_data_docs(now)


def _sentence(texts: Texts, totals: dict[str, int]) -> str:
    checks, failed = totals.get("check_count", 0), totals.get("failed_check_count", 0)
    counts = {
        "checks": number(checks),
        "passed": number(checks - failed),
        "failed": number(failed),
        "rejected": number(totals["rejected_row_count"]),
        "loaded": number(totals["loaded_row_count"]),
    }
    return texts("quality.sentence.warned" if failed else "quality.sentence.passed", **counts)


render()
