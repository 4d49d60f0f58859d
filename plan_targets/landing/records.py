"""What is kept of a load: its bytes, under which name and when they came, and whether they were taken back.

    <load_id>/
      content.<ending>  the bytes as they were dropped
      content.parquet   of a data set its files, in a folder where there are several, or its table written as Parquet
      record.json       under which name, when and by whom they were first seen, as which load of all, and their digest
      withdrawn.json    only while the load is withdrawn: when, by whom and why
      *.parquet         what reading the bytes came to (`plan_targets.landing.readings`); may be deleted at any time

Nothing here raises because of what stands in these files: what is damaged is said to be so.
"""

import json
import os
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from plan_targets.files.digests import is_as_written
from plan_targets.landing.datasets.digests import digest_of_files
from plan_targets.landing.datasets.errors import RefusedDatasetError
from plan_targets.landing.datasets.forms import files_of
from plan_targets.landing.dropped import CLOSED
from plan_targets.landing.layout import CONTENT, DATASET, RECORD_FILE, WITHDRAWN_FILE

DAMAGED_LOAD = "damaged_load"
UNKNOWN = "unknown"


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
    # The whole SHA-256 of the bytes: what tells two loads apart.
    digest: str | None = None
    # The reason code for which its bytes are not to be read, and what is wrong with them.
    trouble: str | None = None
    trouble_detail: str = ""
    # Which form of a data set it came in (`plan_targets.landing.datasets.forms`); none for a table.
    dataset: str | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether its figures were taken back."""
        return self.withdrawn is not None


def content_name(file: str) -> str:
    """The name that the bytes of a dropped file are kept under."""
    # The ending says in the list of loads which form a file has; one that is no ending is none.
    ending = Path(file).suffix.lower()
    return CONTENT + (ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else "")


def content_of(folder: Path) -> Path | None:
    """The file with the bytes of the load that is kept in that folder."""
    return next((path for path in sorted(folder.glob(f"{CONTENT}*")) if path.is_file() or path.name == DATASET), None)


def read_loads(store: Path) -> list[Load]:
    """The loads kept there, the earliest first; last, those whose record cannot be read."""
    folders = [folder for folder in sorted(store.glob("*")) if not folder.name.startswith(".") and folder.is_dir()]
    read = [read_load(folder) for folder in folders]
    whole = sorted(
        (load for load in read if load is not None), key=lambda load: (load.number, load.first_seen_at, load.load_id)
    )
    broken = [_broken(folder) for folder, load in zip(folders, read, strict=True) if load is None]
    numbered: list[Load] = []
    # An earlier version could give two loads one number.
    for load in whole + [load for load in broken if load is not None]:
        last = numbered[-1].number if numbered else 0
        numbered.append(replace(load, number=max(load.number, last + 1)))
    return numbered


def now() -> datetime:
    """The time, as records have it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def user() -> str:
    """Whose process this is, as records name them."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or UNKNOWN


def json_text(record: dict[str, Any]) -> str:
    """A record as it stands in its file."""
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def read_load(folder: Path) -> Load | None:
    """The load that is kept in that folder; none when its record cannot be read."""
    record = _json(folder / RECORD_FILE)
    try:
        load = Load(
            # An id is a folder's name, so that no two loads have one.
            load_id=folder.name,
            file=str(record["file"]),
            path=folder / content_name(str(record["file"])),
            number=int(record["number"]),
            first_seen_at=datetime.fromisoformat(record["first_seen_at"]),
            loaded_by=str(record["loaded_by"]),
            size=int(record["size"]),
            withdrawn=_withdrawal(folder),
            digest=record.get("sha256"),
            dataset=record.get("dataset"),
        )
    except (KeyError, TypeError, ValueError):
        return None
    if load.dataset is not None:
        return _dataset(replace(load, path=folder / DATASET), record)
    try:
        is_whole = is_as_written(load.path, load.digest)
    except FileNotFoundError:
        is_whole = False
    except OSError as error:
        return replace(load, trouble=CLOSED, trouble_detail=error.strerror or "")
    return load if is_whole else replace(load, trouble=DAMAGED_LOAD, trouble_detail=f"{load.load_id}/{load.path.name}")


def _dataset(load: Load, record: dict[str, Any]) -> Load:
    if record.get("refused"):
        code, detail = record["refused"]
        return replace(load, trouble=str(code), trouble_detail=str(detail))
    try:
        is_whole = digest_of_files(load.path, files_of(load.path)) == record.get("kept")
    except (RefusedDatasetError, FileNotFoundError):
        is_whole = False
    except OSError as error:
        return replace(load, trouble=CLOSED, trouble_detail=error.strerror or "")
    return load if is_whole else replace(load, trouble=DAMAGED_LOAD, trouble_detail=f"{load.load_id}/{DATASET}")


def _broken(folder: Path) -> Load | None:
    """The load whose record cannot be read; none where there are no bytes either: that is no load."""
    content = content_of(folder)
    if content is None:
        return None
    status = content.stat()
    return Load(
        load_id=folder.name,
        file=folder.name + content.suffix,
        path=content,
        number=0,
        first_seen_at=datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None, microsecond=0),
        loaded_by=UNKNOWN,
        size=status.st_size,
        withdrawn=_withdrawal(folder),
        trouble=DAMAGED_LOAD,
        trouble_detail=f"{folder.name}/{RECORD_FILE}",
    )


def _withdrawal(folder: Path) -> dict[str, Any] | None:
    """What is known of the withdrawal; none when the load is not withdrawn."""
    marker = folder / WITHDRAWN_FILE
    if not marker.is_file():
        return None
    record = _json(marker)
    # The figures were taken back once: they do not return because the reason was lost.
    return record | {"reason": str(record.get("reason") or "(the record of this withdrawal is damaged 撤回记录已损坏)")}


def _json(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
