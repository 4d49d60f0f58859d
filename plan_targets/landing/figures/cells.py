"""What a row says: in its own cells, over its column, in the heading over its block, or around its table."""

from collections.abc import Callable

import polars as pl

from plan_targets.landing.figures.columns import SECTION, UNKNOWN
from plan_targets.landing.reading.sheets import WIDTH, Sheet
from plan_targets.landing.tables.table import Table, ValueColumn

# Figures side by side that differ by more are two halves of one.
_FAR_APART = 20


def cells_of(rows: pl.DataFrame, table: Table, column: ValueColumn) -> Callable[[str], pl.Expr]:
    """What a row says by our names: in its own cells, else over its column, its block of rows, or its table."""
    over = {"region_name_zh": column.region, "indicator_zh": column.indicator}
    around = {
        "region_name_zh": table.said.region,
        "indicator_zh": table.said.indicator,
        "period": table.said.period,
        "source_title": table.said.source,
        "reported_by": table.said.reported_by,
        "published_on": table.said.date,
    }

    def cell(name: str) -> pl.Expr:
        beside = column.of_series.get(name) or table.columns.get(name)
        if beside:
            said = pl.col(beside)
            wider = table.wider_region if name == "region_name_zh" else None
            said = _behind(pl.col(wider), said) if wider else said
            # A blank cell of a column says nothing about its region, its indicator or its period.
            return said if name in SECTION or name not in around else pl.coalesce(said, pl.lit(around[name], pl.String))
        if over.get(name):
            return pl.lit(over[name], pl.String)
        headed = section(rows, SECTION.get(name, ""))
        around_it = pl.lit(
            None if name == "region_name_zh" and "region_code" in table.columns else around.get(name), pl.String
        )
        return pl.when(~_is_unknown(rows, name)).then(pl.coalesce(headed, around_it)) if name in SECTION else around_it

    return cell


def _is_unknown(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Whether the heading over a row may be another region, indicator or period than the table's.

    Where headings tell regions apart, one that nobody understands may be any; else only one that looks like a region.
    """
    kind = SECTION[name].removeprefix("section_")
    flag = UNKNOWN["indicator"] if SECTION[name] in rows.columns else UNKNOWN[kind]
    return pl.col(flag).is_not_null() if flag in rows.columns else pl.lit(value=False)


def _behind(wider: pl.Expr, region: pl.Expr) -> pl.Expr:
    """A region behind the one it lies in, as the register tells districts of one name apart: 江苏省南京市."""
    is_inside = region.is_not_null() & wider.is_not_null() & (region != wider)
    return pl.when(is_inside).then(wider + region).otherwise(pl.coalesce(region, wider))


def section(rows: pl.DataFrame, name: str) -> pl.Expr:
    """What the heading over a row says by that name."""
    return pl.col(name) if name in rows.columns else pl.lit(None, pl.String)


def is_split_by_comma(rows: pl.DataFrame, sheet: Sheet, table: Table, column: ValueColumn) -> pl.Expr:
    """Whether 2,682 without quotes may stand in this cell and the next, in a row whose width fits by chance."""
    cells = sheet.cells
    after = cells.index(column.cell) + 1
    if after >= len(cells) or rows[WIDTH].null_count() == rows.height:
        return pl.lit(value=False)
    following = cells[after]
    is_pair = pl.col(column.cell).str.contains(r"^[1-9]\d{0,2}$") & pl.col(following).str.contains(r"^\d{3}(?:\.\d+)?$")
    if following in {other.cell for other in table.values}:
        far = pl.col(following).cast(pl.Float64, strict=False) >= _FAR_APART * pl.col(column.cell).cast(
            pl.Float64, strict=False
        )
        return (is_pair & far).fill_null(value=False)
    return is_pair.fill_null(value=False)
