"""Templates that were compiled before are taken from where they are kept, and no others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from dbt_common.clients.jinja import MacroFuzzEnvironment, NativeSandboxEnvironment

from plan_targets.building.templates import keep_templates

SOURCE, OTHER = "select {{ value }}", "select {{ value }} + 1"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "target" / "templates"
    keep_templates(folder)
    yield folder
    keep_templates(None)


def rendered(source: str) -> object:
    return MacroFuzzEnvironment().from_string(source).render({"value": 7})


def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that Jinja compiles from now on."""
    noted: list[str] = []
    parse = MacroFuzzEnvironment._parse

    def note(environment: MacroFuzzEnvironment, source: str, *names: str | None) -> object:
        noted.append(source)
        return parse(environment, source, *names)

    monkeypatch.setattr(MacroFuzzEnvironment, "_parse", note)
    return noted


def test_a_template_is_compiled_once_and_another_when_it_is_edited(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = compiled(monkeypatch)
    assert [rendered(one) for one in (SOURCE, SOURCE, OTHER, SOURCE)] == ["select 7"] * 2 + ["select 7 + 1", "select 7"]
    assert noted == [SOURCE, OTHER] and len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("length", [0, 3, 20, 40, 100])
def test_a_damaged_one_is_compiled_anew(folder: Path, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(SOURCE)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:length])
    noted = compiled(monkeypatch)
    assert rendered(SOURCE) == rendered(SOURCE) == "select 7"
    assert noted == [SOURCE]


def test_where_none_can_be_kept_each_is_compiled(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "target").write_text("a file where a folder should be", encoding="utf-8")
    assert rendered(SOURCE) == rendered(SOURCE) == "select 7"


def test_texts_of_ymls_are_not_kept(folder: Path) -> None:
    assert NativeSandboxEnvironment().from_string("{{ value }}").render({"value": 7}) == 7
    assert not folder.exists()
