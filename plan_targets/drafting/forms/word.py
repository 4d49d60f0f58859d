"""A Word document as lines and tables, in order, as it stands once its changes are accepted."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.forms.errors import UnreadableDocumentError
from plan_targets.drafting.forms.word_numbering import Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What was deleted or moved away, and the second copy of a text box for old programs.
NOT_SHOWN = frozenset(
    {f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
# Unpacked, no plan is larger: what is, was made to fill the memory.
MOST_UNPACKED = 400 * 1024 * 1024


def blocks_of_word(path: Path) -> list[Block]:
    """The lines and tables of a document. Raises UnreadableDocumentError for one that cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            if "word/document.xml" not in package.namelist():
                raise UnreadableDocumentError("unknown_form")
        if unpacked > MOST_UNPACKED:
            raise UnreadableDocumentError("too_large", size=unpacked >> 20, most=MOST_UNPACKED >> 20)
        return list(_blocks(docx.Document(str(path))))
    except UnreadableDocumentError:
        raise
    # The library raises errors of a dozen kinds for a damaged package, all of which mean that.
    except Exception as error:
        raise UnreadableDocumentError("damaged") from error


def _blocks(document: Document) -> Iterator[Block]:
    numbering = Numbering.of(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            text = numbering.next_mark(block) + shown_text(block)
            for line in text.splitlines():
                if line.strip():
                    yield Line(line.strip())
        else:
            yield _table(block)


def _table(table: WordTable) -> Table:
    rows = [[" ".join(map(shown_text, cell.paragraphs)).strip() for cell in row.cells] for row in table.rows]
    width = max(map(len, rows), default=0)
    return Table(tuple(tuple(row + [""] * (width - len(row))) for row in rows))


def shown_text(paragraph: Paragraph) -> str:
    """The text of a paragraph with what was inserted and without what was deleted."""
    parts: list[str] = []

    def walk(element: object) -> None:
        for child in element:  # type: ignore[attr-defined]
            if child.tag in NOT_SHOWN:
                continue
            if child.tag == f"{W}t":
                parts.append(child.text or "")
            elif child.tag in (f"{W}tab", f"{W}ptab"):
                parts.append(" ")
            elif child.tag in (f"{W}br", f"{W}cr"):
                parts.append("\n")
            else:
                walk(child)

    walk(paragraph._p)
    return "".join(parts)
