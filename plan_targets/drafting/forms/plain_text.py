"""Plain text as lines and tables, decoded strictly: mojibake must not look like a plan."""

from plan_targets.drafting.blocks import Block
from plan_targets.drafting.forms.errors import UnreadableDocumentError
from plan_targets.drafting.forms.text_tables import blocks_of_lines
from plan_targets.landing.reading.encodings import UnknownEncodingError, decode


def text_of(content: bytes) -> str:
    """The text of the bytes. Raises UnreadableDocumentError where no encoding makes sense of them."""
    try:
        return decode(content).content.decode("utf-8")
    except UnknownEncodingError as error:
        raise UnreadableDocumentError("unknown_encoding") from error


def blocks_of_text(content: bytes) -> list[Block]:
    """The lines of the text that hold something, and the tables that lie in it."""
    text = text_of(content)
    if "\x00" in text:
        raise UnreadableDocumentError("unknown_form")
    return list(blocks_of_lines([line for line in text.splitlines() if line.strip()]))
