"""Every sentence on a target says what the marts say of it, in both languages, for every target that is shipped."""

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from app.components.overview.glance import broken_first, overdue
from app.components.targets_table import _known, target_words
from app.components.trend.sentence import figure_sentence, spoken_of, target_sentence
from app.components.verdict import beside, judged_figure, status_labels, why
from app.queries import progress
from app.queries.session import Reader, as_of_year
from app.texts import Texts, texts_of
from app.texts.numbers import NOTHING, difference, figure, share
from plan_targets.semantic import client

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words of an unfinished page, and of Python.
HOLLOW = re.compile(r"\bNone\b|\bnan\b|\{\w*\}|_")
KNOWN = {"year": 2019, "value": 1.5, "comparator": "eq"}
INEXACT = ("ge", "gt", "le", "lt", "approx")


@pytest.fixture(scope="module", params=["zh", "en"])
def now(request: pytest.FixtureRequest, published_path: Path) -> Reader:
    return Reader(client(str(published_path)).current(), texts_of(request.param))


@pytest.fixture(scope="module")
def rows(now: Reader) -> list[dict[str, Any]]:
    rows = progress.targets(now).filter(pl.col("target_value").is_not_null()).to_dicts()
    assert {row["course"] for row in rows} == {"on_course", "lagging", None}
    return rows


def said(now: Reader, row: dict[str, Any]) -> str:
    return target_sentence(now.texts, row, KNOWN, as_of_year(now))


def test_a_verdict_is_told_with_its_figure_its_year_and_its_target(now: Reader, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        words = said(now, row)
        assert row["region"] in words and row["indicator"] in words, words
        assert target_words(now.texts, row) in words and str(row["due_year"]) in words, words
        if row["latest_value"] is not None:
            # What is worked out of several figures has two decimals, as a gap has.
            digits = 2 if (row["figure_count"] or 0) > 1 else 4
            value = figure(now.texts, row["latest_value"], row["unit"], row["observed_comparator"], digits=digits)
            assert value in words, words
            assert str(row["verdict_year"]) in words, words
        if row["course"] is not None:
            assert row["status_label"] in words, words


def test_what_is_not_judged_is_given_its_reason_and_neither_a_status_nor_a_distance(
    now: Reader, rows: list[dict[str, Any]]
) -> None:
    judged = {row["status_label"] for row in rows if row["course"] is not None}
    for row in rows:
        if row["course"] is None:
            words = said(now, row)
            plain = words.replace(row["indicator"], "").replace(row["reason_label"] or row["status_label"], "")
            assert (row["reason_label"] or row["status_label"]) in words, words
            assert not any(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", plain) for label in judged), words
            assert now.texts("figure.never_observed") not in words


def test_a_distance_is_the_mart_s_and_on_the_side_of_its_verdict(now: Reader, rows: list[dict[str, Any]]) -> None:
    texts = now.texts
    for row in rows:
        words = said(now, row)
        gap = row["gap"] if row["gap"] is not None else row["gap_to_target"]
        stated = re.sub(r"\s", "", texts("trend.sentence.stated", **_named(texts, row)))
        if re.sub(r"\s", "", words) == stated or row["course"] is None:
            continue
        assert gap is not None and row["observed_comparator"] not in INEXACT
        assert difference(texts, gap, row["unit"], is_signed=False) in words
        assert (gap > 0) == (row["course"] == "on_course"), words


def _named(texts: Texts, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "region": row["region"], "indicator": row["indicator"], "year": row["verdict_year"], "due": row["due_year"],
        "figure": figure(texts, row["latest_value"], row["unit"], row["observed_comparator"]),
        "target": target_words(texts, row), "status": row["status_label"],
    }  # fmt: skip


def test_what_has_to_be_known_beside_a_verdict_is_said_and_nothing_else(
    now: Reader, rows: list[dict[str, Any]]
) -> None:
    texts, labels = now.texts, status_labels(now)
    for row in rows:
        words = beside(now, row, labels)
        assert (texts("verdict.inferred") in words) == bool(row["is_inferred_figure"])
        partial = bool(row["is_partial_year"]) and row["reason"] != "partial_year"
        assert (texts("verdict.partial") in words) == partial
        contrary = bool(row["is_forecast_contrary"]) and row["probability_met"] is not None
        assert any(share(row["probability_met"] or 0, 1) in one for one in words) >= contrary
        assert why(now, row, labels) != ""


def test_a_target_with_a_figure_is_never_said_to_be_unobserved(now: Reader, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        unknown = {"known_value": None, "known_comparator": None, "known_year": None, "known_grade": None}
        shown = _known(now.texts, row | unknown)
        assert (shown == now.texts("figure.never_observed")) == (row["latest_value"] is None)
        assert (judged_figure(now, row) == NOTHING) == (row["latest_value"] is None)


def test_the_title_speaks_of_a_target_that_has_a_verdict_where_one_has(rows: list[dict[str, Any]], now: Reader) -> None:
    frame = progress.targets(now).filter(pl.col("target_value").is_not_null())
    for _, series in frame.group_by("indicator_id", "region_id"):
        spoken = spoken_of(series, as_of_year(now))
        assert (spoken["course"] is None) == series["course"].is_null().all()
        assert (spoken["latest_value"] is None) <= series["latest_value"].is_null().all() or spoken[
            "course"
        ] is not None


def test_sentences_hold_their_own_language_and_nothing_hollow(now: Reader, rows: list[dict[str, Any]]) -> None:
    labels = status_labels(now)
    for row in rows:
        units = [row["unit"] or ""]
        for words in (said(now, row), why(now, row, labels)):
            assert not HOLLOW.search(words), words
            if now.language == "en":
                plain = words
                for unit in units:
                    plain = plain.replace(unit, "") if CHINESE.search(unit) else plain
                assert not CHINESE.search(plain), words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_change_is_told_only_between_exact_figures(language: str) -> None:
    texts = texts_of(language)
    words = {"region": "R", "indicator": "I"}
    exact = {"year": 2024, "value": 95.0, "comparator": "eq", "yearly_change": 0.5}
    assert difference(texts, 0.5, "%") in figure_sentence(texts, words, "%", exact)
    for comparator in INEXACT:
        assert difference(texts, 0.5, "%") not in figure_sentence(texts, words, "%", exact | {"comparator": comparator})
    assert figure_sentence(texts, words, "%", None) == texts("trend.sentence.nothing", **words)


def test_broken_and_overdue_are_told_apart_by_the_due_year(now: Reader) -> None:
    every, year = progress.targets(now), as_of_year(now)
    lagging = broken_first(every, year)
    asked = now.snapshot.query(["targets_lagging", "target_count", "assessed_target_count"], ["target__due_year"])
    assert lagging.height == asked["targets_lagging"].sum()
    past = asked.filter(pl.col("target__due_year") < year)
    assert lagging.filter("is_broken").height == past["targets_lagging"].sum()
    assert overdue(every, year).height == past["target_count"].sum() - past["assessed_target_count"].sum()
