"""Which of what was dropped is a data set, told by its content; of a folder, by the names of what is in it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import unquote

from plan_targets.landing.datasets.errors import RefusedDatasetError

Form = Literal["parquet", "duckdb", "location"]

# A Parquet file with fewer rows is read as any other table is.
LARGE_ROWS = 1_000_000
PARQUET = b"PAR1"
DUCKDB = b"DUCK"
# Where DuckDB writes that it is one.
_DUCKDB_OFFSET = 8
LOCATION_ENDINGS = (".dataset.yml", ".dataset.yaml")
# What programs put beside the files that they write: marks of success, summaries.
_NO_PART = (".", "_")
# An empty folder that is no data set is an office's, made before its first file came.
_FOLDER_ENDING = ".parquet"


def is_dataset_folder(folder: Path) -> bool:
    """Whether a folder is one data set: it, or a folder in it, is a partition (year=2023), or it is called so."""
    if folder.name.lower().endswith(_FOLDER_ENDING) or _is_partition(folder.name):
        return True
    try:
        return any(_is_partition(entry.name) and entry.is_dir(follow_symlinks=False) for entry in os.scandir(folder))
    except OSError:
        return False


def form_of_file(stream: BinaryIO, name: str) -> Form | None:
    """Which form of a data set a file is; none when it is read as a table. Reads its beginning and its end."""
    if name.lower().endswith(LOCATION_ENDINGS):
        return "location"
    start = stream.read(_DUCKDB_OFFSET + len(DUCKDB))
    if start[_DUCKDB_OFFSET:] == DUCKDB:
        return "duckdb"
    if start.startswith(PARQUET):
        # Only where there is one: the list of loads is shown without.
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]

        stream.seek(0)
        try:
            return "parquet" if pq.read_metadata(stream).num_rows >= LARGE_ROWS else None
        # The reader of tables says what is wrong with it.
        except (pa.ArrowException, OSError):
            return None
    return None


def files_of(path: Path) -> list[Path]:
    """The files of a data set as it was dropped or is kept; of a folder its Parquet files.

    Raises RefusedDatasetError where a folder holds anything else, and OSError.
    """
    return _parts_of(path) if path.is_dir() else [path]


def _parts_of(folder: Path) -> list[Path]:
    parts = list(_parts(folder, folder))
    if not parts:
        raise RefusedDatasetError("dataset_empty", folder.name)
    keys = {part: [name.partition("=")[0] for name in part.relative_to(folder).parts[:-1]] for part in parts}
    for part in parts:
        if keys[part] != keys[parts[0]]:
            found, first = (unquote(str(each.relative_to(folder))) for each in (part, parts[0]))
            raise RefusedDatasetError("dataset_not_partitioned", f"{first}; {found}")
    return parts


def _parts(root: Path, folder: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = folder / entry.name
        name = unquote(str(path.relative_to(root)))
        if entry.is_symlink():
            raise RefusedDatasetError("dataset_not_partitioned", name)
        if entry.is_dir():
            if entry.name.startswith(_NO_PART):
                continue
            if not _is_partition(entry.name):
                raise RefusedDatasetError("dataset_not_partitioned", name)
            yield from _parts(root, path)
        elif not entry.name.startswith(_NO_PART):
            _require_parquet(path, name)
            yield path


def _require_parquet(path: Path, name: str) -> None:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise RefusedDatasetError("dataset_not_partitioned", name)
    with path.open("rb") as stream:
        start = stream.read(len(PARQUET))
    if start == PARQUET:
        return
    is_named_so = path.suffix.lower() == _FOLDER_ENDING or not path.suffix
    raise RefusedDatasetError("dataset_damaged" if is_named_so else "dataset_not_partitioned", name)


def _is_partition(name: str) -> bool:
    key, sign, _ = name.partition("=")
    return bool(sign) and bool(key) and not name.startswith(_NO_PART)
