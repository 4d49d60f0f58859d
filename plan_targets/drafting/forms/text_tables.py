"""Tables that lie in plain text: cells apart by tabs, rules or wide blanks, or one cell in each line."""

import re
from collections.abc import Iterator, Sequence

from plan_targets.drafting.blocks import Block, Line, Table

APART = re.compile(r"\t+|\s*[|｜│┃]\s*|[ \u3000]{2,}")
# The lines below a header in Markdown, and those of drawn frames.
RULE = re.compile(r"^[\s|｜│┃+\-—─━=:┌┬┐├┼┤└┴┘]+$")
LEAST_COLUMNS, LEAST_ROWS = 3, 2
# A cell is a name or a figure; a sentence in wide type is none.
LONGEST_CELL = 60
NUMBERS = re.compile(r"^(?:序号|编号)$")
MOST_COLUMNS = 12


def blocks_of_lines(lines: Sequence[str]) -> Iterator[Block]:
    """The lines, with those that are a table's rows put together as one."""
    at = 0
    while at < len(lines):
        table, end = _wide_table(lines, at)
        if table is None:
            table, end = _long_table(lines, at)
        if table is not None:
            yield table
            at = end
            continue
        if lines[at].strip():
            yield Line(lines[at].strip())
        at += 1


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in APART.split(line.strip().strip("|｜│┃")) if cell is not None]


def _is_row(cells: Sequence[str]) -> bool:
    return len(cells) >= LEAST_COLUMNS and all(len(cell) <= LONGEST_CELL for cell in cells)


def _wide_table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """A table with a line for each row, that begins at a line; else none."""
    rows: list[tuple[str, ...]] = []
    at = start
    while at < len(lines):
        if RULE.match(lines[at]) and rows:
            at += 1
            continue
        cells = _cells(lines[at])
        if not _is_row(cells) or (rows and len(cells) != len(rows[0])):
            break
        rows.append(tuple(cells))
        at += 1
    has_figures = any(any(sign.isdigit() for sign in cell) for row in rows[1:] for cell in row)
    return (Table(tuple(rows)), at) if len(rows) >= LEAST_ROWS and has_figures else (None, start)


def _long_table(lines: Sequence[str], start: int) -> tuple[Table | None, int]:
    """A table with a line for each cell: its header begins with 序号 and its rows with 1, 2, 3."""
    if not NUMBERS.match(lines[start].strip()):
        return None, start
    near = [line.strip() for line in lines[start : start + MOST_COLUMNS + 1]]
    width = near.index("1") if "1" in near else 0
    if width < LEAST_COLUMNS:
        return None, start
    rows = [tuple(near[:width])]
    at = start + width
    while at + width <= len(lines) and lines[at].strip() == str(len(rows)):
        rows.append(tuple(line.strip() for line in lines[at : at + width]))
        at += width
    return (Table(tuple(rows)), at) if len(rows) > LEAST_ROWS else (None, start)
