"""Makes a publication: writes a new snapshot beside the old ones, then moves one pointer."""

import json
import shutil
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.files.disk import flush, flush_tree
from plan_targets.files.errors import explain
from plan_targets.publication.data_package import Description, write_data_package
from plan_targets.publication.database import write_database
from plan_targets.publication.errors import ConflictError
from plan_targets.publication.layout import (
    DATA_DOCS_FOLDER,
    DATABASE_FILE,
    MANIFEST_FILE,
    RECORD_FILE,
    SNAPSHOTS,
    UNFINISHED,
)
from plan_targets.publication.pointer import exclusive, move_pointer, remove_leftovers, remove_old
from plan_targets.publication.read import NoPublicationError, current_publication, whole_record
from plan_targets.settings import PROJECT_FOLDER


def git_commit() -> str | None:
    """The commit the project stands at, with `-dirty` when its files are not those of the commit.

    A file that git does not know yet counts, because a build reads it; one that git is told to ignore does not. Nothing
    outside a checkout.
    """
    try:
        commit, changes = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--", ".")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{commit}-dirty" if changes else commit


def _git(*arguments: str) -> str:
    answer = subprocess.run(["git", *arguments], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def publish(
    session: duckdb.DuckDBPyConnection,
    published: Path,
    record: dict[str, Any],
    tables: Mapping[str, Description],
    keys: Mapping[str, Sequence[str]],
    required: Mapping[str, Collection[str]],
    write_manifest: Callable[[Path], None],
    write_feeds: Callable[[Path], None],
    write_data_docs: Callable[[Path], None],
    previous: str | None,
    snapshots_kept: int,
) -> Path:
    """Writes the snapshot `record["build_id"]` with those tables of `marts`, makes it current, and returns its folder.

    `tables` has by each name what the table and its columns are; the snapshot keeps that as their comments, and in
    the description of its Parquet files, with the columns of each key in `keys` and all that are never empty in
    `required`. `write_feeds` adds to its folder what it changed, `write_data_docs` the pages about its gates.
    `record["contents"]` may say by each name what stands for the table's content: a table of equal content is taken
    from the previous publication.
    `previous` is the publication that this build followed. Until the pointer moves, readers see the one before.
    Raises FaultError with a sentence when the disk refuses or another publication came first; the pointer has not
    moved then.
    """
    folder = published / SNAPSHOTS / str(record["build_id"])
    try:
        with exclusive(published):
            _require_unchanged(published, previous, folder)
            remove_leftovers(published)
            unfinished = folder.with_name(folder.name + UNFINISHED)
            earlier, unchanged = _unchanged(published, previous, record, tables)
            try:
                unfinished.mkdir()
                write_database(session, unfinished / DATABASE_FILE, tables, keys, earlier / DATABASE_FILE, unchanged)
                write_manifest(unfinished / MANIFEST_FILE)
                with session.cursor() as cursor:
                    write_data_package(cursor, unfinished, record, tables, keys, required, earlier, unchanged)
                write_feeds(unfinished)
                write_data_docs(unfinished / DATA_DOCS_FOLDER)
                _write_record(unfinished, record | {"previous_build_id": previous})
                # A pointer may only ever name bytes that are on the disk.
                flush_tree(unfinished)
                unfinished.rename(folder)
                flush(folder.parent)
                move_pointer(published, folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
            remove_old(published, snapshots_kept)
    except (OSError, duckdb.Error) as error:
        raise explain(error, published) or error from error
    return folder


def _require_unchanged(published: Path, previous: str | None, folder: Path) -> None:
    try:
        current = current_publication(str(published)).build_id
    except NoPublicationError:
        current = None
    if folder.exists():
        raise ConflictError(
            f"The build {folder.name} is already published. Run `uv run dbt build` to make a new one.",
            f"构建 {folder.name} 已经发布，请运行 `uv run dbt build` 重新构建。",
        )
    if current != previous:
        # Its history and its status changes follow a publication that is not the last one any more.
        raise ConflictError(
            f"The publication changed from {previous or 'none'} to {current or 'none'} while this build ran. Run "
            "`uv run dbt build` again.",
            f"构建期间当前发布由 {previous or '无'} 变为 {current or '无'}，请重新运行 `uv run dbt build`。",
        )


def _write_record(folder: Path, record: dict[str, Any]) -> None:
    files = {name: digest_of(folder / name) for name in (DATABASE_FILE, MANIFEST_FILE)}
    text = json.dumps(record | {"files": files}, ensure_ascii=False, indent=2, default=str)
    (folder / RECORD_FILE).write_text(text + "\n", encoding="utf-8")


def _unchanged(
    published: Path, previous: str | None, record: Mapping[str, Any], tables: Mapping[str, Description]
) -> tuple[Path, set[str]]:
    """The folder of the previous publication, and the tables that it has as this one will; none where it is damaged."""
    folder = published / SNAPSHOTS / str(previous)
    earlier = (whole_record(folder) or {}).get("contents", {}) if previous else {}
    contents = record.get("contents", {})
    return folder, {table for table in tables if contents.get(table) and contents[table] == earlier.get(table)}
