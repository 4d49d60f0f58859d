"""Takes a data set into the store: its files are copied once, or its table is written as Parquet, once.

What is wrong with it whatever the lists of words say is found here, before anything of it is kept: a damaged file, a
folder that is no partition, files that differ in their columns, a DuckDB file without a table that can be meant.
"""

import contextlib
import importlib.util
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from plan_targets.files.disk import flush
from plan_targets.landing.datasets.digests import digest_of_files
from plan_targets.landing.datasets.errors import RefusedDatasetError
from plan_targets.landing.datasets.forms import Form, files_of
from plan_targets.landing.datasets.locations import Location, read_location
from plan_targets.landing.datasets.reading import columns_of_scan, named, quoted, scan_of

# The table that is meant where a DuckDB file has several.
TABLE = "observations"
_NAMED = 6
_NOTHING = "null"
# How DuckDB says that another program has the file open for writing.
_LOCKED = "lock on file"
_TABLES = """
    select schema_name, table_name from duckdb_tables() where database_name = 'delivered' and not internal
    union all
    select schema_name, view_name from duckdb_views() where database_name = 'delivered' and not internal
    order by all
"""


def identity_of(path: Path) -> str:
    """What a dropped data set is known by, also where it will be refused. Raises OSError."""
    if path.is_file():
        return digest_of_files(path, [path])
    below = [Path(folder) / name for folder, _, names in os.walk(path) for name in names]
    return digest_of_files(path, [file for file in below if file.is_file() and not file.is_symlink()])


def take(source: Path, form: Form, target: Path, allowed: Sequence[str]) -> None:
    """Writes the data set to `target`, a file or a folder with its partitions.

    Raises RefusedDatasetError, and OSError when the disk refuses. `allowed` are the beginnings of locations that may
    be read.
    """
    if form == "parquet":
        files = files_of(source)
        require_readable(files, source)
        _copy(source, files, target)
    elif form == "duckdb":
        with _delivered(source, target.parent) as connection:
            _write(connection, _table_of(connection), target)
    else:
        _fetch(read_location(source, allowed), target)
    if form != "parquet":
        flush(target)


def require_readable(files: Sequence[Path], root: Path) -> None:
    """Raises RefusedDatasetError unless all files have the same columns and every page of them can be read."""
    schemas = {file: _schema(file, root) for file in files}
    for file in files:
        _require_same(files[0], file, schemas, root)
    if not any(pq.read_metadata(file).num_rows for file in files):
        raise RefusedDatasetError("dataset_empty", root.name)
    with duckdb.connect() as connection:
        if _is_read(connection, files):
            return
        broken = next((file for file in files if not _is_read(connection, [file])), root)
        raise RefusedDatasetError("dataset_damaged", _position(broken, root))


def _schema(file: Path, root: Path) -> dict[str, str]:
    try:
        return {field.name: _kind(field.type) for field in pq.read_schema(file)}
    except (pa.ArrowException, OSError) as error:
        raise RefusedDatasetError("dataset_damaged", _position(file, root)) from error


