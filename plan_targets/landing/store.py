"""Which files were dropped. A load is its bytes: kept once, under an id made of its name and its content's hash.

    landing/.loads/<load_id>/
      content.<ending>  the bytes as they were dropped
      record.json       under which name, when and by whom they were first seen, and as which load of all
      withdrawn.json    only while the load is withdrawn: when, by whom and why

A dropped file that is changed becomes a second load and one that is removed stays loaded; to take figures away,
withdraw their load. A file that cannot be opened is a load only as long as that lasts: nothing of it is kept.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plan_targets.landing.layout import CONTENT, README, RECORD_FILE, STORE, WITHDRAWN_FILE
from plan_targets.landing.reading.encodings import decode_name

HASH_LENGTH = 8
CHUNK = 1 << 20


class UnknownLoadError(Exception):
    """No load has that id."""


@dataclass(frozen=True)
class Load:
    """One load: a file's bytes and what is known about their arrival."""

    load_id: str
    # The name under which it was dropped; `path` is where its bytes are.
    file: str
    path: Path
    # The order of arrival: 1 is the first load of all. The clock may run backwards; this does not.
    number: int
    first_seen_at: datetime
    loaded_by: str
    size: int
    withdrawn: dict[str, Any] | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether its figures were taken back."""
        return self.withdrawn is not None


def register_files(landing: Path) -> list[Load]:
    """Takes copies of files that were dropped and not seen before; returns all loads, the earliest first.

    A missing folder has no loads. Raises OSError when the disk refuses; what was complete before is kept.
    """
    for path in dropped_files(landing):
        if _can_be_opened(path):
            _register(landing, path)
    return loads(landing)


def loads(landing: Path) -> list[Load]:
    """All loads, the withdrawn ones too, the earliest first; last, those whose file cannot be opened now."""
    kept = _kept(landing)
    closed = [path for path in dropped_files(landing) if not _can_be_opened(path)]
    last = kept[-1].number if kept else 0
    return kept + [_unopened(landing, path, number) for number, path in enumerate(closed, start=last + 1)]


def withdraw(load_id: str, reason: str, landing: Path, by: str | None = None) -> Load:
    """Takes a load back: from the next build on none of its figures count. Its bytes stay.

    Raises UnknownLoadError when there is no such load, ValueError when no reason is given.
    """
    if not reason.strip():
        raise ValueError("A withdrawal needs a reason. 撤回需要写明原因。")
    folder = _folder(landing, load_id)
    marker = {"withdrawn_at": _now().isoformat(), "withdrawn_by": by or _user(), "reason": reason.strip()}
    _write_json(folder / WITHDRAWN_FILE, marker)
    return _read(folder)


def restore(load_id: str, landing: Path) -> Load:
    """Brings a withdrawn load back. Raises UnknownLoadError when there is no such load."""
    folder = _folder(landing, load_id)
    (folder / WITHDRAWN_FILE).unlink(missing_ok=True)
    return _read(folder)


def dropped_files(landing: Path) -> Iterator[Path]:
    """The files in the folder and in folders inside it; hidden ones and lock files of office programs do not count.

    A link that leads nowhere is a file that cannot be opened.
    """
    if not landing.is_dir():
        return
    for path in sorted(landing.rglob("*")):
        parts = path.relative_to(landing).parts
        if path.name != README and not any(part.startswith((".", "~$")) for part in parts) and _is_file(path):
            yield path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    # In a folder that may be listed and not entered.
    except OSError:
        return True


def _can_be_opened(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError:
        return False
    return True


def _unopened(landing: Path, path: Path, number: int) -> Load:
    file = _file_name(landing, path)
    name = hashlib.sha256(file.encode("utf-8")).hexdigest()[:HASH_LENGTH]
    try:
        status = path.lstat()
        changed, size = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None, microsecond=0), status.st_size
    except OSError:
        changed, size = _now(), 0
    return Load(
        load_id=f"{_slug(Path(file).stem)}-unopened-{name}",
        file=file,
        path=path,
        number=number,
        first_seen_at=changed,
        loaded_by=_owner(path),
        size=size,
        withdrawn=None,
    )


def _file_name(landing: Path, path: Path) -> str:
    return "/".join(decode_name(part) for part in path.relative_to(landing).parts)


def _content_name(file: str) -> str:
    # The ending says in the list of loads which form a file has; one that is no ending is none.
    ending = Path(file).suffix.lower()
    return CONTENT + (ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else "")


def _register(landing: Path, path: Path) -> None:
    store = landing / STORE
    store.mkdir(parents=True, exist_ok=True)
    file = _file_name(landing, path)
    # Copied first and hashed while copying: a file that changes meanwhile is never kept under a wrong hash.
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=store))
    try:
        digest = _copy(path, unfinished / _content_name(file))
        if any(store.glob(f"*-{digest[:HASH_LENGTH]}/{RECORD_FILE}")):
            return
        load_id = f"{_slug(Path(file).stem)}-{digest[:HASH_LENGTH]}"
        _write_json(
            unfinished / RECORD_FILE,
            {
                "load_id": load_id,
                "file": file,
                "number": max((load.number for load in _kept(landing)), default=0) + 1,
                "first_seen_at": _now().isoformat(),
                "loaded_by": _owner(path),
                "size": path.stat().st_size,
                "sha256": digest,
            },
        )
        # A folder of that name without a record is what a killed build left behind.
        shutil.rmtree(store / load_id, ignore_errors=True)
        unfinished.rename(store / load_id)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _copy(source: Path, target: Path) -> str:
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def _kept(landing: Path) -> list[Load]:
    found = [_read(folder) for folder in (landing / STORE).glob("*/") if (folder / RECORD_FILE).is_file()]
    return sorted(found, key=lambda load: load.number)


def _read(folder: Path) -> Load:
    record = json.loads((folder / RECORD_FILE).read_text(encoding="utf-8"))
    marker = folder / WITHDRAWN_FILE
    return Load(
        load_id=record["load_id"],
        file=record["file"],
        path=folder / _content_name(record["file"]),
        number=record["number"],
        first_seen_at=datetime.fromisoformat(record["first_seen_at"]),
        loaded_by=record["loaded_by"],
        size=record["size"],
        withdrawn=json.loads(marker.read_text(encoding="utf-8")) if marker.is_file() else None,
    )


def _folder(landing: Path, load_id: str) -> Path:
    folder = landing / STORE / load_id
    if Path(load_id).name != load_id or not (folder / RECORD_FILE).is_file():
        known = ", ".join(load.load_id for load in _kept(landing)) or "none 无"
        raise UnknownLoadError(f"There is no load '{load_id}'. Loads 已有批次: {known}.")
    return folder


def _write_json(path: Path, record: dict[str, Any]) -> None:
    # Whole or not at all: a build that is killed here must not leave half a record.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(path)


def _slug(stem: str) -> str:
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-")[:60] or "file"


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, OSError):
        return _user()


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "unknown"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
