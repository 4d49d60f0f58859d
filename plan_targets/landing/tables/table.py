"""A table in a sheet, and what it cannot do without."""

from dataclasses import dataclass, field
from typing import Literal

from plan_targets.landing.grammar.lines import Said

Form = Literal["observations", "plan"]
# What a row of figures cannot do without; of a plan, what tells its table from figures.
REQUIRED: dict[Form, tuple[str, ...]] = {
    "observations": ("region_name_zh", "indicator_zh", "period", "value"),
    "plan": ("indicator_zh", "target_value", "due_year"),
}
# Two names one of which is enough.
STAND_INS = {
    "region_name_zh": "region_code",
    "indicator_zh": "indicator_label",
    "target_value": "value",
    "due_year": "period",
}
# What an office calls our columns, where its file does not have them.
OFFICE_WORDS = {
    "region_name_zh": "地区", "region_code": "地区代码", "indicator_zh": "指标", "unit": "单位", "period": "年份",
    "value": "数值", "published_on": "发布日期", "target_value": "目标值", "due_year": "目标年份",
    "baseline_value": "基期值", "baseline_year": "基期年份", "value_high": "目标上限", "comparator": "比较方式",
    "direction": "方向",
}  # fmt: skip
# Of those, what may be said around a table; a figure's own header may say the others.
SAID_AROUND = ("region_name_zh", "region_code", "published_on")


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures; what its header says instead of a column of its own."""

    cell: str
    header: str
    period: str | None = None
    indicator: str | None = None
    unit: str | None = None
    # Columns that speak for this one alone: a note or a unit under the same year.
    of_series: dict[str, str] = field(default_factory=dict)
    region: str | None = None
    # A part of a year whose year stands elsewhere.
    part: str | None = None
    grain: str | None = None


@dataclass(frozen=True)
class RefusedColumn:
    """A column from which no figure is read, and why; of one with an unknown header, its numbers are refused."""

    cell: str
    header: str | None
    reason: str = "unknown_column"


@dataclass(frozen=True)
class Table:
    """A table in a sheet: its form, the first and the last row of its header, and what the columns mean."""

    form: Form
    top_row: int
    header_row: int
    columns: dict[str, str]
    headers: dict[str, str]
    values: list[ValueColumn]
    unit: str | None = None
    missing: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    refused: list[RefusedColumn] = field(default_factory=list)
    # The last row before the next table begins; none when the sheet ends with this one.
    last_row: int | None = None
    # Rows that say the header again.
    repeated: list[int] = field(default_factory=list)
    # What is said around it: in its title, above it, in the names of its sheet and its file.
    said: Said = field(default_factory=Said)
    # Columns that nobody understands, or that are known and mean nothing here, by their headers: their words may change
    # what a figure is.
    unused: dict[str, str] = field(default_factory=dict)
    # Of two columns of regions the wider one: 省份 beside 城市.
    wider_region: str | None = None
    # Whether a column of changes or of aims stands apart, so that the title may name them without meaning the rest.
    has_changes: bool = False
    has_aims: bool = False
    # The columns that are its own, of a sheet on which it goes on beside itself.
    cells: list[str] | None = None

    def header(self, column: str) -> str:
        """What the file calls the column; where the file has none, what an office calls it."""
        return self.headers.get(column, OFFICE_WORDS.get(column, column))
