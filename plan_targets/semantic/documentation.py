"""Writes docs/metrics.md, the page of the metrics, from the semantic manifest.

uv run dbt parse && uv run python -m plan_targets.semantic.documentation
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from plan_targets.publication.layout import MANIFEST_FILE
from plan_targets.semantic.catalogue import Catalogue, Metric, SavedQuery, is_shown, read_catalogue
from plan_targets.semantic.compile import Compiler
from plan_targets.semantic.conditions import OPERATORS
from plan_targets.settings import PROJECT_FOLDER

PAGE = PROJECT_FOLDER / "docs" / "metrics.md"
BUILT_MANIFEST = PROJECT_FOLDER / "target" / MANIFEST_FILE

INTRODUCTION = """\
# Metrics 度量

Every number on a page, in an export or in another tool's answer is one of these, defined once in `models/semantic/`.
This page is written by `uv run dbt parse && uv run python -m plan_targets.semantic.documentation`; a test fails when
it is old.

## How to ask

A question is a list of metrics, the names to group them by, and filters. The same names work everywhere:

| where | how |
|---|---|
| Python, as the pages do | `from plan_targets.semantic import query`, then \
`query(["target_count"], ["plan__title_zh", "status"])` |
| MetricFlow's command, on the last build | `uv run mf query --metrics target_count --group-by plan__title_zh,status` |
| a saved question | `uv run mf query --saved-query question_status`, or `run_saved("question_status")` |
| HTTP, read-only, this machine only | `uv run python -m plan_targets.endpoint`, then \
`curl '127.0.0.1:8765/query?metric=target_count&by=plan__title_zh&by=status'` |
| as of a day | `client(as_of="2023-06-30")` in Python, `&as_of=2023-06-30` over HTTP, \
`?as_of=2023-06-30` in the address of a page |
| any DuckDB client | open `published/current/warehouse.duckdb`; tables and columns carry their descriptions |
| a tool that reads Open Semantic Interchange | \
`uv run python -m plan_targets.semantic.interchange > metrics.osi.json` |

Filters are data, never SQL: `Condition("calendar_year", ">=", 2020)` in Python, `where=calendar_year >= 2020` over
HTTP (texts in double quotes, lists in brackets).
Operators: {operators}.

A metric **of one** is one figure of each of the things named: it is not added up or averaged, because figures of
different indicators have different units and the mean of regions' rates is not the rate of the whole. The client
refuses a question that would mix them and says what to group by or filter to one value; for every other tool the
metric is null where more than one figure meets.

Units: `indicator` is the indicator's own unit (`indicator__unit`); `share` is from 0 to 1.
"""


def metrics_page(manifest: str) -> str:
    """The page's text for a semantic manifest (its JSON text)."""
    catalogue = read_catalogue(manifest)
    compiler = Compiler(manifest, catalogue)
    parts = [INTRODUCTION.format(operators=", ".join(f"`{operator}`" for operator in OPERATORS))]
    parts.append("## Metrics by table\n")
    for metrics in _by_table(catalogue):
        parts += _table_section(metrics, catalogue, compiler)
    parts.append("## Group-by names\n")
    parts.append(
        "A name with two steps is read from left to right: `region__parent_region__name_zh` is the name of the"
    )
    parts.append("region's parent. `metric_time__year` is the year as its first of January.\n")
    parts += _rows(
        ("name", "中文", "English", "meaning", "含义"),
        (
            (f"`{name}`", dimension.label_zh, dimension.label_en, dimension.description_en, dimension.description_zh)
            for name, dimension in sorted(catalogue.dimensions.items())
            if dimension.kind != "time"
        ),
    )
    parts.append("## Saved queries\n")
    parts += _rows(
        ("name", "中文", "English", "serves", "metrics", "by"),
        (_saved_row(query) for query in catalogue.saved_queries.values()),
    )
    return "\n".join(parts)


def _by_table(catalogue: Catalogue) -> list[list[Metric]]:
    tables: dict[str, list[Metric]] = {}
    for metric in catalogue.shown_metrics():
        tables.setdefault(metric.table.label_en, []).append(metric)
    return list(tables.values())


def _table_section(metrics: Sequence[Metric], catalogue: Catalogue, compiler: Compiler) -> list[str]:
    table = metrics[0].table
    available = compiler.group_bys((metrics[0].name,))
    shown = []
    for name in sorted(available):
        dimension = catalogue.dimension(name)
        if dimension is not None and is_shown(name, dimension, available):
            shown.append(f"`{name}`")
    return [
        f"### {table.label_en} {table.label_zh}\n",
        f"{table.description_en} {table.description_zh}\n",
        *_rows(
            ("metric", "中文", "English", "unit", "of one", "meaning", "含义"),
            (
                (
                    f"`{metric.name}`",
                    metric.label_zh,
                    metric.label_en,
                    metric.unit,
                    ", ".join(f"`{name}`" for name in metric.one_of_each),
                    metric.description_en,
                    metric.description_zh,
                )
                for metric in metrics
            ),
        ),
        f"Grouped and filtered by: {', '.join(shown)}.\n",
    ]


def _saved_row(query: SavedQuery) -> tuple[str, ...]:
    return (
        f"`{query.name}`",
        query.label_zh,
        query.label_en,
        query.serves,
        ", ".join(f"`{name}`" for name in query.metrics),
        ", ".join(f"`{name}`" for name in query.group_by),
    )


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(header)} |", "|" + "---|" * len(header)]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return [*lines, ""]


def main() -> None:
    """Writes the page from the manifest named as the argument, else from what dbt parsed last."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else BUILT_MANIFEST
    try:
        page = metrics_page(path.read_text(encoding="utf-8"))
    except OSError as error:
        sys.exit(f"{error}\nRun `uv run dbt parse` first.")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.relative_to(PROJECT_FOLDER)} is written.")


if __name__ == "__main__":
    main()
