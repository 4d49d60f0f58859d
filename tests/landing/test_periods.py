"""Years, quarters, months and dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_targets.landing.grammar.periods import Period, read_date, read_period

years = st.integers(1990, 2060)
months = st.integers(1, 12)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023年", "2023"),
        ("２０２３", "2023"),
        ("2023年末", "2023"),
        ("2023.0", "2023"),
        ("二〇二三年", "2023"),
        ("2023年1-12月", "2023"),
        ("2023/6", "2023-06"),
        ("202306", "2023-06"),
        ("2023年上半年", "2023-06"),
        ("2023年前三季度", "2023-09"),
        ("2023年1—9月", "2023-09"),
        ("2023Q3", "2023-Q3"),
        ("2023年第三季度", "2023-Q3"),
        ("2023年7-9月", "2023-Q3"),
        ("Q3 2023", "2023-Q3"),
        ("2023年下半年", "2023-H2"),
        ("2021—2025年", "2021-2025"),
        ("2021至2025", "2021-2025"),
        ("2011-12", "2011-12"),
        ("2023.1-6", "2023-06"),
        ("2023.01-06", "2023-06"),
        ("2023/1-6", "2023-06"),
        ("2023年1-9", "2023-09"),
        ("2023年4-6", "2023-Q2"),
        ("2023\u200b年", "2023"),
    ],
)
def test_periods_in_many_manners(text: str, period: str) -> None:
    read = read_period(text)
    assert (read.text, read.reason, read.is_as_of) == (period, None, False)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023-06-30 00:00:00", "2023-06"),
        ("截至2023年6月", "2023-06"),
        ("截至2023年底", "2023"),
        ("2023年6月15日", "2023-06"),
    ],
)
def test_a_day_names_what_was_counted_up_to_it(text: str, period: str) -> None:
    assert read_period(text) == Period(period, is_as_of=True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023/24", "split_year"),
        ("2023-24", "split_year"),
        ("2023/2024", "split_year"),
        ("2005/06", "split_year"),
        ("2023-2024学年", "split_year"),
        ("2025-2021", "period_backwards"),
        ("2023-13", "period_unreadable"),
        ("2023.1", "period_unreadable"),
        ("23年", "period_unreadable"),
        ("2023E", "forecast_period"),
        ("十四五时期", "plan_period"),
        ("“十四五”", "plan_period"),
        ('"十四五"时期', "plan_period"),
        ("2023年（预计）", "forecast_period"),
        ("2025年规划目标", "forecast_period"),
        ("2025年目标值", "forecast_period"),
        ("2023年预计数", "forecast_period"),
        ("2023年計劃", "forecast_period"),
        ("2023.2-4", "period_unreadable"),
        ("2023年1-13", "period_unreadable"),
        ("—", "missing_period"),
        ("", "missing_period"),
        (None, "missing_period"),
    ],
)
def test_what_could_mean_two_things_says_why(text: str | None, reason: str) -> None:
    assert read_period(text) == Period(reason=reason)


@given(years, months)
def test_a_month_is_the_same_in_each_manner(year: int, month: int) -> None:
    for text in (f"{year}-{month:02}", f"{year}年{month}月", f"{year}{month:02}", f"{year}年{month:02}月份"):
        assert read_period(text).text == f"{year}-{month:02}"


@given(years, years)
def test_several_years_run_forwards(first: int, last: int) -> None:
    period = read_period(f"{first}-{last}")
    assert period == (Period(f"{first}-{last}") if first < last else Period(reason="period_backwards"))


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_has_a_reason(text: str) -> None:
    period = read_period(text)
    assert (period.text is None) == (period.reason is not None)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_date_is_the_same_in_each_manner(day: date) -> None:
    for text in (
        f"{day:%Y-%m-%d}", f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d} 00:00:00", f"{day.year}.{day.month}.{day.day}",
    ):  # fmt: skip
        assert read_date(text) == (f"{day:%Y-%m-%d}", None)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "09/02/2024", "昨天", "2024-13", "2024.2", "9-Feb-24", "2024.1-6", "2024年1-6"]
)
def test_a_date_that_is_none_says_so(text: str) -> None:
    assert read_date(text) == (None, "date_unreadable")


@pytest.mark.parametrize(
    ("text", "read"), [("2024-02", "2024-02"), ("2024年2月", "2024-02"), ("2024", "2024"), ("", None)]
)
def test_a_date_may_be_a_month_or_a_year_or_absent(text: str, read: str | None) -> None:
    assert read_date(text) == (read, None)
