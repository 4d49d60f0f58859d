"""Makes a publication: writes a new snapshot beside the old ones, then moves one pointer."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import duckdb

from app.publication.layout import (
    DATA_DOCS_FOLDER,
    DATABASE_FILE,
    MANIFEST_FILE,
    POINTER,
    PROJECT_FOLDER,
    RECORD_FILE,
    SCHEMA,
    SNAPSHOTS,
)

UNFINISHED = ".unfinished"


def git_commit() -> str | None:
    """The commit the project stands at, or nothing outside a checkout."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()


def publish(
    session: duckdb.DuckDBPyConnection,
    published: Path,
    record: dict[str, Any],
    tables: list[str],
    target_folder: Path,
    snapshots_kept: int,
) -> Path:
    """Writes the snapshot `record["build_id"]` with those tables of `marts`, makes it current, and returns its folder.

    Until the pointer moves, readers see the publication before. Raises OSError or duckdb.Error when the disk refuses;
    the pointer has not moved then.
    """
    snapshots = published / SNAPSHOTS
    snapshots.mkdir(parents=True, exist_ok=True)
    _remove_unfinished(snapshots)
    folder = snapshots / str(record["build_id"])
    unfinished = folder.with_name(folder.name + UNFINISHED)
    unfinished.mkdir()
    _write_database(session, unfinished / DATABASE_FILE, tables)
    shutil.copy2(target_folder / MANIFEST_FILE, unfinished / MANIFEST_FILE)
    shutil.copytree(target_folder / DATA_DOCS_FOLDER, unfinished / DATA_DOCS_FOLDER)
    (unfinished / RECORD_FILE).write_text(
        json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8"
    )
    _flush(unfinished)
    unfinished.rename(folder)
    _move_pointer(published, folder)
    _remove_old(snapshots, folder, snapshots_kept)
    return folder


def _write_database(session: duckdb.DuckDBPyConnection, path: Path, tables: list[str]) -> None:
    cursor = session.cursor()
    quoted = str(path).replace("'", "''")
    cursor.execute(f"attach '{quoted}' as snapshot")
    try:
        cursor.execute(f"create schema snapshot.{SCHEMA}")
        for table in tables:
            cursor.execute(f"create table snapshot.{SCHEMA}.{table} as select * from {SCHEMA}.{table}")
            for statement in _comments(cursor, table):
                cursor.execute(statement)
        cursor.execute("checkpoint snapshot")
    finally:
        cursor.execute("detach snapshot")
        cursor.close()


def _comments(cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    # `create table as` leaves descriptions behind, and the next reader of the file needs them.
    described = cursor.execute(
        "select null, comment from duckdb_tables()"
        " where database_name = current_database() and schema_name = $schema and table_name = $table"
        " union all select column_name, comment from duckdb_columns()"
        " where database_name = current_database() and schema_name = $schema and table_name = $table",
        {"schema": SCHEMA, "table": table},
    ).fetchall()
    target = f"snapshot.{SCHEMA}.{table}"
    return [
        f"comment on {'table ' + target if column is None else f'column {target}.{column}'} is "
        + "'"
        + comment.replace("'", "''")
        + "'"
        for column, comment in described
        if comment
    ]


def _flush(folder: Path) -> None:
    # A pointer may only ever name bytes that are on the disk.
    for path in [*folder.iterdir(), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _move_pointer(published: Path, folder: Path) -> None:
    waiting = published / f"{POINTER}.{folder.name}"
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(Path(SNAPSHOTS) / folder.name)
    waiting.replace(published / POINTER)


def _remove_unfinished(snapshots: Path) -> None:
    for folder in snapshots.glob(f"*{UNFINISHED}"):
        shutil.rmtree(folder, ignore_errors=True)


def _remove_old(snapshots: Path, current: Path, kept: int) -> None:
    folders = sorted((folder for folder in snapshots.iterdir() if folder != current), reverse=True)
    for folder in folders[max(kept - 1, 0) :]:
        shutil.rmtree(folder, ignore_errors=True)
