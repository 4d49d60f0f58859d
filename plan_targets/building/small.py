"""What DuckDB need not do where all tables are small: `plugins` in profiles.yml loads this.

dbt has two statements under way at a time. Of small tables DuckDB's own threads take more time to wait for each other
than they save, a fifth of a build's processor time, on a machine that also judges the gates meanwhile. And to try FSST
on every text column of what is published takes longer than writing it, and saves nothing; large tables are a third as
large with it. The build file has a newer form of it (profiles.yml), which is tried at no cost.
"""

from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from plan_targets.building.guard import is_building
from plan_targets.landing.datasets.forms import LOCATION_ENDINGS
from plan_targets.publication.running import variable
from plan_targets.settings import landing_folder

# What is shipped is a fifth of these rows; so many bytes, a hundred thousand figures, make about as many.
SMALL_ROWS, SMALL_BYTES = 1_000_000, 10_000_000
ROWS = "select coalesce(sum(estimated_size), 0) from duckdb_tables()"
SETTINGS = {"threads": "1", "disabled_compression_methods": "fsst"}


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb's way in."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Sets what suits a small build, except what the profile sets; nothing where nothing is built."""
        if is_building() and is_small(conn, landing_folder(variable("landing_path"))):
            told = {**(self.creds.config_options or {}), **(self.creds.settings or {})}
            for name, value in SETTINGS.items():
                if name not in told:
                    conn.execute(f"set {name} = '{value}'")


def is_small(connection: duckdb.DuckDBPyConnection, landing: Path) -> bool:
    """Whether the build file has few rows, and the drop folder few bytes and no address of data elsewhere."""
    rows: Any = connection.execute(ROWS).fetchall()[0][0]
    files = [path for path in landing.rglob("*") if path.is_file()]
    # What lies elsewhere may have any size.
    are_here = not any(path.name.endswith(LOCATION_ENDINGS) for path in files)
    return bool(rows < SMALL_ROWS) and are_here and sum(path.stat().st_size for path in files) < SMALL_BYTES
