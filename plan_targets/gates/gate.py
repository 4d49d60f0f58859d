"""Runs a suite on the warehouse being built and returns its results as rows.

A gate never raises for a failed expectation: it returns one row per expectation, and the dbt test `gate_passes`
on the gate's model stops everything below it. So the results of a failed load are kept, not lost in a traceback.
"""

import json
import logging
import os
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import reduce
from operator import and_
from typing import Any

# No telemetry, and no progress bars between dbt's lines; both are read when the library is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("TQDM_DISABLE", "1")

import duckdb
import great_expectations as gx
import polars as pl
from dbt_common.invocation import get_invocation_id
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.expectations.row_conditions import Column

from plan_targets.gates.suite import SEVERITIES, Rule, Suite, Table, read_suite
from plan_targets.publication.layout import DATA_DOCS_FOLDER
from plan_targets.publication.running import as_of, unbuilt_inputs
from plan_targets.settings import target_folder

# The library sets levels of its own on some of its loggers, so silencing the parent is not enough.
for logger_name in list(logging.root.manager.loggerDict):
    if logger_name.startswith("great_expectations"):
        logging.getLogger(logger_name).setLevel(logging.ERROR)

SAMPLE_ROWS = 20
DATA_DOCS_SITE = "data_docs"
# What findings call a thing, and what a sample does.
SHOWN_AS = {"raw_value": "value", "reason_en": "reason"}

RESULT_SCHEMA = pl.Schema(
    [
        ("run_id", pl.String()),
        ("suite", pl.String()),
        ("model", pl.String()),
        ("expectation", pl.String()),
        ("severity", pl.String()),
        ("success", pl.Boolean()),
        ("is_raised", pl.Boolean()),
        ("observed", pl.String()),
        ("unexpected_count", pl.Int64()),
        ("sample", pl.String()),
        ("title_zh", pl.String()),
        ("title_en", pl.String()),
        ("remedy_zh", pl.String()),
        ("remedy_en", pl.String()),
        ("ran_at", pl.Datetime("us")),
        ("as_of", pl.Date()),
    ]
)

_context: Any = None
# dbt runs models in threads; the context and its Data Docs are one for the whole build.
_context_lock = threading.Lock()


