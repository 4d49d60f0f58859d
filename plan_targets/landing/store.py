"""Which files were dropped. A load is a delivery of bytes: kept once, under an id made of its name and its digest.

What is kept of a load stands in `plan_targets.landing.records`; everything that changes the store is here, under one
lock. The same bytes again change nothing, under whatever name, unless other bytes came under that name in between:
then what was said before is said anew. A dropped file that is removed stays loaded; to take figures away, withdraw
their load. A file that cannot be opened is a load only as long as that lasts: nothing of it is kept.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from io import BufferedReader
from pathlib import Path
from typing import Any

from plan_targets.files.digests import digest_of
from plan_targets.files.disk import flush, flush_tree, make_folder, write_text
from plan_targets.files.lock import locked
from plan_targets.landing.datasets.digests import digest_of_files
from plan_targets.landing.datasets.errors import RefusedDatasetError
from plan_targets.landing.datasets.forms import Form, files_of, form_of_file
from plan_targets.landing.datasets.taking import identity_of, take
from plan_targets.landing.dropped import dropped_files, file_name, open_dropped, trouble_with
from plan_targets.landing.layout import (
    DAMAGED,
    DATASET,
    LOCK_FILE,
    RECORD_FILE,
    STORE,
    UNFINISHED,
    WITHDRAWN_FILE,
)
from plan_targets.landing.records import DAMAGED_LOAD, Load, content_name, content_of, json_text, read_load, read_loads
from plan_targets.settings import dataset_locations

__all__ = [
    "Delivery", "Load", "UnknownLoadError", "WithdrawalStateError", "deliver", "dropped_files", "loads",
    "register_files", "restore", "withdraw",
]  # fmt: skip

# How much of the digest stands in an id: more where less is taken.
HASH_LENGTHS = (8, 16, 32, 64)
CHUNK = 1 << 20
# Of an id that is unknown: so many others are named, and so much of it is shown.
NEAR_LOADS = 3
LONGEST_SHOWN = 80
# Copying a large file takes seconds; whoever waits longer should hear of it.
WAIT_SECONDS = 120.0
# Troubles that end when the same comes again, or when it is asked for again.
TAKEN_AGAIN = {DAMAGED_LOAD, "dataset_in_use", "location_not_read", "location_not_allowed"}


class UnknownLoadError(Exception):
    """No load has that id."""


class WithdrawalStateError(Exception):
    """The load is withdrawn already, or is not withdrawn."""


@dataclass(frozen=True)
class Delivery:
    """What became of a file that was brought: its load, and whether that is new."""

    load: Load
    is_new: bool


def register_files(landing: Path) -> list[Load]:
    """Takes copies of files that were dropped and not seen before; returns all loads, the earliest first.

    Of files dropped together the one that was changed last comes last. A missing folder has no loads. Raises BusyError
    when another process does not let go of the folder, and OSError when the disk refuses; what was complete before is
    kept.
    """
    if not landing.is_dir() or not ((landing / STORE).is_dir() or any(dropped_files(landing))):
        return []
    with exclusive(landing):
        kept = read_loads(landing / STORE)
        for path in sorted(dropped_files(landing), key=_changed_at):
            if trouble_with(landing, path) is None:
                _register(landing, path, kept)
    return loads(landing)


def deliver(source: Path, landing: Path, sender: str | None = None) -> Delivery:
    """Puts a copy of the file into the drop folder, or into the sender's folder inside it, and keeps its bytes at once.

    What lay there under that name is kept as a load of its own first. Raises BusyError, and OSError when the disk
    refuses or when what lies there cannot be read.
    """
    target = landing / (sender or "") / source.name
    make_folder(target.parent)
    with exclusive(landing):
        kept = read_loads(landing / STORE)
        if target.is_file() and not target.is_symlink():
            before = _register(landing, target, kept)
            if target.samefile(source):
                return before
        waiting = target.with_name(f"{UNFINISHED}{os.getpid()}")
        try:
            # With its time: of two files, the one that was changed last is the later.
            shutil.copy2(source, waiting)
            flush(waiting)
            waiting.replace(target)
        finally:
            waiting.unlink(missing_ok=True)
        flush(target.parent)
        return _register(landing, target, kept)


def loads(landing: Path) -> list[Load]:
    """All loads, the withdrawn ones too, the earliest first; last, those whose file cannot be opened now."""
    kept = read_loads(landing / STORE)
    troubled = [(path, trouble) for path in dropped_files(landing) if (trouble := trouble_with(landing, path))]
    last = kept[-1].number if kept else 0
    return kept + [
        _unopened(landing, path, trouble, number) for number, (path, trouble) in enumerate(troubled, start=last + 1)
    ]


def withdraw(load_id: str, reason: str, landing: Path, by: str | None = None) -> Load:
    """Takes a load back: from the next build on none of its figures count. Its bytes stay.

    Raises UnknownLoadError when there is no such load, WithdrawalStateError when it is withdrawn already, ValueError
    when no reason is given, BusyError, and OSError.
    """
    if not reason.strip():
        raise ValueError("A withdrawal needs a reason. 撤回需要写明原因。")
    load = _known(landing, load_id)
    if load.withdrawn is not None:
        raise WithdrawalStateError(
            f"{load_id} is withdrawn already: {load.withdrawn['reason']} 该批次已经撤回，无须再次撤回。"
        )
    marker = {"withdrawn_at": _now().isoformat(), "withdrawn_by": by or _user(), "reason": reason.strip()}
    with exclusive(landing):
        write_text(landing / STORE / load_id / WITHDRAWN_FILE, json_text(marker))
    return _known(landing, load_id)


def restore(load_id: str, landing: Path) -> Load:
    """Brings a withdrawn load back.

    Raises UnknownLoadError when there is no such load, WithdrawalStateError when it is not withdrawn, BusyError, and
    OSError.
    """
    load = _known(landing, load_id)
    if not load.is_withdrawn:
        raise WithdrawalStateError(
            f"{load_id} is not withdrawn, so there is nothing to restore. 该批次未被撤回，无须恢复。"
        )
    folder = landing / STORE / load_id
    with exclusive(landing):
        (folder / WITHDRAWN_FILE).unlink(missing_ok=True)
        flush(folder)
    return _known(landing, load_id)


@contextlib.contextmanager
def exclusive(landing: Path) -> Iterator[None]:
    """Lets one process at a time change the store, and clears away what a killed one left.

    Raises BusyError, and OSError.
    """
    store = landing / STORE
    make_folder(store)
    with locked(store / LOCK_FILE, landing, WAIT_SECONDS):
        _clear_leftovers(landing)
        yield


def _clear_leftovers(landing: Path) -> None:
    store = landing / STORE
    for folder in store.glob("*"):
        if folder.name.startswith(UNFINISHED):
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.is_dir() and not folder.name.startswith("."):
            for file in folder.glob(".*"):
                file.unlink(missing_ok=True)
            if content_of(folder) is None and not (folder / RECORD_FILE).exists():
                shutil.rmtree(folder, ignore_errors=True)
    for file in landing.glob(f"**/{UNFINISHED}*"):
        if file.is_file():
            file.unlink(missing_ok=True)


def _register(landing: Path, path: Path, kept: list[Load]) -> Delivery:
    """Keeps the file's bytes unless they are kept, and says so in `kept`. Needs `exclusive`. Raises OSError."""
    store, file = landing / STORE, file_name(landing, path)
    form = _form_of_dataset(landing, path)
    if form is not None:
        return _register_dataset(landing, path, form, kept)
    with open_dropped(landing, path) as stream:
        known = _standing_for(file, hashlib.file_digest(stream, "sha256").hexdigest(), kept)
        if known is not None and (known.trouble != DAMAGED_LOAD or known.is_withdrawn):
            return Delivery(known, is_new=False)
        # Hashed while copying: a file that changes meanwhile is never kept under a wrong digest.
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=store))
        try:
            stream.seek(0)
            digest = _copy(stream, unfinished / content_name(file))
            load_id = _keep(landing, path, unfinished, digest, kept)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return Delivery(next(load for load in kept if load.load_id == load_id), is_new=True)


