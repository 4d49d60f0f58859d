"""`export`: what is published, as files for other tools."""

from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.exchange.sdmx_csv import observations_csv, structures_xml, targets_csv
from plan_targets.semantic import SemanticError, client


def write_sdmx(folder: Path, as_of: str | None) -> list[str]:
    """Writes observations, targets and their structures into the folder, and returns a line for each file.

    Raises CommandError, NoPublicationError and OSError.
    """
    try:
        snapshot = client(as_of=as_of).current()
        files = {
            "observations.csv": observations_csv(snapshot).encode(),
            "targets.csv": targets_csv(snapshot).encode(),
            "structures.xml": structures_xml(),
        }
    except SemanticError as error:
        raise CommandError(Exit.WRONG_CALL, error.message_en, error.message_zh) from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [str(folder / name) for name in files]
