"""Brings files into the drop folder and into the store, and says what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.landing.layout import NEVER_LOADED, README
from plan_targets.publication.read import NoPublicationError, connect, current_publication


@dataclass(frozen=True)
class Counts:
    """What readers have of a load, in rows."""

    taken: int
    refused: int
    unchanged: int

    def __str__(self) -> str:
        """The counts as a sentence."""
        return (
            f"{self.taken} taken, {self.refused} refused, {self.unchanged} unchanged "
            f"采用 {self.taken}，未采用 {self.refused}，未变 {self.unchanged}"
        )


def require_file(file: Path) -> Path:
    """That file. Raises CommandError when there is none."""
    try:
        if file.is_file():
            return file
    # A name that is too long for any file.
    except OSError as error:
        raise CommandError(
            Exit.WRONG_CALL,
            f"{file.name[:60]}… cannot be a file: {error.strerror}. Give it a shorter name.",
            "文件名过长，请改短后重试。",
        ) from error
    raise CommandError(
        Exit.WRONG_CALL,
        f"{file} is not a file. Give the path of a file that is there.",
        f"{file} 不是文件，请给出已有文件的路径。",
    )


def require_loadable(file: Path, sender: str | None) -> Path:
    """That file. Raises CommandError when it is none, or none that can be loaded."""
    require_file(file)
    if file.name.startswith(NEVER_LOADED) or file.name == README:
        raise CommandError(
            Exit.WRONG_CALL,
            f"A file called {file.name} is never loaded; give it another name.",
            f"名为 {file.name} 的文件不会被装载，请换一个文件名。",
        )
    if sender is not None and (not sender.strip() or Path(sender).name != sender or sender.startswith(NEVER_LOADED)):
        raise CommandError(
            Exit.WRONG_CALL,
            f"'{sender}' cannot be the name of a folder. Give the office's name, such as 市场监管局.",
            f"“{sender}”不能用作文件夹名，请写单位名称。",
        )
    return file


def counts_of_loads(published: Path) -> dict[str, Counts]:
    """By load, what readers have of it; nothing for loads that are not published, or that an older build published."""
    try:
        with connect(current_publication(str(published))) as connection:
            columns = {row[0] for row in connection.execute("describe fct_load").fetchall()}
            unchanged = "unchanged_count" if "unchanged_count" in columns else "0"
            rows = connection.execute(
                f"select load_id, taken_count, rejected_count - {unchanged}, {unchanged} from fct_load"
            ).fetchall()
    except NoPublicationError:
        return {}
    return {load_id: Counts(taken, refused, unchanged) for load_id, taken, refused, unchanged in rows}


def in_order_of_change(files: list[Path]) -> Iterator[Path]:
    """The files, the one that was changed last at the end: it corrects the others."""
    yield from sorted(files, key=lambda file: file.stat().st_mtime_ns)