def _form_of_dataset(landing: Path, path: Path) -> Form | None:
    if path.is_dir():
        return "parquet"
    with open_dropped(landing, path) as stream:
        return form_of_file(stream, path.name)


def _register_dataset(landing: Path, path: Path, form: Form, kept: list[Load]) -> Delivery:
    """The same for a data set, whose files are copied or written as Parquet once."""
    store, file = landing / STORE, file_name(landing, path)
    digest = identity_of(path)
    known = _standing_for(file, digest, kept)
    if known is not None and (known.trouble not in TAKEN_AGAIN or known.is_withdrawn):
        return Delivery(known, is_new=False)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=store))
    content = unfinished / DATASET
    more: dict[str, Any] = {"dataset": form}
    try:
        try:
            take(path, form, content, dataset_locations())
            more["kept"] = digest_of_files(content, files_of(content))
        except RefusedDatasetError as error:
            # Nothing of it is kept but what is wrong with it.
            _remove(content)
            content.touch()
            more["refused"] = [error.reason_code, error.detail]
        if identity_of(path) != digest:
            raise OSError(f"{file} is being changed; it is taken when that has ended.")
        if known is not None:
            _put_right(store, known, content, more)
            kept[:] = read_loads(store)
            return Delivery(next(load for load in kept if load.load_id == known.load_id), is_new=False)
        load_id = _keep_as_new(landing, path, content, digest, kept, more)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return Delivery(next(load for load in kept if load.load_id == load_id), is_new=True)


