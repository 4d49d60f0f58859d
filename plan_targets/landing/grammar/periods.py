"""Years, quarters, months and dates as people write them. What could mean two things is refused with the reason."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from plan_targets.landing.grammar.numbers import UNSEEN

_PLAIN = str.maketrans("０１２３４５６７８９－—–−‐～／．：〇○零一二三四五六七八九", "0123456789-----~/.:000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－—–−‐～／．：〇○（）預測標計劃", "0123456789-----~/.:00()预测标计划")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(\d{4})"
_TO = r"(?:-+|~|至|到)"
_FORECAST = r"[EFP]|预计|预测|预期|预估|(?:规划|计划|预期)?目标|计划|规划|力争"


@dataclass(frozen=True)
class Period:
    """A period that was read: `text` is YYYY, YYYY-MM, YYYY-YYYY, YYYY-Qn or YYYY-H2; or the reason why not.

    `is_as_of` says that the writer named a day up to which was counted (截至), `is_span` that the writer named the span
    from the year's beginning (上半年, 1-9月), which a month alone does not say.
    """

    text: str | None = None
    reason: str | None = None
    is_as_of: bool = False
    is_span: bool = False
    # The year of which it names the first or the last day: what programs write for the year itself, and what the first
    # and the last of twelve months look like too. `settle_periods` tells which.
    year_from_day: str | None = field(default=None, compare=False)
    is_first_day: bool = field(default=False, compare=False)


def read_period(raw: str | None) -> Period:
    """The period that a cell names."""
    text = re.sub(UNSEEN, "", raw or "").translate(_FULL_WIDTH).strip("“”\"'「」")
    if text in ("", "-", "--", "无", "空", "…", "……", "/"):
        return Period(reason="missing_period")
    is_as_of = False
    counted = re.match(r"^(截至目前|截至|截止|至)(.+)$", text)
    if counted and not re.match(r"^\d{4}" + _TO, text):
        text, is_as_of = counted.group(2), True
    # Excel makes 2023 a number, 2023-06 a date with a time of day.
    text = re.sub(r"^(\d{4})\.0+$", r"\1", text)
    text = re.sub(r"(T?00:00(:00)?(\.0+)?)$", "", text)
    for read in _FORMS:
        period = read(text)
        if period is not None and is_as_of and period.text and period.text.endswith("-12") and len(period.text) == 7:
            # What was counted up to the end of December is the year's.
            return Period(period.text[:4], is_as_of=True)
        if period is not None:
            return replace(period, is_as_of=is_as_of or period.is_as_of) if period.text else period
    if re.match(r"^[0零一二三四五六七八九]{4}年", text):
        return read_period(text.translate(_PLAIN))
    return Period(reason="period_unreadable")


def settle_periods(periods: list[Period]) -> list[Period]:
    """The periods of one column, in its order: first and last days of years as those years where all of it is of years.

    Beside a month they are the first and the last of the months. A single first of January, beside nothing else, may be
    the year, its first month or the day before.
    """
    stated = [period for period in periods if period.text]
    # A December alone is as likely what was reached by the end of the year.
    months = [period for period in stated if len(period.text or "") == 7 and not (period.text or "").endswith("-12")]
    if any(period.year_from_day is None for period in months):
        return periods
    has_years = any(len(period.text or "") in (4, 9) for period in stated)
    edges = {period.year_from_day for period in stated if period.year_from_day}
    return [_as_year(period, is_sure=has_years or len(edges) > 1) for period in periods]


def _as_year(period: Period, *, is_sure: bool) -> Period:
    if period.year_from_day is None:
        return period
    if period.is_first_day and not is_sure:
        return Period(reason="period_is_a_day")
    return Period(period.year_from_day, is_as_of=not period.is_first_day)


def read_date(raw: str | None) -> tuple[str | None, str | None]:
    """A publication date as YYYY, YYYY-MM or YYYY-MM-DD, or the reason why not; neither when it is blank."""
    text = re.sub(UNSEEN, " ", raw or "").strip().translate(_FULL_WIDTH)
    if text in ("", "-", "--", "无", "空", "不详", "未知", "/"):
        return None, None
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$", "", text).replace(" ", "")
    found = (
        # One sign all through: 2023.1-6 is January to June.
        re.match(r"^(\d{4})年(\d{1,2})月(\d{1,2})日?$", text)
        or re.match(r"^(\d{4})-(\d{1,2})-(\d{1,2})日?$", text)
        or re.match(r"^(\d{4})/(\d{1,2})/(\d{1,2})日?$", text)
        or re.match(r"^(\d{4})\.(\d{1,2})\.(\d{1,2})日?$", text)
        or re.match(r"^(\d{4})(\d{2})(\d{2})$", text)
        or re.match(r"^(\d{4})[-年](\d{1,2})月?$", text)
        or re.match(r"^(\d{4})年?$", text)
    )
    if not found:
        return None, "date_unreadable"
    year, month, day = (int(part) for part in (*found.groups(), "1", "1")[:3])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(max(year, 1), month)[1]:
        return None, "date_unreadable"
    return "-".join([f"{year:04}", f"{month:02}", f"{day:02}"][: len(found.groups())]), None


_PART = re.compile(
    rf"第?[1-4一二三四]季度?|[Qq][1-4]|[1-4][Qq]|上半年|下半年|前[2-3二三两]个?季度|(?:0?[1-9]|1[0-2])月份?|"
    rf"(?:0?[1-9]|1[0-2])月?{_TO}(?:0?[1-9]|1[0-2])月份?"
)
_WHOLE = re.compile(r"全年(?:合计|累计|数|完成数?)?|年度(?:合计|数)?|合计\(全年\)")


def read_part(raw: str | None) -> str | None:
    """The part of a year that a cell names without its year, as it may follow one: 一季度, 1-9月; or 全年."""
    text = re.sub(UNSEEN, "", raw or "").translate(_FULL_WIDTH)
    text = re.sub(r"(?:累计|合计|完成|数据?)$", "", text) if not _WHOLE.fullmatch(text) else text
    if _WHOLE.fullmatch(text):
        return "全年"
    if re.fullmatch("[1-4][Qq]", text):
        return f"第{text[0]}季度"
    if not _PART.fullmatch(text):
        return None
    return text + "度" if text.endswith("季") else text


def _whole_year(text: str) -> Period | None:
    found = re.match(rf"^{_YEAR}(?:年|年度|全年|年全年)?$", text)
    if found:
        return Period(found.group(1))
    found = re.match(rf"^{_YEAR}年?(?:末|底|年末|年底)$", text)
    return Period(found.group(1)) if found else None


def _several_years(text: str) -> Period | None:
    # 2023/24 and 2023/2024 are years that begin in summer; which calendar year they count for is not said.
    found = re.match(rf"^{_YEAR}[-/](\d{{2}})(?:年|年度|学年|财年)?$", text)
    if found and int(found.group(2)) == (int(found.group(1)) + 1) % 100 and ("/" in text or int(found.group(2)) > 12):
        return Period(reason="split_year")
    found = re.match(rf"^{_YEAR}年?(/|{_TO}){_YEAR}年?(学年|财年|年度)?$", text)
    if not found:
        return None
    first, sign, last, kind = found.groups()
    if sign == "/" or kind in ("学年", "财年"):
        return Period(reason="split_year")
    return Period(f"{first}-{last}") if first < last else Period(reason="period_backwards")


def _month(text: str) -> Period | None:
    # A digit behind 年 without 月 is as likely the mark of a footnote.
    found = (
        re.match(rf"^{_YEAR}(?:-|/|[Mm])(\d{{1,2}})月?(末|底)?$", text)
        or re.match(rf"^{_YEAR}年(\d{{1,2}})月(?:份)?(末|底)?$", text)
        or re.match(rf"^{_YEAR}(?:\.)?(\d{{2}})()$", text)
    )
    if not found:
        return None
    month = int(found.group(2))
    if not 1 <= month <= 12:
        return Period(reason="period_unreadable")
    is_end_of_year = bool(found.group(3)) and month == 12
    return Period(f"{found.group(1)}-{month:02}", year_from_day=found.group(1) if is_end_of_year else None)


def _day(text: str) -> Period | None:
    day, reason = read_date(text)
    if day is None or len(day) != 10:
        return Period(reason=reason) if reason is None and day else None
    is_edge = day[5:] in ("01-01", "12-31")
    return Period(day[:7], is_as_of=True, year_from_day=day[:4] if is_edge else None, is_first_day=day[5:] == "01-01")


def _quarter(text: str) -> Period | None:
    found = re.match(rf"^{_YEAR}年?-?[Qq]([1-4])$", text) or re.match(rf"^{_YEAR}年?第?([1-4一二三四])季度?$", text)
    if found:
        return Period(f"{found.group(1)}-Q{_QUARTERS[found.group(2)]}")
    found = re.match(rf"^[Qq]([1-4])-?{_YEAR}$", text)
    if found:
        return Period(f"{found.group(2)}-Q{found.group(1)}")
    found = re.match(rf"^{_YEAR}年?前([2-3二三两])个?季度$", text)
    if found:
        return Period(f"{found.group(1)}-{3 * _QUARTERS.get(found.group(2), 2):02}", is_span=True)
    return None


def _months_of_a_year(text: str) -> Period | None:
    found = re.match(rf"^{_YEAR}年?[./]?(\d{{1,2}})月?{_TO}(\d{{1,2}})月份?$", text) or re.match(
        rf"^{_YEAR}[年./](\d{{1,2}}){_TO}(\d{{1,2}})$", text
    )
    if found:
        year, first, last = found.group(1), int(found.group(2)), int(found.group(3))
        if first == 1 and 1 < last <= 12:
            return Period(year) if last == 12 else Period(f"{year}-{last:02}", is_span=True)
        if last - first == 2 and last in (6, 9, 12):
            return Period(f"{year}-Q{last // 3}")
        return Period(reason="period_unreadable")
    found = re.match(rf"^{_YEAR}年?(上半年|下半年|[Hh]1|[Hh]2)$", text)
    if found:
        is_first = found.group(2) in ("上半年", "H1", "h1")
        return Period(f"{found.group(1)}-{'06' if is_first else 'H2'}", is_span=True)
    return None


def _no_observation(text: str) -> Period | None:
    if re.match(rf"(?i)^{_YEAR}年?度?\(?(?:{_FORECAST})(?:值|数)?\)?$", text):
        return Period(reason="forecast_period")
    if re.match(r"^十[一二三四五]五", text):
        return Period(reason="plan_period")
    return None


_FORMS: tuple[Callable[[str], Period | None], ...] = (
    _whole_year,
    _several_years,
    _month,
    _day,
    _quarter,
    _months_of_a_year,
    _no_observation,
)
