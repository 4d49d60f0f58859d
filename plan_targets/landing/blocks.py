"""Lines inside a table: those that head a block of rows and say what its figures have in common, and mere remarks."""

import re
from dataclasses import dataclass, field

import polars as pl

from plan_targets.landing.figures.columns import HEADED_FROM, SECTION, SECTION_UNIT, UNKNOWN
from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.grammar.lines import Said, is_all_told
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.qualifiers import in_heading
from plan_targets.landing.reading.sheets import ROW, TROUBLE, Sheet
from plan_targets.landing.tables.sections import read_section
from plan_targets.landing.tables.table import Table

_NOTE = re.compile(
    r"\s*(?:注|备注|说明|附注|数据来源|资料来源|資料來源|来源|填表|填报|制表|审核|单位负责人|联系|统计负责人|note|source|[*①②③#※])",
    re.I,
)
# The same in each cell of a row, without looking around: who filled a form in, and when.
_PAIRS = (
    r"^\s*(?:填报|报送|制表|编制|上报|填表|审核|复核|统计|单位|联系|数据来源|资料来源|负责)"
    r"(?:单位|部门|机构|人|负责人|日期|时间|电话)?\s*[:：]"
)
_LIKE_A_PERIOD = re.compile(r"\d{4}|年|期")
_COUNTED = re.compile(r"[甲乙丙丁戊己]")
# A heading of more than that is a sentence.
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Blocks:
    """The rows of a table with what heads their blocks in columns beside them, and the remarks that are no rows."""

    rows: pl.DataFrame
    remarks: pl.DataFrame


@dataclass
class _Stack:
    """What the headings say at a row: a heading ends the one of its kind before it and all below that."""

    levels: list[dict[str, str]] = field(default_factory=list)
    unit: str | None = None
    caveat: tuple[str, str] | None = None
    # What a heading that nobody understands may be: always another indicator, by its look another region or period.
    unknown: frozenset[str] = frozenset()

    def take(self, said: dict[str, str], unit: str | None) -> None:
        """Takes a heading in."""
        level = next((number for number, one in enumerate(self.levels) if one.keys() & said.keys()), len(self.levels))
        if level < len(self.levels) or "indicator" in said or unit:
            self.unit = unit
        self.levels = [*self.levels[:level], said]
        self.unknown = frozenset()

    def forget(self, text: str, heading: Said) -> None:
        """Takes a heading in that is not understood."""
        looks = {"region": heading.has_unknown_region, "period": bool(_LIKE_A_PERIOD.search(text)), "indicator": True}
        self.levels, self.unit = [], None
        self.unknown = frozenset(name for name, is_like in looks.items() if is_like)

    def says(self, name: str) -> str | None:
        """What the headings say of the region, the indicator or the period."""
        return next((level[name] for level in reversed(self.levels) if name in level), None)


def read_blocks(sheet: Sheet, rows: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> Blocks:
    """The rows of the table apart from its headings and remarks, each with what heads it."""
    cells = sheet.cells
    is_alone = pl.sum_horizontal(pl.col(name).is_not_null() for name in cells) == 1
    # 填报单位：… and 填报日期：… in cells beside each other.
    is_of_notes = pl.all_horizontal(pl.col(name).is_null() | pl.col(name).str.contains(_PAIRS) for name in cells)
    is_alone = (is_alone | is_of_notes) & pl.col(TROUBLE).is_null()
    whole = pl.concat_str(cells, separator="  ", ignore_nulls=True)
    alone = rows.filter(is_alone).with_columns(whole.alias("text"))
    counted = _counted(rows.filter(~is_alone).head(1), cells)
    figures = rows.filter(~is_alone)
    if counted is not None:
        figures = figures.slice(1)
        alone = pl.concat([counted, alone])
    if alone.is_empty():
        return Blocks(figures, alone)
    last = figures[ROW].max() if figures.height else 0
    below = alone.filter(pl.col(ROW) > last)
    headings, remarks = _headings(alone.filter(pl.col(ROW) <= last), table, vocabulary)
    # What stands below the last figure heads nothing, or the next table.
    remarks = pl.concat([remarks, below])
    if headings.is_empty():
        return Blocks(figures, remarks)
    used = [name for name in headings.columns if name == ROW or headings[name].null_count() < headings.height]
    return Blocks(figures.sort(ROW).join_asof(headings.select(used), on=ROW), remarks)


def _counted(first: pl.DataFrame, cells: list[str]) -> pl.DataFrame | None:
    """The row that numbers the columns, as forms have it under their header: 甲 乙 1 2 3."""
    texts = [text.strip() for text in first.select(cells).row(0) if text] if first.height else []
    digits = [text for text in texts if text.isdigit()]
    letters = [text for text in texts if not text.isdigit()]
    is_counting = len(digits) >= 2 and digits == [str(number) for number in range(1, len(digits) + 1)]
    if not (is_counting and letters and all(_COUNTED.fullmatch(text) for text in letters)):
        return None
    return first.with_columns(pl.concat_str(cells, separator=" ", ignore_nulls=True).alias("text"))


def _headings(alone: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What holds from each heading on, and the lines that are none."""
    reader = CellReader(vocabulary)
    # What the table says elsewhere no heading says.
    told = {
        name
        for name, column in (("region", "region_name_zh"), ("indicator", "indicator_zh"), ("period", "period"))
        if column in table.columns or all(getattr(value, name) for value in table.values)
    }
    stack = _Stack()
    states: list[dict[str, object]] = []
    remarks: list[int] = []
    read: dict[str, Said] = {}
    for row, text in alone.select(ROW, "text").iter_rows():
        if _NOTE.match(text) or len(text) > _LONGEST_HEADING:
            remarks.append(row)
            continue
        heading = read.setdefault(text, read_section(text, reader))
        says = {name: value for name in _SAID if name not in told and (value := getattr(heading, name))}
        caveat = None if heading.indicator and not heading.caveats else in_heading(_without(text, heading))
        stack.caveat = (caveat.reason, text) if caveat else None
        is_told = reader.read(text).is_understood or is_all_told(text, vocabulary)
        if says and is_told:
            stack.take(says, heading.unit)
        elif heading.unit and is_told:
            stack.unit = heading.unit
        else:
            stack.forget(text, heading)
            remarks.append(row)
        states.append(_state(row, stack))
    schema = {ROW: pl.Int64} | dict.fromkeys(_COLUMNS, pl.String)
    frame = pl.DataFrame(states, schema=schema)
    return frame, alone.filter(pl.col(ROW).is_in(remarks))


_SAID = ("region", "indicator", "period")
_COLUMNS = [
    HEADED_FROM,
    *UNKNOWN.values(),
    *SECTION.values(),
    SECTION_UNIT,
    "heading_reason",
    "heading_column",
    "heading_words",
]


def _without(text: str, heading: Said) -> str:
    return "" if heading.period and heading.period in text else text


def _state(row: int, stack: _Stack) -> dict[str, object]:
    return {
        ROW: row,
        HEADED_FROM: str(row),
        SECTION["region_name_zh"]: stack.says("region"),
        SECTION["indicator_zh"]: stack.says("indicator"),
        SECTION["period"]: stack.says("period"),
        **{column: "yes" if name in stack.unknown else None for name, column in UNKNOWN.items()},
        SECTION_UNIT: stack.unit,
        "heading_reason": stack.caveat[0] if stack.caveat else None,
        "heading_column": "分段标题" if stack.caveat else None,
        "heading_words": stack.caveat[1] if stack.caveat else None,
    }
