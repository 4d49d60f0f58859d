"""Why a row of figures is not taken."""

import polars as pl

from plan_targets.landing.grammar.remarks import Remark
from plan_targets.landing.qualifiers import Reason, of_remarks, of_words_around
from plan_targets.landing.reading.sheets import TROUBLE
from plan_targets.landing.tables.table import Table, ValueColumn

_NO_OBSERVATION = (
    r"(?i)^(?:年度|规划|计划|预期)?(?:目标|计划|规划|预测|预计|预期|预估|估计|估算|预算|target|plan|planned|forecast|"
    r"projected|projection|estimate|estimated|expected|budget)(?:值|数|数据|数值|目标|value)?$"
)


def with_reasons(frame: pl.DataFrame, table: Table, column: ValueColumn, remarks: list[Remark]) -> pl.DataFrame:
    """The rows with the first reason that speaks against each, and with the column and the text that it is about."""
    value_column = pl.lit(column.header)
    no_observation = [
        (
            pl.col(name).str.contains(_NO_OBSERVATION).fill_null(value=False),
            pl.lit("forecast_period"),
            pl.lit(table.header(name)),
            pl.col(name),
        )
        for name in ("value_kind", "kind")
        if name in table.columns
    ]
    is_year = pl.col("period").str.len_chars() == 4
    note_reason = pl.when(is_year).then("note_of_a_year").otherwise("note_of_a_part")
    # The first that applies is the reason; a row gets one.
    reasons: list[Reason] = [
        (pl.col(TROUBLE).is_not_null(), pl.col(TROUBLE), pl.lit(None, pl.String), pl.col("whole_row")),
        (
            pl.col("region_name_zh").is_null() & pl.col("region_code").is_null(),
            pl.lit("missing_region"),
            pl.lit(table.header("region_name_zh")),
            pl.lit(None, pl.String),
        ),
        (
            pl.col("indicator_zh").is_null() & pl.col("indicator_label").is_null(),
            pl.lit("missing_indicator"),
            pl.lit(table.header("indicator_zh")),
            pl.lit(None, pl.String),
        ),
        (
            pl.col("period_reason").is_not_null(),
            pl.col("period_reason"),
            pl.lit(column.header if column.period else table.header("period")),
            pl.col("printed_period"),
        ),
        *no_observation,
        (pl.col("value_reason") == "absent_value", pl.col("value_reason"), value_column, pl.col("raw_value")),
        (pl.col("aside").is_not_null(), pl.col("aside"), pl.col("aside_column"), pl.col("aside_value")),
        (note_reason.is_not_null(), note_reason, pl.lit(table.header("note")), pl.col("note")),
        *of_words_around(table.said, table),
        *of_remarks(remarks),
        (pl.col("is_split"), pl.lit("thousands_apart"), value_column, pl.col("raw_value")),
        (pl.col("value_reason").is_not_null(), pl.col("value_reason"), value_column, pl.col("raw_value")),
        (
            pl.col("date_reason").is_not_null(),
            pl.col("date_reason"),
            pl.lit(table.header("published_on")),
            pl.col("raw_published_on"),
        ),
    ]

    def first(position: int) -> pl.Expr:
        chosen = pl.lit(None, pl.String)
        for condition, *parts in reversed(reasons):
            chosen = pl.when(condition).then(parts[position]).otherwise(chosen)
        return chosen

    return frame.with_columns(
        first(0).alias("reason_code"),
        first(1).alias("reason_column"),
        first(2).alias("reason_value"),
        # Below, the date stands as it was read; the gate and the source's id use that form.
        pl.col("published_on").alias("raw_published_on"),
        pl.coalesce("period", "printed_period").alias("period"),
        pl.coalesce("scope", "note_scope").alias("scope"),
    )
