"""A page in English is in English: what is still Chinese on it is quoted, or the name of what has no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.texts import LANGUAGE_NAMES, texts_of
from plan_targets.semantic import client
from tests.pages.conftest import PAGES, open_page, words

HAN = re.compile(r"[\u4e00-\u9fff]")
# What a source says of its own figures stands between quotation marks.
QUOTED = re.compile("“[^”]*”")
# The office that issued a plan is named as the document names it, and a location as the document numbers it.
AS_PRINTED = re.compile(
    "<dt>({})</dt><dd>.*?</dd>".format(
        "|".join(re.escape(texts_of("en")(key)) for key in ("trend.clause.issued", "column.location", "verdict.source"))
    )
)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
CHOICE_OF_LANGUAGE = {"语言 / Language", LANGUAGE_NAMES["zh"]}
# Columns that quote: the location in a document, the title of a source, a remark, what a file had in a cell, and ids
# that are made from those.
QUOTING = (
    "column.location", "column.location_taken", "column.location_other",
    "column.location_before", "column.location_after",
    "column.source", "column.note", "column.printed", "column.around", "column.raw_value", "column.waiting_name",
    "column.file", "column.judged_source", "sample.value", "sample.candidates", "sample.observation_id", "sample.file",
    "sample.conflicting_statements", "sample.indicator_zh", "sample.region_name_zh",
)  # fmt: skip
ADDRESSES = [
    *((page, {}) for page in PAGES),
    ("trend", {"indicator": "air_good_days", "regions": "500000"}),
    ("trend", {"indicator": "rd_intensity", "regions": "100000,320000,140000", "base": "2015"}),
    ("trend", {"indicator": "standards_led_new", "regions": "320500"}),
    ("regions", {"region": "320000"}),
    ("explore", {"question": "question_lagging"}),
]
WIDGETS = {
    "selectbox", "multiselect", "button_group", "toggle", "expander", "download_button", "button", "text_input",
    "date_input", "number_input", "radio", "tab", "metric", "popover", "checkbox",
}  # fmt: skip


def said(app: AppTest) -> Iterator[tuple[str, str]]:
    """Everything that a page says, with where it says it; quotations left out."""
    for line in STYLE.sub("", words(app)).splitlines():
        yield "words", QUOTED.sub("", AS_PRINTED.sub("", line))
    for element in app:
        if element.type in WIDGETS:
            for part in ("label", "help", "placeholder"):
                yield f"{element.type}.{part}", QUOTED.sub("", str(getattr(element.proto, part, "")))
            for option in getattr(element.proto, "options", ()):
                yield f"{element.type}.option", option if isinstance(option, str) else getattr(option, "content", "")
        if element.type == "vega_lite_chart":
            yield "chart.alt", AS_PRINTED.sub("", QUOTED.sub("", element.proto.alt))


@pytest.mark.parametrize(("page", "address"), ADDRESSES, ids=lambda part: part if isinstance(part, str) else None)
def test_an_english_page_is_in_english(readers_folder: Path, page: str, address: dict[str, str]) -> None:
    app = open_page(page, lang="en", **address)
    assert not app.exception
    chinese = {
        (widget, text[:200]) for widget, text in said(app) if HAN.search(text) and text not in CHOICE_OF_LANGUAGE
    }
    assert chinese == set()
    quoting = {texts_of("en")(key) for key in QUOTING}
    for frame in (element.value for element in app.dataframe):
        assert [title for title in frame.columns if HAN.search(title)] == []
        for title in set(frame.columns) - quoting:
            assert [value for value in map(str, frame[title]) if HAN.search(value)] == [], title


def test_the_questions_of_managers_are_answered_in_english(readers_folder: Path) -> None:
    asked = client(str(readers_folder)).current()
    questions = [saved for saved in asked.catalogue.saved_queries.values() if saved.serves == "question"]
    assert questions
    for question in questions:
        as_written, english = asked.run_saved(question.name), asked.run_saved(question.name, language="en")
        assert english.shape == as_written.shape
        assert {name for name in english.columns if name.endswith("_zh")} == set()
        titles = [asked.catalogue.label(name, "en") for name in english.columns]
        assert [title for title in titles if HAN.search(title)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_column_is_called_by_its_name_in_the_code(readers_folder: Path, language: str) -> None:
    app = open_page("quality", lang=language)
    titles = {title for element in app.dataframe for title in element.value.columns}
    assert {title for title in titles if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", title)} == set()


def test_a_unit_has_its_name_in_the_language_of_the_page(readers_folder: Path) -> None:
    address = {"indicator": "air_good_days", "regions": "500000"}
    for language, unit in (("zh", "天"), ("en", "days")):
        page = "\n".join(text for _, text in said(open_page("trend", lang=language, **address)))
        assert f"329\N{NO-BREAK SPACE}{unit}" in page
        assert f"338\N{NO-BREAK SPACE}{unit}{'左右' if language == 'zh' else ' or so'}" in page
