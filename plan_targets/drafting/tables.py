"""Tables of targets with cells (专栏, 附表) as rows of a draft; other tables are read cell by cell as running text.

Which column means what is found in `plan_targets.drafting.columns`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plan_targets.drafting.accumulation import OF_GROWTH, RISING, SUMMED, accumulation_in_cell
from plan_targets.drafting.columns import NAME, OFFICE, SPELLED, Column, Layout, layout_of, split_unit
from plan_targets.drafting.passages import LocatedTable, Passage
from plan_targets.drafting.printed import Printed, printed_numbers
from plan_targets.drafting.prose import ProseReader
from plan_targets.drafting.rows import DraftRow, LeftOut, Reading, Spot
from plan_targets.drafting.sentences import LOOKING_BACK
from plan_targets.drafting.shapes import Piece, pieces
from plan_targets.drafting.units import listed_units
from plan_targets.drafting.words import ranks, worded_numbers
from plan_targets.drafting.years import Period

DEADLINE = re.compile(r"完成时[限间]|时间节点|时限|完成期限|进度要求")
FOOTNOTE = re.compile(r"[*＊①-⑳†]+$|(?<=[\d%])\s*\((?:注|\d)\)$")
NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.、．)]|[①-⑳]|\([一二三四五六七八九十]+\))\s*(?!\d)")
NOTHING = re.compile(r"^[\s/—\-–…*无]*$")
# A table of how far the plan before was carried out.
DONE = re.compile(r"(?:完成|实现|执行|进展)情况|发展现状|成效|成就|回顾")
# Of a cell with more signs than that beside its number, the number is of something else.
LONGEST_REST = 8
MODALITIES = {"约束": "binding", "预期": "anticipated", "力争": "strive"}


@dataclass
class TableReader:
    """Reads the tables of one document, in order: a table without a header goes on with the one before."""

    units: tuple[str, ...]
    period: Period
    prose: ProseReader
    _before: tuple[Layout, int, str] | None = None
    _count: int = field(default=0)

    def read(self, located: LocatedTable) -> Iterator[DraftRow | LeftOut]:
        """The targets of a table, and the numbers that are left out."""
        found = pieces(located.table.rows)
        layouts = [layout_of(piece.rows, self.period, self.units) for piece in found]
        if all(layout is None for layout in layouts):
            width = max(map(len, located.table.rows), default=0)
            if self._before is None or self._before[1] != width:
                yield from self._as_text(located)
                return
            # It goes on with the table before.
            layouts = [replace(self._before[0], header_rows=0)]
            found = found[:1]
            located = replace(located, title=self._before[2])
        else:
            self._count += 1
            located = replace(located, title=located.title or f"{located.location}表{self._count}")
        first = 1
        for piece, layout in zip(found, layouts, strict=True):
            if layout is not None:
                if len(found) == 1:
                    self._before = (layout, len(piece.rows[0]), located.title)
                yield from self._piece(located, piece, layout, first)
                first += len(piece.rows) - layout.header_rows

    def _piece(self, located: LocatedTable, piece: Piece, layout: Layout, first: int) -> Iterator[DraftRow | LeftOut]:
        looks_back = any(LOOKING_BACK.search(title) for title in located.titles) or bool(DONE.search(located.title))
        group = ""
        for at, row in enumerate(piece.rows[layout.header_rows :], start=layout.header_rows):
            name = _plain_name(row[layout.name])
            if not name or NAME.match(name):
                continue
            # 其中: goes on with the row above.
            is_part = name.startswith("其中")
            name = f"{group}{name.removeprefix('其中').lstrip(':： ')}" if is_part else name
            group = group if is_part else name
            position = first + at - layout.header_rows
            for drafted, across in self._row(located, layout, row, position, name, looks_back=looks_back):
                spot = Spot(cell=piece.cells[at][across], end=len(row[across].strip()))
                if piece.regions and isinstance(drafted, DraftRow):
                    drafted = replace(drafted, region=piece.regions[at])
                yield replace(drafted, spot=spot)

    def _row(
        self,
        located: LocatedTable,
        layout: Layout,
        row: tuple[str, ...],
        position: int,
        name: str,
        *,
        looks_back: bool,
    ) -> Iterator[tuple[DraftRow | LeftOut, int]]:
        """What the cells of a row hold, each with its column."""
        told = row[layout.number].strip() if layout.number is not None else ""
        number = re.sub(r"\D", "", told) or (
            match.group(1) if (match := re.match(r"\s*\(?(\d{1,3})[.、．)]", row[layout.name])) else str(position)
        )
        location = f"{located.title} {number}"
        name, named_unit = split_unit(name, self.units)
        unit = row[layout.unit].strip() if layout.unit is not None else ""
        unit = "" if NOTHING.match(unit) else unit.strip("()")
        baseline = next(
            (
                (value, column.year)
                for column in layout.numbers
                if column.role == "baseline"
                and (value := self._number(row[column.at], name, unit or named_unit)) is not None
            ),
            None,
        )
        for column in layout.numbers:
            if column.role == "baseline":
                continue
            cell = FOOTNOTE.sub("", row[column.at].strip())
            if NOTHING.match(cell):
                continue
            # A column of growth has a unit of its own.
            is_rate = column.role == "growth" and bool(OF_GROWTH.search(column.header))
            unit_of_column = column.unit or ("%" if is_rate else "")
            reading = self._number(cell, name, unit_of_column if is_rate else unit or named_unit or unit_of_column)
            if reading is None:
                yield LeftOut(location, cell, f"{name} {cell}", "words_in_cell", located.table.page), column.at
                continue
            if looks_back:
                yield LeftOut(location, cell, f"{name} {cell}", "looking_back", located.table.page), column.at
                continue
            base = None if is_rate else baseline
            yield self._target(located, layout, row, column, location, name, cell, reading, base), column.at

    def _target(
        self,
        located: LocatedTable,
        layout: Layout,
        row: tuple[str, ...],
        column: Column,
        location: str,
        name: str,
        cell: str,
        number: Printed,
        baseline: tuple[Printed, int | None] | None,
    ) -> DraftRow:
        is_growth = column.role == "growth"
        accumulation = accumulation_in_cell(number, cell, name, column.header, is_growth=is_growth)
        due = column.year or self.period.end
        base_year = baseline[1] if baseline else None
        starts = {
            "change_vs_base": base_year or (self.period.start - 1 if self.period.start else None),
            "period_flow": self.period.start,
        }
        base_value = baseline[0].number if baseline and accumulation not in ("change_vs_base", "period_flow") else None
        modality = row[layout.modality] if layout.modality is not None else ""
        phrase = f"{name}年均增长" if is_growth and accumulation == "annual_flow" and not RISING.search(name) else name
        doubts = [
            *([number.doubt] if number.doubt else []),
            *(["inferred_year" if due else "no_year"] if column.year is None and not is_growth else []),
            *(["unknown_unit"] if number.unit and number.unit not in listed_units() and number.unit != "指数" else []),
            *(["no_unit"] if not number.unit else []),
        ]
        return DraftRow(
            location=location,
            page=located.table.page,
            kind="target",
            phrase=phrase,
            printed=cell,
            readings=(Reading(number.number, number.number_high, base_value),),
            unit=number.unit,
            comparator=number.comparator,
            due_year=due,
            start_year=starts.get(accumulation),
            is_inferred_year=column.year is None,
            accumulation=accumulation,
            modality=next((code for word, code in MODALITIES.items() if word in modality), "unstated"),
            offices=row[layout.office].strip() if layout.office is not None else "",
            passage="｜".join(dict.fromkeys(text.strip() for text in row if text.strip())),
            form="table",
            baseline_year=base_year if base_value is not None else None,
            doubts=tuple(doubts),
        )

    def _number(self, cell: str, name: str, unit: str) -> Printed | None:
        """The number of a cell, with the unit of its column or name; words that are a number count too."""
        cell = FOOTNOTE.sub("", cell.strip())
        summed = SUMMED.match(cell)
        text = summed.group("inner") if summed else cell
        worded = [*worded_numbers(text), *ranks(text)]
        found = [one for one in printed_numbers(text, (*self.units, unit) if unit else self.units)]
        if not found:
            return worded[0] if worded else None
        first = found[0]
        if len(re.sub(r"[\d.,%‰\s]", "", text.replace(first.text, "").replace(first.unit, ""))) > LONGEST_REST:
            return None
        scale = re.match(r"万亿|亿|万", first.unit)
        if unit and first.unit and scale and first.unit == scale.group(0):
            return replace(first, unit=first.unit + unit)
        spelled = first.unit or unit or ("指数" if "指数" in name else "")
        return replace(first, unit=SPELLED.get(spelled, spelled))

    def _as_text(self, located: LocatedTable) -> Iterator[DraftRow | LeftOut]:
        """The sentences in the cells of a table that is no table of targets; a column may say by when."""
        seen: set[str] = set()
        rows = located.table.rows
        headers = rows[0] if rows else ()
        limit = next((at for at, header in enumerate(headers) if DEADLINE.search(header)), None)
        office = next((at for at, header in enumerate(headers) if OFFICE.search(header)), None)
        for down, row in enumerate(rows):
            due = re.search(r"20\d\d", row[limit]) if limit is not None and limit < len(row) else None
            for across, cell in enumerate(row):
                if cell.strip() and cell not in seen and across not in (limit, office):
                    seen.add(cell)
                    passage = Passage(located.location, located.titles, cell.strip(), located.table.page)
                    for drafted in self.prose.read(passage):
                        if isinstance(drafted, DraftRow):
                            drafted = _with_deadline(drafted, int(due.group(0)) if due else None)
                            offices = row[office].strip() if office is not None and office < len(row) else ""
                            drafted = replace(drafted, offices=drafted.offices or offices)
                        yield replace(drafted, spot=replace(drafted.spot, cell=(down, across)))


def _with_deadline(row: DraftRow, due: int | None) -> DraftRow:
    """With the year that a column says it is due by, where its own words say none."""
    if due is None or not row.is_inferred_year:
        return row
    doubts = tuple(doubt for doubt in row.doubts if doubt not in ("inferred_year", "no_year"))
    return replace(row, due_year=due, is_inferred_year=False, doubts=doubts)


def _plain_name(text: str) -> str:
    return re.sub(r"\s", "", NUMBERING.sub("", FOOTNOTE.sub("", text.strip())))
