"""Which column of a table of targets means what: the name, the unit, the office, and of which year a number is.

The rows below the header are read in `plan_targets.drafting.tables`. A header's years and words decide, so that figures
of the years before the plan are baselines and not targets.
"""

import re
from dataclasses import dataclass, replace

from plan_targets.drafting.years import Period, five_year_plans

MOST_HEADER_ROWS = 3
YEAR = re.compile(r"(20\d\d)\s*年?")
NAME = re.compile(
    r"^(?:[主具]?[要体]?(?:评价|监测|考核|发展|规划|目标)?指标(?:名称|内容)?|名称|目标名称|指标项|三级指标|二级指标|目标任务|项目)$"
)
GROUP = re.compile(r"^(?:类别|分类|领域|维度|方面|一级指标|目标类别|指标类别|指标类型|大类)$")
NUMBER = re.compile(r"^(?:序号|编号|号|No\.?)$", re.IGNORECASE)
UNIT = re.compile(r"^(?:计量)?单位$")
MODALITY = re.compile(r"^(?:指标)?(?:属性|性质|类型|约束性?)$")
OFFICE = re.compile(r"责任|牵头|部门|单位\(|主管")
NOTE = re.compile(r"备注|说明|来源")
BASE = re.compile(r"基期|基准|基数|现状|实际|完成|实绩|实现|当前")
AIM = re.compile(r"目标|规划|预期|计划|末$|到")
GROWTH = re.compile(r"年均|累计|增速|增长|变化|\[")
IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
# One spelling of a unit for another.
SPELLED = {"个百分点": "百分点", "百分比": "%"}


@dataclass(frozen=True)
class Column:
    """A column of numbers: the year, or the change over the years, that it is of."""

    at: int
    role: str
    year: int | None
    header: str
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """How many rows the header has, and which column means what."""

    header_rows: int
    name: int
    number: int | None
    unit: int | None
    modality: int | None
    office: int | None
    numbers: tuple[Column, ...]


def layout_of(rows: tuple[tuple[str, ...], ...], period: Period, units: tuple[str, ...]) -> Layout | None:
    """Which column means what; none where no row of the table is the header of a table of targets."""
    for last in range(1, min(MOST_HEADER_ROWS, len(rows) - 1) + 1):
        headers = [_header([row[at] for row in rows[:last] if at < len(row)]) for at in range(len(rows[0]))]
        layout = _layout_below(headers, last, period, units)
        # A second row of headers says more: 2020年 and 2025年 below 指标值.
        if layout is not None and not (last < len(rows) - 1 and _is_header(rows[last], layout)):
            return layout
    return None


def split_unit(name: str, units: tuple[str, ...]) -> tuple[str, str]:
    """A name and the unit in the brackets behind it: 常住人口城镇化率(%)."""
    found = IN_BRACKETS.search(name)
    if found is None:
        return name, ""
    inside = re.sub(r"^单位[:：]", "", found.group(1))
    return (name[: found.start()].strip(), inside) if inside in units or inside in SPELLED else (name, "")


def _is_header(row: tuple[str, ...], layout: Layout) -> bool:
    cells = [row[column.at].strip() for column in layout.numbers if column.at < len(row)]
    return (bool(row[layout.name : layout.name + 1]) and bool(NAME.match(_header([row[layout.name]])))) or (
        bool(cells) and all(re.fullmatch(r"20\d\d年?(?:[^\d]{0,8})", cell) for cell in cells)
    )


def _header(cells: list[str]) -> str:
    return " ".join(dict.fromkeys(re.sub(r"\s", "", cell) for cell in cells if cell.strip()))


def _layout_below(headers: list[str], last: int, period: Period, units: tuple[str, ...]) -> Layout | None:
    found: dict[str, int] = {}
    for role, pattern in (("name", NAME), ("number", NUMBER), ("unit", UNIT), ("modality", MODALITY)):
        at = [
            position for position, header in enumerate(headers) if any(pattern.match(word) for word in _words(header))
        ]
        if at:
            # Of 一级指标, 二级指标 the last names the row.
            found[role] = at[-1] if role == "name" else at[0]
    if "name" not in found:
        return None
    taken = set(found.values())
    offices = [at for at, header in enumerate(headers) if at not in taken and OFFICE.search(header)]
    taken |= set(offices)
    numbers = _number_columns(headers, taken, period, units)
    if not any(column.role == "target" for column in numbers):
        return None
    return Layout(
        last, found["name"], found.get("number"), found.get("unit"), found.get("modality"),
        offices[0] if offices else None, numbers,
    )  # fmt: skip


def _words(header: str) -> list[str]:
    return [IN_BRACKETS.sub("", word) for word in header.split(" ")]


def _number_columns(headers: list[str], taken: set[int], period: Period, units: tuple[str, ...]) -> tuple[Column, ...]:
    columns = []
    for at, header in enumerate(headers):
        if at in taken or GROUP.match(header) or NOTE.search(header) or not header:
            continue
        years = [int(year) for year in YEAR.findall(header)]
        plans = five_year_plans(header)
        year = years[-1] if years else plans[-1].end if plans else None
        unit = split_unit(header, units)[1]
        if GROWTH.search(header) and (len(years) != 1 or re.search("年均|增速|增长", header)):
            columns.append(Column(at, "growth", period.end, header, unit))
        elif BASE.search(header) and not AIM.search(header):
            columns.append(Column(at, "baseline", year or (period.start - 1 if period.start else None), header, unit))
        elif AIM.search(header) or year is not None:
            columns.append(Column(at, "target", year, header, unit))
    dated = [column for column in columns if column.role == "target" and column.year]
    return tuple(_with_role(column, dated, period) for column in columns)


def _with_role(column: Column, dated: list[Column], period: Period) -> Column:
    """A year before the plan is a baseline, and so is the first of several where the plan's years are not known."""
    if column.role != "target" or column.year is None or re.search("目标|规划值|预期|计划", column.header):
        return column
    first = min(each.year for each in dated if each.year)
    is_early = column.year < period.start if period.start else len(dated) > 1 and column.year == first
    return replace(column, role="baseline") if is_early else column
