"""A plan's document as lines and tables, whatever its form, in simplified characters."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.forms.errors import UnreadableDocumentError
from plan_targets.drafting.plain import simplified

# No plan is larger; what is, is a book of pictures or no document.
MOST_BYTES = 100 * 1024 * 1024
SUFFIXES = ("pdf", "docx", "html", "htm", "txt")
_START = 4096


@dataclass(frozen=True)
class Document:
    """What a document holds; `picture_pages` are those whose text could not be read."""

    name: str
    blocks: tuple[Block, ...]
    picture_pages: tuple[int, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines of text, without the tables."""
        return [block for block in self.blocks if isinstance(block, Line)]


def read_document(path: Path, progress: Callable[[int, int], None] | None = None) -> Document:
    """Reads a document by what it is, not by its name. Raises UnreadableDocumentError with the reason as a sentence.

    `progress` is told the page that was read, and how many there are, where the form has pages.
    """
    if not path.is_file():
        raise UnreadableDocumentError("absent")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocumentError("empty")
    if size > MOST_BYTES:
        raise UnreadableDocumentError("too_large", size=size >> 20, most=MOST_BYTES >> 20)
    blocks, pictures = _read(path, progress)
    blocks = [_simplified(block) for block in blocks]
    if not any(_has_text(block) for block in blocks):
        raise UnreadableDocumentError("no_text")
    return Document(path.name, tuple(blocks), tuple(pictures))


def _read(path: Path, progress: Callable[[int, int], None] | None) -> tuple[list[Block], list[int]]:
    # Each library is loaded when its form is met: they take half a second each.
    with path.open("rb") as stream:
        start = stream.read(_START)
    if b"%PDF" in start[:1024]:
        from plan_targets.drafting.forms.pdf import blocks_of_pdf

        return blocks_of_pdf(path, progress)
    if start.startswith(b"PK"):
        from plan_targets.drafting.forms.word import blocks_of_word

        return blocks_of_word(path), []
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        content = path.read_bytes()
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise UnreadableDocumentError("locked" if is_locked else "old_form")
    if path.suffix.lower() in (".pdf", ".docx"):
        raise UnreadableDocumentError("damaged")
    return _read_text(path), []


def _read_text(path: Path) -> list[Block]:
    from plan_targets.drafting.forms.plain_text import blocks_of_text, text_of
    from plan_targets.drafting.forms.web_page import PAGE, blocks_of_page

    content = path.read_bytes()
    if b"\x00" in content[:_START] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocumentError("unknown_form")
    if PAGE.search(text_of(content)[:_START]):
        return blocks_of_page(content)
    return blocks_of_text(content)


def _simplified(block: Block) -> Block:
    if isinstance(block, Line):
        return replace(block, text=simplified(block.text))
    return replace(block, rows=tuple(tuple(map(simplified, row)) for row in block.rows))


def _has_text(block: Block) -> bool:
    return bool(block.text.strip()) if isinstance(block, Line) else any(cell for row in block.rows for cell in row)


__all__ = ["SUFFIXES", "Document", "Table", "UnreadableDocumentError", "read_document"]
