"""A person's decisions on a draft, row by row; nothing is taken that nobody looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Literal

from plan_targets.drafting.changes import change_cells
from plan_targets.drafting.comparison import Compared
from plan_targets.drafting.form import (
    ACCUMULATIONS,
    COMPARATORS,
    Cells,
    cells_of,
    described,
    left_out_cells,
    number,
    year,
)
from plan_targets.drafting.plan import PlanDraft, ProposedRow
from plan_targets.drafting.rows import LeftOut, Reading
from plan_targets.drafting.workbook import write_form

Decision = Literal["open", "accepted", "corrected", "left_out"]
DECISIONS: tuple[Decision, ...] = ("open", "accepted", "corrected", "left_out")
TAKEN = ("accepted", "corrected")
# What a plan, and a row, cannot be without in the form.
REQUIRED_OF_PLAN = ("规划名称", "地区", "规划起始年", "规划结束年")
REQUIRED_OF_ROW = ("指标", "单位", "目标值", "目标年份")
# A place among others, or something to be done, may have no number.
WITHOUT_NUMBER = (ACCUMULATIONS["rank"], ACCUMULATIONS["milestone"])


@dataclass(frozen=True)
class ReviewedRow:
    """A row of the draft, its cells as they are now, and what was decided."""

    proposed: ProposedRow
    drafted: Cells
    cells: Cells
    decision: Decision = "open"

    @property
    def is_taken(self) -> bool:
        """Whether a person took it, as it was or corrected."""
        return self.decision in TAKEN

    @property
    def lacking(self) -> tuple[str, ...]:
        """The cells that it cannot do without and that are empty."""
        optional = ("单位", "目标值") if self.cells["累计方式"] in WITHOUT_NUMBER else ()
        return tuple(name for name in REQUIRED_OF_ROW if name not in optional and not self.cells[name])

    def edited(self, cells: Mapping[str, str | None]) -> "ReviewedRow":
        """With other cells; what was changed was corrected, unless it was left out."""
        wanted = {**self.cells, **{name: (text or "").strip() for name, text in cells.items()}}
        if wanted["指标"] != self.cells["指标"] and "方向" not in cells:
            # It was that of the indicator before.
            wanted["方向"] = ""
        row = replace(self, cells=wanted)
        return row if self.decision == "left_out" else row.decided("corrected" if wanted != self.drafted else "open")

    def decided(self, decision: Decision) -> "ReviewedRow":
        """With that decision; what is taken was corrected where a cell differs from the draft's."""
        if decision in TAKEN:
            decision = "accepted" if self.cells == self.drafted else "corrected"
        return replace(self, decision=decision)

    def read_as(self, reading: Reading) -> "ReviewedRow":
        """With one of the ways to read its number."""
        row = self.proposed.row
        has_base = reading.baseline is not None
        comparator = "between" if reading.value_high is not None else row.comparator
        return self.edited(
            {
                "目标值": number(reading.value),
                "目标上限": number(reading.value_high),
                "比较方式": COMPARATORS[comparator],
                "基期值": number(reading.baseline),
                "基期年份": year(row.baseline_year) if has_base else "",
            }
        )


@dataclass(frozen=True)
class Review:
    """A draft under review: what the plan says of itself, the rows with their decisions, what the reader left out."""

    name: str
    plan: Cells
    rows: tuple[ReviewedRow, ...]
    left_out: tuple[LeftOut, ...]
    compared: tuple[Compared, ...] = ()

    @classmethod
    def of(cls, draft: PlanDraft, compared: Sequence[Compared] = ()) -> "Review":
        """Of a draft that nobody looked at yet."""
        cells = map(cells_of, draft.rows)
        rows = tuple(ReviewedRow(one, drafted, drafted) for one, drafted in zip(draft.rows, cells, strict=True))
        return cls(draft.document.name, described(draft.description), rows, draft.left_out, tuple(compared))

    def with_row(self, position: int, row: ReviewedRow) -> "Review":
        """With another row at that position."""
        return replace(self, rows=(*self.rows[:position], row, *self.rows[position + 1 :]))

    def with_plan(self, cells: Mapping[str, str]) -> "Review":
        """With other cells of the plan itself."""
        return replace(self, plan={**self.plan, **{name: text.strip() for name, text in cells.items()}})

    @property
    def counts(self) -> Counter[Decision]:
        """How many rows have each decision."""
        return Counter(row.decision for row in self.rows)

    @property
    def taken(self) -> list[ReviewedRow]:
        """The rows that a person took."""
        return [row for row in self.rows if row.is_taken]

    @property
    def lacking_of_plan(self) -> tuple[str, ...]:
        """What the plan itself still has to say."""
        return tuple(name for name in REQUIRED_OF_PLAN if not self.plan[name])

    @property
    def lacking(self) -> dict[int, tuple[str, ...]]:
        """Of the rows that were taken, by position, the cells that are still empty."""
        return {at: row.lacking for at, row in enumerate(self.rows) if row.is_taken and row.lacking}

    @property
    def is_finished(self) -> bool:
        """Whether every row was decided and what was taken is whole."""
        return not (self.counts["open"] or self.lacking_of_plan or self.lacking) and bool(self.taken)

    def workbook(self) -> bytes:
        """The plan form with the rows that were taken; the other numbers are listed with the reason."""
        others = [
            LeftOut(row.location, row.printed, row.passage, _reason(one), row.page)
            for one in self.rows
            if not one.is_taken
            for row in [one.proposed.row]
        ]
        file = BytesIO()
        write_form(
            file,
            self.plan,
            [row.cells for row in self.taken],
            [left_out_cells(one) for one in (*self.left_out, *others)],
            [change_cells(one) for one in self.compared],
        )
        return file.getvalue()


def _reason(row: ReviewedRow) -> str:
    return "not_checked" if row.decision == "open" else "checked_out"
