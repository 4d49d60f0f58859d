"""Puts files into the drop folder, whole or not at all."""

import filecmp
import shutil
from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.files.disk import flush
from plan_targets.landing.layout import README


def require_file(file: Path) -> Path:
    """That file. Raises CommandError when there is none."""
    if not file.is_file():
        raise CommandError(
            Exit.WRONG_CALL,
            f"{file} is not a file. Give the path of a file that is there.",
            f"{file} 不是文件，请给出已有文件的路径。",
        )
    return file


def drop(file: Path, landing: Path) -> Path:
    """Copies the file into the drop folder and returns the copy; a build never meets half of it.

    A file of that name that is there already is replaced: what it was stays kept as a load of its own once a build has
    seen it. Raises CommandError for what is no file that can be loaded, and OSError when the disk refuses.
    """
    require_file(file)
    if file.name.startswith((".", "~$")) or file.name == README:
        raise CommandError(
            Exit.WRONG_CALL,
            f"A file called {file.name} is never loaded; give it another name.",
            f"名为 {file.name} 的文件不会被装载，请换一个文件名。",
        )
    target = landing / file.name
    if target.exists() and filecmp.cmp(file, target, shallow=False):
        return target
    landing.mkdir(parents=True, exist_ok=True)
    unfinished = landing / f".{file.name}.unfinished"
    try:
        shutil.copyfile(file, unfinished)
        flush(unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    flush(landing)
    return target
