"""The years of columns that say them by others: by those beside them, or by that of the table."""

import re
from dataclasses import replace

from plan_targets.landing.grammar.periods import read_period, settle_periods
from plan_targets.landing.tables.table import ValueColumn

# Columns that say their year by that of the table: 本年 beside 上年.
_THIS_YEAR = re.compile(r"(?:本年|本期|当年|今年)(?:度|累计)?(?:实际)?(?:完成|实绩|情况)?(?:值|数|数值)?")
_YEAR_BEFORE = re.compile(r"(?:上年|去年|上期)(?:度|同期|累计)?(?:实际)?(?:完成|实绩|情况)?(?:值|数|数值)?")


def years_before(header: str) -> int | None:
    """How many years before that of the table a column's is that says its year by it; null where it does not."""
    return 0 if _THIS_YEAR.fullmatch(header) else 1 if _YEAR_BEFORE.fullmatch(header) else None


def complete_years(wide: list[ValueColumn]) -> list[ValueColumn]:
    """A part of a year whose year stands over its neighbours: 全年 beside the quarters under 2024年."""
    years = {(read_period(column.period).text or "")[:4] for column in wide if column.period}
    year = next(iter(years)) if len(years) == 1 else ""
    whole = [_with_year(column, year) if year and column.part and not column.period else column for column in wide]
    settled = settle_periods([read_period(column.period) for column in whole])
    return [
        replace(column, period=period.text) if read_period(column.period).year_from_day and period.text else column
        for column, period in zip(whole, settled, strict=True)
    ]


def _with_year(column: ValueColumn, year: str) -> ValueColumn:
    return replace(column, period=year if column.part == "全年" else f"{year}年{column.part}", part=None)
