"""The figures of one column, a row each."""

import polars as pl

from plan_targets.landing.figures.cells import cells_of, is_split_by_comma, section
from plan_targets.landing.figures.columns import ASIDE, SAMPLE_LENGTH, SECTION_UNIT, TEXT_COLUMNS
from plan_targets.landing.figures.indicators import indicators
from plan_targets.landing.figures.periods import dates, period_text, periods
from plan_targets.landing.figures.reasons import with_reasons
from plan_targets.landing.figures.regions import level, regions, without_blanks
from plan_targets.landing.figures.values import read_values, with_units_around
from plan_targets.landing.grammar.remarks import Remark
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.qualifiers import of_notes
from plan_targets.landing.reading.sheets import ROW, TROUBLE, Sheet
from plan_targets.landing.tables.table import Table, ValueColumn

# An office of the state, whose own figures are official.
_OFFICE = "(?:局|委员会|委|厅|办公室|办|政府|院|部)$"


def read_figures(
    sheet: Sheet, rows: pl.DataFrame, table: Table, column: ValueColumn, vocabulary: Vocabulary, remarks: list[Remark]
) -> pl.DataFrame:
    """The figures of one column, a row each, in the columns that all files share."""
    cell = cells_of(rows, table, column)

    def text(name: str) -> pl.Expr:
        stripped = cell(name).str.strip_chars()
        return pl.when(stripped != "").then(stripped).alias(name)

    taken = {"period", "unit", "comparator", "raw_value", "raw_published_on"}
    has_trouble = rows[TROUBLE].null_count() < rows.height
    whole = pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(SAMPLE_LENGTH)
    frame = rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        TROUBLE,
        *ASIDE,
        *[text(name) for name in TEXT_COLUMNS if name not in taken],
        text("kind"),
        text("unit"),
        text("comparator"),
        text("published_on").alias("raw_published_on"),
        period_text(table, column, cell).alias("printed_period"),
        pl.col(column.cell).str.strip_chars().alias("raw_value"),
        pl.lit(column.header).alias("value_column"),
        (is_split_by_comma(rows, sheet, table, column)).alias("is_split"),
        (whole if has_trouble else pl.lit(None, pl.String)).alias("whole_row"),
        section(rows, SECTION_UNIT).alias(SECTION_UNIT),
    )
    frame = _look_up(frame, "region_name_zh", regions(frame["region_name_zh"], table, vocabulary))
    frame = frame.with_columns(
        pl.coalesce("listed_region", without_blanks("region_name_zh")).alias("region_name_zh"),
        pl.col("source_grade").str.to_lowercase(),
        pl.col("value_kind").str.to_lowercase(),
    )
    if "region_level" in table.columns:
        frame = frame.with_columns(level().alias("region_level"))
    frame = _look_up(frame, "indicator_zh", indicators(frame["indicator_zh"], table.said.indicator, vocabulary))
    frame = frame.with_columns(pl.coalesce("listed_name", "indicator_zh").alias("indicator_zh"))
    frame = with_units_around(frame, table)
    frame = read_values(frame, column.unit, table.unit, vocabulary)
    frame = _look_up(frame, "printed_period", periods(frame["printed_period"]))
    frame = _look_up(frame, "raw_published_on", dates(frame["raw_published_on"]))
    frame = _look_up(frame, "note", of_notes(frame["note"]))
    return with_reasons(_with_source(frame), table, column, remarks)


def _with_source(frame: pl.DataFrame) -> pl.DataFrame:
    """Who sent the table is its source where it names none."""
    is_sent = pl.col("source_title").is_null() & pl.col("reported_by").is_not_null()
    return frame.with_columns(
        pl.coalesce("source_title", "reported_by").alias("source_title"),
        pl.when(is_sent & pl.col("source_grade").is_null() & pl.col("reported_by").str.contains(_OFFICE))
        .then(pl.lit("official"))
        .otherwise("source_grade")
        .alias("source_grade"),
    )


def _look_up(frame: pl.DataFrame, column: str, read: pl.DataFrame) -> pl.DataFrame:
    """Joins what was read for each different text of a column: a long file has few different periods and dates."""
    return frame.join(read, on=column, how="left", nulls_equal=True, maintain_order="left")
