"""A copy of the project that a test may build and spoil."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from plan_targets.publication.read import Publication, connect, current_publication
from tests.forked import Forked

REPOSITORY = Path(__file__).resolve().parents[1]
DBT = Path(sys.executable).with_name("dbt")
# What a clone does not have, or what a copy makes for itself.
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*_cache")
NOT_COPIED_FROM_THE_ROOT = {
    ".git",
    ".venv",
    "target",
    "published",
    "logs",
    "landing",
    "docs",
    "tests",
    "uv.lock",
    ".hypothesis",
}

Row = dict[str, str]


@dataclass(frozen=True)
class Project:
    """A working copy with its own build file and its own publications."""

    folder: Path

    @classmethod
    def copy_to(cls, folder: Path) -> "Project":
        """A copy of this repository's files at `folder`, nothing built."""
        shutil.copytree(REPOSITORY, folder, ignore=_not_copied)
        shutil.copytree(REPOSITORY / "tests" / "dbt", folder / "tests" / "dbt")
        return cls(folder)

    def clone_to(self, folder: Path) -> "Project":
        """A second copy with everything this one has built and published."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Project(folder)

    def unbuilt_clone_to(self, folder: Path) -> "Project":
        """A second copy with nothing built or published; what dbt has parsed is kept, which takes it seconds."""
        shutil.copytree(self.folder, folder, symlinks=True, ignore=_of_a_build)
        return Project(folder)

    @property
    def published(self) -> Path:
        """The folder of this copy's publications."""
        return self.folder / "published"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command in this copy."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "WAREHOUSE_"))}
        # Its own code comes before the installed one, which is this repository's.
        return inherited | {"PUBLISHED_PATH": str(self.published), "NO_COLOR": "1", "PYTHONPATH": str(self.folder)}

    def dbt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs dbt in this copy and returns what it printed."""
        return self.start("dbt", "--no-use-colors", *arguments).wait()

    def dbt_command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs dbt from the start of a process, imports and all, as the README's command does: for who measures it."""
        return subprocess.run(
            [str(DBT), "--no-use-colors", *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )

    def start(self, program: str, *arguments: str, **environment: str) -> Forked:
        """Starts `dbt` or `python -m program` in this copy."""
        return Forked((program, *arguments), self.folder, self.environment | environment)

    def publication(self) -> Publication:
        """The publication that readers of this copy see."""
        return current_publication(str(self.published))

    def rows(self, sql: str) -> pl.DataFrame:
        """What readers of this copy's publication get for that query."""
        with connect(self.publication()) as connection:
            return connection.execute(sql).pl()

    def build_rows(self, sql: str) -> pl.DataFrame:
        """What stands in the file being built, published or not."""
        with duckdb.connect(str(self.folder / "target" / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(sql).pl()

    def edit(self, file: str, change: Callable[[list[Row]], list[Row]]) -> None:
        """Rewrites a CSV file of this copy with the rows that `change` returns."""
        path = self.folder / file
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        columns = list(rows[0])
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(change(rows))


def _not_copied(folder: str, names: list[str]) -> set[str]:
    # Only at the root: models/staging/landing is part of the project.
    at_the_root = NOT_COPIED_FROM_THE_ROOT if Path(folder) == REPOSITORY else set()
    return NOT_COPIED(folder, names) | (at_the_root & set(names))


def _of_a_build(folder: str, names: list[str]) -> set[str]:
    # The clone's root also has folders named `published` and `landing` below models and packages: only the root's go.
    if Path(folder).name == "target":
        return set(names) - {"partial_parse.msgpack", "templates"}
    is_root = "dbt_project.yml" in names
    return {"published", "logs", "landing"} & set(names) if is_root else set()
