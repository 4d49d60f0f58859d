"""How DuckDB would run the models: what matters where there are twenty million figures shows with a thousand too."""

import json
from collections.abc import Iterator
from typing import Any

import duckdb

from tests.project import Project

# Tables with a row for every figure, or for every row of every load.
LARGE = {"stg_landed_rows", "int_observations_mapped", "int_observations"}
PASSING = {"PROJECTION"}
SCAN = "SEQ_SCAN"


def test_no_statement_writes_all_figures_down_to_read_them_twice(built_project: Project) -> None:
    target = built_project.folder / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"].values()
    models = {
        node["name"]: (built_project.folder / node["compiled_path"]).read_text(encoding="utf-8")
        for node in nodes
        if node["resource_type"] == "model" and node["language"] == "sql" and node.get("compiled_path")
    }
    with duckdb.connect(str(target / "warehouse.duckdb"), read_only=True) as connection:
        written = {
            (model, table) for model, statement in models.items() for table in _written_down(connection, statement)
        }
        # A common table expression that is read twice is written down.
        twice = "with kept as (select * from intermediate.int_observations) select * from kept union all from kept"
        assert set(_written_down(connection, twice)) == {"int_observations"}
    assert len(models) > 80
    assert written == set()


def _written_down(connection: duckdb.DuckDBPyConnection, statement: str) -> Iterator[str]:
    """The large tables that the statement copies as they are before it reads them."""
    plan = connection.execute(f"explain (format json) {statement}").fetchall()[0][1]
    for step in _steps(json.loads(plan)):
        if _name(step) == "CTE":
            first = step["children"][0]
            while _name(first) in PASSING:
                first = first["children"][0]
            table = first.get("extra_info", {}).get("Table", "").rpartition(".")[2]
            if _name(first) == SCAN and "Filters" not in first["extra_info"] and table in LARGE:
                yield table


def _steps(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from _steps(step.get("children", []))


def _name(step: dict[str, Any]) -> str:
    return str(step["name"]).strip()
