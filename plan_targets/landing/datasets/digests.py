"""What a data set is known by.

Up to `EVERY_BYTE` bytes it is known by all of them. A larger one is known by the list of its files: of each its
position, its size, the time of its last change and what stands at its end (Parquet: the footer, with the position, the
size and the least and greatest value of every column in every group of rows; DuckDB: the headers, which change with
every write).
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from plan_targets.files.digests import digest_of
from plan_targets.landing.datasets.forms import PARQUET

EVERY_BYTE = 64 << 20
_LENGTH = 4
_HEADERS = 3 * 4096


def digest_of_files(root: Path, files: Iterable[Path]) -> str:
    """The digest of those files, by their positions below `root`. Raises OSError when one cannot be read."""
    listed = sorted((str(file.relative_to(root)) if file != root else "", file) for file in files)
    is_small = sum(file.stat().st_size for _, file in listed) <= EVERY_BYTE
    digest = hashlib.sha256()
    for position, file in listed:
        state = file.stat()
        said = digest_of(file) if is_small else f"{state.st_size} {state.st_mtime_ns} {_digest_of_end(file)}"
        digest.update(f"{position}\0{said}\n".encode())
    return digest.hexdigest()


def _digest_of_end(file: Path) -> str:
    with file.open("rb") as stream:
        beginning = stream.read(_HEADERS)
        if not beginning.startswith(PARQUET):
            return hashlib.sha256(beginning).hexdigest()
        size = stream.seek(0, 2)
        stream.seek(max(size - _LENGTH - len(PARQUET), 0))
        length = int.from_bytes(stream.read(_LENGTH), "little")
        stream.seek(max(size - length - _LENGTH - len(PARQUET), 0))
        return hashlib.sha256(stream.read()).hexdigest()