def _put_right(store: Path, known: Load, content: Path, more: dict[str, Any]) -> None:
    """What came again instead of what was damaged, or could not be read where it lies."""
    record_file = store / known.load_id / RECORD_FILE
    record = json.loads(record_file.read_text(encoding="utf-8"))
    record.pop("refused", None)
    _remove(known.path)
    content.replace(known.path)
    flush(known.path.parent)
    write_text(record_file, json_text(record | more | {"size": _size(known.path)}))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(content: Path) -> int:
    return sum(file.stat().st_size for file in ([content] if content.is_file() else content.rglob("*")))


def _keep(landing: Path, path: Path, unfinished: Path, digest: str, kept: list[Load]) -> str:
    store, file = landing / STORE, file_name(landing, path)
    content = unfinished / content_name(file)
    known = _standing_for(file, digest, kept)
    if known is not None and known.digest == digest:
        if known.trouble == DAMAGED_LOAD:
            # The bytes came again, so that the damaged ones can be mended.
            content.replace(known.path)
            flush(known.path.parent)
            kept[:] = read_loads(store)
        return known.load_id
    if known is not None:
        _set_aside(store, known.load_id)
        kept.remove(known)
    return _keep_as_new(landing, path, content, digest, kept, {})


def _keep_as_new(landing: Path, path: Path, content: Path, digest: str, kept: list[Load], more: dict[str, Any]) -> str:
    store, file, unfinished = landing / STORE, file_name(landing, path), content.parent
    load_id = _new_id(store, file, digest, is_again=any(load.digest == digest for load in kept))
    record = {
        "load_id": load_id,
        "file": file,
        "number": max((load.number for load in kept), default=0) + 1,
        "first_seen_at": _now().isoformat(),
        "loaded_by": _owner(path),
        "size": _size(content),
        "sha256": digest,
        **more,
    }
    (unfinished / RECORD_FILE).write_text(json_text(record), encoding="utf-8")
    flush_tree(unfinished)
    unfinished.rename(store / load_id)
    flush(store)
    kept += [load for load in [read_load(store / load_id)] if load is not None]
    return load_id


def _standing_for(file: str, digest: str, kept: list[Load]) -> Load | None:
    """The load that already says what these bytes say under that name; none when they have to be kept."""
    same = [load for load in kept if _digest(load) == digest]
    damaged = [load for load in same if load.trouble == DAMAGED_LOAD]
    if damaged:
        return damaged[0]
    of_name = [load for load in kept if load.file == file]
    if not of_name:
        return same[-1] if same else None
    # Also the last of those that count, so that no file comes back by itself whose load was withdrawn.
    latest = [of_name[-1], *[load for load in of_name if not load.is_withdrawn][-1:]]
    return next((load for load in latest if load.digest == digest), None)


def _digest(load: Load) -> str | None:
    # Where the record is damaged, by the bytes themselves.
    if load.digest is not None:
        return load.digest
    with contextlib.suppress(OSError):
        return digest_of(load.path)
    return None


def _new_id(store: Path, file: str, digest: str, *, is_again: bool) -> str:
    slug = _slug(Path(file).stem)
    candidates = [f"{slug}-{digest[:length]}" for length in HASH_LENGTHS]
    if is_again:
        candidates = candidates[:1]
    free = next((one for one in candidates if not (store / one).exists()), None)
    number = 2
    while free is None:
        one = f"{candidates[0]}-{number}"
        free, number = (None if (store / one).exists() else one), number + 1
    return free


def _set_aside(store: Path, load_id: str) -> None:
    aside = store / f"{DAMAGED}{load_id}"
    number = 2
    while aside.exists():
        aside, number = store / f"{DAMAGED}{load_id}-{number}", number + 1
    (store / load_id).rename(aside)
    flush(store)


def _unopened(landing: Path, path: Path, trouble: str, number: int) -> Load:
    file = file_name(landing, path)
    name = hashlib.sha256(file.encode("utf-8")).hexdigest()[: HASH_LENGTHS[1]]
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
        trouble=trouble,
    )


def _copy(reader: BufferedReader, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            writer.write(chunk)
    flush(target)
    return digest.hexdigest()


def _known(landing: Path, load_id: str) -> Load:
    kept = read_loads(landing / STORE)
    found = next((load for load in kept if load.load_id == load_id), None)
    if found is None:
        names = [load.load_id for load in kept]
        near = get_close_matches(load_id, names, n=NEAR_LOADS, cutoff=0.5) or names[-NEAR_LOADS:]
        raise UnknownLoadError(
            f"There is no load '{load_id[:LONGEST_SHOWN]}'. Near it, or the latest 相近或最近的批次: "
            f"{', '.join(near) or 'none 无'}. `list loads` names all. 没有这个批次，可用 `list loads` 查看全部。"
        )
    return found


def _changed_at(path: Path) -> tuple[int, str]:
    try:
        return path.lstat().st_mtime_ns, str(path)
    except OSError:
        return 0, str(path)


def _slug(stem: str) -> str:
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-")[:60] or "file"


def _owner(path: Path) -> str:
    try:
        return path.owner()
    # NotImplementedError is what Windows answers.
    except (KeyError, OSError, NotImplementedError):
        return _user()


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "unknown"


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
