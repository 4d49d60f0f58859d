"""What a document consists of, whatever its form: lines of text and tables, in order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of text, and the page it stands on where the form of the document tells."""

    text: str
    page: int | None = None


@dataclass(frozen=True)
class Table:
    """A table as its cells; what is merged is repeated in each of its cells."""

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None


Block = Line | Table