def run_gate(suite_name: str, session: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The suite's results, one row per expectation, in the shape of `RESULT_SCHEMA`.

    `session` is dbt's own connection. A gate whose inputs this command did not build judges nothing and says
    so. Raises ValueError when the suite file cannot be read.
    """
    suite = read_suite(suite_name)
    run_id = get_invocation_id()
    ran_at = datetime.now(UTC).replace(tzinfo=None)
    built, unbuilt = unbuilt_inputs(f"gate_{suite_name}")
    with _context_lock:
        rows = (
            [_unjudged(f"gate_{suite_name}", unbuilt, is_alone=not built)]
            if unbuilt
            else [row for table in suite.tables for row in _run_table(suite, table, session, run_id)]
        )
    asked = date.fromisoformat(as_of()) if as_of() else None
    told = {"run_id": run_id, "suite": suite.name, "ran_at": ran_at, "as_of": asked}
    return pl.DataFrame([told | row for row in rows], schema=RESULT_SCHEMA)


def write_data_docs() -> None:
    """Writes the pages of every gate that this command ran; once, because each writing renders an index of all."""
    with _context_lock:
        if _context is not None:
            _context.build_data_docs(site_names=[DATA_DOCS_SITE])


def _unjudged(gate: str, unbuilt: list[str], is_alone: bool) -> dict[str, Any]:
    """The one result of a gate whose inputs were left by an earlier command: it says nothing about them.

    A gate that was called alone stops, because whoever calls it wants a verdict. One that came along with a part of
    its inputs only warns: nothing is published of a part, and the part can be worked on.
    """
    return {
        "model": gate,
        "expectation": "inputs_are_built",
        "severity": "block" if is_alone else "warn",
        "success": False,
        "is_raised": False,
        "observed": None,
        "unexpected_count": len(unbuilt),
        "sample": json.dumps([{"column": None, "value": name} for name in unbuilt[:SAMPLE_ROWS]]),
        "title_zh": "关口只检查同一命令构建的表，以下各表由更早的命令留下，未作检查。",
        "title_en": "A gate judges only what the same command has built; these were left by an earlier one, so "
        "nothing was judged.",
        "remedy_zh": f"请运行 `uv run dbt build`，或 `uv run dbt build --select +{gate}`。",
        "remedy_en": f"Run `uv run dbt build`, or `uv run dbt build --select +{gate}`.",
    }


def _run_table(suite: Suite, table: Table, session: duckdb.DuckDBPyConnection, run_id: str) -> list[dict[str, Any]]:
    context = _get_context()
    name = f"{suite.name}.{table.name}"
    source = context.data_sources.add_or_update_sql(
        name,
        connection_string="duckdb:///:memory:",
        kwargs={
            # dbt already holds the file: the queries run on a cursor of its connection.
            "creator": lambda: ConnectionWrapper(session.cursor()),
            # Without these, duckdb-sqlalchemy rolls back and the results are gone before they are read.
            "isolation_level": "AUTOCOMMIT",
            "skip_autocommit_rollback": True,
            "pool_reset_on_return": None,
        },
    )
    batch = source.add_table_asset(
        table.name, table_name=table.name, schema_name=table.schema
    ).add_batch_definition_whole_table("all")
    definition = gx.ValidationDefinition(
        name=name,
        data=batch,
        suite=context.suites.add_or_update(
            gx.ExpectationSuite(name=name, expectations=[_to_expectation(rule) for rule in table.rules])
        ),
    )
    checkpoint = gx.Checkpoint(
        name=name,
        validation_definitions=[context.validation_definitions.add_or_update(definition)],
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": table.index_columns},
    )
    outcome = context.checkpoints.add_or_update(checkpoint).run(run_id=gx.RunIdentifier(run_name=run_id))
    (validation,) = outcome.run_results.values()
    rules = {rule.name: rule for rule in table.rules}
    return [_to_row(table, rules[result.expectation_config.meta["name"]], result) for result in validation.results]


def _get_context() -> Any:
    global _context
    if _context is None:
        _context = gx.get_context(mode="ephemeral")
        _context.variables.progress_bars = {"globally": False}
        _context.add_data_docs_site(
            DATA_DOCS_SITE,
            {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(target_folder() / DATA_DOCS_FOLDER),
                },
            },
        )
    return _context


def _to_expectation(rule: Rule) -> Any:
    expectation = getattr(gx.expectations, "".join(part.capitalize() for part in rule.expectation_type.split("_")))
    condition = {"row_condition": _row_condition(rule.only)} if rule.only else {}
    return expectation(
        **rule.arguments,
        **condition,
        severity=SEVERITIES[rule.severity],
        meta={"name": rule.name},
        notes=f"{rule.title_zh} {rule.title_en}",
    )


def _row_condition(only: Mapping[str, Any]) -> Any:
    """Great Expectations' condition for the rows whose columns hold just these values; null asks for none."""
    columns = {name: Column(name) for name in only}
    conditions = [columns[name].is_null() if value is None else columns[name] == value for name, value in only.items()]
    return reduce(and_, conditions)


def _to_row(table: Table, rule: Rule, result: Any) -> dict[str, Any]:
    outcome = result.result or {}
    # A rule that could not be evaluated nests its error one level deeper than one that could.
    is_raised = "raised_exception" not in result.exception_info or bool(result.exception_info["raised_exception"])
    sample = _sample(rule, outcome)
    return {
        "model": table.name,
        "expectation": rule.name,
        "severity": rule.result_severity,
        "success": bool(result.success),
        "is_raised": is_raised,
        "observed": _error_text(result.exception_info) if is_raised else _observed(rule, outcome),
        "unexpected_count": None if is_raised else _unexpected_count(outcome, bool(result.success)),
        "sample": json.dumps(sample, ensure_ascii=False, default=str),
        "title_zh": rule.title_zh,
        "title_en": rule.title_en,
        "remedy_zh": rule.remedy_zh,
        "remedy_en": rule.remedy_en,
    }


def _sample(rule: Rule, outcome: dict[str, Any]) -> list[dict[str, Any]]:
    rows = outcome.get("details", {}).get("unexpected_rows") or _in_order(outcome.get("unexpected_index_list") or [])
    return [_place(rule, dict(row)) for row in rows[:SAMPLE_ROWS]]


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a file has them; the database returns them as it likes."""
    return sorted(rows, key=lambda row: (str(row.get("file")), str(row.get("sheet")), row.get("row_number") or 0))


def _place(rule: Rule, row: dict[str, Any]) -> dict[str, Any]:
    """Which column and value of a row to look at: those that the row names, else those that the rule does."""
    shown = {SHOWN_AS.get(name, name): value for name, value in row.items()}
    column = shown.pop("column_name", rule.column)
    if "value" not in shown and rule.shows in shown:
        shown["value"] = shown.pop(rule.shows)
    return {"column": column, **shown}


def _observed(rule: Rule, outcome: dict[str, Any]) -> str | None:
    if "observed_value" in outcome:
        return str(outcome["observed_value"])
    if rule.reason_codes:
        # A share of what was found says nothing about the rows.
        return str(outcome.get("unexpected_count") or 0)
    if "unexpected_percent" in outcome and outcome["unexpected_percent"] is not None:
        return f"{outcome['unexpected_percent']:.2f} %"
    return None


def _unexpected_count(outcome: dict[str, Any], success: bool) -> int:
    # Null where there was no row to ask.
    if outcome.get("unexpected_count") is not None:
        return int(outcome["unexpected_count"])
    if "unexpected_rows" in outcome.get("details", {}):
        return int(outcome["observed_value"])
    return 0 if success else 1


def _error_text(exception_info: dict[str, Any]) -> str:
    nested = exception_info if "exception_message" in exception_info else next(iter(exception_info.values()))
    return str(nested["exception_message"]).splitlines()[0]
