"""Where a table begins, and which of its columns mean what.

A header is recognised by names that a list keeps (`seeds/reference/header_aliases.csv`). It may stand below title rows,
take two rows (a year over several columns), and name years, months or indicators instead of the word for value.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from app.loads.formats import Sheet, iter_rows
from app.loads.periods import read_period
from app.loads.vocabulary import Vocabulary, normalise
from app.loads.workbook import Place

Form = Literal["observations", "plan"]

# What a row of figures cannot do without; of a plan, what tells its table from figures.
REQUIRED: dict[Form, tuple[str, ...]] = {
    "observations": ("region_name_zh", "indicator_zh", "period", "value"),
    "plan": ("indicator_zh", "target_value", "due_year"),
}
# Two names one of which is enough.
STAND_INS = {
    "region_name_zh": "region_code",
    "indicator_zh": "indicator_label",
    "target_value": "value",
    "due_year": "period",
}

_UNIT_LINE = re.compile(r"^[(]?(?:计量)?单位[:：]\s*(.+?)[)]?$")
_BRACKETS = re.compile(r"^(.*?)[(\[【]([^()\[\]【】]*)[)\]】]$")


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures; what its header says instead of a column of its own."""

    cell: str
    header: str
    period: str | None = None
    indicator: str | None = None
    unit: str | None = None
    # Columns that speak for this one alone: a note or a unit under the same year.
    own: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table in a sheet: its form, the last row of its header, and what the columns mean."""

    form: Form
    header_row: int
    columns: dict[str, str]
    headers: dict[str, str]
    values: list[ValueColumn]
    unit: str | None = None
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)

    def header(self, column: str) -> str:
        """What the file calls the column; our own name where the file has none."""
        return self.headers.get(column, column)


def find_table(sheet: Sheet, vocabulary: Vocabulary) -> Table | None:
    """The table of a sheet, or nothing when no row looks like a header."""
    rows = list(iter_rows(sheet))
    filled = _fill_merged([cells for _, cells in rows], sheet.merged)
    best: tuple[int, int] | None = None
    best_columns: list[list[str]] = []
    for position in range(len(filled)):
        for columns, last in _candidates(filled, position, vocabulary):
            score = _score(columns, vocabulary)
            # Of two equally good ones the shorter, then the earlier.
            if score >= 2 and (best is None or score > best[0]):
                best, best_columns = (score, last), columns
    if best is None:
        return None
    above = [cell for cells in filled[: best[1]] for cell in cells if cell]
    return _table(best_columns, rows[best[1]][0], above, sheet.cells, vocabulary)


def _candidates(
    rows: list[list[str | None]], position: int, vocabulary: Vocabulary
) -> list[tuple[list[list[str]], int]]:
    """The row as a header by itself, and with the row below where it spans columns with years or indicators."""
    single = [[cell] if cell else [] for cell in rows[position]]
    if position + 1 >= len(rows) or not any(_spans(cell, vocabulary) for cell in rows[position]):
        return [(single, position)]
    # Without merged cells, a year stands over the first of its columns only.
    above: str | None = None
    pairs = []
    for upper, lower in zip(rows[position], rows[position + 1], strict=True):
        above = upper if upper else (above if lower else None)
        parts = [
            part for part in (above, lower) if part and (part is lower or part is upper or _spans(part, vocabulary))
        ]
        pairs.append(list(dict.fromkeys(parts)))
    return [(single, position), (pairs, position + 1)]


def _spans(part: str | None, vocabulary: Vocabulary) -> bool:
    return part is not None and (_is_period(part) or _is_indicator(part, vocabulary))


def _score(columns: list[list[str]], vocabulary: Vocabulary) -> int:
    known: set[str] = set()
    figures = 0
    for parts in columns:
        names = {name for part in parts if (name := _meaning(part, vocabulary)[0])}
        known |= names
        figures += any(_spans(part, vocabulary) for part in parts)
        # A header over its own first row of figures is no header of two rows.
        if len(parts) == 2 and not (_meaning(parts[1], vocabulary)[0] or _spans(parts[1], vocabulary)):
            return 0
    if not known & {"region_name_zh", "region_code", "indicator_zh", "indicator_label"}:
        return 0
    return len(known) + (1 if figures and "value" not in known else 0)


def _table(
    columns: list[list[str]], header_row: int, above: list[str], cells: list[str], vocabulary: Vocabulary
) -> Table:
    meanings: dict[str, str] = {}
    headers: dict[str, str] = {}
    ambiguous: list[str] = []
    tidy: list[ValueColumn] = []
    wide: list[ValueColumn] = []
    own: dict[str, dict[str, str]] = {}
    for cell, parts in zip(cells, columns, strict=True):
        printed = " ".join(parts)
        period = next((part for part in parts if _is_period(part)), None)
        named = [(_meaning(part, vocabulary), part) for part in parts if part != period]
        (name, unit), _ = next((item for item in reversed(named) if item[0][0]), ((None, None), ""))
        indicator = next(
            (part for (meaning, _), part in named if meaning is None and _is_indicator(part, vocabulary)), None
        )
        if name == "value" or (name is None and (period or indicator)):
            unit = unit or _bracketed_unit(parts, vocabulary)
            beside = own.setdefault(period, {}) if period else {}
            column = ValueColumn(cell, printed, period, _base(indicator), unit, beside)
            (wide if period or indicator else tidy).append(column)
            if not (period or indicator):
                headers.setdefault("value", printed)
        elif name and period:
            own.setdefault(period, {})[name] = cell
        elif name:
            if name in meanings:
                ambiguous.append(f"{headers[name]} / {printed}")
            meanings.setdefault(name, cell)
            headers.setdefault(name, printed)
    # A tidy table has one column of figures; years beside it would leave open which of them counts.
    if len(tidy) > 1 or (tidy and any(column.period for column in wide)):
        ambiguous.append(" / ".join(column.header for column in tidy + wide))
    if tidy:
        wide = []
    elif "period" in meanings:
        wide = [column for column in wide if not column.period]
    else:
        wide = [column for column in wide if column.period]
    if "indicator_zh" in meanings or "indicator_label" in meanings:
        wide = [column for column in wide if not column.indicator or column.period]
    values = tidy or wide
    is_plan = ("due_year" in meanings and "period" not in meanings) or ("target_value" in meanings and not tidy)
    form: Form = "plan" if is_plan else "observations"
    given = set(meanings) | ({"value"} if values else set())
    given |= {"period"} if values and all(column.period for column in values) else set()
    given |= {"indicator_zh"} if values and all(column.indicator for column in values) else set()
    missing = [name for name in REQUIRED[form] if name not in given and STAND_INS.get(name, name) not in given]
    return Table(form, header_row, meanings, headers, values, _unit_above(above, vocabulary), missing, ambiguous)


def _meaning(part: str, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    """The column that a header names and the unit it adds in brackets."""
    text = normalise(part)
    if text in vocabulary.headers:
        return vocabulary.headers[text], None
    bracketed = _BRACKETS.match(text)
    if bracketed and bracketed.group(1) in vocabulary.headers:
        return vocabulary.headers[bracketed.group(1)], vocabulary.unit(bracketed.group(2))
    return None, None


def _is_period(part: str) -> bool:
    return read_period(part).text is not None


def _is_indicator(part: str, vocabulary: Vocabulary) -> bool:
    return part.strip() in vocabulary.indicators or (_base(part) or "") in vocabulary.indicators


def _base(part: str | None) -> str | None:
    if part is None:
        return None
    bracketed = _BRACKETS.match(unicodedata.normalize("NFKC", part).strip())
    return bracketed.group(1).strip() if bracketed else part.strip()


def _bracketed_unit(parts: list[str], vocabulary: Vocabulary) -> str | None:
    for part in parts:
        bracketed = _BRACKETS.match(normalise(part))
        unit = vocabulary.unit(bracketed.group(2)) if bracketed else None
        if unit:
            return unit
    return None


def _unit_above(cells: list[str], vocabulary: Vocabulary) -> str | None:
    for cell in cells:
        found = _UNIT_LINE.match(unicodedata.normalize("NFKC", cell).strip())
        if found:
            return vocabulary.unit(found.group(1))
    return None


def _fill_merged(rows: list[list[str | None]], merged: list[tuple[Place, Place]]) -> list[list[str | None]]:
    filled = [list(cells) for cells in rows]
    for (top, left), (bottom, right) in merged:
        if top >= len(filled) or left >= len(filled[top]):
            continue
        for row in range(top, min(bottom + 1, len(filled))):
            for column in range(left, min(right + 1, len(filled[row]))):
                filled[row][column] = filled[top][left]
    return filled
