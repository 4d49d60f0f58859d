"""Publishes a small snapshot without dbt, so that a fault can be tried at every step.

Run as a program it does so for a test, in a process for each step; starting Python anew for each would take minutes.
"""

import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from plan_targets.files.disk import copy_files
from plan_targets.publication.build_id import next_build_id
from plan_targets.publication.layout import FEED_FILE
from plan_targets.publication.read import NoPublicationError, connect, current_publication, known_build_ids
from plan_targets.publication.write import publish

# What changes a folder, as Python's audit events name it.
CHANGES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "shutil.copyfile", "shutil.rmtree"}


def publish_toy(
    published: Path, name: str, moment: datetime | None = None, snapshots_kept: int = 2, previous: str | None = None
) -> Path:
    """Publishes one mart that has only that name in it, after the current publication unless another is given.

    Raises as `publish` does.
    """
    docs = published.parent / "data_docs"
    (docs / "validations").mkdir(parents=True, exist_ok=True)
    (docs / "index.html").write_text(name, encoding="utf-8")
    (docs / "validations" / "page.html").write_text(name, encoding="utf-8")
    with contextlib.suppress(NoPublicationError):
        previous = previous or current_publication(str(published)).build_id
    record: dict[str, Any] = {
        "build_id": next_build_id(known_build_ids(published), moment or datetime(2026, 1, 1), f"{name:>08}"),
        "published_at": moment or datetime(2026, 1, 1),
        "as_of": "2026-01-01",
        "observation_count": 1,
        "target_count": 1,
    }
    with duckdb.connect(":memory:") as session:
        session.execute("create schema marts")
        session.execute(
            "create table marts.fct_toy as select $name as name, range as filler from range(20000)", {"name": name}
        )
        return publish(
            session,
            published=published,
            record=record,
            tables={"fct_toy": ("A toy's name. One row for each filler.", {"name": "It."})},
            keys={"fct_toy": ["filler"]},
            required={},
            write_manifest=lambda path: _write(path, "{}"),
            write_feeds=lambda folder: _write(folder / FEED_FILE.format(language="zh"), name),
            write_data_docs=partial(copy_files, docs),
            previous=previous,
            snapshots_kept=snapshots_kept,
        )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def toy_name(published: Path) -> str:
    """What readers see. Raises NoPublicationError."""
    publication = current_publication(str(published))
    with connect(publication) as connection:
        (names,) = connection.execute("select list(distinct name) from fct_toy").fetchall()
    docs = {path.read_text(encoding="utf-8") for path in (publication.folder / "data_docs").rglob("*.html")}
    assert docs == set(names[0]) and len(docs) == 1
    return str(names[0][0])


def kill_at(step: int, folder: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that ends the process with SIGKILL right before the step-th change to that folder."""
    left = step

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in CHANGES and any(str(argument).startswith(str(folder)) for argument in arguments[:2]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return watch


def main() -> None:
    """Publishes in a process for each line, killed before the step that the line names, and prints how it ended."""
    os.fsync = os.fstat  # type: ignore[assignment]
    # duckdb imports it late, which would take every process a second.
    importlib.import_module("pandas")
    for line in sys.stdin:
        published, name, step = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            sys.addaudithook(kill_at(int(step), Path(published)))
            publish_toy(Path(published), name)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