def _kind(kind: pa.DataType) -> str:
    """What two files have to agree about: a number may be stored in more or in fewer bytes, and nothing in any way."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    for name, is_of_it in (
        ("text", lambda one: pa.types.is_string(one) or pa.types.is_large_string(one) or pa.types.is_string_view(one)),
        ("whole number", pa.types.is_integer),
        ("number", lambda one: pa.types.is_floating(one) or pa.types.is_decimal(one)),
        ("time", pa.types.is_timestamp),
    ):
        if is_of_it(kind):
            return name
    return str(kind)


def _require_same(first: Path, file: Path, schemas: dict[Path, dict[str, str]], root: Path) -> None:
    expected, found = schemas[first], schemas[file]
    column = next((name for name in [*expected, *found] if not _is_same(expected.get(name), found.get(name))), None)
    if column is None:
        return
    told = "; ".join(f"{_position(each, root)}: {schemas[each].get(column, '—')}" for each in (first, file))
    raise RefusedDatasetError("dataset_mixed_schemas", f"{column}: {told}")


def _is_same(one: str | None, other: str | None) -> bool:
    # A column in which a file has nothing has no type of its own there.
    return one == other or (one is not None and other is not None and _NOTHING in (one, other))


def _is_read(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> bool:
    try:
        connection.execute(f"select bit_xor(hash(delivered)) from ({columns_of_scan(scan_of(files))}) as delivered")
    except duckdb.Error:
        return False
    return True


def _position(file: Path, root: Path) -> str:
    return unquote(str(file.relative_to(root))) if file != root else root.name


def _copy(source: Path, files: Sequence[Path], target: Path) -> None:
    for file in files:
        to = target / file.relative_to(source) if file != source else target
        to.parent.mkdir(parents=True, exist_ok=True)
        # With its time, which belongs to what a large data set is known by.
        shutil.copy2(file, to)
        flush(to)


@contextlib.contextmanager
def _delivered(source: Path, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file that reads nothing else, whatever a view in it says, and writes into the folder."""
    with duckdb.connect() as connection:
        try:
            connection.execute(f"attach {quoted(str(source))} as delivered (type duckdb, read_only)")
        except duckdb.Error as error:
            is_in_use = _LOCKED in str(error)
            raise RefusedDatasetError("dataset_in_use" if is_in_use else "dataset_damaged", source.name) from error
        connection.execute(f"set allowed_directories = [{quoted(f'{folder}/')}]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def _table_of(connection: duckdb.DuckDBPyConnection) -> str:
    try:
        found = connection.execute(_TABLES).fetchall()
    except duckdb.Error as error:
        raise RefusedDatasetError("dataset_damaged", "") from error
    meant = found if len(found) == 1 else [each for each in found if each[1].lower() == TABLE]
    if len(meant) != 1:
        names = [name for _, name in found]
        more = f", … ({len(names)})" if len(names) > _NAMED else ""
        raise RefusedDatasetError("dataset_tables", ", ".join(names[:_NAMED]) + more)
    schema, name = meant[0]
    connection.execute(f"use delivered.{named(schema)}")
    return f"delivered.{named(schema)}.{named(name)}"


def _write(connection: duckdb.DuckDBPyConnection, relation: str, target: Path) -> None:
    try:
        count = connection.execute(
            f"copy (select * from {relation}) to {quoted(str(target))} (format parquet, compression zstd)"
        ).fetchall()[0][0]
    except duckdb.PermissionException as error:
        raise RefusedDatasetError("dataset_reads_outside", relation.rpartition(".")[2].strip('"')) from error
    except duckdb.OutOfMemoryException as error:
        raise OSError(str(error)) from error
    except duckdb.Error as error:
        raise RefusedDatasetError("dataset_damaged", relation.rpartition(".")[2].strip('"')) from error
    if not count:
        raise RefusedDatasetError("dataset_empty", relation.rpartition(".")[2].strip('"'))


def _fetch(location: Location, target: Path) -> None:
    with duckdb.connect() as connection:
        for extension in location.extensions:
            try:
                connection.load_extension(_file_of(extension))
            except duckdb.Error as error:
                raise RefusedDatasetError("location_without_reader", extension) from error
        try:
            count = connection.execute(
                f"copy (select * from {location.scan}) to {quoted(str(target))} (format parquet, compression zstd)"
            ).fetchall()[0][0]
        # Whatever stood in the way, a network or a damaged file there, may have gone when it is asked again.
        except duckdb.Error as error:
            raise RefusedDatasetError("location_not_read", location.text) from error
    if not count:
        raise RefusedDatasetError("dataset_empty", location.text)


def _file_of(extension: str) -> str:
    """The extension as the extra `object-storage` brought it, or its name: DuckDB may have it installed itself."""
    found = importlib.util.find_spec(f"duckdb_extension_{extension}")
    folders = found.submodule_search_locations if found is not None else None
    files = [
        Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
        for folder in folders or ()
    ]
    return next((str(file) for file in files if file.is_file()), extension)
