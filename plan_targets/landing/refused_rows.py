"""Rows with a reason instead of a figure: of a whole file, a sheet, a table, a row, or a column that is not read.

Why a figure in a column that is read is not taken is said in `plan_targets.landing.figures.reasons`.
"""

import polars as pl

from plan_targets.landing.figures.columns import SAMPLE_LENGTH
from plan_targets.landing.grammar.numbers import plain_text, read_numbers
from plan_targets.landing.reading.sheets import ROW, TROUBLE, Sheet
from plan_targets.landing.tables.table import Table

_NUMBER = r"^[\d.,]+%?$"
_OF_TIME = r"^\s*(?:\d{4}\s*年|\d{1,2}\s*[月日])"
_FIGURES_OF_A_SORT = ["range_in_value", "doubtful_number", "comparator_conflict"]


def whole_file(reason: str, detail: str, column: str | None = None) -> pl.DataFrame:
    """One row for the file, or for what of it has no row of its own."""
    return pl.DataFrame(
        {ROW: [1], "reason_code": [reason], "reason_column": [column], "reason_value": [detail]},
        schema={ROW: pl.Int64, "reason_code": pl.String, "reason_column": pl.String, "reason_value": pl.String},
    )


def name_hidden(sheet: Sheet) -> pl.DataFrame | None:
    """One row that names what of the sheet is hidden and was not read."""
    if sheet.is_hidden:
        left_out = f"工作表 {sheet.name}" if holds_numbers(sheet.rows, sheet.cells) else ""
    else:
        left_out = sheet.left_out
    if not left_out:
        return None
    return whole_file("hidden_left_out", left_out).with_columns(pl.lit(sheet.name, pl.String).alias("sheet"))


def refuse_table(sheet: Sheet, rows: pl.DataFrame, table: Table, reason: str, column: str) -> pl.DataFrame:
    """One sentence for a table, at its header."""
    refused = refuse_together(sheet, rows, reason, column)
    at_header = pl.when(pl.col("reason_code") == reason).then(pl.lit(table.header_row)).otherwise(ROW)
    value = pl.when(pl.col("reason_code") == reason).then(pl.lit(_span_of(rows))).otherwise("reason_value")
    return refused.with_columns(at_header.cast(pl.Int64).alias(ROW), value.alias("reason_value"))


def refuse_together(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    """One sentence for all those rows; those that are damaged for reasons of their own have theirs."""
    whole = rows.filter(pl.col(TROUBLE).is_null())
    sentence = refuse_each(sheet, whole.head(1), reason, column).with_columns(
        pl.lit(_span_of(whole)).alias("reason_value") if whole.height > 1 else pl.col("reason_value")
    )
    return pl.concat([sentence, refuse_each(sheet, rows.filter(pl.col(TROUBLE).is_not_null()), reason, column)])


def refuse_each(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    """A sentence for each of the rows: what is wrong with it alone, else that reason."""
    return rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        pl.coalesce(TROUBLE, pl.lit(reason)).alias("reason_code"),
        pl.lit(column, pl.String).alias("reason_column"),
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(SAMPLE_LENGTH).alias("reason_value"),
    )


def figures_above(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows above the first header that are no titles: they may be those of a table whose header is not understood."""
    above = rows.filter(pl.col(ROW) < table.top_row)
    is_wide = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells) >= 3
    return above.filter(is_wide & pl.any_horizontal(pl.col(name).str.contains(_NUMBER) for name in sheet.cells))


def refused_columns(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The figures in columns that are not read, each with its column and the reason."""
    readable = rows.filter(pl.col(TROUBLE).is_null())
    refused = [column for column in table.refused if column.header or not _counts_rows(readable[column.cell])]
    columns = pl.DataFrame(
        [(column.cell, column.header, column.reason) for column in refused],
        schema={"cell": pl.String, "value_column": pl.String, "reason_code": pl.String},
        orient="row",
    )
    cells = (
        readable.select(ROW, *columns["cell"])
        .unpivot(index=ROW, variable_name="cell", value_name="raw_value")
        .with_columns(pl.col("raw_value").cast(pl.String))
        .drop_nulls("raw_value")
        .join(columns, on="cell", maintain_order="left")
    )
    found = read_numbers(cells["raw_value"])["reason"]
    is_figure = found.is_null() | found.is_in(_FIGURES_OF_A_SORT)
    # In a column of targets whatever is written is one; in an unknown one, words may be remarks.
    # 1—6月 and 6月底 in a column of words are no figures of a sort.
    is_of_time = (found == "range_in_value").fill_null(value=False) | cells["raw_value"].str.contains(_OF_TIME)
    is_figure = is_figure & ~(is_of_time & cells["cell"].is_in(list(table.unused)))
    is_hoped = (cells["reason_code"] != "unknown_column") & (found != "absent_value").fill_null(value=True)
    return cells.filter(is_figure | is_hoped).select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        "raw_value",
        "value_column",
        "reason_code",
        pl.col("value_column").alias("reason_column"),
        pl.col("raw_value").alias("reason_value"),
    )


def holds_numbers(rows: pl.DataFrame, cells: list[str]) -> bool:
    """Whether a cell of the rows is nothing but a number."""
    return bool(
        rows.select(pl.any_horizontal(plain_text(pl.col(name)).str.contains(_NUMBER) for name in cells).any()).item()
    )


def _span_of(rows: pl.DataFrame) -> str:
    first, last = rows[ROW].to_list()[0], rows[ROW].to_list()[-1]
    return f"第{first}行 row {first}" if first == last else f"第{first}-{last}行 rows {first}-{last}"


def _counts_rows(cells: pl.Series) -> bool:
    """Whether a column without a header numbers the rows, as programs write it beside a table."""
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and numbers.to_list() in (
        list(range(start, start + len(numbers))) for start in (0, 1)
    )
