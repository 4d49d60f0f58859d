"""Which of a table's columns are of a month, and which of what was counted up to its end."""

import re
from dataclasses import replace

from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.tables.table import RefusedColumn, ValueColumn

_OPEN_ENDED = re.compile("本月|至今")


def tell_months_from_sums(
    wide: list[ValueColumn], *, months_are_rows: bool
) -> tuple[list[ValueColumn], list[RefusedColumn]]:
    """The columns that are read and those that are not: of a month and of what was counted up to its end, both called
    2023-06, the month is refused.
    """
    left, refused = _tell_months_by_row(wide) if months_are_rows and _has_sums(wide) else (wide, [])
    left, of_unknown_length = _without_sums_of_unknown_length(left)
    sums = {_key(column) for column in left if _grain(column) == "cumulated"}
    months = [column for column in left if _grain(column) == "month" and _key(column) in sums]
    beside = [RefusedColumn(column.cell, column.header, "month_beside_sum") for column in months]
    return [column for column in left if column not in months], [*refused, *of_unknown_length, *beside]


def _without_sums_of_unknown_length(wide: list[ValueColumn]) -> tuple[list[ValueColumn], list[RefusedColumn]]:
    """2023年累计 beside the first two quarters is no year, nor is what was counted up to 本月 of no month."""
    parts = [read_period(column.period).text or "" for column in wide]
    ends = {text[:4] for text in parts if text[4:] in ("-Q4", "-12", "-H2")}
    begun = {text[:4] for text in parts if len(text) == 7} - ends

    def is_of_unknown_length(column: ValueColumn) -> bool:
        period = read_period(column.period).text or ""
        is_open = len(period) == 4 and (period in begun or _OPEN_ENDED.search(column.header) is not None)
        return column.grain == "cumulated" and is_open

    refused = [
        RefusedColumn(column.cell, column.header, "sum_of_unknown_length")
        for column in wide
        if is_of_unknown_length(column)
    ]
    return [column for column in wide if not is_of_unknown_length(column)], refused


def _tell_months_by_row(wide: list[ValueColumn]) -> tuple[list[ValueColumn], list[RefusedColumn]]:
    """The same where the months are rows: the column of sums speaks of what the column beside it counts."""
    others = [column for column in wide if column.grain != "cumulated"]
    indicators = {column.indicator for column in others}
    indicator = next(iter(indicators)) if len(indicators) == 1 else None
    sums = [column for column in wide if column.grain == "cumulated"]
    return (
        [replace(column, indicator=column.indicator or indicator) for column in sums],
        [RefusedColumn(column.cell, column.header, "month_beside_sum") for column in others],
    )


def _has_sums(wide: list[ValueColumn]) -> bool:
    return any(column.grain == "cumulated" for column in wide)


def _key(column: ValueColumn) -> tuple[object, ...]:
    period = read_period(column.period).text or (read_period(f"2000年{column.part}").text if column.part else None)
    return period, column.indicator, column.region


def _grain(column: ValueColumn) -> str | None:
    """Whether a column is of a month alone, or of what was counted from January to its end."""
    if column.grain:
        return column.grain
    text = column.part or re.sub(r"^\d{4}[年\-/.]?", "", column.period or "")
    if re.search(r"累计|上半年|前.*季度|月?[-—–~～至到]\d", text):
        return "cumulated"
    return "month" if re.fullmatch(r"\d{1,2}月?份?", text) else None
