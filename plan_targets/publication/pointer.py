"""Changes what readers see: only here, under one lock, and always in one step."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from plan_targets.files.disk import flush, make_folder
from plan_targets.files.errors import BusyError, EnvironmentFaultError
from plan_targets.files.lock import locked
from plan_targets.publication.as_of import published_days
from plan_targets.publication.layout import AS_OF, LEAVING, LOCK_FILE, POINTER, SNAPSHOTS, UNFINISHED
from plan_targets.publication.read import pointer_target, snapshot_folders

# Writing a snapshot takes seconds; whoever waits longer should hear of it.
WAIT_SECONDS = 120.0


@contextlib.contextmanager
def exclusive(published: Path) -> Iterator[None]:
    """Lets one process at a time change the publications. Raises BusyError after a wait, and OSError."""
    make_folder(published / SNAPSHOTS)
    with locked(published / LOCK_FILE, published, WAIT_SECONDS):
        yield


def move_pointer(published: Path, folder: Path) -> None:
    """Makes that snapshot the one that readers see; the folder must be on the disk. Needs `exclusive`.

    Raises OSError when the disk refuses; the pointer has not moved then.
    """
    pointer = published / POINTER
    if pointer.is_dir() and not pointer.is_symlink():
        raise EnvironmentFaultError(
            f"{pointer} is a folder, but has to be a link that a publication can replace. Move it away.",
            f"{pointer} 是文件夹，应为可替换的链接，请将其移走。",
        )
    waiting = published / f"{POINTER}.{folder.name}"
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(Path(SNAPSHOTS) / folder.name)
    waiting.replace(pointer)
    flush(published)


def remove_leftovers(published: Path) -> None:
    """Clears away what a killed process left half done. Needs `exclusive`, so that no living one is disturbed."""
    for suffix in (UNFINISHED, LEAVING):
        for folder in (published / SNAPSHOTS).glob(f"*{suffix}"):
            shutil.rmtree(folder, ignore_errors=True)
    for waiting in published.glob(f"{POINTER}.*"):
        waiting.unlink(missing_ok=True)


def remove_old(published: Path, kept: int) -> None:
    """Removes all but the newest snapshots, never the one that readers see. Needs `exclusive`."""
    current = pointer_target(published)
    others = [folder for folder in snapshot_folders(published) if folder != current]
    for folder in others[max(kept - 1, 0) :]:
        leaving = folder.with_name(folder.name + LEAVING)
        # Out of sight in one step, so that a kill leaves no half of a publication behind.
        with contextlib.suppress(OSError):
            folder.rename(leaving)
            shutil.rmtree(leaving, ignore_errors=True)


def remove_old_days(published: Path, kept: int, spared: str) -> None:
    """Removes what was published as of a day, of all but the days published last, and never of the spared one."""
    for leaving in (published / AS_OF).glob(f"*{LEAVING}"):
        shutil.rmtree(leaving, ignore_errors=True)
    others = [published / AS_OF / day for day in published_days(published) if day != spared]
    others.sort(key=lambda folder: (folder / POINTER).lstat().st_mtime_ns, reverse=True)
    for folder in others[max(kept - 1, 0) :]:
        leaving = folder.with_name(folder.name + LEAVING)
        # Not while a build publishes for that day; it goes after the next one.
        with contextlib.suppress(BusyError, OSError), locked(folder / LOCK_FILE, folder, 0):
            folder.rename(leaving)
            shutil.rmtree(leaving, ignore_errors=True)
