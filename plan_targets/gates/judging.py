"""Asks Great Expectations what a suite says about a set of tables, and has it write its pages about that.

Only `plan_targets.gates.worker` imports this, and on Spark dbt itself: the library takes seconds to import.
"""

import json
import logging
import os
from collections.abc import Callable
from functools import cache, reduce
from operator import and_
from pathlib import Path
from typing import Any

# No telemetry, and no progress bars; both are read when the library is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("TQDM_DISABLE", "1")

import duckdb
import great_expectations as gx
from duckdb_sqlalchemy import ConnectionWrapper
from great_expectations.expectations.row_conditions import Column

from plan_targets.gates.results import SAMPLE_ROWS
from plan_targets.gates.suite import SEVERITIES, Rule, Suite, Table, read_suite

# The library sets levels of its own on some of its loggers, so silencing the parent is not enough.
for logger_name in list(logging.root.manager.loggerDict):
    if logger_name.startswith("great_expectations"):
        logging.getLogger(logger_name).setLevel(logging.ERROR)

DATA_DOCS_SITE = "data_docs"
# What findings call a thing, and what a sample does.
SHOWN_AS = {"raw_value": "value", "reason_en": "reason"}
QUERY = "unexpected_rows_query"


def judge(suite_name: str, run_id: str, session: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """One row for each expectation of the suite, about the tables of that session.

    Raises ValueError when the suite file cannot be read.
    """
    suite = read_suite(suite_name)
    return [
        row
        for table in suite.tables
        for row in _run_table(suite, table, run_id, _batch_of_duckdb(f"{suite.name}.{table.name}", table, session))
    ]


def judge_frames(suite_name: str, run_id: str, frame_of: Callable[[str], Any]) -> list[dict[str, Any]]:
    """The same about data frames of Spark, which `frame_of` gives for `schema.table`; Spark itself is asked.

    Raises ValueError when the suite file cannot be read.
    """
    suite = read_suite(suite_name)
    return [
        row
        for table in suite.tables
        for row in _run_table(
            suite,
            table,
            run_id,
            _batch_of_spark(f"{suite.name}.{table.name}", table),
            {"dataframe": frame_of(f"{table.schema}.{table.name}")},
        )
    ]


def write_data_docs(folder: Path) -> None:
    """Writes the pages about everything judged so far; once, because each writing renders an index of all."""
    context = _context()
    context.add_data_docs_site(
        DATA_DOCS_SITE,
        {
            "class_name": "SiteBuilder",
            "show_how_to_buttons": False,
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        },
    )
    context.build_data_docs(site_names=[DATA_DOCS_SITE])


@cache
def _context() -> Any:
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return context


def _batch_of_duckdb(name: str, table: Table, session: duckdb.DuckDBPyConnection) -> Any:
    source = _context().data_sources.add_or_update_sql(
        name,
        connection_string="duckdb:///:memory:",
        kwargs={
            "creator": lambda: ConnectionWrapper(session.cursor()),
            # Without these, duckdb-sqlalchemy rolls back and the results are gone before they are read.
            "isolation_level": "AUTOCOMMIT",
            "skip_autocommit_rollback": True,
            "pool_reset_on_return": None,
        },
    )
    asset = source.add_table_asset(table.name, table_name=table.name, schema_name=table.schema)
    return asset.add_batch_definition_whole_table("all")


def _batch_of_spark(name: str, table: Table) -> Any:
    # To keep a copy in memory of what lies in Parquet would cost a nation's workers theirs.
    source = _context().data_sources.add_or_update_spark(name, persist=False)
    return source.add_dataframe_asset(table.name).add_batch_definition_whole_dataframe("all")


def _run_table(
    suite: Suite, table: Table, run_id: str, batch: Any, parameters: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    context = _context()
    name = f"{suite.name}.{table.name}"
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
    outcome = context.checkpoints.add_or_update(checkpoint).run(
        batch_parameters=parameters, run_id=gx.RunIdentifier(run_name=run_id)
    )
    (validation,) = outcome.run_results.values()
    rules = {rule.name: rule for rule in table.rules}
    return [_to_row(table, rules[result.expectation_config.meta["name"]], result) for result in validation.results]


def _to_expectation(rule: Rule) -> Any:
    expectation = getattr(gx.expectations, "".join(part.capitalize() for part in rule.expectation_type.split("_")))
    arguments = dict(rule.arguments)
    if QUERY in arguments:
        # The first that are found stand in the sample, and each run has to find the same.
        arguments[QUERY] = f"select * from (\n{arguments[QUERY]}\n) as unexpected order by all"
    if rule.only or rule.apart_from:
        arguments["row_condition"] = _row_condition(rule)
    return expectation(
        **arguments,
        severity=SEVERITIES[rule.severity],
        meta={"name": rule.name},
        notes=f"{rule.title_zh} {rule.title_en}",
    )


def _row_condition(rule: Rule) -> Any:
    """Great Expectations' condition for the rows that the rule is about."""
    conditions = [
        Column(name).is_null() if value is None else Column(name) == value for name, value in rule.only.items()
    ]
    conditions += [
        Column(name).is_not_null() if values is None else Column(name).is_not_in(values)
        for name, values in rule.apart_from.items()
    ]
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
    return [_finding_of(rule, dict(row)) for row in rows[:SAMPLE_ROWS]]


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as a file has them, then by all that they show; the database returns them as it likes."""
    return sorted(
        rows,
        key=lambda row: (
            str(row.get("file")),
            str(row.get("sheet")),
            row.get("row_number") or 0,
            *(str(row[name]) for name in sorted(row)),
        ),
    )


def _finding_of(rule: Rule, row: dict[str, Any]) -> dict[str, Any]:
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
