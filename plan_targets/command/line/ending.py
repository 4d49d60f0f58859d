"""How a command ends, and the build that many end with."""

from datetime import datetime
from typing import NoReturn

import typer

from plan_targets.command.dbt import run_dbt
from plan_targets.command.exits import Exit
from plan_targets.command.progress import Progress

# By its folder too, because the folder alone has the same name and would take `current_build` along.
PUBLICATION = "publication.publication"


def build(as_of: datetime | None, *arguments: str) -> Exit:
    """Runs `dbt build` with these arguments, for that day if one is named."""
    variables = ["--vars", f"as_of: '{day(as_of)}'"] if as_of else []
    return run_dbt(["build", *arguments, *variables], Progress())


def day(as_of: datetime | None) -> str:
    """The day as dbt and publications write it; empty for none."""
    return as_of.date().isoformat() if as_of else ""


def end(code: Exit, sentence: str = "") -> NoReturn:
    """Ends the command with its code; with the sentence where it did what was asked."""
    if code == Exit.DONE and sentence:
        typer.echo(sentence)
    raise typer.Exit(code)
