"""The page of the yearly assessment: its sentence is the report's, and its files come when they are asked for."""

from pathlib import Path

import pytest

from app.texts import LANGUAGES, texts_of
from plan_targets.report import assess
from plan_targets.report.numbers import plain
from plan_targets.report.sections.overall import summary
from plan_targets.semantic import client
from tests.pages.conftest import open_page, words

PLAN, YEAR = "national_quality_2025", 2024


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_sentence_is_the_reports(readers_folder: Path, language: str) -> None:
    written = words(open_page("report", plan=PLAN, year=str(YEAR), lang=language))
    snapshot = client(str(readers_folder)).current()
    assert plain(summary(assess(snapshot, PLAN, YEAR, "zh" if language == "zh" else "en"))) in written


def test_word_and_pdf_and_a_page_are_offered(readers_folder: Path) -> None:
    app = open_page("report", plan=PLAN, year=str(YEAR))
    labels = [button.proto.label for button in app.get("download_button")]
    texts = texts_of("zh")
    assert labels == [texts(f"report.{name}") for name in ("report.word", "report.pdf", "brief.pdf", "brief.png")]


def test_a_year_that_the_plan_does_not_have_gives_way(readers_folder: Path) -> None:
    app = open_page("report", plan=PLAN, year="1999")
    assert not app.exception
    assert app.selectbox(key="report.year").value == "2025"


def test_without_a_font_only_word_is_offered(readers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plan_targets.pictures.chinese_families", lambda: ())
    app = open_page("report", plan=PLAN, year=str(YEAR))
    assert [button.proto.disabled for button in app.get("download_button")] == [False, True, True, True]
    assert texts_of("zh")("report.no_font") in words(app)
