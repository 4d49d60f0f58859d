"""Which files were dropped: looked through, delivered, withdrawn and restored, each change under one lock.

What becomes of one file that arrives is in `plan_targets.landing.arrivals`, and what is kept of a load in
`plan_targets.landing.records`. A dropped file that is removed stays loaded; to take figures away, withdraw their load.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from plan_targets.files.disk import flush, make_folder, write_text
from plan_targets.files.lock import locked
from plan_targets.landing.arrivals import Delivery, keep, unopened
from plan_targets.landing.dropped import dropped_files, trouble_with
from plan_targets.landing.layout import LOCK_FILE, RECORD_FILE, STORE, UNFINISHED, WITHDRAWN_FILE
from plan_targets.landing.records import Load, content_of, json_text, now, read_loads, user

# Of an id that is unknown: so many others are named, and so much of it is shown.
NEAR_LOADS = 3
LONGEST_SHOWN = 80
# Copying a large file takes seconds; whoever waits longer should hear of it.
WAIT_SECONDS = 120.0


class UnknownLoadError(Exception):
    """No load has that id."""


class WithdrawalStateError(Exception):
    """The load is withdrawn already, or is not withdrawn."""


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
                keep(landing, path, kept)
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
            before = keep(landing, target, kept)
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
        return keep(landing, target, kept)


def loads(landing: Path) -> list[Load]:
    """All loads, the withdrawn ones too, the earliest first; last, those whose file cannot be opened now."""
    kept = read_loads(landing / STORE)
    troubled = [(path, trouble) for path in dropped_files(landing) if (trouble := trouble_with(landing, path))]
    last = kept[-1].number if kept else 0
    return kept + [
        unopened(landing, path, trouble, number) for number, (path, trouble) in enumerate(troubled, start=last + 1)
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
    marker = {"withdrawn_at": now().isoformat(), "withdrawn_by": by or user(), "reason": reason.strip()}
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
