"""Opens what the pointer names, read-only."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from app.publication.layout import (
    CATALOG,
    DATABASE_FILE,
    MANIFEST_FILE,
    POINTER,
    RECORD_FILE,
    published_folder,
)


class NoPublicationError(Exception):
    """Nothing can be read: no build has been published yet, or the pointer leads nowhere."""


@dataclass(frozen=True)
class Publication:
    """One immutable publication: its folder and its record."""

    folder: Path
    record: dict[str, Any]

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


def current_publication(configured: str | None = None) -> Publication:
    """The publication that readers see now. Raises NoPublicationError with what to do when there is none."""
    pointer = published_folder(configured) / POINTER
    # Resolved once: everything read for one answer comes from one publication, even if the pointer moves meanwhile.
    folder = pointer.resolve()
    try:
        record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoPublicationError(
            f"There is no publication to read at {pointer}. Run `uv run dbt build` to make one."
        ) from error
    return Publication(folder=folder, record=record)


def connect(publication: Publication) -> duckdb.DuckDBPyConnection:
    """A connection that can read this snapshot and nothing else: no writes, no files, no settings.

    Raises NoPublicationError when the snapshot's file cannot be opened.
    """
    connection = duckdb.connect(":memory:")
    path = str(publication.database).replace("'", "''")
    try:
        connection.execute(f"attach '{path}' as {CATALOG} (read_only)")
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
