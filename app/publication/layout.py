"""Where a publication's files are."""

import os
from pathlib import Path

# Compiled metric queries name the build's catalog, so a snapshot is attached under the same name.
CATALOG = "warehouse"
SCHEMA = "marts"

DATABASE_FILE = "warehouse.duckdb"
MANIFEST_FILE = "semantic_manifest.json"
RECORD_FILE = "publication.json"
DATA_DOCS_FOLDER = "data_docs"

POINTER = "current"
SNAPSHOTS = "snapshots"
# What was taken back, one record a publication, and the lock of those who change the pointer.
WITHDRAWN = "withdrawn"
LOCK_FILE = ".lock"

# A folder on its way in or out; neither is a publication.
UNFINISHED = ".unfinished"
LEAVING = ".leaving"

PROJECT_FOLDER = Path(__file__).resolve().parents[2]


def published_folder(configured: str | None = None) -> Path:
    """The folder of publications: the one given, else the environment's PUBLISHED_PATH, else `published`.

    A relative path is relative to the project.
    """
    return PROJECT_FOLDER / (configured or os.environ.get("PUBLISHED_PATH") or "published")


def target_folder() -> Path:
    """The folder for what dbt makes, as the running command was told."""
    # Only a build asks, and only a build has dbt loaded: the pages start without it.
    from dbt.flags import get_flags

    return PROJECT_FOLDER / (get_flags().TARGET_PATH or "target")
