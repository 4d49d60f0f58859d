"""A dropped file becomes a load: its bytes are kept once, under an id made of its name and its digest.

The same bytes again are no new load, under whatever name, unless other bytes came under that name in between: then what
was said before is said anew. A file that cannot be opened is a load only as long as that lasts: nothing of it is kept.
Which files are looked at, and under what lock, is said in `plan_targets.landing.store`.
"""

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path
from typing import Any

from plan_targets.files.digests import digest_of
from plan_targets.files.disk import flush, flush_tree, write_text
from plan_targets.landing.datasets.digests import digest_of_files
from plan_targets.landing.datasets.errors import RefusedDatasetError
from plan_targets.landing.datasets.forms import Form, files_of, form_of_file
from plan_targets.landing.datasets.taking import identity_of, take
from plan_targets.landing.dropped import file_name, open_dropped
from plan_targets.landing.layout import DAMAGED, DATASET, RECORD_FILE, STORE, UNFINISHED
from plan_targets.landing.records import DAMAGED_LOAD, Load, content_name, json_text, now, read_load, read_loads, user
from plan_targets.settings import dataset_locations

# How much of the digest stands in an id: more where less is taken.
HASH_LENGTHS = (8, 16, 32, 64)
CHUNK = 1 << 20
# Troubles that end when the same comes again, or when it is asked for again.
TAKEN_AGAIN = {DAMAGED_LOAD, "dataset_in_use", "location_not_read", "location_not_allowed", "location_without_reader"}


@dataclass(frozen=True)
class Delivery:
    """What became of a file that was brought: its load, and whether that is new."""

    load: Load
    is_new: bool


def keep(landing: Path, path: Path, kept: list[Load]) -> Delivery:
    """Keeps the file's bytes unless they are kept, and adds to `kept`. Needs the lock of the store. Raises OSError."""
    store, file = landing / STORE, file_name(landing, path)
    form = _form_of_dataset(landing, path)
    if form is not None:
        return _keep_dataset(landing, path, form, kept)
    with open_dropped(landing, path) as stream:
        known = _standing_for(file, hashlib.file_digest(stream, "sha256").hexdigest(), kept)
        if known is not None and (known.trouble != DAMAGED_LOAD or known.is_withdrawn):
            return Delivery(known, is_new=False)
        # Hashed while copying: a file that changes meanwhile is never kept under a wrong digest.
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=store))
        try:
            stream.seek(0)
            digest = _copy(stream, unfinished / content_name(file))
            load_id = _keep_file(landing, path, unfinished, digest, kept)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return Delivery(next(load for load in kept if load.load_id == load_id), is_new=True)


def unopened(landing: Path, path: Path, trouble: str, number: int) -> Load:
    """A dropped file that cannot be opened now, as a load of which nothing is kept."""
    file = file_name(landing, path)
    name = hashlib.sha256(file.encode("utf-8")).hexdigest()[: HASH_LENGTHS[1]]
    try:
        status = path.lstat()
        changed, size = datetime.fromtimestamp(status.st_mtime, UTC).replace(tzinfo=None, microsecond=0), status.st_size
    except OSError:
        changed, size = now(), 0
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


def _form_of_dataset(landing: Path, path: Path) -> Form | None:
    if path.is_dir():
        return "parquet"
    with open_dropped(landing, path) as stream:
        return form_of_file(stream, path.name)


def _keep_dataset(landing: Path, path: Path, form: Form, kept: list[Load]) -> Delivery:
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
            if known is not None and (known.trouble, known.trouble_detail) == (error.reason_code, error.detail):
                return Delivery(known, is_new=False)
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
    # What was read of it is of what it was.
    for reading in set(known.path.parent.glob("*.parquet")) - {known.path}:
        reading.unlink(missing_ok=True)
    _remove(known.path)
    content.replace(known.path)
    flush(known.path.parent)
    write_text(record_file, json_text(record | more | {"size": _size(known.path)}))


def _keep_file(landing: Path, path: Path, unfinished: Path, digest: str, kept: list[Load]) -> str:
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
        "first_seen_at": now().isoformat(),
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


def _copy(reader: BufferedReader, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            writer.write(chunk)
    flush(target)
    return digest.hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(content: Path) -> int:
    return sum(file.stat().st_size for file in ([content] if content.is_file() else content.rglob("*")))


def _slug(stem: str) -> str:
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-")[:60] or "file"


def _owner(path: Path) -> str:
    try:
        return path.owner()
    # NotImplementedError is what Windows answers.
    except (KeyError, OSError, NotImplementedError):
        return user()
