"""A plan's document as a draft: every number that may be a target, with its place, and those that were left out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.glued import GluedRow, glued_rows, without_glued_rows
from plan_targets.drafting.passages import Passage, passages
from plan_targets.drafting.plain import closed_up, plain
from plan_targets.drafting.prose import ProseReader
from plan_targets.drafting.rows import Draft, DraftRow, LeftOut, Reading, Spot
from plan_targets.drafting.tables import TableReader
from plan_targets.drafting.years import FIRST_LINES, Period, period_of, with_years_mended

LONGEST_TITLE_LINE = 120


def draft_of(blocks: Sequence[Block], units: Sequence[str], titles: Sequence[str] = ()) -> Draft:
    """The draft of a plan whose lines and tables are given; `units` are those that are known."""
    blocks = list(map(_plain, blocks))
    found = passages(blocks)
    prose = [one for one in found if isinstance(one, Passage)]
    lines = [block for block in blocks if isinstance(block, Line)]
    first = [line.text for line in lines[:FIRST_LINES] if len(line.text) < LONGEST_TITLE_LINE]
    period = period_of([*map(plain, titles), *first], prose)
    reader = ProseReader(tuple(units), period, has_headings=any(one.location for one in prose))
    tables = TableReader(tuple(units), period, reader)
    rows: list[DraftRow] = []
    left_out: list[LeftOut] = []
    slipped: list[frozenset[int]] = []
    for position, one in enumerate(found):
        if isinstance(one, Passage):
            text, years = with_years_mended(one.text, period)
            one = found[position] = replace(one, text=text)
            slipped.append(years)
        for drafted in _glued(one, units, period, reader) if isinstance(one, Passage) else tables.read(one):
            if isinstance(one, Passage) and isinstance(drafted, DraftRow) and drafted.due_year in slipped[-1]:
                drafted = replace(drafted, doubts=(*drafted.doubts, "slipped_year"))
            drafted = replace(drafted, spot=replace(drafted.spot, passage=position))
            if isinstance(drafted, DraftRow):
                rows.append(drafted)
            else:
                left_out.append(drafted)
    return Draft(period, tuple(rows), tuple(left_out), tuple(found))


def _plain(block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(map(plain, row)) for row in block.rows))
    return replace(block, text=closed_up(plain(block.text)))


def _glued(passage: Passage, units: Sequence[str], period: Period, reader: ProseReader) -> list[DraftRow | LeftOut]:
    """The rows of the tables that are glued into a passage, then what its own text holds."""
    text = without_glued_rows(passage.text, units)
    rows = [_table_row(passage, row, period) for row in glued_rows(passage.text, units)]
    return [*rows, *reader.read(replace(passage, text=text))]


def _table_row(passage: Passage, row: GluedRow, period: Period) -> DraftRow:
    accumulation = _accumulation(row)
    return DraftRow(
        location=f"{row.table} {row.number}",
        page=passage.page,
        kind="target",
        phrase=row.name,
        printed=row.printed,
        readings=tuple(Reading(value, None, baseline) for baseline, value in row.readings),
        unit=row.unit,
        comparator="eq",
        due_year=row.due_year,
        start_year=row.start_year if accumulation == "period_flow" else None,
        is_inferred_year=False,
        accumulation=accumulation,
        modality="unstated",
        offices="",
        passage=row.printed,
        form="table",
        baseline_year=row.base_year,
        doubts=("glued_digits",) if len(row.readings) > 1 else (),
        spot=Spot(start=row.start, end=row.end),
    )


def _accumulation(row: GluedRow) -> str:
    if "指数" in row.name:
        return "index"
    if row.unit in ("%", "‰", "分"):
        return "level"
    return "period_flow" if re.match("新增|新建|累计新增", row.name) else "stock"
