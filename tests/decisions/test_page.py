"""The page of names to settle: what the layer counts, and the row to copy."""

import csv
from pathlib import Path

import pytest

from app.texts import texts_of
from plan_targets.decisions.lists import accept
from plan_targets.decisions.waiting import waiting_names
from plan_targets.semantic import SemanticClient
from tests.decisions.test_decisions import RESOLVED, SAMPLING
from tests.pages.conftest import open_page, words
from tests.project import Project


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_counts_what_waits(waiting_project: Project, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(waiting_project.published))
    said = texts_of(language)("names.sentence.some", total="5", figures="2", targets="1", provisional="3")
    page = open_page("names", lang=language)
    assert not page.exception
    assert said in words(page)
    assert set(page.dataframe[0].value.iloc[:, 0]) >= {RESOLVED, SAMPLING}


def test_the_row_to_copy_is_the_row_that_the_command_writes(
    waiting_project: Project, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(waiting_project.published))
    page = open_page("names")
    key = next(option for option in page.selectbox(key="names.decided").options if option.startswith(SAMPLING))
    page.selectbox(key="names.decided").select(key).run()
    page.radio(key="names.meant").set_value("manufacturing_product_pass_rate").run()
    row, command = (block.value.strip() for block in page.code[:2])
    # Loaded anew, the page still shows what was picked.
    assert [block.value for block in open_page("names", **page.query_params).code] == [
        block.value for block in page.code
    ]
    waiting = next(
        one for one in waiting_names(SemanticClient(str(waiting_project.published)).current()) if one.name == SAMPLING
    )
    assert row == accept(SAMPLING, "manufacturing_product_pass_rate", waiting=waiting, reference=reference)
    assert command == f"uv run plan-targets names accept '{SAMPLING}' manufacturing_product_pass_rate"


def test_a_name_of_its_own_gets_a_row_that_says_what_is_missing(
    waiting_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(waiting_project.published))
    page = open_page("names")
    key = next(option for option in page.selectbox(key="names.decided").options if option.startswith(SAMPLING))
    page.selectbox(key="names.decided").select(key).run()
    page.radio(key="names.meant").set_value("new").run()
    (cells,) = csv.reader([page.code[0].value.strip()])
    assert cells[:7] == ["new_indicator_id", SAMPLING, "?", "?", "%", "1", "level"]


def test_without_a_waiting_name_the_page_says_so(readers_folder: object) -> None:
    assert texts_of("zh")("names.sentence.none") in words(open_page("names"))
