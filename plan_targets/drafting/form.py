"""A draft as the cells of the plan form that `landing/` takes, for the workbook and for the page alike."""

from collections.abc import Mapping

from plan_targets.drafting.certainty import LEVELS
from plan_targets.drafting.description import Description
from plan_targets.drafting.no_promise import REASONS
from plan_targets.drafting.plan import PlanDraft, ProposedRow
from plan_targets.drafting.rows import LeftOut, Reading
from plan_targets.landing.template import PLAN, TARGETS

# What the form's cells are called in a draft; a person may change each of them.
FORM = tuple(name for name, _, _ in TARGETS)
# Columns that only help to check: the reader of plans passes over them.
BESIDE = ("把握", "理由", "印作", "数的名称", "其他读法", "候选指标", "原文", "页码", "责任单位")
KIND = "表述类别"
# Empty where the plan's own region is meant.
REGION = "地区"
COMPARATORS = {
    "eq": "等于",
    "ge": "不低于",
    "gt": "超过",
    "le": "不超过",
    "lt": "低于",
    "between": "区间",
    "hold": "保持",
}
MODALITIES = {"binding": "约束性", "anticipated": "预期性", "strive": "力争", "unstated": ""}
ACCUMULATIONS = {
    "level": "水平", "stock": "累计", "period_flow": "期间新增", "annual_flow": "年新增", "index": "指数",
    "change_vs_base": "较基期变化", "milestone": "事项", "rank": "位次",
}  # fmt: skip
DIRECTIONS = {1: "越高越好", -1: "越低越好", None: ""}
KINDS = {"target": "目标", "achievement": "成效"}
LEFT_OUT_COLUMNS = ("位置", "页码", "数字", "前后文", "原因", "reason")

Cells = dict[str, str]


def described(description: Description) -> Cells:
    """What the plan says of itself, by the names of the form."""
    values = (
        description.title,
        description.region,
        description.issuer,
        description.issued_on,
        description.period_start,
        description.period_end,
        description.period_start - 1 if description.period_start else None,
        "；".join(description.notes),
    )
    return {name: "" if value is None else str(value) for name, value in zip(PLAN, values, strict=True)}


def cells_of(proposed: ProposedRow) -> Cells:
    """A row of the form; what the reader does not know for sure stays empty, so that nothing is taken unread."""
    row, certainty = proposed.row, proposed.certainty
    reading = row.reading if certainty.knows_value else Reading(None)
    has_base = reading.baseline is not None
    return {
        "指标": proposed.candidates[0].name if certainty.knows_indicator else "",
        "单位": row.unit,
        "目标值": number(reading.value),
        "目标上限": number(reading.value_high),
        "目标年份": year(row.due_year),
        "比较方式": COMPARATORS[row.comparator] if certainty.knows_value else "",
        "起始年份": year(row.start_year),
        "基期值": number(reading.baseline),
        "基期年份": year(row.baseline_year) if has_base else "",
        "属性": MODALITIES[row.modality],
        "累计方式": ACCUMULATIONS[row.accumulation],
        "方向": DIRECTIONS[proposed.direction],
        "出处": row.location,
        "备注": "",
        KIND: KINDS[row.kind],
        REGION: row.region,
        "把握": LEVELS[certainty.level][0],
        "理由": certainty.chinese,
        "印作": row.printed,
        "数的名称": row.phrase,
        "其他读法": readings_of(proposed),
        "候选指标": "；".join(candidate.name for candidate in proposed.candidates),
        "原文": row.passage,
        "页码": year(row.page),
        "责任单位": row.offices,
    }


def readings_of(proposed: ProposedRow) -> str:
    """All ways to read the number, where there are several, the likeliest first."""
    readings = proposed.row.readings
    return "；".join(map(reading_of, readings)) if len(readings) > 1 else ""


def reading_of(reading: Reading) -> str:
    """One way to read a number: the baseline, an arrow, the target."""
    target = number(reading.value) + (f"—{number(reading.value_high)}" if reading.value_high is not None else "")
    return target if reading.baseline is None else f"{number(reading.baseline)} → {target}"


def left_out_cells(one: LeftOut) -> Cells:
    """A number that was not taken, and why, in both languages."""
    chinese, english = REASONS[one.reason]
    return dict(
        zip(LEFT_OUT_COLUMNS, (one.location, year(one.page), one.printed, one.around, chinese, english), strict=True)
    )


def number(value: float | None) -> str:
    """A number as a person would type it."""
    return "" if value is None else f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"


def year(value: int | None) -> str:
    """A year, or a page, as a cell; empty for none."""
    return "" if value is None else str(value)


def rows_of(draft: PlanDraft) -> list[Mapping[str, str]]:
    """The rows of the form, in the order of the document."""
    return [cells_of(proposed) for proposed in draft.rows]
