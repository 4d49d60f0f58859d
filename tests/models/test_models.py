"""The models' unit tests hold, and what the yml files say of the marts reaches whoever opens the snapshot."""

import json
from pathlib import Path

import yaml

from tests.project import REPOSITORY, Project

DESCRIBED = [
    model
    for path in sorted((REPOSITORY / "models").rglob("*.yml"))
    for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
]


def kinds_that_ran(project: Project) -> dict[str, int]:
    results = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    kinds = [result["unique_id"].partition(".")[0] for result in results]
    return {kind: kinds.count(kind) for kind in kinds}


def test_the_main_job_runs_every_data_test_and_no_unit_test(built_project: Project) -> None:
    ran = kinds_that_ran(built_project)
    assert ran["test"] > 80 and ran["model"] > 60 and "unit_test" not in ran


def test_every_unit_test_of_the_models_holds(project: Project) -> None:
    answer = project.dbt("test", "--select", "test_type:unit")
    assert answer.returncode == 0, answer.stdout
    written = sum(
        len(yaml.safe_load(path.read_text(encoding="utf-8")).get("unit_tests", []))
        for path in (REPOSITORY / "models").rglob("*.yml")
    )
    assert kinds_that_ran(project)["unit_test"] == written > 25


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


def test_a_mart_with_a_key_twice_or_empty_is_not_made(project: Project) -> None:
    marts = project.folder / "models" / "marts"
    columns = [{"name": name, "data_type": "string"} for name in ("name", "cell")]
    key = [{"type": "primary_key", "columns": ["name", "cell"]}]
    for model, second in (("told_once", "'b'"), ("told_twice", "'a'"), ("told_empty", "cast(null as varchar)")):
        (marts / f"{model}.sql").write_text(
            f"select 'x' as name, 'a' as column union all select 'x', {second}", encoding="utf-8"
        )
        described = {"name": model, "description": model, "columns": columns, "constraints": key}
        (marts / f"{model}.yml").write_text(yaml.safe_dump({"models": [described]}), encoding="utf-8")
    answer = project.dbt("run", "--select", "told_once", "told_twice", "told_empty")
    results = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    ended = {result["unique_id"].rpartition(".")[2]: result["status"] for result in results}
    assert ended["told_once"] == "success" and ended["told_twice"] == ended["told_empty"] == "error"
    assert "told_twice has more than one row for (name, cell) = (x, a)." in answer.stdout
