"""The periods and dates of rows."""

from collections.abc import Callable

import polars as pl

from plan_targets.landing.grammar.numbers import UNSEEN, plain_text
from plan_targets.landing.grammar.periods import read_date, read_period, settle_periods
from plan_targets.landing.tables.table import Table, ValueColumn


def period_text(table: Table, column: ValueColumn, cell: Callable[[str], pl.Expr]) -> pl.Expr:
    """What a row says of its period, put together where the year and its part stand apart."""
    year = pl.lit(column.period) if column.period is not None else cell("period")
    if column.part is not None:
        return _joined(year, pl.lit(column.part))
    part = next((name for name in ("month", "quarter") if name in table.columns), None)
    if part is None:
        return year
    # A year in one column, its month or quarter in the next.
    text = plain_text(cell(part)).str.replace_all(UNSEEN, "").str.strip_suffix(".0")
    whole = _joined(year, _month(text) if part == "month" else _quarter(text))
    return pl.when(text.is_null() | (text == "")).then(year).otherwise(whole)


def _joined(year: pl.Expr, part: pl.Expr) -> pl.Expr:
    """A year and what part of it is meant."""
    bare = year.str.strip_chars().str.replace(r"(?:\.0|年度?)$", "")
    return pl.when(part == "全年").then(bare).otherwise(pl.concat_str(bare, pl.lit("年"), part))


def _month(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^\d{1,2}$")).then(text + "月").otherwise(text)


def _quarter(text: pl.Expr) -> pl.Expr:
    """As a quarter in any case: the 4 of a quarter must not become April."""
    number = text.str.extract(r"^(?:第|[Qq])?([1-4一二三四])(?:季度?)?$")
    return (
        pl.when(number.is_not_null())
        .then(pl.lit("第") + number + "季度")
        .when(text.str.contains("[季年]"))
        .then(text)
        .otherwise(text + "季度")
    )


def periods(printed: pl.Series) -> pl.DataFrame:
    """The periods that the texts say, settled among each other, and what is wrong with them."""
    different = printed.unique()
    read = settle_periods([read_period(text) for text in different.to_list()])
    return pl.DataFrame(
        {
            "printed_period": different,
            "period": [period.text for period in read],
            "period_reason": [period.reason for period in read],
            "is_stated_as_of": [period.is_as_of for period in read],
            "is_stated_span": [period.is_span for period in read],
        },
        schema_overrides={"period": pl.String, "period_reason": pl.String},
    )


def dates(printed: pl.Series) -> pl.DataFrame:
    """The dates that the texts say, and what is wrong with them."""
    different = printed.unique()
    read = [read_date(text) for text in different.to_list()]
    return pl.DataFrame(
        {
            "raw_published_on": different,
            "published_on": [date for date, _ in read],
            "date_reason": [reason for _, reason in read],
        },
        schema_overrides={"published_on": pl.String, "date_reason": pl.String},
    )
