"""Words that docs/glossary.md settles mean one thing in names: whoever needs another uses the field's word for it."""

import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY

# The names in which each word has the one meaning that the glossary gives it.
MEANING = {
    # A level that is to be kept, which the comparator `hold` states.
    "held": {"is_held_level", "is_to_be_held", "held_value", "level_held", "below_held_level", "not_a_held_level"},
    # The indicator's, as the list has it and not as something was printed.
    "own": {"own_unit", "own_name", "is_by_own_name", "_by_own_name"},
    "place": set[str](),
    "given": set[str](),
}
FORMS = {"owned": "own", "owns": "own", "places": "place", "placed": "place", "_place": "place"}
# What dbt's unit tests, Hypothesis and polars call so.
OF_LIBRARIES = {"given", "places", "drop_in_place"}
NAME = re.compile(r"[A-Za-z_]\w*\Z")
SQL_NAME = re.compile(r"[A-Za-z_]\w*")
# Words that quote nothing and name nothing: a comment, a text, a sentence in a macro's call.
SQL_WORDS = re.compile(r"--[^\n]*|\{#.*?#\}|\{\{\s*log\(.*?\)\s*\}\}|'[^'\n]*(?:\s[^'\n]*)'", re.DOTALL)


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=REPOSITORY, capture_output=True, check=True)
    return [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]


def _word_in(name: str) -> str | None:
    """The settled word that the name uses for something else."""
    for part in re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"):
        word = FORMS.get(part, part)
        if word in MEANING and name.lower() not in MEANING[word]:
            return word
    return None


def _wrong(names: Iterator[str]) -> set[str]:
    return {name for name in names if name not in OF_LIBRARIES and _word_in(name)}


def _names_in_python(code: str) -> Iterator[str]:
    """Names, and texts that are a name: a column, a key, a parameter. A test's name is a sentence."""
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        text = token.string.strip("\"'") if token.type == tokenize.STRING else token.string
        is_name = token.type == tokenize.NAME or (token.type == tokenize.STRING and "_" in text)
        if is_name and NAME.match(text) and not text.startswith("test_"):
            yield text


def _names_in_sql(sql: str) -> Iterator[str]:
    return iter(SQL_NAME.findall(SQL_WORDS.sub(" ", sql)))


def _names_in_yml(content: object) -> Iterator[str]:
    """Keys, and the values of `name`: models, columns, expectations. A unit test's name is a sentence."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield str(key)
            if key == "name":
                yield str(value)
            yield from _names_in_yml(value if key != "unit_tests" else [one | {"name": ""} for one in value])
    elif isinstance(content, list):
        for value in content:
            yield from _names_in_yml(value)


@pytest.mark.parametrize("folder", ["app", "plan_targets", "models", "tests", ".ci"])
def test_a_name_in_python_uses_a_word_in_its_one_meaning(folder: str) -> None:
    files = _tracked(f"{folder}/*.py", ":!tests/house/test_words.py")
    assert files
    wrong = {path.relative_to(REPOSITORY): _wrong(_names_in_python(path.read_text(encoding="utf-8"))) for path in files}
    assert {str(path): names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("folder", ["models", "macros", "tests"])
def test_a_name_in_sql_uses_a_word_in_its_one_meaning(folder: str) -> None:
    files = _tracked(f"{folder}/*.sql")
    assert files
    wrong = {path.relative_to(REPOSITORY): _wrong(_names_in_sql(path.read_text(encoding="utf-8"))) for path in files}
    assert {str(path): names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("folder", ["app/texts", "expectations", "models", "macros", "seeds"])
def test_a_name_in_yml_uses_a_word_in_its_one_meaning(folder: str) -> None:
    files = _tracked(f"{folder}/*.yml")
    assert files
    wrong = {}
    for path in files:
        content = read_yaml(path.read_text(encoding="utf-8"))
        wrong[str(path.relative_to(REPOSITORY))] = _wrong(_names_in_yml(content))
    assert {path: names for path, names in wrong.items() if names} == {}


def test_no_column_of_a_seed_is_such_a_word() -> None:
    for path in _tracked("seeds/*.csv"):
        header = path.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
        assert not _wrong(iter(header.split(","))), path.relative_to(REPOSITORY)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("held", "held"), ("held_rows", "held"), ("is_held_level", None), ("PLACES", "place"), ("RegionPlace", "place"),
        ("has_own_source", "own"), ("own_unit", None), ("unit_is_given", "given"), ("known", None), ("shown", None),
        ("placeholder", None), ("replace", None), ("withheld", None), ("threshold", None),
    ],
)  # fmt: skip
def test_the_search_tells_a_word_from_a_part_of_one(name: str, word: str | None) -> None:
    assert _word_in(name) == word


def test_the_glossary_says_what_each_word_means() -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in MEANING:
        assert re.search(rf"^\| {word} \|", glossary, re.MULTILINE), word
