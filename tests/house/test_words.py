"""Words that docs/glossary.md settles mean one thing in code: names there do not use them for another."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.project import REPOSITORY

# What the glossary's second table calls a cell, a location, a path or a position; a lock, or what was taken.
NOT_A_NAME = {"place", "places", "_place", "Place", "read_place"}
NOT_HELD = {"held", "_held", "Hold"}
FOLDERS = {
    "plan_targets/landing": NOT_A_NAME | NOT_HELD,
    "plan_targets/drafting": NOT_A_NAME,
    "plan_targets/files": NOT_A_NAME,
    "plan_targets/building": NOT_A_NAME | NOT_HELD,
    "plan_targets/publication": NOT_A_NAME | NOT_HELD,
    "plan_targets/gates": NOT_A_NAME | NOT_HELD,
}
EXPRESSION = re.compile(
    r"(?:\bas|\bwith|,)\s+(place|places|held|own|given)\b|^(place|places|held|own|given) as \(", re.M
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_name_in_python_is_a_word_that_the_glossary_gives_to_another(folder: str) -> None:
    for path in sorted((REPOSITORY / folder).rglob("*.py")):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        names = {token.string for token in tokens if token.type == tokenize.NAME}
        assert not names & FOLDERS[folder], path.relative_to(REPOSITORY)


def test_no_step_or_column_of_a_model_is_such_a_word() -> None:
    for path in sorted((REPOSITORY / "models").rglob("*.sql")):
        sql = re.sub(r"--.*|\{#.*?#\}", "", path.read_text(encoding="utf-8"))
        assert not EXPRESSION.search(sql), Path(path).relative_to(REPOSITORY)
