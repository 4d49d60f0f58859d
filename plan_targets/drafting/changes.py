"""What a second document of a plan changed, as lines and cells for people."""

from collections import Counter
from collections.abc import Sequence

from plan_targets.drafting.comparison import CHANGES, Compared
from plan_targets.drafting.form import COMPARATORS, Cells, number, year
from plan_targets.drafting.plan import ProposedRow

CHANGE_COLUMNS = ("变化", "change", "指标", "原来", "现在", "原处", "现处", "不同之处")
FIELD_NAMES = {
    "value": "目标值", "value_high": "目标上限", "unit": "单位", "comparator": "比较方式", "due_year": "目标年份",
    "start_year": "起始年份", "accumulation": "累计方式", "modality": "属性",
}  # fmt: skip


def change_cells(one: Compared) -> Cells:
    """One target of the two documents as cells."""
    chinese, english = CHANGES[one.change]
    named = one.after or one.before
    values = (
        chinese,
        english,
        _name(named) if named else "",
        _told(one.before),
        _told(one.after),
        one.before.row.location if one.before else "",
        one.after.row.location if one.after else "",
        "、".join(FIELD_NAMES[name] for name in one.fields),
    )
    return dict(zip(CHANGE_COLUMNS, values, strict=True))


def counted(compared: Sequence[Compared]) -> str:
    """How many targets are new, changed, dropped and the same, as a sentence in both languages."""
    counts = Counter(one.change for one in compared)
    return "  ".join(f"{chinese} {english}: {counts[change]}" for change, (chinese, english) in CHANGES.items())


def _name(proposed: ProposedRow) -> str:
    return proposed.candidates[0].name if proposed.certainty.knows_indicator else proposed.row.phrase


def _told(proposed: ProposedRow | None) -> str:
    if proposed is None:
        return ""
    row = proposed.row
    high = f"—{number(row.reading.value_high)}" if row.reading.value_high is not None else ""
    return f"{year(row.due_year)} {COMPARATORS[row.comparator]} {number(row.reading.value)}{high}{row.unit}".strip()
