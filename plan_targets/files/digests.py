"""What a file's bytes are known by."""

import hashlib
from functools import lru_cache
from pathlib import Path


def digest_of(path: Path) -> str:
    """The file's SHA-256. Raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_as_written(path: Path, digest: str | None) -> bool:
    """Whether the file still has that digest; without a digest to compare, yes. Raises OSError."""
    state = path.stat()
    return digest is None or _known_digest(path, state.st_size, state.st_mtime_ns) == digest


@lru_cache(maxsize=4096)
def _known_digest(path: Path, size: int, changed_at: int) -> str:
    # What is kept never changes, so that one reading serves a process until somebody touches the file.
    return digest_of(path)
