"""Opens the publication that readers see, read-only."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from plan_targets.files.digests import is_as_written
from plan_targets.publication.as_of import folder_as_of, published_days
from plan_targets.publication.build_id import order_of
from plan_targets.publication.layout import (
    CATALOG,
    DATABASE_FILE,
    LEAVING,
    MANIFEST_FILE,
    POINTER,
    RECORD_FILE,
    SNAPSHOTS,
    UNFINISHED,
    WITHDRAWN,
)
from plan_targets.settings import published_folder


def publish_command(as_of: str) -> str:
    """What publishes what was known on that day."""
    return f"uv run plan-targets publish --as-of {as_of}"


class NoPublicationError(Exception):
    """Nothing can be read: no build has been published yet, or what was published is damaged."""


class NoPublicationAsOfError(NoPublicationError):
    """Nothing was published as of the day that was asked for."""

    def __init__(self, as_of: str, days: list[str]) -> None:
        """Says for which days there is something, and how to publish for that day."""
        command = publish_command(as_of)
        others_en = f" There are publications as of {', '.join(days)}." if days else ""
        others_zh = f"已有发布的日期：{'、'.join(days)}。" if days else ""
        self.as_of, self.days = as_of, days
        self.message_en = f"Nothing was published as of {as_of}.{others_en} Run `{command}` to publish for that day."
        self.message_zh = f"没有截至 {as_of} 的发布。{others_zh}请运行 `{command}` 发布该日期的数据。"
        super().__init__(f"{self.message_en} {self.message_zh}")


class NoSuchPublicationError(NoPublicationError):
    """The publication that was asked for by its id is not kept, was withdrawn, or never was."""

    def __init__(self, asked: str, kept: list[str]) -> None:
        """Says which publications there are to choose from."""
        self.asked, self.kept = asked[:80], kept
        self.message_en = f"No publication '{self.asked}' is kept. There are: {', '.join(kept) or 'none'}."
        self.message_zh = f"没有保留发布 {self.asked}。可选：{'、'.join(kept) or '无'}。"
        super().__init__(f"{self.message_en} {self.message_zh}")


@dataclass(frozen=True)
class Publication:
    """One immutable publication: its folder and its record."""

    folder: Path
    record: dict[str, Any]
    # Whether the pointer names something that cannot be read, and this is the last good one before it.
    is_fallback: bool = False
    # The day it was asked for; none for a publication of the day it was made.
    as_of: str | None = None
    # Whether it was asked for by its id, and readers see a later one by themselves.
    is_earlier: bool = False

    @property
    def build_id(self) -> str:
        """The publication's id, which is also its folder's name."""
        return str(self.record["build_id"])

    @property
    def database(self) -> Path:
        """The DuckDB file with the schema `marts`."""
        return self.folder / DATABASE_FILE

    @property
    def manifest(self) -> Path:
        """The semantic manifest of the build that was published."""
        return self.folder / MANIFEST_FILE


def current_publication(configured: str | None = None, as_of: str | None = None) -> Publication:
    """The publication that readers see now: the one the pointer names, or the last whole one before it.

    With a day, the one as of that day, and never another day's or the current one instead. Raises NoPublicationError
    with what to do when there is none, and WrongDayError for what is no day.
    """
    published = folder_as_of(published_folder(configured), as_of)
    # Resolved once: everything read for one answer comes from one publication, even if the pointer moves meanwhile.
    named = pointer_target(published)
    for folder in readable_order(published, named):
        record = whole_record(folder)
        if record is not None:
            return Publication(folder, record, is_fallback=folder != named, as_of=as_of or None)
    if as_of:
        raise NoPublicationAsOfError(as_of, published_days(published_folder(configured)))
    raise NoPublicationError(
        f"There is no publication to read at {published / POINTER}. Run `uv run dbt build` to make one."
    )


def kept_publication(build_id: str, configured: str | None = None, as_of: str | None = None) -> Publication:
    """The publication of that id, or of its number alone, while its snapshot is kept and whole.

    Raises NoSuchPublicationError with those that are kept, and WrongDayError for what is no day.
    """
    published = folder_as_of(published_folder(configured), as_of)
    named = pointer_target(published)
    kept = list(readable_order(published, named))
    for folder in kept:
        if is_named(folder.name, build_id) and (record := whole_record(folder)) is not None:
            return Publication(folder, record, as_of=as_of or None, is_earlier=folder != named)
    raise NoSuchPublicationError(build_id, [folder.name for folder in kept if whole_record(folder) is not None])


def is_named(build_id: str, asked: str) -> bool:
    """Whether a publication is the one that was asked for: by its id, or by its number with or without zeros."""
    number = order_of(build_id)[0]
    return build_id == asked or (asked.isascii() and asked.isdigit() and number > 0 and int(asked) == number)


def pointer_target(published: Path) -> Path | None:
    """The folder that the pointer names, whether or not it is there; none without a pointer."""
    pointer = published / POINTER
    return Path(os.path.realpath(pointer)) if os.path.lexists(pointer) else None


def snapshot_folders(published: Path) -> list[Path]:
    """The folders of all publications, the newest first, whole or not."""
    # Resolved, so that folders compare equal to what the pointer names.
    folders = _entries(Path(os.path.realpath(published / SNAPSHOTS)))
    finished = [folder for folder in folders if not folder.name.endswith((UNFINISHED, LEAVING))]
    return sorted(finished, key=lambda folder: order_of(folder.name), reverse=True)


def known_build_ids(published: Path) -> list[str]:
    """Every build id that was given, as far as the folder of publications knows, some with the endings of files."""
    pointer = pointer_target(published)
    found = [*_entries(published / SNAPSHOTS), *_entries(published / WITHDRAWN)]
    return [path.name for path in ([pointer, *found] if pointer else found)]


def readable_order(published: Path, named: Path | None) -> Iterator[Path]:
    """What readers may be shown, in the order of preference: the named publication, then those before it."""
    folders = [named] if named else []
    for folder in snapshot_folders(published):
        if named is None or order_of(folder.name) < order_of(named.name):
            folders.append(folder)
    return (folder for folder in folders if not is_withdrawn(published, folder.name))


def is_withdrawn(published: Path, build_id: str) -> bool:
    """Whether that publication was taken back."""
    return (published / WITHDRAWN / f"{build_id}.json").exists()


def whole_record(folder: Path) -> dict[str, Any] | None:
    """The record of the publication in that folder; none unless every file it lists is there, byte for byte.

    A record that says a time which is none is no record either.
    """
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
        for name in ("published_at", "as_of"):
            datetime.fromisoformat(str(record.get(name) or datetime.min))
        files = record.get("files", {DATABASE_FILE: None})
        if "build_id" in record and all(is_as_written(folder / name, digest) for name, digest in files.items()):
            return dict(record)
    except (OSError, ValueError, AttributeError):
        pass
    return None


def short_commit(commit: str | None) -> str:
    """A commit as people read it, with what it says about uncommitted changes; empty without one."""
    name, _, state = (commit or "").partition("-")
    return f"{name[:10]}-{state}" if state else name[:10]


def connect(
    publication: Publication,
    catalog: str = CATALOG,
    prepare: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection that can read this snapshot and nothing else: no writes, no files, no settings.

    `catalog` is the name that the snapshot has in it, and `prepare` adds to it what is more than the snapshot. Raises
    NoPublicationError when the snapshot's file cannot be opened.
    """
    connection = duckdb.connect(":memory:")
    path = str(publication.database).replace("'", "''")
    try:
        connection.execute(f"attach '{path}' as {catalog} (read_only)")
        if prepare is not None:
            prepare(connection)
    except duckdb.Error as error:
        connection.close()
        raise NoPublicationError(
            f"The publication {publication.build_id} cannot be opened: {publication.database} is damaged or missing. "
            "Run `uv run dbt build` to publish again."
        ) from error
    connection.execute(f"use {CATALOG}.marts")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
