"""Every number that a page shows, in tables, captions, headlines and tiles, is one that the semantic layer answered.

What it answered is recorded while the page is drawn. A number of the page is a value of these answers in a page's
format, stands in a text that they hold, or has a name here: a count that the page makes of the answered rows, with the
question that counts them, an age, a fact of the publication's own record, a number of the page's fixed words.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.components.regions.stand import speaking
from app.components.trend.chart import FORECAST_DECIMALS
from app.queries import kept, target_counts
from app.queries.session import Reader
from app.texts import LANGUAGES, Texts, texts_of
from app.texts.numbers import age_on, moment, share
from plan_targets.semantic import Condition, SnapshotReader, client
from plan_targets.semantic.question import Question
from plan_targets.words import PRINTED_DIGITS, WORKED_OUT_DIGITS, number
from tests.pages.conftest import PAGES, open_page
from tests.pages.test_metrics_of_pages import METRICS, answers, less, total

TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
# The address of a link is no number of the page.
LINK = re.compile(r"\]\([^)\s]*\)")
ESCAPED = re.compile(r"\\(.)")
# What holds words on a page; what a reader chooses from is said by nobody.
SAYING = ("markdown", "caption", "header", "subheader", "info", "warning", "error", "success")
ADDRESSES: dict[str, dict[str, str]] = {
    "trend": {"indicator": "air_good_days", "regions": "320000"},
    "report": {"plan": "national_quality_2025", "year": "2024"},
}


def each(*metrics: str, by: list[str], where: Mapping[str, Any] | None = None) -> Any:
    """The metrics' values for each of a group, and how many there are."""

    def ask(reader: SnapshotReader) -> list[int]:
        asked = reader.query(list(metrics), by, where or {})
        return [asked.height, *(int(value or 0) for row in asked.select(metrics).rows() for value in row)]

    return ask


def past_due_unjudged(reader: SnapshotReader) -> list[int]:
    year = int(str(reader.publication.record["as_of"])[:4])
    asked = reader.query(["target_count", "assessed_target_count"], where=[Condition("target__due_year", "<", year)])
    count, judged = asked.row(0)
    return [count - judged]


def of_the_country(reader: SnapshotReader) -> list[int]:
    """Targets of the country and the regions right below it, all of them and by side; and cells by status.

    A cell is a target too: which one speaks for its indicator and region is the page's choice.
    """
    names = ["target", "indicator", "region", "region__level", "region__parent_region__level", "status"]
    country = pl.col("region__level") == "country"
    near = reader.query(["target_count"], [*names, "status__course", "target__due_year"]).filter(
        country | (pl.col("region__parent_region__level") == "country")
    )
    renamed = near.rename({"target": "target_id", "indicator": "indicator_id", "region": "region_id"})
    now = Reader(reader, texts_of("zh"))
    cells = speaking(now, renamed.rename({"status__course": "course", "target__due_year": "due_year"}))
    counts = (frame[name].value_counts()["count"] for frame, name in ((near, "status__course"), (cells, "status")))
    return [near.height, *(count for group in counts for count in group)]


TARGETS, JUDGED = answers("target_count"), answers("assessed_target_count")
# What a page counts among the rows that it asked for, with the question that counts the same.
COUNTED: dict[str, Any] = {
    **METRICS,
    "overview": total(
        METRICS["overview"],
        less(TARGETS, JUDGED),
        past_due_unjudged,
        each("figure_due_count", by=["region", "department"], where={"figure_due__is_overdue": True}),
    ),
    "regions": of_the_country,
    "methods": total(answers("observation_count"), each("target_count", by=["status"])),
}


@dataclass
class Drawn:
    """What a page said, and what it was answered before."""

    answers: list[pl.DataFrame] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    heights: set[int] = field(default_factory=set)


