"""Every model is SQL of both engines, and docs/dialects.md lists every macro that is not the same in both."""

import re
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from plan_targets.yaml_text import read_yaml
from tests.dialects.dialect import COMMENT, faults, strangers
from tests.project import REPOSITORY, Project

COMPILED = Path("target", "compiled", "plan_target_warehouse")
MODELS = sorted(path.relative_to(REPOSITORY) for path in (REPOSITORY / "models").rglob("*.sql"))
MACROS = {path: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in (REPOSITORY / "macros").rglob("*.sql")}
MACRO_NAMES = frozenset(name for text in MACROS.values() for name in re.findall(r"\{%-? macro (\w+)", text))
SUITES = sorted((REPOSITORY / "expectations" / "suites").glob("*.yml"))
PAGE = REPOSITORY / "docs" / "dialects.md"
DISPATCHED = re.compile(r"adapter\.dispatch\('(\w+)'")
IMPLEMENTATION = re.compile(r"\{%-? macro (default|duckdb|spark|pyspark)__(\w+)")
# A macro for one engine alone, and what dbt itself runs around a command.
OF_ONE_ENGINE = re.compile(r"\{%-? macro (?:default|duckdb|spark|pyspark)__.*?endmacro -?%\}", re.DOTALL)
OF_A_COMMAND = {
    "explain_faults",
    "explain_failed_gates",
    "publish_or_say_why",
    "described_seed_columns",
    "is_kept",
}


@pytest.mark.build
def test_every_model_can_be_said_to_spark(built_project: Project) -> None:
    found = {
        str(model): list(faults((built_project.folder / COMPILED / model).read_text(encoding="utf-8")))
        for model in MODELS
    }
    assert {model: sentences for model, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("model", MODELS, ids=lambda path: path.stem)
def test_a_model_calls_nothing_that_one_engine_has_not_or_means_otherwise(model: Path) -> None:
    assert list(strangers((REPOSITORY / model).read_text(encoding="utf-8"), MACRO_NAMES)) == []


@pytest.mark.parametrize(
    "macro",
    # How a table is made and kept is an engine's own.
    [
        path
        for path in MACROS
        if path.stem not in OF_A_COMMAND and path.parent.name not in ("materializations", "spark")
    ],
    ids=lambda path: path.stem,
)
def test_a_macro_does_so_only_for_one_engine(macro: Path) -> None:
    assert list(strangers(OF_ONE_ENGINE.sub("", MACROS[macro]), MACRO_NAMES)) == []


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_a_suite_asks_both_engines_alike(suite: Path) -> None:
    queries = [
        rule["arguments"]["unexpected_rows_query"]
        for table in read_yaml(suite.read_text(encoding="utf-8"))["tables"]
        for rule in table.get("rules", [])
        if "unexpected_rows_query" in rule.get("arguments", {})
    ]
    found = [
        sentence
        for query in queries
        for sentence in (*strangers(query, frozenset()), *faults(query.replace("{batch}", "batch")))
    ]
    # A name in double quotes is a text to Spark.
    assert (found, [query for query in queries if '"' in query]) == ([], [])


def test_every_other_function_of_duckdb_would_be_found() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute("select distinct function_name from duckdb_functions()").fetchall()
    names = [name for (name,) in rows if re.fullmatch(r"[a-z_][a-z0-9_]*", name)]
    found = {name for name in names if list(strangers(f"select {name}(value) from figures", frozenset()))}
    assert {"isinf", "isfinite", "list_value", "string_agg", "regexp_matches", "concat"} <= found


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("select value from", "is not SQL of DuckDB"),
        ("select * from figures asof join plans using (year)", "cannot be said to Spark: a join"),
        ("select * exclude (value) from figures", "cannot be said to Spark: a star"),
        ("select distinct on (year) value from figures", "cannot be said to Spark: distinct on"),
        ("select [1, 2]", "cannot be said to Spark: a list"),
        ("select columns('value.*') from figures", "cannot be said to Spark: columns"),
        ("select value from figures qualify row_number() over (order by year) = 1", "cannot be said to Spark: qualify"),
        ("select list_transform(years, year -> year + 1) from figures", "cannot be said to Spark: a function"),
    ],
)
def test_what_cannot_be_said_is_found(sql: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(sql))


def test_the_page_lists_every_dispatched_macro_with_its_implementations() -> None:
    assert listed() == written()


def test_the_page_lists_every_model_in_python_with_its_reason() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("\n## What is Python\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| \w[^|]+ \| (`[^|]+`) \|$", section, re.MULTILINE)
    names = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(names) == sorted(path.stem for path in (REPOSITORY / "models").rglob("*.py"))


def written() -> Mapping[str, set[str]]:
    """The engines that each dispatched macro of the project is written for, by its name."""
    engines: dict[str, set[str]] = {name: set() for text in MACROS.values() for name in DISPATCHED.findall(text)}
    for path, text in MACROS.items():
        # How a table is kept is no part of what a model says.
        for engine, name in [] if path.parent.name in ("materializations", "spark") else IMPLEMENTATION.findall(text):
            engines.setdefault(name, set()).add(engine)
    return engines


def listed() -> Mapping[str, set[str]]:
    """The same, as the page has it."""
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: set(engines.split(", ")) for name, engines in rows}
