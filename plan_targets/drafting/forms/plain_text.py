"""Plain text as lines, decoded strictly: mojibake must not look like a plan."""

from plan_targets.drafting.blocks import Line
from plan_targets.drafting.forms.errors import UnreadableDocumentError
from plan_targets.landing.reading.encodings import UnknownEncodingError, decode


def text_of(content: bytes) -> str:
    """The text of the bytes. Raises UnreadableDocumentError where no encoding makes sense of them."""
    try:
        return decode(content).content.decode("utf-8")
    except UnknownEncodingError as error:
        raise UnreadableDocumentError("unknown_encoding") from error


def lines_of(content: bytes) -> list[Line]:
    """The lines of the text that hold something."""
    text = text_of(content)
    if "\x00" in text:
        raise UnreadableDocumentError("unknown_form")
    return [Line(line.strip()) for line in text.splitlines() if line.strip()]
