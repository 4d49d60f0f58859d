"""The one way in which DuckDB reads the files of a data set."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

# Of a row, the file that it stands in and its number there, from 0.
FILE = "dataset_file"
NUMBER = "dataset_row"


def scan_of(files: Sequence[Path]) -> str:
    """The SQL that reads those files; partitions are columns of texts, because 06 and 6 may be two codes."""
    names = ", ".join(quoted(str(file)) for file in files)
    return (
        f"read_parquet([{names}], hive_partitioning = true, hive_types_autocast = false, union_by_name = true, "
        f"filename = '{FILE}', file_row_number = true)"
    )


def columns_of_scan(scan: str) -> str:
    """The SQL that gives the delivered columns of a scan alone."""
    return f"select * exclude ({FILE}, file_row_number) from {scan}"


def is_nothing(files: Sequence[Path], column: str) -> bool:
    """Whether a column has nothing in any of the files, as programs write it that have no type for it."""
    return all(_has_no_type(pq.read_schema(file), column) for file in files)


def _has_no_type(schema: pa.Schema, column: str) -> bool:
    return column in schema.names and pa.types.is_null(schema.field(column).type)


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
