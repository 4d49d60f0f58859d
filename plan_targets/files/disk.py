"""Puts files on the disk so that they are still there after a power cut."""

import os
import shutil
from pathlib import Path


def flush(path: Path) -> None:
    """Waits until a file's bytes, or a folder's list of names, are on the disk."""
    is_windows = os.name == "nt"
    # Windows keeps a folder's names by itself, and flushes only what is open for writing.
    if is_windows and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if is_windows else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Flushes every file below the folder, then the folders, the folder itself last."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            flush(Path(parent) / name)
        flush(Path(parent))


def make_folder(folder: Path) -> None:
    """Makes a folder and its missing parents, each flushed into its own parent."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush(folder.parent)


def copy_files(source: Path, target: Path) -> None:
    """Copies the files below a folder; folders without files are left behind."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def write_text(path: Path, text: str) -> None:
    """Replaces a file's text: a reader finds the old text or the new one, and never a part of it."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        waiting.write_text(text, encoding="utf-8")
        flush(waiting)
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    flush(path.parent)
