"""What a workbook (XLSX) says beside its cells' values, sheet by sheet: how they are shown, and how far it reaches.

The reader of values (fastexcel) gives 0.9365 for a cell that shows 93.65%, 71.61 for 71.6 with a raised 1, nothing for
#DIV/0!, a merged range as one cell and blanks, hidden rows as any others, and room for every cell between the first and
the last, however far away that stands.
"""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from plan_targets.landing.reading.cells import CellReader, Marks, Remarks, Styling, is_plain
from plan_targets.landing.reading.parts import (
    MAIN,
    RELATIONS,
    STRINGS,
    STYLES,
    archive_names,
    archive_parts,
    comments_of,
    read_epoch,
    sheet_parts,
    was_calculated,
)
from plan_targets.landing.reading.references import Cell, cell_of
from plan_targets.landing.reading.rich_text import CHUNK, Run, read_marked_strings
from plan_targets.landing.reading.styles import read_looks

__all__ = ["MAIN", "MOST_BLANK_CELLS", "Cell", "Marks", "Remarks", "archive_names", "read_remarks"]

# Rows times columns, less the cells that hold something: they cost memory all the same.
MOST_BLANK_CELLS = 20_000_000


def read_remarks(path: Path) -> dict[str, Remarks]:
    """The remarks of each sheet of an XLSX by the sheet's name. Raises one of many errors when the file is damaged."""
    with zipfile.ZipFile(path) as archive:
        parts = archive_parts(archive)
        main = ElementTree.fromstring(archive.read(parts[MAIN]))
        looks = (
            read_looks(ElementTree.fromstring(archive.read(parts[STYLES])), read_epoch(main)) if STYLES in parts else {}
        )
        styling = Styling(looks, _marked_strings(archive, parts), was_calculated(main, archive, parts))
        sheets = sheet_parts(main, ElementTree.fromstring(archive.read(parts[RELATIONS])))
        return {
            name: replace(
                _read_sheet(archive, parts[sheet.part], styling),
                is_hidden=sheet.is_hidden,
                comments={
                    cell_of(cell): text for cell, text in comments_of(sheet.part, archive, parts).items() if cell
                },
            )
            for name, sheet in sheets.items()
            if sheet.part in parts
        }


def _marked_strings(archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[int, tuple[Run, ...]]:
    if STRINGS not in parts:
        return {}
    with archive.open(parts[STRINGS]) as stream:
        if not _holds(stream, b"rPr"):
            return {}
    with archive.open(parts[STRINGS]) as stream:
        return read_marked_strings(stream)


def _holds(stream: IO[bytes], mark: bytes) -> bool:
    rest = b""
    while chunk := stream.read(CHUNK):
        if mark in rest + chunk:
            return True
        rest = chunk[-len(mark) :]
    return False


def _read_sheet(archive: zipfile.ZipFile, part: str, styling: Styling) -> Remarks:
    if not styling.looks and not styling.strings:
        with archive.open(part) as stream:
            if is_plain(stream):
                return Remarks()
    with archive.open(part) as stream:
        return CellReader(styling).read(stream)
