"""What lies in the drop folder. Only what is in it is ever read: a link that leads out of it is refused unread."""

import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from plan_targets.landing.datasets.forms import is_dataset_folder
from plan_targets.landing.layout import NEVER_LOADED, README
from plan_targets.landing.reading.encodings import decode_name

OUTSIDE = "link_leads_outside"
NO_REGULAR_FILE = "no_regular_file"
CLOSED = "unreadable_file"


def dropped_files(landing: Path) -> Iterator[Path]:
    """What may be a file to load, in the folder and in folders inside it; hidden names and lock files do not count.

    A folder that is one data set is among them, and not what is in it. Links to a folder inside are left out, because
    what it holds is met where it is. Other links, pipes, devices and folders that may not be listed are among them;
    `trouble_with` says why they cannot be loaded.
    """
    if landing.is_dir():
        yield from _below(landing, landing)


def _below(landing: Path, folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(NEVER_LOADED) or entry.name == README:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from [path] if is_dataset_folder(path) else _below(landing, path)
        elif not (entry.is_symlink() and _is_inside(landing, path) and path.is_dir()):
            yield path


def trouble_with(landing: Path, path: Path) -> str | None:
    """The reason code for which a dropped file cannot be read; none when it can. Nothing outside is looked at."""
    if not _is_inside(landing, path):
        return OUTSIDE
    try:
        if is_dataset_folder(path) and path.is_dir():
            return next(_closed_parts(path), None)
        if not stat.S_ISREG(path.stat().st_mode):
            return CLOSED if path.is_dir() else NO_REGULAR_FILE
        with open_dropped(landing, path) as stream:
            stream.read(1)
    except OSError:
        return CLOSED
    return None


def _closed_parts(folder: Path) -> Iterator[str]:
    def raise_it(error: OSError) -> None:
        raise error

    for parent, _, names in os.walk(folder, onerror=raise_it):
        for name in names:
            path = Path(parent) / name
            if stat.S_ISREG(path.lstat().st_mode) and not os.access(path, os.R_OK):
                yield CLOSED


def open_dropped(landing: Path, path: Path) -> BufferedReader:
    """Opens a dropped file for reading, without ever waiting for one that is no file of bytes.

    Raises OSError, also for what lies outside of the folder.
    """
    # The file that the links lead to, and no further link that somebody puts in its place meanwhile.
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(os.path.realpath(landing)):
        raise PermissionError(f"{path} leads out of {landing}")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(target, flags), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise PermissionError(f"{path} is no file of bytes")
    return stream


def file_name(landing: Path, path: Path) -> str:
    """The file's name as its writer read it, with the folders in between."""
    return "/".join(decode_name(part) for part in path.relative_to(landing).parts)


def _is_inside(landing: Path, path: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(landing))
