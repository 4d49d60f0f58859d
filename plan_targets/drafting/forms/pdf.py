"""A PDF as lines and tables with their pages: lines joined to paragraphs, page numbers and running heads left out."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.forms.errors import UnreadableDocumentError

Progress = Callable[[int, int], None]
PAGE_NUMBER = re.compile(r"^[-—–\s·第]*\d{1,4}\s*(?:[-—–\s·页]|/\s*\d{1,4}|页\s*共\s*\d+\s*页)*$")
# A font without a table of its characters gives only their numbers.
NO_CHARACTER = re.compile(r"\(cid:\d+\)")
GREATEST_SHARE_WITHOUT_CHARACTER = 0.1
# Fewer signs than that on a page are a stamp or a page number on a picture.
LEAST_SIGNS = 10
# A line that the same words begin on so many pages is a running head.
LEAST_PAGES_OF_A_HEAD = 3


@dataclass(frozen=True)
class _Printed:
    text: str
    left: float
    right: float
    top: float
    size: float
    page: int


def blocks_of_pdf(path: Path, progress: Progress | None = None) -> tuple[list[Block], list[int]]:
    """The lines and tables, and the pages that are pictures. Raises UnreadableDocumentError for what cannot be read."""
    found: list[_Printed | Table] = []
    pictures: list[int] = []
    try:
        with pdfplumber.open(path) as document:
            count = len(document.pages)
            for number, page in enumerate(document.pages, start=1):
                parts = list(_page(page, number))
                if sum(_signs(part) for part in parts) < LEAST_SIGNS and page.images:
                    pictures.append(number)
                found += parts
                # What a page was made of is kept by the library, and sixty pages of it fill the memory.
                page.close()
                if progress is not None:
                    progress(number, count)
    except PdfminerException as error:
        is_locked = any(isinstance(one, PDFPasswordIncorrect) for one in (*error.args, error.__cause__))
        raise UnreadableDocumentError("locked" if is_locked else "damaged") from error
    except UnreadableDocumentError:
        raise
    # The library raises errors of many kinds for a damaged file, all of which mean that.
    except Exception as error:
        raise UnreadableDocumentError("damaged") from error
    if not count:
        raise UnreadableDocumentError("damaged")
    if pictures and len(pictures) > count / 2:
        raise UnreadableDocumentError("scanned", pages=len(pictures))
    _refuse_numbers_of_characters(found)
    return list(_joined(_without_heads(found))), pictures


def _refuse_numbers_of_characters(found: list[_Printed | Table]) -> None:
    text = "".join(part.text for part in found if isinstance(part, _Printed))
    unknown = sum(map(len, NO_CHARACTER.findall(text)))
    if text and unknown > GREATEST_SHARE_WITHOUT_CHARACTER * len(text):
        raise UnreadableDocumentError("no_characters")


def _signs(part: _Printed | Table) -> int:
    return len(part.text) if isinstance(part, _Printed) else sum(len(cell) for row in part.rows for cell in row)


def _page(page: Any, number: int) -> Iterator[_Printed | Table]:
    """The lines and tables of a page from above to below."""
    has_rules = bool(page.rects or page.lines or page.curves)
    tables = [one for one in page.find_tables() if _is_table(one)] if has_rules else []
    parts: list[tuple[float, _Printed | Table]] = []
    for table in tables:
        parts.append((table.bbox[1], Table(_cells(table), number)))
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda one: not _is_inside(one, boxes)) if boxes else page
    for line in outside.extract_text_lines(return_chars=True, x_tolerance=3, strip=True):
        text = _closed_up(line["text"])
        if text:
            size = line["chars"][0]["size"]
            parts.append((line["top"], _Printed(text, line["x0"], line["x1"], line["top"], size, number)))
    return (part for _, part in sorted(parts, key=lambda one: one[0]))


def _is_table(table: Any) -> bool:
    return len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1


def _cells(table: Any) -> tuple[tuple[str, ...], ...]:
    """The texts of the cells; those that a merged cell covers repeat it."""
    rows: list[list[str]] = []
    for row in table.extract(x_tolerance=3):
        texts: list[str] = []
        for column, text in enumerate(row):
            if text is None:
                # Covered by the cell to the left, or by the one above.
                left = texts[column - 1] if column and row[column - 1] is not None else None
                above = rows[-1][column] if rows and column < len(rows[-1]) else ""
                texts.append(left if left is not None and not above else above)
            else:
                texts.append(_closed_up(text.replace("\n", "")))
        rows.append(texts)
    return tuple(map(tuple, rows))


def _is_inside(one: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    if one.get("object_type") != "char":
        return False
    x, y = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _closed_up(text: str) -> str:
    """The text without blanks beside Chinese characters, which set type alone puts there."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()


def _without_heads(found: list[_Printed | Table]) -> list[_Printed | Table]:
    """Without page numbers, and without the first and last lines of pages that say the same on several."""
    lines = [part for part in found if isinstance(part, _Printed)]
    outermost: dict[int, list[_Printed]] = {}
    for line in lines:
        outermost.setdefault(line.page, []).append(line)
    ends = [line for page in outermost.values() for line in {id(one): one for one in (page[0], page[-1])}.values()]
    told = Counter((line.text, round(line.top)) for line in ends)
    heads = {id(line) for line in ends if told[line.text, round(line.top)] >= LEAST_PAGES_OF_A_HEAD}
    return [
        part for part in found if isinstance(part, Table) or not (PAGE_NUMBER.match(part.text) or id(part) in heads)
    ]


def _joined(found: list[_Printed | Table]) -> Iterator[Block]:
    """Lines as paragraphs: one that is full goes on in the next, unless that is indented."""
    lines = [part for part in found if isinstance(part, _Printed)]
    left = _usual([line.left for line in lines], least=True)
    right = _usual([line.right for line in lines], least=False)
    text, page, is_open = "", 0, False
    for part in found:
        if isinstance(part, Table):
            if text:
                yield Line(text, page)
            text, is_open = "", False
            yield part
            continue
        # A paragraph begins two characters in; a title stands in the middle.
        is_indented = part.left > left + part.size
        if text and (not is_open or is_indented):
            yield Line(text, page)
            text = ""
        if not text:
            page = part.page
        text += (
            " " if text and text[-1].isascii() and part.text[0].isascii() and text[-1].isalpha() else ""
        ) + part.text
        is_open = part.right > right - 2 * part.size
    if text:
        yield Line(text, page)


def _usual(values: list[float], *, least: bool) -> float:
    """The margin that lines keep: the outermost place that a twentieth of them reach."""
    if not values:
        return 0.0
    ordered = sorted(values, reverse=not least)
    return ordered[len(ordered) // 20]
