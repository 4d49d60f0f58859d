"""The feed that a publication carries: one entry a publication, with the same words as everywhere."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from plan_targets.changes.asked import changes_since
from plan_targets.changes.feed import ATOM, write_feeds
from plan_targets.changes.sentences import LANGUAGES, Language, Sentences
from plan_targets.changes.written import as_html
from plan_targets.publication.layout import FEED_FILE
from plan_targets.publication.read import Publication, current_publication, kept_publication
from tests.changes.publications import SECOND, THIRD, Published


def feed_of(folder: Path, language: str) -> etree._Element:
    return etree.parse(folder / FEED_FILE.format(language=language)).getroot()


def entries(feed: etree._Element) -> list[etree._Element]:
    return list(feed.iterfind(f"{ATOM}entry"))


def write(publication: Publication, previous: Publication) -> None:
    with duckdb.connect(str(publication.database), read_only=True) as session:
        write_feeds(session, previous, "distance_pace", publication.folder)


@pytest.fixture(scope="module")
def fed(changed: Published) -> list[Publication]:
    """The three publications, the second and third with the feeds that their publishing writes."""
    publications = [kept_publication(name, str(changed.folder)) for name in (changed.first, SECOND, THIRD)]
    write(publications[1], publications[0])
    write(publications[2], publications[1])
    return publications


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_build_writes_its_feed(published_path: Path, language: Language) -> None:
    publication = current_publication(str(published_path))
    feed = feed_of(publication.folder, language)
    (entry,) = entries(feed)[:1]
    assert publication.build_id in entry.findtext(f"{ATOM}id")
    # What Atom asks of every feed and entry.
    for element in (feed, entry):
        assert element.findtext(f"{ATOM}id") and element.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo is not None
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_says_what_the_client_says(fed: list[Publication], changed: Published, language: Language) -> None:
    """The feed is read from the tables of a build, the command and the page ask the client: one text."""
    told = changes_since(changed.first, SECOND, str(changed.folder))
    entry = entries(feed_of(fed[1].folder, language))[0]
    assert entry.findtext(f"{ATOM}content") == as_html(told, language, level=2)
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert entry.findtext(f"{ATOM}title") == Sentences(told, language).title


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entries_of_before_stay_as_they_were_written(fed: list[Publication], language: Language) -> None:
    earlier, later = (entries(feed_of(one.folder, language)) for one in fed[1:])
    # Only the second's own entry and that of the built one came before.
    assert len(later) == len(earlier) + 1 == 3
    assert [etree.tostring(one, method="c14n") for one in later[1:]] == [
        etree.tostring(one, method="c14n") for one in earlier
    ]
    assert THIRD in later[0].findtext(f"{ATOM}id")


def test_a_damaged_feed_is_begun_anew(fed: list[Publication], tmp_path: Path) -> None:
    damaged = Publication(tmp_path, fed[1].record)
    (tmp_path / FEED_FILE.format(language="zh")).write_text("<feed", encoding="utf-8")
    (tmp_path / fed[1].database.name).symlink_to(fed[1].database)
    write(fed[2], damaged)
    assert len(entries(feed_of(fed[2].folder, "zh"))) == 1
