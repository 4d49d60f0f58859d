"""The models' unit tests hold, and what the yml files say of the marts reaches whoever opens the snapshot."""

import json
from pathlib import Path

import yaml

from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY, Project

DESCRIBED = [
    model
    for path in sorted((REPOSITORY / "models").rglob("*.yml"))
    for model in read_yaml(path.read_text(encoding="utf-8")).get("models", [])
]


def test_the_main_job_runs_every_data_test_and_no_unit_test(built_project: Project) -> None:
    target = built_project.folder / "target"
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    ran = {result["unique_id"] for result in results}
    asked = {name for name in nodes if name.startswith(("test.", "model."))}
    assert len(asked) > 100 and asked <= ran
    assert not any(name.startswith("unit_test.") for name in ran)


def test_every_unit_test_of_the_models_holds(project: Project) -> None:
    answer = project.dbt("test", "--select", "test_type:unit")
    assert answer.returncode == 0, answer.stdout
    written = sum(
        len(read_yaml(path.read_text(encoding="utf-8")).get("unit_tests", []))
        for path in (REPOSITORY / "models").rglob("*.yml")
    )
    results = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert sum(result["unique_id"].startswith("unit_test.") for result in results) == written > 25


def test_the_snapshot_says_what_every_mart_and_column_is(built_project: Project) -> None:
    tables = dict(built_project.rows("select table_name, comment from duckdb_tables()").iter_rows())
    columns = {
        (table, column): comment
        for table, column, comment in built_project.rows(
            "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
        ).iter_rows()
    }
    of_marts = [model for model in DESCRIBED if model["name"] in tables]
    assert len(of_marts) == len(tables) > 20
    for model in of_marts:
        assert tables[model["name"]].strip() == model["description"].strip()
        for column in model["columns"]:
            told = columns[model["name"], column["name"]]
            assert told, (model["name"], column["name"])
            if "{{" not in column["description"]:
                assert told.strip() == column["description"].strip()
    assert all(columns.values()), [named for named, comment in columns.items() if not comment]


def test_no_line_of_a_yml_file_ends_in_blanks() -> None:
    for folder in ("models", "seeds", "expectations"):
        for path in (REPOSITORY / folder).rglob("*.yml"):
            lines = path.read_text(encoding="utf-8").splitlines()
            assert [number for number, line in enumerate(lines, 1) if line != line.rstrip()] == [], Path(path).name


# What a key is declared for: a mart, whose contract has it, and steps on the way, which have none.
KEYED = {
    "marts": "select 'x' as name, 'a' as region union all select 'x', {second}",
    "intermediate": "select 'x' as name, 'a' as region union all select 'x', {second}",
    "staging": "select 'x' as name, 'a' as region union all select 'x', {second}",
    "python": """def model(dbt, session):
    dbt.config(schema="intermediate")
    return session.sql("select 'x' as name, 'a' as region union all select 'x', {second}")
""",
}


def test_what_has_a_key_twice_or_empty_is_not_made(project: Project) -> None:
    """Whichever way it is made; what was there before stays, and what reads it is skipped."""
    columns = [{"name": name, "data_type": "string"} for name in ("name", "region")]
    key = [{"type": "primary_key", "columns": ["name", "region"]}]
    for kind, text in KEYED.items():
        folder = project.folder / "models" / ("intermediate" if kind == "python" else kind)
        for state, second in (("once", "'b'"), ("twice", "'a'"), ("empty", "cast(null as varchar)")):
            name = f"{kind}_{state}"
            suffix = "py" if kind == "python" else "sql"
            (folder / f"{name}.{suffix}").write_text(text.format(second=second), encoding="utf-8")
            described = {"name": name, "description": name, "columns": columns, "constraints": key}
            (folder / f"{name}.yml").write_text(yaml.safe_dump({"models": [described]}), encoding="utf-8")
    reader = project.folder / "models" / "intermediate" / "reader.sql"
    reader.write_text("select * from {{ ref('intermediate_twice') }}", encoding="utf-8")
    names = [f"{kind}_{state}" for kind in KEYED for state in ("once", "twice", "empty")]
    # Nor a view that its contract does not allow: DuckDB holds none to constraints.
    for state, value in (("once", "'x'"), ("empty", "null"), ("other", "'y'")):
        text = f"{{{{ config(materialized='view') }}}} select cast({value} as varchar) as name"
        (project.folder / "models" / "marts" / f"view_{state}.sql").write_text(text, encoding="utf-8")
        constraints = [{"type": "not_null"}, {"type": "check", "expression": "name in ('x')"}]
        column = columns[0] | {"constraints": [one | {"warn_unsupported": False} for one in constraints]}
        described = {"name": f"view_{state}", "description": state, "columns": [column]}
        (project.folder / "models" / "marts" / f"view_{state}.yml").write_text(
            yaml.safe_dump({"models": [described]}), encoding="utf-8"
        )
        names.append(f"view_{state}")
    made = ["reader", *names]
    answer = project.dbt("run", "--select", *made)
    results = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    ended = {name: result["status"] for result in results if (name := result["unique_id"].rpartition(".")[2]) in made}
    expected = {name: "success" if name.endswith("once") else "error" for name in names}
    assert ended == expected | {"reader": "skipped"}
    for kind in KEYED:
        assert f"{kind}_twice has more than one row for (name, region) = (x, a)." in answer.stdout
    for kind in ("intermediate", "staging", "python"):
        assert f"{kind}_empty has a row that leaves part of its key empty: (name, region) = (x, )." in answer.stdout
    assert "view_empty: name is empty" in answer.stdout
    assert "view_other: does not hold: name in ('x')" in answer.stdout
    tables = "select table_schema || '.' || table_name from information_schema.tables where table_name like '%_twice'"
    assert project.build_rows(tables).rows() == []