def draw(page: str, language: str, published: Path) -> Drawn:
    drawn, address = Drawn(), {"lang": language, **ADDRESSES.get(page, {})}
    answer, say = SnapshotReader._answer, Texts.__call__

    def answered(self: SnapshotReader, question: Question) -> pl.DataFrame:
        drawn.answers.append(answer(self, question))
        return drawn.answers[-1]

    def said(self: Texts, key: str, **values: Any) -> str:
        drawn.templates.add(self.entries.get(key, ""))
        return say(self, key, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLISHED_PATH", str(published))
        patch.setattr(SnapshotReader, "_answer", answered)
        patch.setattr(Texts, "__call__", said)
        kept.forget()
        app = open_page(page, **address)
    assert not app.exception, page
    drawn.words = [LINK.sub("]", ESCAPED.sub(r"\1", text)) for text in words(app)]
    drawn.heights = {len(table.value) for table in app.dataframe}
    return drawn


def words(app: AppTest) -> Iterator[str]:
    """All that the page says, each cell of its tables by itself."""
    for kind in SAYING:
        yield from (str(element.value) for element in app.get(kind))
    yield from (unescape(TAG.sub(" ", element.proto.body)) for element in app.get("html"))
    yield from (element.label for element in app.get("expander"))
    for table in app.dataframe:
        for name in table.value.columns:
            for cell in table.value[name].dropna():
                # Numbers of the frame are formatted by the browser.
                yield number(abs(cell)) if isinstance(cell, int | float) else str(cell)


class Known:
    """What may stand on a page."""

    def __init__(self, drawn: Drawn, page: str, texts: Texts, reader: SnapshotReader) -> None:
        self.numbers: set[str] = {found for text in drawn.templates for found in TOKEN.findall(text)}
        record = reader.publication.record
        self.texts: set[str] = {reader.publication.build_id, moment(record["published_at"])}
        self.page_texts, self.as_of = texts, record["as_of"]
        self.shares = {name for name, metric in reader.catalogue.metrics.items() if metric.unit == "share"}
        for frame in drawn.answers:
            for name in frame.columns:
                for value in frame[name].drop_nulls().unique():
                    self.learn(value, name)
        for name in ("as_of", "warning_count"):
            self.learn(record.get(name))
        counted = COUNTED[page](reader) if page in COUNTED else []
        self.numbers |= {number(count) for count in (*drawn.heights, *(one.height for one in drawn.answers), *counted)}

    def learn(self, value: Any, name: str = "") -> None:
        """Takes a value in every format that pages have for it."""
        if isinstance(value, int | float):
            digits = (FORECAST_DECIMALS, WORKED_OUT_DIGITS, PRINTED_DIGITS)
            self.numbers |= {str(value), *(number(abs(value), decimals) for decimals in digits)}
            if name in self.shares:
                self.numbers |= set(TOKEN.findall(share(value, 1)))
        elif isinstance(value, date):
            self.texts |= {value.isoformat()[:10], str(value.year)}
            if isinstance(value, datetime):
                self.texts.add(moment(value))
            else:
                self.numbers |= set(TOKEN.findall(age_on(self.page_texts, value, self.as_of)))
        elif isinstance(value, str):
            self.texts.add(value)
            if value[:1] in ("{", "["):
                self.learn_document(json.loads(value))

    def learn_document(self, value: Any) -> None:
        """Takes the rows that a gate shows of what it found."""
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            self.learn_document(part)
            self.learn(part)

    def strangers(self, text: str) -> list[str]:
        """The numbers of a text that nobody answered."""
        return [
            found[0]
            for found in TOKEN.finditer(text)
            if found[0] not in self.numbers and not self.is_within_answered(text, found)
        ]

    def is_within_answered(self, text: str, found: re.Match[str]) -> bool:
        start, end = found.span()
        return any(
            text.startswith(known, start - at)
            for known in self.texts
            if found[0] in known
            for at in (match.start() for match in re.finditer(re.escape(found[0]), known))
            if start >= at and start - at + len(known) >= end
        )


def strangers(page: str, language: str, published: Path) -> set[tuple[str, str]]:
    drawn, reader = draw(page, language, published), client(str(published)).current()
    known = Known(drawn, page, texts_of(language), reader)
    return {(stranger, text) for text in drawn.words for stranger in known.strangers(text)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_number_of_a_page_was_answered(published_path: Path, page: str, language: str) -> None:
    assert strangers(page, language, published_path) == set()


def test_a_number_of_the_page_s_own_is_found(published_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target_counts, "count", lambda metric, targets: 70_000 + targets.height)
    assert {found for found, _ in strangers("overview", "zh", published_path)} >= {"70,462"}
