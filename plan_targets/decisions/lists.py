"""Writes decisions to the reference lists (seeds/reference), whole or not at all."""

import csv
from collections.abc import Mapping
from pathlib import Path

from plan_targets.decisions.rows import (
    Definition,
    alias_row,
    check_alias,
    check_indicator,
    csv_line,
    indicator_row,
)
from plan_targets.decisions.waiting import WaitingName
from plan_targets.files.disk import write_text
from plan_targets.names.text import plain_text
from plan_targets.settings import SEEDS_FOLDER

REFERENCE = SEEDS_FOLDER / "reference"
ALIASES = "indicator_aliases.csv"
INDICATORS = "indicators.csv"
# What an indicator that a plan brought has for a theme; nobody chooses it.
UNASSIGNED = "unassigned"


def accept(
    name: str,
    indicator_id: str,
    unit: str | None = None,
    waiting: WaitingName | None = None,
    reference: Path = REFERENCE,
) -> str:
    """Makes the name mean an indicator of the list; returns the row that was written.

    What a plan brought under this name goes to that indicator with the next build, and the row says which provisional
    indicator that was. Raises DecisionError, and OSError when the list cannot be written.
    """
    was = f"was {waiting.indicator_id}" if waiting and waiting.indicator_id else None
    row = alias_row(name, indicator_id, unit, was)
    check_alias(row, _read(reference / INDICATORS), _read(reference / ALIASES), _words(reference, "units", "unit"))
    return _append(reference / ALIASES, row)


def confirm(
    name: str,
    indicator_id: str,
    said: Definition,
    waiting: WaitingName | None = None,
    reference: Path = REFERENCE,
) -> list[str]:
    """Makes the name an indicator of its own, as said, or else as the plan said that brought it; returns the rows.

    Under another name than the one that waits, an alias keeps the name that waits. Raises DecisionError, and OSError
    when a list cannot be written.
    """
    indicators = _read(reference / INDICATORS)
    row = indicator_row(indicator_id, said.completed_by(waiting))
    units = _words(reference, "units", "unit")
    check_indicator(row, indicators, _words(reference, "themes", "theme") - {UNASSIGNED}, units)
    if plain_text(said.name_zh) == plain_text(name):
        return [_append(reference / INDICATORS, row)]
    alias = alias_row(name, indicator_id)
    check_alias(alias, [*indicators, row], _read(reference / ALIASES), units)
    return [_append(reference / INDICATORS, row), _append(reference / ALIASES, alias)]


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _words(reference: Path, seed: str, column: str) -> set[str]:
    return {row[column] for row in _read(reference / f"{seed}.csv")}


def _append(file: Path, row: Mapping[str, str]) -> str:
    text = file.read_text(encoding="utf-8")
    line = csv_line(row)
    write_text(file, text + ("" if text.endswith("\n") else "\n") + line)
    return line.rstrip("\n")
