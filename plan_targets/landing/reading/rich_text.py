"""Text in runs, each in a manner of its own: what of it is read as the cell's text.

Struck-out runs are gone. A raised run is a footnote's mark (71.6 with a raised 1 is 71.6), an exponent (μg/m³), or in
doubt: 10 with a raised 4 may be either, and is no figure. A lowered run belongs to its word (PM2.5, CO2).
"""

import re
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from plan_targets.landing.reading.withheld import withhold

# Around a raised mark, until it is decided what becomes of it (see `marks`); no writing uses these characters.
RAISED, END = "\ue000", "\ue001"
CHUNK = 1 << 22
_ONE_MARK = r"(?:注|note)?\s*(?:\d{1,2}|[a-z]|[ivx]{2,4}|[*＊†‡§※#]{1,3}|[①-⑳⑴-⒇⒈-⒛])"
_MARK = re.compile(rf"(?i)^[(（\[［【〔⁽]?\s*{_ONE_MARK}(?:\s*[,，、;；~～-]\s*{_ONE_MARK})*\s*[)）\]］】〕⁾]?$")
# Of lengths, areas and times: what stands behind them raised is an exponent.
_POWER = re.compile(r"(?:^|[^A-Za-z])(?:[kcmdhn]?m|μm|s|kg|L)$")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_RAISED_DIGITS = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


@dataclass(frozen=True)
class Run:
    """A piece of text in one manner; `None` where the run leaves it to the cell's style."""

    text: str
    is_struck: bool | None = None
    raised: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is shown as it stands."""
        return not (self.is_struck or self.raised)


def is_mark(text: str) -> bool:
    """Whether a text can be a footnote's mark."""
    return bool(_MARK.match(text.strip()))


def shown_text(runs: tuple[Run, ...], is_struck: bool = False, raised: str = "") -> str:
    """What is read of the runs, in a cell whose style says so much. Empty when all of it is struck out."""
    shown = ""
    is_doubtful = False
    rest = [run for run in runs if not (is_struck if run.is_struck is None else run.is_struck)]
    for run in rest:
        manner = raised if run.raised is None else run.raised
        text = run.text.strip()
        if not manner or not text:
            shown += run.text
        elif manner == "subscript" and (not shown or re.search("[A-Za-z]$", shown.rstrip())):
            # Behind a letter a part of the formula; behind a digit, a sign or a Chinese word a mark.
            shown += run.text
        elif re.fullmatch("[-−]?[1-4]", text) and _POWER.search(shown) and text != "1":
            shown += text.translate(_RAISED_DIGITS)
        elif re.fullmatch(r"[-−+]?\d+", text) and _TEN.search(shown.rstrip()):
            shown += "^" + text
            is_doubtful = True
        elif is_mark(text):
            shown += f"{RAISED}{text.strip('()（）[]［］【】〔〕⁽⁾ ')}{END}"
        else:
            shown += run.text
            is_doubtful |= bool(re.search(r"\d", text))
    return withhold("raised_number", shown.strip()) if is_doubtful and re.match(r"[\d.^]", shown.strip()) else shown


class RunCollector:
    """Takes the elements of one text, and hands on its runs."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._text: list[str] = []
        self._is_struck: bool | None = None
        self._raised: str | None = None
        self._is_in_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "r":
            self._text, self._is_struck, self._raised = [], None, None
        elif name == "rPr":
            self._is_struck, self._raised = False, ""
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "vertAlign":
            value = attributes.get("val", "")
            self._raised = value if value in ("superscript", "subscript") else ""
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._is_in_text = not self._phonetic

    def text(self, text: str) -> None:
        """Characters."""
        if self._is_in_text:
            self._text.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self._is_in_text = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "r":
            self._runs.append(Run("".join(self._text), self._is_struck, self._raised))
            self._text = []

    def take(self) -> tuple[Run, ...]:
        """The runs since the last time; one of plain text when there are none."""
        runs = tuple(self._runs) or (Run("".join(self._text)),)
        self._runs, self._text = [], []
        return runs


def read_marked_strings(stream: IO[bytes]) -> dict[int, tuple[Run, ...]]:
    """By its number, each of a workbook's strings whose runs are not all shown in one manner."""
    collector = RunCollector()
    marked: dict[int, tuple[Run, ...]] = {}
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        collector.start(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal count
        name = tag.rpartition(":")[2]
        collector.end(name)
        if name == "si":
            runs = collector.take()
            if any(not run.is_plain for run in runs) or len({run.is_struck for run in runs}) > 1:
                marked[count] = runs
            count += 1

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = collector.text
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return marked
