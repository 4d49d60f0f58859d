"""What passes between Spark and Python: a table of Spark as one of DuckDB, a frame of Python as a table of Spark.

Where Spark keeps its tables in a file system that this process sees too, they are Parquet files that DuckDB reads and
writes by itself, and no row passes through the driver. Elsewhere (HDFS, object storage) all of them do, through Arrow.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse
from uuid import uuid4

import duckdb
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

PARQUET = "parquet"
# Beside a schema's own folder, which Spark alone writes to.
WRITTEN_HERE = ".files"


def spark_session() -> SparkSession:
    """The one that dbt opened with its first query."""
    return SparkSession.builder.getOrCreate()


def mirror(connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, str]]) -> None:
    """Gives that DuckDB connection tables of Spark, by schema and name, under their names and with DuckDB's types."""
    for schema, table in tables:
        frame = spark_session().table(f"{schema}.{table}")
        files = [_local(file) for file in frame.inputFiles()]
        connection.execute(f"create schema if not exists {schema}")
        if files and None not in files:
            listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
            source = f"read_parquet([{listed}], hive_partitioning = false)"
            connection.execute(f"create or replace view {schema}.{table} as select * from {source}")
        else:
            rows = _without_zones(frame.toArrow())  # noqa: F841 (DuckDB finds it by its name)
            connection.execute(f"create or replace table {schema}.{table} as select * from rows")


def write_table(rows: Any, name: str, is_added: bool = False) -> None:
    """Makes a frame of polars, of Arrow or of DuckDB a table of Spark, or adds it to one."""
    session = spark_session()
    is_added = is_added and session.catalog.tableExists(name)
    if not is_added:
        session.sql(f"drop table if exists {name}")
    schema, table = name.split(".")
    database = _local(session.catalog.getDatabase(schema).locationUri)
    if database is None:
        # One file: the rows of a list keep the order of its file.
        frame = session.createDataFrame(_in_arrow(rows)).coalesce(1)
        if is_added:
            frame.write.insertInto(name)
        else:
            frame.write.mode("overwrite").format(PARQUET).saveAsTable(name)
        return
    folder = database.with_name(database.name + WRITTEN_HERE) / table
    if is_added:
        _write_file(rows, folder)
        session.catalog.refreshTable(name)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        columns = from_arrow_schema(_plain(pq.read_schema(_write_file(rows, folder))))
        session.catalog.createTable(name, path=folder.as_uri(), source=PARQUET, schema=columns)


def _local(address: str) -> Path | None:
    """Where this process finds what Spark calls so; none where it is not in a file system."""
    parts = urlparse(address)
    return Path(unquote(parts.path)) if parts.scheme in ("", "file") else None


def _write_file(rows: Any, folder: Path) -> Path:
    """Keeps the rows as one file of Parquet in that folder, in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{uuid4().hex}.parquet"
    if isinstance(rows, duckdb.DuckDBPyRelation):
        rows.write_parquet(str(file))
    else:
        pq.write_table(_in_arrow(rows), file)
    return file


def _in_arrow(rows: Any) -> pa.Table:
    """A frame as a table of Arrow, without what only Arrow tells apart."""
    if isinstance(rows, pl.DataFrame):
        rows = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    elif isinstance(rows, duckdb.DuckDBPyRelation):
        rows = rows.to_arrow_table()
    return rows.cast(_plain(rows.schema))


def _plain(schema: pa.Schema) -> pa.Schema:
    """Without large texts, and columns of which nothing is known."""
    plain = {pa.large_string(): pa.string(), pa.string_view(): pa.string(), pa.null(): pa.string()}
    return pa.schema([pa.field(field.name, plain.get(field.type, field.type)) for field in schema])


def _without_zones(table: pa.Table) -> pa.Table:
    """Moments without a zone, as DuckDB keeps them: all are UTC."""
    return table.cast(
        pa.schema(
            [
                pa.field(field.name, pa.timestamp("us") if pa.types.is_timestamp(field.type) else field.type)
                for field in table.schema
            ]
        )
    )
