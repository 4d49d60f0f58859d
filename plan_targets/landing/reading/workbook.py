"""What a workbook (XLSX) says beside its cells' values: merged ranges, number formats, errors, and how far it reaches.

The reader of values (fastexcel) gives 0.9365 for a cell that shows 93.65%, nothing for #DIV/0!, a merged range as one
cell and blanks, and room for every cell between the first and the last, however far away that stands.
"""

import posixpath
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from plan_targets.landing.reading.number_formats import BUILT_IN, Epoch, Format, read_format

MAIN = "xl/workbook.xml"
STYLES = "xl/styles.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"

# Rows times columns, less the cells that hold something: they cost memory all the same.
MOST_BLANK_CELLS = 20_000_000
CHUNK = 1 << 22

# A cell of the form that programs write, in the first columns and with nothing to remark: so few columns are never too
# many blank cells. Anything else is looked at closely.
_UNUSUAL = re.compile(
    rb'<(?:c(?=[\s/>])(?! r="[A-S][1-9]\d{0,5}"(?: s="\d+")?(?: t="(?:s|str|inlineStr|b|n)")?/?>)'
    rb"|\w+:(?:c|worksheet)[\s/>]|mergeCell|!)"
)

Place = tuple[int, int]
# Row by row of a column: the error that stands there, or the format in which its number is shown.
Marks = dict[int, str | Format]


@dataclass(frozen=True)
class Remarks:
    """What one sheet says beside its values; rows and columns are counted from 0."""

    merged: list[tuple[Place, Place]] = field(default_factory=list)
    marks: dict[int, Marks] = field(default_factory=dict)
    blank_cells: int = 0


def archive_names(path: Path) -> set[str]:
    """The names in an archive, in small letters. Raises zipfile.BadZipFile when it is damaged."""
    with zipfile.ZipFile(path) as archive:
        return set(_parts(archive))


def read_remarks(path: Path) -> dict[str, Remarks]:
    """The remarks of each sheet of an XLSX by the sheet's name. Raises one of many errors when the file is damaged."""
    with zipfile.ZipFile(path) as archive:
        parts = _parts(archive)
        main = ElementTree.fromstring(archive.read(parts[MAIN]))
        formats = _formats(ElementTree.fromstring(archive.read(parts[STYLES])), _epoch(main)) if STYLES in parts else {}
        return {
            name: _read_sheet(archive, parts[part], formats)
            for name, part in _sheet_parts(main, ElementTree.fromstring(archive.read(parts[RELATIONS]))).items()
            if part in parts
        }


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names in the archive by how they are looked up: programs differ in capitals and in slashes."""
    return {name.replace("\\", "/").lower(): name for name in archive.namelist()}


def _sheet_parts(main: ElementTree.Element, relations: ElementTree.Element) -> dict[str, str]:
    targets = {item.get("Id"): item.get("Target", "") for item in relations.iter() if _name(item) == "Relationship"}
    parts = {}
    for sheet in main.iter():
        if _name(sheet) == "sheet":
            identity = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            # Relative to the folder of the workbook, unless it begins with a slash.
            part = posixpath.normpath(posixpath.join("/xl", targets.get(identity, "")))
            parts[sheet.get("name", "")] = part.lstrip("/").lower()
    return parts


def _epoch(main: ElementTree.Element) -> Epoch:
    flags = (item.get("date1904", "") for item in main.iter() if _name(item) == "workbookPr")
    return 1904 if any(flag in ("1", "true") for flag in flags) else 1899


def _formats(styles: ElementTree.Element, epoch: Epoch) -> dict[int, Format]:
    """By a cell's style, the formats that show more than the number."""
    codes = BUILT_IN | {
        int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in styles.iter() if _name(item) == "numFmt"
    }
    formats = {number: read for number, code in codes.items() if (read := read_format(code, epoch))}
    cells = next((item for item in styles if _name(item) == "cellXfs"), ElementTree.Element("cellXfs"))
    numbers = [int(item.get("numFmtId", "0")) for item in cells if _name(item) == "xf"]
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}


def _name(item: ElementTree.Element) -> str:
    return str(item.tag).rpartition("}")[2]


def _read_sheet(archive: zipfile.ZipFile, part: str, formats: dict[int, Format]) -> Remarks:
    if not formats:
        with archive.open(part) as stream:
            if _is_plain(stream):
                return Remarks()
    reader = _CellReader(formats)
    with archive.open(part) as stream:
        reader.read(stream)
    return Remarks(reader.merged, reader.marks, reader.blank_cells)


def _is_plain(stream: IO[bytes]) -> bool:
    """Whether nothing on the sheet needs a close look, told without parsing: a million rows stay quick."""
    rest = b""
    while chunk := stream.read(CHUNK):
        if not rest and chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")):
            return False
        # Cut between two tags.
        whole, mark, rest = (rest + chunk).rpartition(b"<")
        rest = mark + rest
        # The first is the declaration of the form of characters.
        if _UNUSUAL.search(whole):
            return False
    return not _UNUSUAL.search(rest)


class _CellReader:
    """Goes through a sheet's XML and keeps what is to be remarked."""

    def __init__(self, formats: dict[int, Format]) -> None:
        self.merged: list[tuple[Place, Place]] = []
        self.marks: dict[int, Marks] = {}
        self._formats = {str(style): shown for style, shown in formats.items()}
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._row = self._column = -1
        self._kind = self._style = ""
        self._error: list[str] = []
        self._cells = 0
        self._last_row = -1
        self._columns: set[int] = set()

    @property
    def blank_cells(self) -> int:
        """How many blank cells there are between the first and the last that are not."""
        if not self._columns:
            return 0
        # The reader of values begins with the first row, used or not.
        return (self._last_row + 1) * (max(self._columns) - min(self._columns) + 1) - self._cells

    def read(self, stream: IO[bytes]) -> None:
        """Reads the XML. Raises expat.ExpatError when it is none."""
        while chunk := stream.read(CHUNK):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        elif name in ("v", "is"):
            self._use()
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            with suppress(ValueError):
                self.merged.append((_place(first), _place(last)))

    def _use(self) -> None:
        self._cells += 1
        self._last_row = max(self._last_row, self._row)
        self._columns.add(self._column)
        if self._kind == "e":
            self._error = []
            self._parser.CharacterDataHandler = self._error.append
            self._parser.EndElementHandler = self._end_error
        # Text in a cell of that format is what it says; only numbers and dates are shown in another way.
        elif self._style in self._formats and self._kind in ("n", "d"):
            self.marks.setdefault(self._column, {})[self._row] = self._formats[self._style]

    def _end_error(self, _: str) -> None:
        self.marks.setdefault(self._column, {})[self._row] = "".join(self._error)
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None


def _place(reference: str) -> Place:
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
