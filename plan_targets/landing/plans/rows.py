"""The rows of a plan's tables, their cells by meaning: one target a row, or years side by side."""

import polars as pl

from plan_targets.landing.plan_blocks import PlanTable
from plan_targets.landing.plan_words import Cells, is_kind
from plan_targets.landing.plan_years import YearColumn
from plan_targets.landing.reading.sheets import ROW, TROUBLE, Sheet, fill_merged, judge_widths, mark_merged_figures
from plan_targets.landing.tables.table import Table

FIGURES = ("value", "target_value", "value_high", "baseline_value")
# What a target is about; two rows that differ in one of them are two targets.
ABOUT = ("indicator_zh", "indicator_label", "region_name_zh", "region_code", "due_year", "period", "kind")
# A row's number, its cells by meaning, why they cannot be told apart, and what the file calls them.
Row = tuple[int, Cells, str | None, dict[str, str]]


def table_rows(sheet: Sheet, table: Table) -> list[Row]:
    """The rows of a table of one target a row."""
    columns = _without_themes(sheet, table)
    if table.values:
        columns.setdefault("value", table.values[0].cell)
    return rows_of(sheet, table, columns)


def _without_themes(sheet: Sheet, table: Table) -> dict[str, str]:
    """The table's columns without one called 类别 that holds themes (产品质量) and not one word for a kind."""
    columns = dict(table.columns)
    cell = columns.get("kind")
    below = sheet.rows.filter(pl.col(ROW).is_between(table.header_row + 1, table.last_row or sheet.rows.height))
    words = below[cell].drop_nulls().unique().to_list() if cell else []
    if words and not any(is_kind(word) for word in words):
        del columns["kind"]
    return columns


def year_rows(each: PlanTable, described: dict[str, object]) -> list[Row]:
    """The rows of a table with years side by side: one for each year's target, the first with the baseline."""
    roles = _roles(each, described)
    targets = [column for column in each.years if roles[column.cell] == "target"]
    # Of several years before, the last is where the plan starts from.
    bases = sorted((column for column in each.years if roles[column.cell] == "baseline"), key=lambda one: one.year)
    rows: list[Row] = []
    taken_base: set[int] = set()
    for target in targets:
        columns = _without_themes(each.sheet, each.table) | {"target_value": target.cell}
        if bases:
            columns["baseline_value"] = bases[-1].cell
        headers = {"value": target.header, "due_year": target.header, "target_value": target.header}
        for row, cells, trouble, _ in rows_of(each.sheet, each.table, columns):
            if trouble is not None:
                if target is targets[0]:
                    rows.append((row, cells, trouble, headers))
                continue
            # Not every year has an aim for every row, though one has to.
            if "target_value" not in cells and (target is not targets[-1] or row in taken_base):
                continue
            base_year = bases[-1].year if bases and row not in taken_base else None
            rows.append((row, _year_cells(cells, target, base_year), None, headers))
            taken_base.add(row)
    return rows


def unknown_years(each: PlanTable, described: dict[str, object]) -> list[str]:
    """The headers of years that are neither aims of the plan nor where it starts from."""
    roles = _roles(each, described)
    return [column.header for column in each.years if roles[column.cell] is None]


def _roles(each: PlanTable, described: dict[str, object]) -> dict[str, str | None]:
    """What each year beside the others is to the plan, by its column."""
    start, baseline = described.get("period_start"), described.get("baseline_year")
    first, base = (year if isinstance(year, int) else None for year in (start, baseline))
    early = [column for column in each.years if column.role == "baseline" or (first and column.year < first)]
    return {column.cell: column.role_in(first, base, bool(early)) for column in each.years}


def _year_cells(cells: Cells, target: YearColumn, base_year: int | None) -> Cells:
    """What a row's cells say of one target year; of the baseline only with the year that it is of."""
    said = cells | {"due_year": str(target.year)}
    if base_year is None:
        said.pop("baseline_value", None)
    elif "baseline_value" in said:
        said["baseline_year"] = str(base_year)
    if target.unit and not said.get("unit"):
        said["unit"] = target.unit
    return said


def rows_of(sheet: Sheet, table: Table, columns: dict[str, str]) -> list[Row]:
    """Row numbers, the cells by meaning, and the reason why a row's cells cannot be told apart."""
    # A name or a year that is merged over several rows holds for each of them, a figure for one.
    merged = [cell for name, cell in columns.items() if name not in FIGURES]
    judged = judge_widths(sheet, table.header_row, columns.values())
    below = judged.rows.filter(
        pl.col(ROW).is_between(table.header_row + 1, table.last_row or sheet.rows.height)
        & ~pl.col(ROW).is_in(table.repeated)
    )
    figures = [cell for name, cell in columns.items() if name in FIGURES]
    labels = [cell for name, cell in columns.items() if name in ABOUT]
    filled = mark_merged_figures(sheet, fill_merged(sheet, below, merged), figures, labels)
    rows: list[Row] = []
    for row in filled.iter_rows(named=True):
        trouble = row[TROUBLE]
        named = {cell: cell for cell in sheet.cells} if trouble else columns
        cells = {name: row[column].strip() for name, column in named.items() if row[column] and row[column].strip()}
        if len([cell for cell in sheet.cells if row[cell] and row[cell].strip()]) == 1:
            trouble = trouble or "remark_row"
            cells = cells or {"c0": next(row[cell] for cell in sheet.cells if row[cell] and row[cell].strip())}
        if cells:
            rows.append((int(row[ROW]), cells, trouble, {}))
    return rows
