"""In which rows of a sheet a header may stand: the first ones, and those that hold the name of a column."""

import polars as pl

from plan_targets.landing.grammar.header_cells import ANCHORS, CellReader
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.headers.stacking import Cells
from plan_targets.landing.reading.sheets import ROWS_LOOKED_AT, TROUBLE, Sheet
from plan_targets.landing.reading.workbook import Cell

# A header has no more rows than that.
MOST_ROWS = 4
# Our code for a kind of region, which rows of figures hold too; and the unit of years.
LEVEL_CODE = "area"
ALSO_OTHER_THINGS = {(LEVEL_CODE,), ("年",), ("country",), ("province",), ("city",), ("county",)} | {
    (word,) for word in "省市县区州"
}
_PLAIN_NUMBER = r"^-?\d+(?:\.\d+)?%?$"
_LIKE_A_YEAR = r"^[12]\d{3}(?:\d{2})?$"


def rows_looked_at(sheet: Sheet, reader: CellReader) -> dict[int, Cells]:
    """The rows in which a header may stand, by position from 0: the first ones, and those that name a column."""
    likely = _likely_headers(sheet, reader.vocabulary)
    near = {position + step for position in likely for step in range(1 - MOST_ROWS, MOST_ROWS)}
    positions = sorted(position for position in near | set(range(ROWS_LOOKED_AT)) if 0 <= position < sheet.rows.height)
    cells = sheet.rows[positions].select(sheet.cells)
    rows = dict(zip(positions, map(list, cells.iter_rows()), strict=True))
    fill_merged_cells(rows, sheet.merged)
    return {
        position: [None if cell and reader.is_corner(cell) else cell for cell in row] for position, row in rows.items()
    }


def _likely_headers(sheet: Sheet, vocabulary: Vocabulary) -> list[int]:
    """Beyond the first rows, those that hold the name of a column of regions or indicators and no number."""
    if sheet.rows.height <= ROWS_LOOKED_AT:
        return []
    names = _spellings(vocabulary)
    rest = sheet.rows.slice(ROWS_LOOKED_AT).with_row_index("position", offset=ROWS_LOOKED_AT)
    levels = _columns_of_levels(rest, sheet.cells)
    searched = [cell for cell in sheet.cells if cell not in levels]
    if not searched:
        return []
    named = rest.filter(pl.any_horizontal(pl.col(cell).is_in(names) for cell in searched))
    is_named_twice = pl.sum_horizontal(pl.col(cell).is_in(names) for cell in searched) >= 2
    is_number = (
        pl.col(cell).str.contains(_PLAIN_NUMBER) & ~pl.col(cell).str.contains(_LIKE_A_YEAR) for cell in sheet.cells
    )
    has_number = pl.any_horizontal(is_number).fill_null(value=False)
    found = named.filter((is_named_twice | ~has_number) & pl.col(TROUBLE).is_null())
    return found["position"].to_list()


def _columns_of_levels(rows: pl.DataFrame, cells: list[str]) -> set[str]:
    """The columns that say of most rows that it is a county or a city: there the word heads nothing."""
    words = [word for parts in ALSO_OTHER_THINGS for word in parts]
    shares = rows.select(pl.col(cell).drop_nulls().is_in(words).mean() for cell in cells).row(0)
    return {cell for cell, share in zip(cells, shares, strict=True) if (share or 0) > 1 / 2}


def _spellings(vocabulary: Vocabulary) -> list[str]:
    """How the names that tell a header are written, so that a million rows can be searched for them as they stand."""
    names = [name for name in vocabulary.header_names(*sorted(ANCHORS)) if name != LEVEL_CODE]
    cased = {spelled for name in names for spelled in (name, name.upper(), name.title(), name.capitalize())}
    spaced = {blank.join(name) for name in cased for blank in (" ", "  ", "\u3000")}
    marked = {mark.join(("", name, "")) for name in cased for mark in ("*", " ")} | {
        name + mark for name in cased for mark in ":：*＊"
    }
    return sorted(cased | spaced | marked)


def fill_merged_cells(rows: dict[int, Cells], merged: list[tuple[Cell, Cell]]) -> None:
    """What a merged range says, in each of its cells."""
    for (top, left), (bottom, right) in merged:
        inside = range(top, bottom + 1) if bottom - top < len(rows) else [row for row in rows if top <= row <= bottom]
        for row in inside:
            if row in rows and top in rows and left < len(rows[top]):
                for column in range(left, min(right + 1, len(rows[row]))):
                    rows[row][column] = rows[top][left]
