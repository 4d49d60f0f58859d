"""The names that wait, and what the analyst decides about them."""

from collections.abc import Iterator
from pathlib import Path

from plan_targets.command.exits import CommandError, Exit
from plan_targets.decisions.lists import ALIASES, INDICATORS, accept, confirm
from plan_targets.decisions.rows import DecisionError, Definition
from plan_targets.decisions.waiting import WaitingName, waiting_names
from plan_targets.names.text import plain_text
from plan_targets.publication.read import NoPublicationError
from plan_targets.semantic import SemanticError, client
from plan_targets.words import of_number


def waiting_lines() -> Iterator[str]:
    """A line for each name that waits, and one for each of its candidates. Raises NoPublicationError."""
    names = waiting_names(client().current())
    if not names:
        yield "No name waits. 没有待定的名称。"
    for one in names:
        state = "brought by a plan 规划带来" if one.is_provisional else "refused 未采用"
        unit = f"（{one.unit}）" if one.unit else ""
        yield (
            f"{one.name}{unit}  {state}  {one.figure_count} {of_number(one.figure_count, 'figure|figures')} 数据, "
            f"{one.target_count} {of_number(one.target_count, 'target|targets')} 目标  "
            f"from 来自 {one.senders}"
        )
        for near in one.candidates:
            against = f"  {near.against}" if near.against else ""
            yield f"    {near.indicator_id}  {near.name_zh}{against}"


def accept_name(name: str, indicator_id: str, unit: str | None) -> str:
    """Writes the alias; returns what was written where. Raises CommandError, and OSError."""
    try:
        line = accept(name, indicator_id, unit, _waiting(name, unit))
    except DecisionError as error:
        raise CommandError(Exit.WRONG_CALL, error.english, error.chinese) from error
    return f"{Path('seeds/reference') / ALIASES}: {line}"


def confirm_name(name: str, indicator_id: str, said: Definition) -> list[str]:
    """Writes the indicator; returns what was written where. Raises CommandError, and OSError."""
    try:
        lines = confirm(name, indicator_id, said, _waiting(name, said.unit))
    except DecisionError as error:
        raise CommandError(Exit.WRONG_CALL, error.english, error.chinese) from error
    files = (INDICATORS, ALIASES)
    return [f"{Path('seeds/reference') / file}: {line}" for file, line in zip(files, lines, strict=False)]


def _waiting(name: str, unit: str | None) -> WaitingName | None:
    """What is published of the name; nothing where nothing is, which hinders no decision."""
    try:
        names = waiting_names(client().current())
    except (NoPublicationError, SemanticError):
        return None
    found = [one for one in names if plain_text(one.name) == plain_text(name)]
    provisional = [one for one in found if one.is_provisional and unit in (None, one.unit)]
    return next(iter(provisional or found), None)
