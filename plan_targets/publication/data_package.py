"""The marts as Parquet files with a description that machines read: a Data Package (Frictionless).

R, pandas and DuckDB read the files from the folder of a publication, or from a plain web server that offers it.
"""

import contextlib
import json
import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import DATA_PACKAGE_FILE, MANIFEST_FILE, PARQUET_FOLDER, SCHEMA

# What a table is, and what its columns are by their names.
Description = tuple[str, Mapping[str, str]]

TYPES = {
    "BOOLEAN": "boolean",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
TITLE = "Plan targets: what was promised, observed and judged"
DESCRIPTION = (
    "The marts of one publication of the plan target warehouse. A field's `unit` is that of its metric: `indicator` is "
    "the unit in the row's own column `unit`, or in that of dim_indicator; `share` is from 0 to 1."
)
LICENCES = [
    {
        "name": "MIT",
        "title": "MIT License, for the compilation; figures and plans are under the terms of their sources",
        "path": "https://opensource.org/license/mit",
    }
]
COLUMNS = """
select table_name, column_name, data_type
from duckdb_columns() where schema_name = $schema and database_name = current_database() order by column_index
"""
SOURCE_TABLE = "dim_source"
# What makes a number of a column that need not be one.
COUNTING = ("count", "count_distinct", "sum_boolean")
# A reader of the description wants to see where figures are from, not to load every table of figures that was dropped.
MOST_SOURCES = 1_000
_WEB = re.compile(r"https?://\S+")


def write_data_package(
    cursor: duckdb.DuckDBPyConnection,
    folder: Path,
    record: Mapping[str, Any],
    tables: Mapping[str, Description],
    keys: Mapping[str, Sequence[str]],
    required: Mapping[str, Collection[str]],
    earlier: Path,
    unchanged: set[str],
) -> None:
    """Writes each table as Parquet into the publication's folder, and the description of all of them beside.

    `keys` has the columns of each table's key, `required` all that are never empty. A table that is unchanged since the
    publication in the folder `earlier` is its file, under one more name. The semantic manifest is there already: it
    knows the units. Raises OSError and duckdb.Error.
    """
    (folder / PARQUET_FOLDER).mkdir()
    digests = _digests(earlier)
    for table in tables:
        path = _path(folder, table)
        if not (table in unchanged and _link(_path(earlier, table), path, digests.get(table))):
            quoted = str(path).replace("'", "''")
            cursor.execute(f"copy {SCHEMA}.{table} to '{quoted}' (format parquet, compression zstd)")
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in cursor.execute(COLUMNS, {"schema": SCHEMA}).fetchall():
        columns.setdefault(table, []).append((column, data_type))
    units = units_of(json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8")))
    resources = []
    for table, (description, of_columns) in tables.items():
        path = _path(folder, table)
        fields = [
            _field(
                column,
                data_type,
                of_columns.get(column, ""),
                units.get((table, column)),
                column in required.get(table, ()),
            )
            for column, data_type in columns[table]
        ]
        resources.append(
            {
                "name": table,
                "path": f"{PARQUET_FOLDER}/{path.name}",
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "description": description,
                "bytes": path.stat().st_size,
                "hash": f"sha256:{digest_of(path)}",
                "schema": {"fields": fields, **({"primaryKey": list(keys[table])} if table in keys else {})},
            }
        )
    build_id = str(record["build_id"])
    content = {
        "name": "plan-targets",
        "id": build_id,
        "version": build_id,
        "title": TITLE,
        "description": DESCRIPTION,
        **({"created": f"{record['published_at']:%Y-%m-%dT%H:%M:%SZ}"} if "published_at" in record else {}),
        "licenses": LICENCES,
        "sources": _sources(cursor) if SOURCE_TABLE in tables else [],
        "resources": resources,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / DATA_PACKAGE_FILE).write_text(text + "\n", encoding="utf-8")


def _digests(folder: Path) -> dict[str, str]:
    """What the description of an earlier publication says its files are."""
    with contextlib.suppress(OSError, ValueError, KeyError):
        package = json.loads((folder / DATA_PACKAGE_FILE).read_text(encoding="utf-8"))
        return {resource["name"]: resource["hash"] for resource in package["resources"]}
    return {}


def _link(earlier: Path, path: Path, digest: str | None) -> bool:
    """Whether the file could be had from there: as it was written, and on a disk that gives files a second name."""
    try:
        if f"sha256:{digest_of(earlier)}" != digest:
            return False
        os.link(earlier, path)
    except OSError:
        return False
    return True


def units_of(manifest: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """The unit of each column that a metric shows as it stands: by table and column, from the semantic manifest."""
    by_measure = {
        metric["type_params"]["measure"]["name"]: metric["config"]["meta"]["unit"]
        for metric in manifest.get("metrics", ())
        if metric["type"] == "simple" and metric["config"]["meta"].get("unit")
    }
    return {
        (model["node_relation"]["alias"], measure.get("expr") or measure["name"]): by_measure[measure["name"]]
        for model in manifest.get("semantic_models", ())
        for measure in model["measures"]
        # How many names there are is counted; the names themselves have no unit.
        if measure["name"] in by_measure and measure["agg"] not in COUNTING
    }


def _path(folder: Path, table: str) -> Path:
    return folder / PARQUET_FOLDER / f"{table}.parquet"


def _field(column: str, data_type: str, description: str, unit: str | None, is_required: bool) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column, "type": TYPES.get(data_type, "any")}
    if description:
        field["description"] = description
    if unit:
        field["unit"] = unit
    if is_required:
        field["constraints"] = {"required": True}
    return field


def _sources(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    found = f"select distinct title, url from {SCHEMA}.{SOURCE_TABLE} where title is not null order by title, url"
    rows = cursor.execute(f"{found} limit {MOST_SOURCES + 1}").fetchall()
    if len(rows) > MOST_SOURCES:
        title = f"More than {MOST_SOURCES} sources: the table {SOURCE_TABLE} has them, and each figure names its own."
        return [{"title": title}]
    return [{"title": title, **({"path": url} if _WEB.fullmatch(url or "") else {})} for title, url in rows]
