"""Years, quarters, months and dates as people write them. What could mean two things is refused with the reason."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

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
        if period is not None:
            return replace(period, is_as_of=is_as_of or period.is_as_of) if period.text else period
    if re.match(r"^[0零一二三四五六七八九]{4}年", text):
        return read_period(text.translate(_PLAIN))
    return Period(reason="period_unreadable")


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
    found = re.match(rf"^{_YEAR}(?:-|/|年|[Mm])(\d{{1,2}})月?(?:份|末|底)?$", text) or re.match(
        rf"^{_YEAR}(?:\.)?(\d{{2}})$", text
    )
    if not found:
        return None
    month = int(found.group(2))
    return Period(f"{found.group(1)}-{month:02}") if 1 <= month <= 12 else Period(reason="period_unreadable")


def _day(text: str) -> Period | None:
    day, reason = read_date(text)
    if day is None or len(day) != 10:
        return Period(reason=reason) if reason is None and day else None
    return Period(day[:7], is_as_of=True)


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
