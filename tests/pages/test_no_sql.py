"""Every number comes through the semantic client: nothing that is shown holds SQL.

That nothing here opens a database is a contract on imports, in pyproject.toml.
"""

import ast
import re

import pytest

from tests.project import REPOSITORY

SQL = re.compile(
    r"^\s*(?:--.*\n\s*)*(?:"
    r"select\b[\s\S]+\bfrom\b|with\s+\w+\s+as\s*\(|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b"
    r"|(?:create|drop|alter)\s+(?:table|view|schema)\b|(?:attach|copy)\s+\S+\s+(?:as|to)\b|from\s+\w+\.\w+\s*$"
    r")",
    re.IGNORECASE,
)


def sql_texts(tree: ast.AST) -> list[str]:
    """The texts that are SQL, f-strings with their holes left out."""
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
        elif isinstance(node, ast.JoinedStr):
            pieces = (piece.value if isinstance(piece, ast.Constant) else " x " for piece in node.values)
            texts.append("".join(str(piece) for piece in pieces))
    return [text for text in texts if SQL.match(text)]


def test_no_page_holds_sql() -> None:
    files = sorted((REPOSITORY / "app").rglob("*.py"))
    assert len(files) > 20
    found = {str(file): sql_texts(ast.parse(file.read_text(encoding="utf-8"))) for file in files}
    assert {file: texts for file, texts in found.items() if texts} == {}


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
