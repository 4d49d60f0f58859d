"""What a report is made of, before it is written in any format."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from plan_targets.report.numbers import Figure, Origin, Parts


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part of the report."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a quiet one is a note. A blank one leaves room to write in by hand."""

    parts: Parts
    style: Literal["body", "note", "blank"] = "body"


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    title: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table under its title."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Parts, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A chart as finished Vega-Lite, its title, and what it shows in words.

    `figures` are the numbers written in it, `points` those of its lines.
    """

    title: str
    chart: dict[str, Any]
    alternative: str
    figures: tuple[Figure, ...] = ()
    points: tuple[Figure, ...] = ()


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Report:
    """A whole report. `version` says in one line which publication it is made of."""

    language: str
    title: str
    subtitle: str
    version: str
    blocks: tuple[Block, ...]

    def figures(self) -> Iterator[Figure]:
        """Every number of it, in order; not the points of lines."""
        return figures_of(self.blocks)

    def points(self) -> Iterator[Figure]:
        """The points of the lines in its charts, in order."""
        return (point for block in self.blocks if isinstance(block, Picture) for point in block.points)

    def marks(self) -> dict[Origin, int]:
        """The number in the annex of each origin that is no target's."""
        marks: dict[Origin, int] = {}
        for figure in self.figures():
            if figure.origin.target is None:
                marks.setdefault(figure.origin, len(marks) + 1)
        return marks


def figures_of(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    """Every number of these blocks, in order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (part for part in block.parts if isinstance(part, Figure))
        if isinstance(block, Table):
            yield from (part for row in block.rows for cell in row for part in cell if isinstance(part, Figure))
        if isinstance(block, Picture):
            yield from block.figures
