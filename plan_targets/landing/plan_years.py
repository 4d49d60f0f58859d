"""Years side by side over a plan's table (指标 / 2020年 / 2025年 / 属性): which are baselines, which are aims."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.reading.sheets import ROW, Sheet
from plan_targets.landing.tables.table import Table

Role = Literal["target", "baseline"]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年?")
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile("目标|规划值|规划数|预期|计划"), "target"),
    (re.compile("基期|基准|基数|现状|实际|完成|实绩|实现值"), "baseline"),
)
# What may stand beside a year without making another thing of it: 增速, 累计 and 位次 do.
_PLAIN = re.compile(
    r"(?:目标|规划|预期|计划|基期|基准|基数|现状|实际|完成|实绩|实现|年度|年末|年底|值|数|情况|末|底|到|[()\s])*"
)


@dataclass(frozen=True)
class YearColumn:
    """A column of one year; without a role where its header names the year alone."""

    cell: str
    header: str
    year: int
    role: Role | None
    unit: str | None = None

    def role_in(self, start: int | None, baseline: int | None, has_other_baseline: bool) -> Role | None:
        """What the column is in a plan that begins in `start`; nothing where that cannot be told."""
        if self.role or start is None:
            return self.role
        if self.year < start or self.year == baseline:
            return "baseline"
        # The year in which a plan begins may be where it starts from, unless that stands beside it.
        return "target" if self.year > start or has_other_baseline else None


def year_columns(sheet: Sheet, table: Table, vocabulary: Vocabulary) -> tuple[YearColumn, ...]:
    """The columns of years, from left to right; none where the table has columns for aims and their years."""
    if table.columns.keys() & {"due_year", "target_value"} or "indicator_zh" not in table.columns:
        return ()
    rows = sheet.rows.filter(sheet.rows[ROW].is_between(table.top_row, table.header_row)).select(sheet.cells)
    headers = {cell: [text for text in rows[cell].to_list() if text] for cell in sheet.cells}
    for (top, left), (bottom, right) in sheet.merged:
        if table.top_row - 1 <= top and bottom <= table.header_row - 1 and f"c{left}" in headers:
            text = sheet.rows[f"c{left}"][top]
            for column in range(left + 1, right + 1):
                if text and f"c{column}" in headers:
                    headers[f"c{column}"].insert(0, text)
    named = set(table.columns.values())
    columns = [_year_column(cell, " ".join(texts), vocabulary) for cell, texts in headers.items() if cell not in named]
    found = tuple(column for column in columns if column)
    return found if len({(column.year, column.role) for column in found}) == len(found) else ()


def _year_column(cell: str, header: str, vocabulary: Vocabulary) -> YearColumn | None:
    plain = unicodedata.normalize("NFKC", header)
    years = _YEAR.findall(plain)
    if len(years) != 1:
        return None
    rest = _YEAR.sub("", plain)
    inside = next((text for text in re.findall(r"\(([^()]+)\)", rest) if vocabulary.unit(text)), None)
    if inside:
        rest = rest.replace(f"({inside})", "")
    roles = {role for pattern, role in _ROLES if pattern.search(rest)}
    if len(roles) > 1 or not _PLAIN.fullmatch(rest):
        return None
    return YearColumn(cell, header, int(years[0]), next(iter(roles), None), vocabulary.unit(inside))
