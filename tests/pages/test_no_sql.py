"""Every number comes through the semantic layer: the pages hold no SQL and open no database."""

import ast
import re
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
FILES = [APP / "main.py", *(APP / "views").rglob("*.py"), *(APP / "charts").rglob("*.py")]
SQL = re.compile(r"\b(select|with|insert|update|delete|attach|copy|pragma)\b[\s\S]*\b(from|as|into|set|to)\b", re.I)
FORBIDDEN = {"duckdb", "sqlalchemy", "sqlite3"}


def strings(tree: ast.AST) -> list[str]:
    documented = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_a_page_holds_no_sql(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [text for text in strings(tree) if SQL.search(text) and re.search(r"\bfrom\b", text, re.I)] == []
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported & FORBIDDEN == set()
