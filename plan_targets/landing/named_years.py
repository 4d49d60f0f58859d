"""Years that stand in the names of a table's indicators, where they stand nowhere else: 2023年食品抽检合格率."""

from dataclasses import replace

import polars as pl

from plan_targets.landing.tables.table import OFFICE_WORDS, Table

_YEAR = r"(?:19|20)\d{2}"
_BEFORE = rf"^\s*({_YEAR}\s*年[度末底]?)\s*(\p{{Han}}.*)$"
_BEHIND = rf"^(.*\S)\s*[(（]\s*({_YEAR}\s*年[度末底]?)\s*[)）]\s*$"
_CELL = "year_of_the_name"


def years_from_names(rows: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, Table]:
    """The rows with each year apart from its indicator's name, and the table that knows where it stands now.

    Both as they are where the table lacks anything else than its years, or where no name has one.
    """
    cell = table.columns.get("indicator_zh")
    if cell is None or table.missing != [OFFICE_WORDS["period"]]:
        return rows, table
    name = pl.col(cell)
    year = pl.coalesce(name.str.extract(_BEFORE, 1), name.str.extract(_BEHIND, 2))
    if rows.select(year.is_null().all()).item():
        return rows, table
    rest = pl.coalesce(name.str.extract(_BEFORE, 2), name.str.extract(_BEHIND, 1), name)
    headers = table.headers | {"period": table.header("indicator_zh")}
    apart = replace(table, columns=table.columns | {"period": _CELL}, headers=headers, missing=[])
    return rows.with_columns(year.alias(_CELL), rest.alias(cell)), apart
