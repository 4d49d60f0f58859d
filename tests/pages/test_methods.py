"""The page of methods: every status, reason and metric has its paragraph, and other pages lead to it."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.components.explained import address, anchor
from app.components.methods.terms import WORDS
from app.components.methods.worked import worked_target
from app.queries import progress
from app.queries.session import Reader
from app.texts import LANGUAGES, texts_of
from plan_targets.semantic import SnapshotReader, client
from tests.pages.conftest import open_page, words
from tests.pages.test_plans import rows_with

LINK = re.compile(r"methods\?([^#\s)\"]+)#([a-z0-9-]+)")


@pytest.fixture
def published(readers_folder: Path) -> SnapshotReader:
    return client(str(readers_folder)).current()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def anchors(app: AppTest) -> set[str]:
    headings = {element.proto.anchor for kind in ("header", "subheader") for element in app.get(kind)}
    return headings | set(re.findall(r'id="([a-z0-9-]+)"', html(app)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_reason_and_metric_has_its_paragraph(published: SnapshotReader, language: str) -> None:
    app = open_page("methods", lang=language)
    assert not app.exception and not app.error
    present = anchors(app)
    wanted = {anchor("status", status) for status in published.values("status")}
    wanted |= {anchor("reason", reason) for reason in published.values("reason")}
    wanted |= {anchor("metric", metric.name) for metric in published.catalogue.shown_metrics()}
    wanted |= {anchor("method", method) for method in published.values("progress__method")}
    assert wanted <= present
    for metric in published.catalogue.shown_metrics():
        assert metric.label(language) in html(app).replace("&#x27;", "'").replace("&amp;", "&")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_link_asks_for_stands_first(published: SnapshotReader, language: str) -> None:
    statuses = published.query(group_by=["status", f"status__label_{language}", f"status__description_{language}"])
    behind = statuses.filter(pl.col("status") == "behind").row(0, named=True)
    app = open_page("methods", lang=language, about="status.behind")
    assert behind[f"status__label_{language}"] in app.info[0].value
    assert behind[f"status__description_{language}"][:12] in app.info[0].value.replace("\\", "")
    for asked in ("reason.no_baseline", "metric.pace", "method.hold"):
        assert open_page("methods", lang=language, about=asked).info, asked
    assert not open_page("methods", lang=language, about="status.no_such_status").info


def test_the_default_method_is_worked_with_numbers_that_come_out(published: SnapshotReader) -> None:
    targets = progress.targets(Reader(published, texts_of("zh")))
    target: dict[str, Any] | None = worked_target(targets)
    assert target is not None
    walked = target["latest_value"] - target["baseline_value"]
    asked = target["expected_value"] - target["baseline_value"]
    assert walked / asked == pytest.approx(target["pace"], rel=1e-3)
    written = words(open_page("methods"))
    assert f"{target['region']}“{target['indicator']}”" in written


def test_one_target_is_shown_by_every_method(published: SnapshotReader) -> None:
    texts = texts_of("zh")
    rows = rows_with(open_page("methods"), texts, "method", "measure", "status")
    names = published.query(group_by=["progress__method", "progress__method_name_zh"])["progress__method_name_zh"]
    assert {row["method"] for row in rows} == set(names) and len(names) == 5


@pytest.mark.parametrize("page", ["overview", "regions", "plans"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_status_on_a_page_leads_to_its_paragraph(published: SnapshotReader, page: str, language: str) -> None:
    app = open_page(page, lang=language)
    links = LINK.findall((html(app) + words(app)).replace("&amp;", "&"))
    asked = {parse_qs(query)["about"][0] for query, _ in links}
    assert {f"status.{status}" for status in published.values("status")} <= asked
    assert all(parse_qs(query)["lang"] == [language] for query, _ in links)


def test_a_verdict_on_the_trend_page_leads_to_its_status_and_its_reason(published: SnapshotReader) -> None:
    app = open_page("trend", indicator="standards_led_new", regions="320500")
    asked = {parse_qs(query)["about"][0] for query, _ in LINK.findall(words(app))}
    present = published.query(
        ["target_count"], ["status", "reason"], {"indicator": "standards_led_new", "region": "320500"}
    )
    assert {f"status.{status}" for status in present["status"]} <= asked
    assert {f"reason.{reason}" for reason in present["reason"].drop_nulls()} <= asked


def test_an_address_names_the_paragraph_twice() -> None:
    parts = urlsplit(address("en", "status", "not_observed"))
    assert parse_qs(parts.query) == {"lang": ["en"], "about": ["status.not_observed"]}
    assert parts.fragment == "status-not-observed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_told_in_the_readers_language(readers_folder: Path, language: str) -> None:
    texts = texts_of(language)
    written = html(open_page("methods", lang=language))
    assert all(texts(f"methods.word.{word}.name") in written for word in WORDS)
