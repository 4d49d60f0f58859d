"""Runs a suite on the warehouse being built and returns its results as rows.

A gate never raises for a failed expectation: it returns one row per expectation, and the dbt test `gate_passes`
on the gate's model stops everything below it. So the results of a failed load are kept, not lost in a traceback.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import duckdb
import polars as pl
from dbt_common.invocation import get_invocation_id

from plan_targets.gates.process import judging_process
from plan_targets.gates.results import RESULT_SCHEMA, SAMPLE_ROWS
from plan_targets.gates.suite import readable_suite, words_about
from plan_targets.publication.layout import DATA_DOCS_FOLDER
from plan_targets.publication.running import as_of, chosen_gates, gates, inputs, unbuilt_inputs
from plan_targets.settings import SUITES_FOLDER, target_folder

# Where tables lie while they are judged.
HANDED_OVER = "judged"
# The suites that this command has judged, and those whose gates said again what they had said of the same tables.
_judged: set[str] = set()
_repeated: set[str] = set()

# The last by its place: a clock may have run ahead when another was judged.
LAST_JUDGED = """
select * exclude (run_id, suite, ran_at, as_of) from {table}
where run_id = (select arg_max(run_id, rowid) from {table} where expectation <> '{unjudged}')
"""
UNJUDGED = "inputs_are_built"


@runtime_checkable
class Judge(Protocol):
    """An engine that judges its own tables, as Spark does."""

    def judge(self, suite_name: str, run_id: str) -> list[dict[str, Any]]:
        """The suite's rows, one for each expectation."""


def run_gate(suite_name: str, session: duckdb.DuckDBPyConnection | Judge) -> pl.DataFrame:
    """The suite's results, one row per expectation, in the shape of `RESULT_SCHEMA`.

    `session` is dbt's own connection, or what judges in its place. A gate whose inputs this command did not build
    judges nothing and says so; one whose suite and tables are those of the last time says again what it said. Raises
    GateError when the suite file cannot be read or the process that judges has ended.
    """
    gate = f"gate_{suite_name}"
    run_id = get_invocation_id()
    ran_at = datetime.now(UTC).replace(tzinfo=None)
    built, unbuilt = unbuilt_inputs(gate)
    if unbuilt:
        rows = [_unjudged(gate, unbuilt, is_alone=not built)]
    elif isinstance(session, Judge):
        rows = session.judge(suite_name, run_id)
    elif (said := _said_before(suite_name, session)) is not None:
        rows = said
        _repeated.add(suite_name)
    else:
        with _handed_over(suite_name, session) as folder:
            rows = judging_process().judge(suite_name, run_id, folder, _memory_limit(session))
        _judged.add(suite_name)
    if _judged and not isinstance(session, Judge):
        _begin_data_docs(run_id, session)
    asked = date.fromisoformat(as_of()) if as_of() else None
    told = {"run_id": run_id, "suite": suite_name, "ran_at": ran_at, "as_of": asked}
    return pl.DataFrame([told | row for row in rows], schema=RESULT_SCHEMA)


def write_data_docs() -> None:
    """Returns when the pages of every gate that this command ran are written; there are none where no gate judged."""
    has_judged = bool(_judged)
    # Whatever becomes of the pages, the next command of this process begins anew.
    _repeated.clear()
    _judged.clear()
    if has_judged:
        try:
            judging_process().begin_data_docs(target_folder() / DATA_DOCS_FOLDER)
            judging_process().finish()
        finally:
            shutil.rmtree(target_folder() / HANDED_OVER, ignore_errors=True)


def _begin_data_docs(run_id: str, session: duckdb.DuckDBPyConnection) -> None:
    """Has the pages written while dbt builds the rest. They are about all gates: those that repeat are judged too."""
    while _repeated:
        suite_name = _repeated.pop()
        folder = _hand_over(suite_name, session)
        judging_process().begin_judging(suite_name, run_id, folder, _memory_limit(session))
        _judged.add(suite_name)
    if len(_judged) == len(chosen_gates()):
        judging_process().begin_data_docs(target_folder() / DATA_DOCS_FOLDER)


def _memory_limit(session: duckdb.DuckDBPyConnection) -> str:
    """As much as the build itself may hold: what judges stands beside it."""
    return str(session.execute("select current_setting('memory_limit')").fetchall()[0][0])


@contextmanager
def _handed_over(suite_name: str, session: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    folder = _hand_over(suite_name, session)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _hand_over(suite_name: str, session: duckdb.DuckDBPyConnection) -> Path:
    """The folder with the gate's inputs as files: dbt holds the build file, which no second process may open."""
    folder = target_folder() / HANDED_OVER / suite_name
    # A build that was killed may have left some.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    suite = readable_suite(suite_name)
    for schema, table in inputs(f"gate_{suite_name}"):
        words = words_about(suite, table) if suite else ()
        path = str(folder / f"{schema}.{table}.parquet").replace("'", "''")
        names = session.sql(f"select * from {schema}.{table}").columns
        # A column that no rule on the table names cannot matter to it; of ten million rows each one costs a second.
        asked = [name for name in names if name in words] or names[:1]
        columns = ", ".join(f'"{name}"' for name in asked)
        session.execute(f"copy (select {columns} from {schema}.{table}) to '{path}' (format parquet)")
    return folder


def _said_before(suite_name: str, session: duckdb.DuckDBPyConnection) -> list[dict[str, Any]] | None:
    """The rows of the last time, if this gate, its suite and the tables it judges are the same; else none."""
    node_id, table = next((id, table) for id, table in gates().items() if table.endswith(f".gate_{suite_name}"))
    texts = [path.read_text(encoding="utf-8") for path in sorted(SUITES_FOLDER.parent.rglob("*.yml"))]
    told = sha256(repr((texts, as_of())).encode()).hexdigest()
    has_pages = bool(_judged) or (target_folder() / DATA_DOCS_FOLDER).is_dir()
    # Known to the connection by plan_targets/building/kept.py.
    is_kept = session.execute("select is_kept(?, ?, ?)", [node_id, told, has_pages]).fetchall()[0][0]
    if not is_kept:
        return None
    return session.execute(LAST_JUDGED.format(table=table, unjudged=UNJUDGED)).pl().to_dicts()


def _unjudged(gate: str, unbuilt: list[str], is_alone: bool) -> dict[str, Any]:
    """The one result of a gate whose inputs were left by an earlier command: it says nothing about them.

    A gate that was called alone stops, because whoever calls it wants a verdict. One that came along with a part of
    its inputs only warns: nothing is published of a part, and the part can be worked on.
    """
    return {
        "model": gate,
        "expectation": UNJUDGED,
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
