"""What a draft is made of: its rows, the ways to read each number, and the numbers that were left out."""

from dataclasses import dataclass

from plan_targets.drafting.passages import LocatedTable, Passage
from plan_targets.drafting.years import Period


@dataclass(frozen=True)
class Spot:
    """Where a number stands: in which of the document's passages, in which cell of its table, from where to where."""

    passage: int = 0
    cell: tuple[int, int] | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Reading:
    """One way to read a number: a value, the upper end of a range, and the baseline printed beside it."""

    value: float | None
    value_high: float | None = None
    baseline: float | None = None


@dataclass(frozen=True)
class DraftRow:
    """A number of the document that may be a target or an achievement."""

    location: str
    page: int | None
    kind: str
    phrase: str
    printed: str
    # The likeliest first.
    readings: tuple[Reading, ...]
    unit: str
    comparator: str
    due_year: int | None
    start_year: int | None
    is_inferred_year: bool
    accumulation: str
    modality: str
    offices: str
    passage: str
    form: str = "prose"
    baseline_year: int | None = None
    # Where the row itself names one, as a table with a row for each region does.
    region: str = ""
    # What the sentence said before, where the phrase alone may be too short to know the indicator by.
    context: str = ""
    # Why a person should look twice, in codes of `DOUBTS`.
    doubts: tuple[str, ...] = ()
    spot: Spot = Spot()

    @property
    def reading(self) -> Reading:
        """The reading that fits best."""
        return self.readings[0]


DOUBTS = {
    "word": ("数由文字而来", "the number is told in words"),
    "scanner": ("扫描文字有误，已按形近字改读", "a scanner's slip was mended"),
    "glued_digits": ("数字粘连，有几种读法", "the digits run together and may be parted in several ways"),
    "lost_dash": ("可能是丢了连接号的区间", "it may be a range that lost its dash"),
    "slipped_year": (
        "年份疑有误，已按规划期改读，请对照原文",
        "the year seems to be a slip and was mended by the plan's",
    ),
    "inferred_year": ("未写目标年份，取规划期末", "no year is printed; the plan's last one was taken"),
    "no_year": ("未写目标年份", "no year is printed"),
    "carried_subject": ("指标名取自前文", "what is counted stands before, in another clause"),
    "unknown_unit": ("单位不在名单中", "the unit is not on the list"),
    "no_unit": ("没有单位", "no unit is printed"),
    "few_words": ("数前后没有足够的文字说明指标", "too few words say what is counted"),
    "cell_in_words": ("单元格中是文字", "the cell holds words"),
    "several_columns": ("目标列不止一种理解", "which column is the target may be read in more than one way"),
}


@dataclass(frozen=True)
class LeftOut:
    """A number that is no target, and why."""

    location: str
    printed: str
    around: str
    reason: str
    page: int | None = None
    spot: Spot = Spot()


@dataclass(frozen=True)
class Draft:
    """What the reader found in a document."""

    period: Period
    rows: tuple[DraftRow, ...]
    left_out: tuple[LeftOut, ...]
    passages: tuple[Passage | LocatedTable, ...] = ()
