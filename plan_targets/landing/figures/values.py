"""The values of rows, in units that are ours."""

import polars as pl

from plan_targets.landing.figures.columns import SECTION_UNIT
from plan_targets.landing.grammar.numbers import COMPARATORS, SIGNIFICANT_DIGITS, read_numbers
from plan_targets.landing.grammar.units import read_units
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.tables.table import Table

# How it is said that something was done, or not.
DONE = {
    word: 1.0
    for word in (
        "是",
        "已完成",
        "完成",
        "建成",
        "已建成",
        "建立",
        "已建立",
        "通过",
        "已通过",
        "获批",
        "已获批",
        "√",
        "yes",
        "y",
        "true",
    )
} | {word: 0.0 for word in ("否", "未完成", "未建成", "未建立", "未通过", "未获批", "no", "n", "false")}


def with_units_around(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The unit of the block of rows, or the one of 单位：亿元、% that measures what the indicator's does."""
    unit = pl.col("unit")
    if frame[SECTION_UNIT].null_count() < frame.height:
        unit = pl.coalesce(unit, SECTION_UNIT)
    return frame.with_columns(unit.alias("unit"), pl.lit(",".join(table.said.units)).alias("units_around"))


def read_values(
    frame: pl.DataFrame, header_unit: str | None, unit_above: str | None, vocabulary: Vocabulary
) -> pl.DataFrame:
    """The figures in the unit of their indicator, with what they were multiplied by and what is wrong with them."""
    figures = read_numbers(frame["raw_value"]).rename(
        {"unit": "value_unit", "comparator": "value_comparator", "reason": "value_reason"}
    )
    frame = pl.concat([frame, figures], how="horizontal")
    written = ["unit", "name_unit", "value_unit", "scale", "indicator_zh", "units_around"]
    units = read_units(frame.select(written).unique(), header_unit, unit_above, vocabulary)
    frame = frame.join(units, on=written, how="left", nulls_equal=True, maintain_order="left")
    frame = _read_milestones(frame)
    stated = pl.col("comparator").str.to_lowercase()
    known = stated.replace_strict(COMPARATORS, default=stated)
    conflict = (known != pl.col("value_comparator")).fill_null(value=False)
    return frame.with_columns(
        pl.coalesce(known, "value_comparator", pl.lit("eq")).alias("comparator"),
        (pl.col("number") * pl.col("factor")).round_sig_figs(SIGNIFICANT_DIGITS).alias("value"),
        pl.when(pl.col("number").is_not_null()).then("factor").alias("printed_scale"),
        pl.col("read_unit").alias("unit"),
        pl.coalesce("value_reason", "unit_reason", pl.when(conflict).then(pl.lit("comparator_conflict"))).alias(
            "value_reason"
        ),
    )


def _read_milestones(frame: pl.DataFrame) -> pl.DataFrame:
    """是 and 否 as 1 and 0, where what is asked for is whether something was done."""
    is_flag = pl.col("is_flag") & (pl.col("value_reason") == "text_in_value").fill_null(value=False)
    word = pl.col("raw_value").str.to_lowercase().replace_strict(DONE, default=None, return_dtype=pl.Float64)
    return frame.with_columns(
        pl.when(is_flag & word.is_not_null()).then(word).otherwise("number").alias("number"),
        pl.when(is_flag & word.is_not_null()).then(pl.lit(1.0)).otherwise("factor").alias("factor"),
        pl.when(is_flag & word.is_not_null())
        .then(None)
        .when(is_flag)
        .then(pl.lit("milestone_unclear"))
        .otherwise("value_reason")
        .alias("value_reason"),
    )
