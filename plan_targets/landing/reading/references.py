"""How spreadsheets name cells, columns and rows; here, rows and columns are counted from 0."""

import re
from collections.abc import Iterator
from functools import cache

# Its row and its column.
Cell = tuple[int, int]


def cell_of(reference: str) -> Cell:
    """Row and column, from 0, of a reference such as B7. Raises ValueError when it is none."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]) - 1, _column(letters)


def name_column(column: int) -> str:
    """The letters of a column that is counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def name_spans(numbers: Iterator[int] | set[int]) -> list[tuple[int, int]]:
    """Numbers as spans of those that follow each other."""
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


@cache
def _column(letters: str) -> int:
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
