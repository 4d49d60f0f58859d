"""What a workbook (XLSX) says beside its cells' values: merged ranges, percent formats, errors.

The reader of values (fastexcel) gives 0.9365 for a cell that shows 93.65%, nothing for #DIV/0!, and a merged range as
one cell and blanks. The XML inside the file says the rest; it is searched, not parsed, so that a sheet of a million
rows stays quick.
"""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

MAIN = "xl/workbook.xml"
STYLES = "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

# The two percent formats that every workbook has without saying so.
BUILT_IN_PERCENT_FORMATS = {9, 10}

_ATTRIBUTE = r'\b{name}="([^"]*)"'
_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*?)(/?)>')
_STYLE = re.compile(rb'\bs="(\d+)"')
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>')
_FULL_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>/]*>')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')

Place = tuple[int, int]


@dataclass(frozen=True)
class Remarks:
    """What one sheet says beside its values; rows and columns are counted from 0, columns from the first used one."""

    merged: list[tuple[Place, Place]] = field(default_factory=list)
    percent: list[Place] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)


def read_remarks(path: Path) -> dict[str, Remarks]:
    """The remarks of each sheet by its name; none for workbooks that are not XLSX.

    Raises KeyError, OSError or zipfile.BadZipFile when the file is damaged.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        if MAIN not in archive.namelist():
            return {}
        percent_styles = _percent_styles(archive)
        return {name: _read_sheet(archive.read(part), percent_styles) for name, part in _sheet_parts(archive).items()}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = {
        _attribute(tag, "Id"): _attribute(tag, "Target")
        for tag in re.findall(r"<Relationship\b[^>]*>", archive.read(RELATIONS).decode("utf-8"))
    }
    parts = {}
    for tag in re.findall(r"<sheet\b[^>]*>", archive.read(MAIN).decode("utf-8")):
        target = relations.get(_attribute(tag, "r:id"), "").lstrip("/")
        part = target if target.startswith("xl/") else f"xl/{target}"
        if part in archive.namelist():
            parts[_unescape(_attribute(tag, "name"))] = part
    return parts


def _percent_styles(archive: zipfile.ZipFile) -> set[int]:
    if STYLES not in archive.namelist():
        return set()
    text = archive.read(STYLES).decode("utf-8")
    percent = set(BUILT_IN_PERCENT_FORMATS)
    for tag in re.findall(r"<numFmt\b[^>]*>", text):
        if "%" in _attribute(tag, "formatCode"):
            percent.add(int(_attribute(tag, "numFmtId")))
    formats = re.search(r"<cellXfs\b.*?</cellXfs>", text, re.DOTALL)
    tags = re.findall(r"<xf\b[^>]*>", formats.group()) if formats else []
    return {position for position, tag in enumerate(tags) if int(_attribute(tag, "numFmtId") or 0) in percent}


def _read_sheet(content: bytes, percent_styles: set[int]) -> Remarks:
    merged = _MERGED.findall(content)
    errors = _ERROR_CELL.findall(content)
    # Most sheets have no percent format at all, and then their cells need not be looked at.
    percent = _percent_cells(content, percent_styles) if percent_styles else []
    if not (merged or errors or percent):
        return Remarks()
    first = min((_column(letters) for letters in set(_FULL_CELL.findall(content))), default=0)
    return Remarks(
        merged=[((int(r1) - 1, _column(c1) - first), (int(r2) - 1, _column(c2) - first)) for c1, r1, c2, r2 in merged],
        percent=[(row, column - first) for row, column in percent],
        errors={(int(row) - 1, _column(letters) - first): text.decode("utf-8") for letters, row, text in errors},
    )


def _percent_cells(content: bytes, percent_styles: set[int]) -> list[Place]:
    places = []
    for letters, row, attributes, is_empty in _CELL.findall(content):
        style = _STYLE.search(attributes)
        # Text in a cell of that format is what it says; only numbers are shown times a hundred.
        if (
            style
            and int(style.group(1)) in percent_styles
            and not is_empty
            and not re.search(rb'\bt="(?!n")', attributes)
        ):
            places.append((int(row) - 1, _column(letters)))
    return places


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _attribute(tag: str, name: str) -> str:
    found = re.search(_ATTRIBUTE.format(name=name), tag)
    return found.group(1) if found else ""


def _unescape(text: str) -> str:
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(escaped, character)
    return text
