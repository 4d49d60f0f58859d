"""What DuckDB need not do where no large table is made: `plugins` in profiles.yml loads this.

dbt has two statements under way at a time. Of small tables DuckDB's own threads take more time to wait for each other
than they save, a fifth of a build's processor time, on a machine that also judges the gates meanwhile. And to try FSST
on every text column of what is published takes longer than writing it, and saves nothing; large tables are a third as
large with it. The build file has a newer form of it (profiles.yml), which is tried at no cost.

So each build begins as a small one, and one with large tables goes on as such once it makes one of them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from plan_targets.building.commands import is_anew, is_building
from plan_targets.landing.datasets.forms import LOCATION_ENDINGS
from plan_targets.publication.running import variable
from plan_targets.settings import landing_folder

# What is shipped is a fifth of these rows; so many bytes, a hundred thousand figures, make about as many.
SMALL_ROWS, SMALL_BYTES = 1_000_000, 10_000_000
ROWS = "select coalesce(sum(estimated_size), 0) from duckdb_tables()"
SETTINGS = {"threads": "1", "disabled_compression_methods": "fsst"}


# What is set until this command makes a large table.
_until_large: set[str] = set()


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb's way in."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Sets what suits a small build, except what the profile sets; nothing where nothing is built."""
        _until_large.clear()
        if not is_building():
            return
        told = told_by(self.creds)
        names = [name for name in SETTINGS if name not in told]
        if not is_small(conn, landing_folder(variable("landing_path"))):
            if is_anew():
                return
            _until_large.update(names)
        for name in names:
            conn.execute(f"set {name} = '{SETTINGS[name]}'")


def told_by(credentials: Any) -> dict[str, Any]:
    """What the profile sets of DuckDB."""
    return {**(credentials.config_options or {}), **(credentials.settings or {})}


def suit_large_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Has DuckDB do all it can from now on, unless the build is small as a whole."""
    while _until_large:
        connection.execute(f"reset {_until_large.pop()}")


def suit_publication(connection: duckdb.DuckDBPyConnection, told: Mapping[str, Any]) -> None:
    """Has DuckDB publish large tables with all it can, even where this command has made none: with what was `told`."""
    if _row_count(connection) >= SMALL_ROWS:
        for name in SETTINGS:
            connection.execute(f"set {name} = '{told[name]}'" if name in told else f"reset {name}")


def is_small(connection: duckdb.DuckDBPyConnection, landing: Path) -> bool:
    """Whether the build file has few rows, and the drop folder few bytes and no address of data elsewhere."""
    files = [path for path in landing.rglob("*") if path.is_file()]
    # What lies elsewhere may have any size.
    are_here = not any(path.name.endswith(LOCATION_ENDINGS) for path in files)
    return _row_count(connection) < SMALL_ROWS and are_here and sum(path.stat().st_size for path in files) < SMALL_BYTES


def _row_count(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute(ROWS).fetchall()[0][0])
