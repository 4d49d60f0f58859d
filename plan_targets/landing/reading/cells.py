"""Goes through a sheet's XML and keeps what is to be remarked of its cells, its rows and its columns."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from plan_targets.landing.reading.number_formats import Format
from plan_targets.landing.reading.references import Cell, cell_of
from plan_targets.landing.reading.rich_text import CHUNK, Run, RunCollector, shown_text
from plan_targets.landing.reading.styles import Look
from plan_targets.landing.reading.withheld import withhold

# Row by row of a column: the text that stands there, or the format in which its number is shown.
Marks = dict[int, str | Format]

# Thinner than this, in points and in characters, a row or a column is not seen.
_LEAST_HEIGHT = 2.0
_LEAST_WIDTH = 0.3
_LAST_COLUMN = 16_384

# A cell of the form that programs write, in the first columns and with nothing to remark: so few columns are never too
# many blank cells. Anything else is looked at closely.
_UNUSUAL = re.compile(
    rb'<(?:c(?=[\s/>])(?! r="[A-S][1-9]\d{0,5}"(?: s="\d+")?(?: t="(?:s|str|inlineStr|b|n)")?/?>)'
    rb"|\w+:(?:c|worksheet)[\s/>]|mergeCell|!|odd(?:Header|Footer)|f[\s/>]|r>"
    rb"|row [^>]*(?:hidden|collapsed|ht=[\"'][01][.\"'])"
    rb"|col [^>]*(?:hidden|width=[\"']0)|sheetView [^>]*showZeros)"
)


# In what is printed above and below a page, & begins a place (&C), a font, a size, or the number of the page (&P).
_PAGE_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z&])')


@dataclass(frozen=True)
class Remarks:
    """What one sheet says beside its values; rows and columns are counted from 0."""

    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    marks: dict[int, Marks] = field(default_factory=dict)
    blank_cells: int = 0
    # Cells of a style that strikes out, raises, or writes in the colour of the ground.
    struck: set[Cell] = field(default_factory=set)
    raised: set[Cell] = field(default_factory=set)
    unseen: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    # What somebody wrote beside cells, and what is printed above and below each page.
    comments: dict[Cell, str] = field(default_factory=dict)
    page_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Styling:
    """What of a workbook bears on each of its sheets."""

    looks: dict[str, Look]
    strings: dict[int, tuple[Run, ...]]
    # Null where the workbook does not say; then other results than zeros show it.
    was_calculated: bool | None


def is_plain(stream: IO[bytes]) -> bool:
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


class CellReader:
    """Reads one sheet."""

    def __init__(self, styling: Styling) -> None:
        self._styling = styling
        self._found = Remarks()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._row = self._column = -1
        self._kind = self._style = ""
        # What stands in a cell whose characters matter; nothing while none do.
        self._characters: list[str] | None = None
        self._runs: RunCollector | None = None
        self._has_formula = self._has_result = False
        self._hides_zeros = self._has_colours = False
        self._cells = 0
        self._last_row = -1
        self._columns: set[int] = set()
        self._merged: list[tuple[Cell, Cell]] = []
        self._formulas: list[tuple[Cell, bool]] = []
        self._has_other_result = False
        self._page_lines: list[str] = []

    def read(self, stream: IO[bytes]) -> Remarks:
        """Reads the XML. Raises expat.ExpatError when it is none."""
        while chunk := stream.read(CHUNK):
            self._parser.Parse(chunk, False)
        self._parser.Parse(b"", True)
        found = self._found
        was_calculated = self._styling.was_calculated
        is_calculated = self._has_other_result if was_calculated is None else was_calculated
        for (row, column), is_zero in self._formulas:
            if not (is_zero and is_calculated):
                found.marks.setdefault(column, {})[row] = withhold("formula_not_calculated")
        return Remarks(
            self._merged,
            found.marks,
            self._blank_cells(),
            found.struck,
            found.raised,
            # Rules and the styles of tables give a ground that the cell's own style does not say.
            set() if self._has_colours else found.unseen,
            found.hidden_rows,
            found.hidden_columns,
            page_lines=tuple(self._page_lines),
        )

    def _blank_cells(self) -> int:
        """How many blank cells there are between the first and the last that are not."""
        if not self._columns:
            return 0
        # The reader of values begins with the first row, used or not.
        return (self._last_row + 1) * (max(self._columns) - min(self._columns) + 1) - self._cells

    # One branch for each element; a call more for each of millions of cells is what a table of functions would cost.
    def _start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: C901
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if self._runs is not None:
            self._runs.start(name, attributes)
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = cell_of(attributes["r"])
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._has_formula = self._has_result = False
        elif name == "v":
            self._has_result = True
            self._use()
            is_marked_text = self._kind == "s" and bool(self._styling.strings)
            if self._kind == "e" or is_marked_text or (self._kind == "n" and (self._has_formula or self._hides_zeros)):
                self._characters = []
                self._parser.CharacterDataHandler = self._characters.append
        elif name == "is":
            self._use()
            self._runs = RunCollector()
            self._parser.CharacterDataHandler = self._runs.text
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if _is_set(attributes.get("hidden")) or _is_less(attributes.get("ht"), _LEAST_HEIGHT):
                self._found.hidden_rows.add(self._row)
        elif name == "col":
            if _is_set(attributes.get("hidden")) or _is_less(attributes.get("width"), _LEAST_WIDTH):
                last = min(int(attributes["max"]), _LAST_COLUMN)
                self._found.hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == "mergeCell":
            begin, _, end = attributes.get("ref", "").partition(":")
            with suppress(ValueError):
                self._merged.append((cell_of(begin), cell_of(end)))
        elif name == "sheetView":
            self._hides_zeros |= attributes.get("showZeros", "1") in ("0", "false")
        elif name in ("oddHeader", "oddFooter"):
            self._characters = []
            self._parser.CharacterDataHandler = self._characters.append
        elif name in ("tablePart", "conditionalFormatting"):
            self._has_colours = True

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if self._runs is not None:
            self._runs.end(name)
            if name == "is":
                runs, self._runs = self._runs.take(), None
                self._parser.CharacterDataHandler = None
                if any(not run.is_plain for run in runs) or len({run.is_struck for run in runs}) > 1:
                    self._take_runs(runs)
        elif name in ("v", "oddHeader", "oddFooter") and self._characters is not None:
            text, self._characters = "".join(self._characters), None
            self._parser.CharacterDataHandler = None
            if name == "v":
                self._take_text(text)
            else:
                self._page_lines.extend(part for part in _PAGE_CODES.sub("\n", text).split("\n") if part.strip())
        elif name == "c" and self._has_formula and not self._has_result:
            self._use()
            self._formulas.append(((self._row, self._column), False))

    def _use(self) -> None:
        self._cells += 1
        self._last_row = max(self._last_row, self._row)
        self._columns.add(self._column)
        look = self._styling.looks.get(self._style)
        if look is None:
            return
        cell = (self._row, self._column)
        # Text in a cell of that format is what it says; only numbers and dates are shown in another way.
        if look.format and self._kind in ("n", "d"):
            self._mark(look.format)
        if look.is_struck:
            self._found.struck.add(cell)
        if look.raised:
            self._found.raised.add(cell)
        if look.is_unseen:
            self._found.unseen.add(cell)

    def _take_text(self, text: str) -> None:
        if self._kind == "e":
            self._mark(text)
        elif self._kind == "s":
            runs = self._styling.strings.get(int(text)) if text.strip().isdigit() else None
            if runs is not None:
                self._take_runs(runs)
        elif self._has_formula and not text.strip():
            self._formulas.append(((self._row, self._column), False))
        elif _is_zero(text):
            if self._has_formula:
                self._formulas.append(((self._row, self._column), True))
            if self._hides_zeros:
                self._mark(withhold("value_not_shown"))
        elif self._has_formula:
            self._has_other_result = True

    def _take_runs(self, runs: tuple[Run, ...]) -> None:
        look = self._styling.looks.get(self._style, Look())
        cell = (self._row, self._column)
        shown = shown_text(runs, look.is_struck, look.raised)
        self._found.raised.discard(cell)
        if shown.strip():
            self._found.struck.discard(cell)
            self._mark(shown)
        else:
            self._found.struck.add(cell)

    def _mark(self, mark: str | Format) -> None:
        self._found.marks.setdefault(self._column, {})[self._row] = mark


def _is_set(flag: str | None) -> bool:
    return flag in ("1", "true")


def _is_less(measure: str | None, least: float) -> bool:
    if measure is None:
        return False
    with suppress(ValueError):
        return float(measure) < least
    return False


def _is_zero(text: str) -> bool:
    with suppress(ValueError):
        return float(text) == 0
    return False
