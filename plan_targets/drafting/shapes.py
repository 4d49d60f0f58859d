"""Tables of unusual shape as tables with an indicator in each row.

Two tables side by side, a table with years down, and a table with a row for each region are laid out anew; every cell
keeps the place where it stands in the document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Rows = tuple[tuple[str, ...], ...]
Cell = tuple[int, int]
YEARS_DOWN = re.compile(r"^(?:年份|年度|时间|目标年份?)$")
REGIONS_DOWN = re.compile(
    r"^(?:各?地区|各?地市|地级市|城市|设区市|市\(?州\)?|市县|区县|县区|县\(市、?区\)|市\(县\)|省份|行政区划?|省\(区、?市\))(?:名称)?$"
)
YEAR = re.compile(r"^20\d\d年?(?:末|底)?(?:目标值?|规划值?)?$")
FIGURE = re.compile(r"\d")
NUMBERING = re.compile(r"^(?:序号|编号)$")
LEAST_SHARE_OF_FIGURES = 0.6


@dataclass(frozen=True)
class Piece:
    """A table to be read; `cells` says where each of its cells stands in the document's table."""

    rows: Rows
    cells: tuple[tuple[Cell, ...], ...]
    # Of each row, the region that it is of, where the document's rows are regions.
    regions: tuple[str, ...] = ()


def pieces(rows: Rows) -> list[Piece]:
    """The tables that a table consists of; mostly itself alone."""
    width = max(map(len, rows), default=0)
    square = tuple(row + ("",) * (width - len(row)) for row in rows)
    if not square:
        return []
    return list(_side_by_side(square) or _years_down(square) or _regions_down(square)) or [_piece(square, range(width))]


def _piece(rows: Rows, columns: range) -> Piece:
    return Piece(
        tuple(tuple(row[at] for at in columns) for row in rows),
        tuple(tuple((down, at) for at in columns) for down in range(len(rows))),
    )


def _side_by_side(rows: Rows) -> list[Piece]:
    """The same headers twice or more, one set beside the other."""
    header = [re.sub(r"\s", "", cell) for cell in rows[0]]
    count = len(header)
    for width in range(2, count // 2 + 1):
        if count % width == 0 and len(set(header[:width])) == width and header == header[:width] * (count // width):
            return [_piece(rows, range(start, start + width)) for start in range(0, count, width)]
    return []


def _years_down(rows: Rows) -> list[Piece]:
    """A row for each year and a column for each indicator."""
    if not YEARS_DOWN.match(rows[0][0].strip()) or not all(YEAR.match(row[0].strip()) for row in rows[1:]):
        return []
    turned = tuple(zip(*rows, strict=True))
    cells = tuple(tuple((down, across) for down in range(len(rows))) for across in range(len(rows[0])))
    return [Piece((("指标", *turned[0][1:]), *turned[1:]), cells)]


def _regions_down(rows: Rows) -> Iterator[Piece]:
    """A row for each region: a piece for each column of figures."""
    first = 1 if NUMBERING.match(rows[0][0].strip()) and len(rows[0]) > 2 else 0
    if not REGIONS_DOWN.match(re.sub(r"\s", "", rows[0][first])):
        return
    for across in range(first + 1, len(rows[0])):
        figures = [down for down in range(1, len(rows)) if FIGURE.search(rows[down][across])]
        if len(figures) < LEAST_SHARE_OF_FIGURES * (len(rows) - 1):
            continue
        header = re.sub(r"\s", "", rows[0][across])
        year = re.search(r"(?:到)?(20\d\d)年(?:末|底)?", header)
        name = header.replace(year.group(0), "").removeprefix("的") if year else header
        told = (
            f"{year.group(1)}年目标值" if year and "现状" not in header else "现状值" if "现状" in header else "目标值"
        )
        yield Piece(
            (("指标", told), *((re.sub(r"目标值?$|^目标", "", name) or name, rows[down][across]) for down in figures)),
            (((0, across), (0, across)), *(((down, across), (down, across)) for down in figures)),
            ("", *(re.sub(r"\s", "", rows[down][first]) for down in figures)),
        )
