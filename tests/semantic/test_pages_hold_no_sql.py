"""Every number comes through the semantic client: nothing else in the app reads the database, and no page holds SQL."""

import ast
import re
from pathlib import Path

import pytest

from tests.project import REPOSITORY

APP = REPOSITORY / "app"
# They are what stands between pages and data.
READERS = (APP / "semantic", APP / "publication")
DATABASE_MODULES = {"duckdb", "sqlalchemy", "sqlite3", "sqlglot", "adbc_driver_manager", "ibis"}
DATABASE_CALLS = {"execute", "executemany", "sql", "from_query", "read_database", "read_database_uri", "SQLContext"}
SQL = re.compile(
    r"^\s*(?:--.*\n\s*)*(?:"
    r"select\b[\s\S]+\bfrom\b|with\s+\w+\s+as\s*\(|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b"
    r"|(?:create|drop|alter)\s+(?:table|view|schema)\b|(?:attach|copy)\s+\S+\s+(?:as|to)\b|from\s+\w+\.\w+\s*$"
    r")",
    re.IGNORECASE,
)


def page_files() -> list[Path]:
    return [file for file in sorted(APP.rglob("*.py")) if not any(folder in file.parents for folder in READERS)]


def sql_texts(tree: ast.AST) -> list[str]:
    """The texts that are SQL, f-strings with their holes left out; docstrings and words for people are not."""
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            pieces = (piece.value if isinstance(piece, ast.Constant) else " x " for piece in node.values)
            texts.append("".join(str(piece) for piece in pieces))
    return [text for text in texts if SQL.match(text)]


def imported(tree: ast.AST) -> set[str]:
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    return modules


def called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


@pytest.mark.parametrize("file", page_files(), ids=lambda file: str(file.relative_to(REPOSITORY)))
def test_no_page_holds_sql(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert sql_texts(tree) == []
    assert not imported(tree) & DATABASE_MODULES
    assert not called(tree) & DATABASE_CALLS


@pytest.mark.parametrize(
    "program",
    [
        'frame = reader("select value from fct_target")',
        'frame = reader(f"""\n    select {column}\n    from marts.{table}\n""")',
        'frame = reader("-- latest\\nWITH latest AS (select 1) select * from latest")',
        'frame = reader("from marts.fct_target")',
        'reader("insert into x values (1)")',
    ],
)
def test_the_scan_finds_sql(program: str) -> None:
    assert sql_texts(ast.parse(program))


@pytest.mark.parametrize(
    "program",
    ['"""Selects what is shown from the answer."""', 'name = "select"', 'label = "Updated from the last publication"'],
)
def test_the_scan_leaves_words_alone(program: str) -> None:
    assert sql_texts(ast.parse(program)) == []
