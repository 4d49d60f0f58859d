"""What passes between Spark and Python: a table of Spark as one of DuckDB, a frame of Python as a table of Spark."""

from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
from pyspark.sql import SparkSession

PARQUET = "parquet"


def spark_session() -> SparkSession:
    """The one that dbt opened with its first query."""
    return SparkSession.builder.getOrCreate()


def relation(connection: duckdb.DuckDBPyConnection, name: str) -> duckdb.DuckDBPyRelation:
    """The rows of a table of Spark as a relation of DuckDB, with DuckDB's types."""
    return connection.from_arrow(_without_zones(spark_session().table(name.replace("`", "")).toArrow()))


def mirror(connection: duckdb.DuckDBPyConnection, tables: Iterable[tuple[str, str]]) -> None:
    """Makes tables of Spark, by schema and name, tables of that DuckDB connection."""
    for schema, table in tables:
        rows = relation(connection, f"{schema}.{table}")  # noqa: F841 (DuckDB finds it by its name)
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(f"create or replace table {schema}.{table} as select * from rows")


def write_table(rows: Any, name: str, is_added: bool = False) -> None:
    """Makes a frame of polars, of Arrow or of DuckDB a table of Spark, or adds it to one."""
    if isinstance(rows, pl.DataFrame):
        rows = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    elif isinstance(rows, duckdb.DuckDBPyRelation):
        rows = rows.to_arrow_table()
    session = spark_session()
    # One file: the rows of a list keep the order of its file.
    frame = session.createDataFrame(_with_plain_types(rows)).coalesce(1)
    if is_added and session.catalog.tableExists(name):
        frame.write.insertInto(name)
        return
    session.sql(f"drop table if exists {name}")
    frame.write.mode("overwrite").format(PARQUET).saveAsTable(name)


def _with_plain_types(table: pa.Table) -> pa.Table:
    """Without what only Arrow tells apart: large texts, and columns of which nothing is known."""
    plain = {pa.large_string(): pa.string(), pa.string_view(): pa.string(), pa.null(): pa.string()}
    return table.cast(pa.schema([pa.field(field.name, plain.get(field.type, field.type)) for field in table.schema]))


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
