"""An Atom feed in each language: one entry a publication, with what it changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from feedgen.feed import FeedGenerator
from lxml import etree  # type: ignore[import-untyped]

from plan_targets.changes.sentences import LANGUAGES, Language, Sentences
from plan_targets.changes.stored import latest_changes
from plan_targets.changes.told import Changes
from plan_targets.changes.written import as_html
from plan_targets.publication.layout import FEED_FILE
from plan_targets.publication.read import Publication

# A reader that comes once a week should miss nothing.
ENTRIES_KEPT = 50
ATOM = "{http://www.w3.org/2005/Atom}"
FEED_ID = "urn:plan-targets:changes:{language}"
ENTRY_ID = "urn:plan-targets:publication:{build_id}:{language}"


@dataclass(frozen=True)
class Entry:
    """One publication in the feed."""

    entry_id: str
    title: str
    updated: datetime
    content: str


def write_feeds(session: duckdb.DuckDBPyConnection, previous: Publication | None, method: str, folder: Path) -> None:
    """Writes the feeds of the build in this session into its folder: its own entry, then those of the one before.

    An entry is never written anew: who has read it will not read it again. Raises OSError and duckdb.Error.
    """
    changes = latest_changes(session, previous, method)
    for language in LANGUAGES:
        name = FEED_FILE.format(language=language)
        earlier = _entries(previous.folder / name) if previous else []
        feed = _feed([_entry(changes, language), *earlier][:ENTRIES_KEPT], language)
        (folder / name).write_bytes(feed.atom_str(pretty=True))


def _entry(changes: Changes, language: Language) -> Entry:
    moment: datetime = changes.until["published_at"]
    return Entry(
        ENTRY_ID.format(build_id=changes.until["build_id"], language=language),
        Sentences(changes, language).title,
        moment.replace(tzinfo=UTC),
        as_html(changes, language, level=2),
    )


def _feed(entries: list[Entry], language: Language) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(FEED_ID.format(language=language))
    feed.title(Sentences.word(language, "feed.title"))
    feed.author(name="plan-targets")
    feed.language("zh-CN" if language == "zh" else "en")
    feed.updated(entries[0].updated)
    for entry in entries:
        made = feed.add_entry(order="append")
        made.id(entry.entry_id)
        made.title(entry.title)
        made.updated(entry.updated)
        made.content(entry.content, type="html")
    return feed


def _entries(path: Path) -> list[Entry]:
    try:
        found = etree.parse(path).findall(f"{ATOM}entry")
        return [
            Entry(
                entry.findtext(f"{ATOM}id"),
                entry.findtext(f"{ATOM}title"),
                datetime.fromisoformat(entry.findtext(f"{ATOM}updated")),
                entry.findtext(f"{ATOM}content"),
            )
            for entry in found
        ]
    except (OSError, ValueError, TypeError, etree.XMLSyntaxError):
        # A publication of an earlier release has none, and a damaged one is begun anew.
        return []
