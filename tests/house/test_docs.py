"""What the documents say is there is there."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY

DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *REPOSITORY.glob("[lm]*/**/README.md")]
)
# What a build or a person makes, what an example is about to make, and addresses of the endpoint.
NOT_YET = re.compile(
    r"^(target/|published/|logs/|landing/(?!README)|\.github|https?:|models/(marts|semantic)/mart_target_due_soon\.)"
)
ROOTS = {path.name for path in REPOSITORY.iterdir() if not path.name.startswith(".") or path.name == ".ci"}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
# A path in a text without code: folders, then a name; what ends a sentence is no part of it.
PATH = re.compile(r"(?<![\w/.])[\w.*-]+(?:/[\w.*-]+)+(?<!\.)")
SUITES = sorted((REPOSITORY / "expectations").rglob("*.yml"))
DESCRIBED = sorted((REPOSITORY / "models").rglob("*.yml"))
NUMBER_PAGE = REPOSITORY / "docs" / "where-a-number-comes-from.md"
MOST_FILES = 18


def named_paths(text: str) -> set[str]:
    """Everything in code that begins with a folder of the project, or is a file of its root."""
    words = {word.strip("'\",;()") for code in CODE.findall(text) for word in code.split()}
    return {
        word
        for word in words
        if word.split("/")[0] in ROOTS and re.fullmatch(r"[\w./*-]+", word) and ("/" in word or "." in word)
    }


def wrong_paths(paths: set[str]) -> set[str]:
    """Those of them that lead nowhere, and that neither a build nor a person makes."""
    return {path for path in paths if not NOT_YET.match(path) and not any(REPOSITORY.glob(path.rstrip("/")))}


def told_paths(text: str) -> set[str]:
    """Everything in a text without code that begins with a folder of the project."""
    return {path for path in PATH.findall(text) if path.split("/")[0] in ROOTS}


def descriptions(said: Any) -> Iterator[str]:
    """Every description in a yml, in whichever language."""
    if isinstance(said, list):
        for part in said:
            yield from descriptions(part)
    elif isinstance(said, dict):
        for key, part in said.items():
            if str(key).startswith("description") and isinstance(part, str):
                yield part
            yield from descriptions(part)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_every_path_in_a_document_is_right(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    # What a changelog tells of was right in its time.
    said = set() if document.name == "CHANGELOG.md" else named_paths(text)
    wrong = wrong_paths(said)
    linked = {link for link in LINK.findall(text) if not link.startswith("http")}
    wrong |= {link for link in linked if not (document.parent / link).exists()}
    assert wrong == set()


@pytest.mark.parametrize("suite", SUITES, ids=lambda path: path.stem)
def test_every_path_in_a_suite_is_right(suite: Path) -> None:
    assert wrong_paths(told_paths(suite.read_text(encoding="utf-8"))) == set()


def test_every_path_in_a_description_is_right() -> None:
    wrong = {
        (str(path.relative_to(REPOSITORY)), name)
        for path in DESCRIBED
        for text in descriptions(read_yaml(path.read_text(encoding="utf-8")))
        for name in wrong_paths(told_paths(text))
    }
    assert wrong == set()


def test_a_wrong_path_is_found() -> None:
    assert named_paths("see `app/pages/overview.py` and `uv run --no-project .ci/pin.py`") == {
        "app/pages/overview.py",
        ".ci/pin.py",
    }
    assert told_paths("查看 models/intermediate/int_targets.sql，与 seeds/plans. 或 km/h") == {
        "models/intermediate/int_targets.sql",
        "seeds/plans",
    }
    assert wrong_paths({"models/intermediate/int_targets.sql", "seeds/plans"}) == {
        "models/intermediate/int_targets.sql"
    }


def ways() -> list[list[Path]]:
    """The files of each table of the page, in their order."""
    sections = NUMBER_PAGE.read_text(encoding="utf-8").split("\n## ")
    tables = [re.findall(r"^\| \d+ \| `([^`]+)` \|", section, re.MULTILINE) for section in sections]
    return [[REPOSITORY / name for name in table] for table in tables if table]


def test_a_number_passes_few_files_from_page_to_seed() -> None:
    figure, target = ways()
    assert figure[0].parts[-3] == "app" and figure[-1].parts[-3] == target[-1].parts[-3] == "seeds"
    assert len(figure) <= MOST_FILES
    # The sentence before the second table counts in the first.
    step = re.search(r"^Step (\d+) joins", NUMBER_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert step is not None and figure.index(target[0]) == int(step.group(1)) - 1


@pytest.mark.parametrize("way", ways(), ids=["figure", "target"])
def test_each_file_on_the_way_uses_the_next(way: list[Path]) -> None:
    for file, following in pairwise(way):
        text = file.read_text(encoding="utf-8")
        # A macro is called by a model, and says nothing of what that reads.
        reader = way[way.index(file) - 1].read_text(encoding="utf-8") if file.parts[-3] == "macros" else text
        name = "pace" if following.parts[-2] == "semantic" else following.stem
        assert re.search(rf"\b{name}\b", reader), f"{file.name} says nothing of {name}"


def test_every_word_of_the_glossary_has_both_languages() -> None:
    text = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
    before = text.split("\n## Words")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in before.splitlines() if row.startswith("|")]
    terms = [row for row in rows if row[0] != "word" and not set(row[0]) <= set("-")]
    assert len(terms) > 40
    for word, word_zh, meaning, meaning_zh in terms:
        assert re.search(r"[\u4e00-\u9fff]", word_zh) and re.search(r"[\u4e00-\u9fff]", meaning_zh), word
        assert meaning.endswith(".") and meaning_zh.endswith("。"), word
    words = [row[0] for row in terms]
    assert len(set(words)) == len(words)


def test_every_decision_is_listed() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}
