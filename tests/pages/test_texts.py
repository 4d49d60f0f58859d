"""Both languages say everything, and nothing that no page asks for."""

import re
import string
from pathlib import Path

import pytest
import yaml

from app.texts import LANGUAGES, TEXTS_FOLDER, UnknownTextError, texts_of
from plan_targets.yaml_text import read_yaml
from tests.project import REPOSITORY

APP = Path(TEXTS_FOLDER).parent
# A key written out, or the fixed beginning of one that ends in a value: texts(f"severity.{...}").
WRITTEN = re.compile(r"""texts(?:\.get)?\(\s*f?["']([a-z_]+(?:\.[a-z_]+)*\.?)""")


def keys_asked_for() -> set[str]:
    sources = [path for folder in ("views", "charts", "texts") for path in (APP / folder).rglob("*.py")]
    found: set[str] = set()
    for path in [*sources, APP / "main.py"]:
        found |= set(WRITTEN.findall(path.read_text(encoding="utf-8")))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (set(texts_of(language).entries) for language in LANGUAGES)
    assert zh ^ en == set()


def test_both_languages_put_in_the_same_values() -> None:
    zh, en = (texts_of(language).entries for language in LANGUAGES)
    different = {key for key in zh if placeholders(zh[key]) != placeholders(en[key])}
    assert different == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [key for key, text in texts_of(language).entries.items() if not text.strip()] == []


def test_every_key_a_page_asks_for_exists() -> None:
    known = set(texts_of("zh").entries)
    missing = {key for key in keys_asked_for() if key not in known and not any(name.startswith(key) for name in known)}
    assert missing == set()


def test_every_table_that_is_checked_has_a_label() -> None:
    checked = {
        table["name"]
        for suite in (REPOSITORY / "expectations" / "suites").glob("*.yml")
        for table in read_yaml(suite.read_text(encoding="utf-8"))["tables"]
    }
    for language in LANGUAGES:
        labels = {name: texts_of(language)(f"checked_table.{name}") for name in sorted(checked)}
        assert len(set(labels.values())) == len(checked)


def test_chinese_is_written_in_chinese() -> None:
    exceptions = {"explore.sql", "list.separator", "trend.choice", "overview.lagging.row"}
    entries = texts_of("zh").entries
    latin = [
        key
        for key, text in entries.items()
        if key not in exceptions and not re.search(r"[\u4e00-\u9fff]", re.sub(r"\{\w+\}", "", text)) and len(text) > 12
    ]
    assert [key for key in latin if re.search(r"[A-Za-z]{4}", re.sub(r"\{\w+\}", "", entries[key]))] == []


def test_one_definition_a_label() -> None:
    """YAML keeps the last of two equal keys in silence: the files have none."""
    for language in LANGUAGES:
        path = TEXTS_FOLDER / f"{language}.yml"
        yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)


def test_a_key_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(UnknownTextError):
        texts_of("zh")("overview.no_such_text")


class _StrictLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:  # type: ignore[type-arg]
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"twice under one parent: {sorted(keys)}"
        return super().construct_mapping(node, deep)
