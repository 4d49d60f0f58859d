"""What a sheet's tables are: where each begins, and where its figures' regions, indicators, periods and units stand.

The four are asked for one by one. Each may stand over a column, in a column of the row, in a line that heads a block of
rows, or around the table: in its title, in a line above, in the name of the sheet or of the file. A table is understood
when all its figures have all four; what is nowhere is named, all of it in one sentence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import polars as pl

from plan_targets.landing.grammar.header_cells import ANCHORS, HOPED, IGNORED, WHOLE_OF_A_REGION, CellReader
from plan_targets.landing.grammar.lines import Said, read_lines, read_name
from plan_targets.landing.grammar.periods import read_period, settle_periods
from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise
from plan_targets.landing.headers.finding import find_headers
from plan_targets.landing.headers.judging import Header
from plan_targets.landing.headers.told import INDICATORS, OF_THE_ROW, REGIONS, Told, ends_like, name_and_unit
from plan_targets.landing.reading.sheets import ROW, ROWS_LOOKED_AT, Sheet

Form = Literal["observations", "plan"]
Line = tuple[str | None, ...]

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

# Above a further table, so many rows may hold its title and its unit.
_TITLE_ROWS = 3
# So many rows tell what a column without a name holds.
_SAMPLE_ROWS = 200
# Names that a plan gives of itself above its table.
_OF_A_PLAN = {"title_zh", "plan_period", "period_start", "plan_id"}
_MOSTLY = 0.6
_OPEN_ENDED = re.compile("本月|至今")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Columns that say their year by that of the table: 本年 beside 上年.
_THIS_YEAR = re.compile(r"(?:本年|本期|当年|今年)(?:度|累计)?(?:实际)?(?:完成|实绩|情况)?(?:值|数|数值)?")
_YEAR_BEFORE = re.compile(r"(?:上年|去年|上期)(?:度|同期|累计)?(?:实际)?(?:完成|实绩|情况)?(?:值|数|数值)?")
# Columns that mean something to us where a table of figures has them.
USED = {
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "month",
    "quarter", "value", "comparator", "value_kind", "kind", "source_title", "source_grade", "source_url",
    "published_on", "note", "scope", "is_break", "target_value", "value_high", "planned",
    "baseline_value", "reported_by", "asked_for_id",
}  # fmt: skip


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures; what its header says instead of a column of its own."""

    cell: str
    header: str
    period: str | None = None
    indicator: str | None = None
    unit: str | None = None
    # Columns that speak for this one alone: a note or a unit under the same year.
    own: dict[str, str] = field(default_factory=dict)
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


def find_tables(sheet: Sheet, vocabulary: Vocabulary, file: str | None = None) -> list[Table]:
    """The tables of a sheet, from the first row to the last; none when no row looks like a header."""
    reader = CellReader(vocabulary)
    chosen = sorted(find_headers(sheet, reader), key=lambda header: header.top)
    lines = _rows_above(sheet, chosen)
    names = read_name(sheet.name, vocabulary, "工作表名")
    for line in sheet.page_lines:
        names = names.over(read_name(line, vocabulary, "页眉页脚"))
    names = names.over(read_name(_stem(file), vocabulary, "文件名"))
    around: Said | None = None
    tables: list[Table] = []
    before: Header | None = None
    for header in chosen:
        first = before.bottom + 1 if before else 0
        above = [lines[row] for row in range(first, header.top) if row in lines]
        said = read_lines(above, vocabulary)
        # A header that says the same again, as on each page of a printed table, begins no other one.
        if before and header.columns == before.columns and _says_nothing_new(said, tables[-1].said):
            tables[-1].repeated.extend(sheet.rows[ROW][header.top : header.bottom + 1])
        else:
            said = said.over(around) if around else said
            around = around or replace(said, unit=None, units=(), caveats=said.caveats, unknown_indicator=None)
            tables += _tables_of(header, sheet, said, names, reader, is_of_a_plan=_is_of_a_plan(above, vocabulary))
        before = header
    tops = sorted({table.top_row for table in tables})
    ends = {top: following - 1 for top, following in pairwise(tops)}
    return [replace(table, last_row=ends.get(table.top_row)) for table in tables]


def _tables_of(
    header: Header, sheet: Sheet, said: Said, names: Said, reader: CellReader, *, is_of_a_plan: bool
) -> list[Table]:
    """The tables below a header: one, or several that are printed beside each other under the same words."""
    width = _folded_at(header)
    if width is None:
        return [_Layout(header, sheet, said, names, reader, is_of_a_plan).table()]
    tables = []
    for first in range(0, len(header.columns), width):
        own = slice(first, first + width)
        if not any(header.columns[own]):
            continue
        cells = sheet.cells[own]
        part = replace(sheet, rows=sheet.rows.drop(set(sheet.cells) - set(cells)))
        beside = replace(header, columns=header.columns[own], told=header.told[own])
        tables.append(replace(_Layout(beside, part, said, names, reader, is_of_a_plan).table(), cells=cells))
    return tables


def _folded_at(header: Header) -> int | None:
    """How many columns a table has that goes on beside itself (城市 | 数值 | 城市 | 数值); null where none does."""
    columns = list(header.columns)
    while columns and not columns[-1]:
        columns.pop()
    anchored = {position for position, told in enumerate(header.told) if told.meaning.name in ANCHORS}
    for width in range(2, len(columns) // 2 + 1):
        is_repeated = len(columns) % width == 0 and columns == columns[:width] * (len(columns) // width)
        if is_repeated and all(columns[:width]) and anchored & set(range(width)):
            return width
    return None


def find_table(sheet: Sheet, vocabulary: Vocabulary) -> Table | None:
    """The table of a sheet whose header is understood best, or nothing when no row looks like one."""
    reader = CellReader(vocabulary)
    headers = find_headers(sheet, reader)
    if not headers:
        return None
    best = next((header for header in headers if header.top < ROWS_LOOKED_AT), headers[0])
    above = list(_rows_above(sheet, [best]).values())
    said = read_lines(above, vocabulary)
    names = read_name(sheet.name, vocabulary, "工作表名")
    return _Layout(best, sheet, said, names, reader, _is_of_a_plan(above, vocabulary)).table()


def _stem(file: str | None) -> str | None:
    return file.rsplit("/", 1)[-1].rpartition(".")[0] or file if file else None


def _says_nothing_new(said: Said, before: Said) -> bool:
    return all(
        getattr(said, name) in (None, getattr(before, name)) for name in ("region", "period", "indicator", "unit")
    ) and not (said.has_unknown_region or said.units or said.caveats)


def _is_of_a_plan(lines: Iterable[Line], vocabulary: Vocabulary) -> bool:
    """Whether the lines describe a plan, whose table then holds targets."""
    firsts = (next((cell for cell in line if cell and cell.strip()), "") for line in lines)
    return any(vocabulary.headers.get(normalise(first.split("：")[0].split(":")[0])) in _OF_A_PLAN for first in firsts)


def _rows_above(sheet: Sheet, headers: list[Header]) -> dict[int, Line]:
    """The rows that may say what a table is, by position: all above the first header, a few above each further one."""
    positions: set[int] = set()
    for number, header in enumerate(headers):
        count = _TITLE_ROWS if number else ROWS_LOOKED_AT
        positions |= set(range(max(0, header.top - count), header.bottom))
    wanted = sorted(positions)
    lines = dict(zip(wanted, sheet.rows[wanted].select(sheet.cells).iter_rows(), strict=True))
    # Above a further table, a row of more cells is the last of the one before.
    firsts = headers[0].top if headers else 0
    return {position: line for position, line in lines.items() if position < firsts or _is_line(line)}


def _is_line(line: Line) -> bool:
    return len([cell for cell in line if cell and cell.strip()]) <= 2


@dataclass
class _Layout:
    """Works out what the columns of one table are."""

    sheet_header: Header
    sheet: Sheet
    said: Said
    names: Said
    reader: CellReader
    is_of_a_plan: bool
    meanings: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)
    tidy: list[ValueColumn] = field(default_factory=list)
    wide: list[ValueColumn] = field(default_factory=list)
    refused: list[RefusedColumn] = field(default_factory=list)
    unknown: list[tuple[str, str, Told]] = field(default_factory=list)
    own: dict[tuple[str | None, ...], dict[str, str]] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)
    wider_region: str | None = None
    has_changes: bool = False
    # Columns whose year is that of the table, or the one before: how many years before.
    related: list[tuple[str, str, Told, int]] = field(default_factory=list)

    def table(self) -> Table:
        """The table."""
        header = self.sheet_header
        for cell, parts, told in zip(self.sheet.cells, header.columns, header.told, strict=True):
            self._take(cell, " ".join(parts), told)
        self._name_by_content()
        self._take_corner()
        self._complete_years()
        self.said = self._said()
        self._relate_years()
        self._take_unknown()
        self._take_indicator_of_title()
        self._tell_months_from_sums()
        if header.is_torn:
            row = int(self.sheet.rows[ROW][header.bottom])
            self.ambiguous.append(f"第{row}行 / 第{row + 1}行 rows {row} / {row + 1}")
        values = self._values()
        form: Form = "plan" if self._is_plan(values) else "observations"
        if form == "observations":
            self._refuse_hopes()
        return Table(
            form,
            int(self.sheet.rows[ROW][header.top]),
            int(self.sheet.rows[ROW][header.bottom]),
            self.meanings,
            self.headers,
            values,
            self.said.unit,
            self._missing(form, values),
            self.ambiguous,
            self.refused,
            said=self.said,
            unused=self.unused,
            wider_region=self.wider_region,
            has_changes=self.has_changes,
            has_aims=any(column.reason == "forecast_period" for column in self.refused),
        )

    def _take(self, cell: str, printed: str, told: Told) -> None:
        meaning = told.meaning
        name = meaning.name
        years_before = 0 if _THIS_YEAR.fullmatch(printed) else 1 if _YEAR_BEFORE.fullmatch(printed) else None
        if years_before is not None and name in (None, "value") and not meaning.spans:
            self.related.append((cell, printed, told, years_before))
            return
        series = (meaning.period, meaning.part, meaning.indicator, meaning.region)
        if name == IGNORED:
            self.has_changes = True
        elif meaning.reason:
            self.refused.append(RefusedColumn(cell, printed or None, meaning.reason))
        elif name in HOPED and (meaning.spans or name == "planned"):
            self.refused.append(RefusedColumn(cell, printed or None, "forecast_period"))
        # What was reached in a year of the past, though a plan starts from it, is a figure of that year.
        elif name is None or name == "value" or (name == "baseline_value" and meaning.period):
            if told.rest or not (name or meaning.spans):
                self.unknown.append((cell, printed, told))
            else:
                self._add_values(cell, printed, told)
        elif meaning.spans and name not in OF_THE_ROW:
            self.own.setdefault(series, {})[name] = cell
        else:
            self._name(name, cell, printed)

    def _add_values(
        self, cell: str, printed: str, told: Told, indicator: str | None = None, unit: str | None = None
    ) -> None:
        meaning = told.meaning
        series = (meaning.period, meaning.part, meaning.indicator or indicator, meaning.region)
        spans = meaning.spans or bool(indicator)
        column = ValueColumn(
            cell,
            printed,
            meaning.period,
            meaning.indicator or indicator,
            meaning.unit or unit,
            self.own.setdefault(series, {}) if spans else {},
            meaning.region,
            meaning.part,
            meaning.grain,
        )
        (self.wide if spans else self.tidy).append(column)
        if not spans:
            self.headers.setdefault("value", printed)

    def _name(self, name: str, cell: str, printed: str) -> None:
        if name not in self.meanings:
            self.meanings[name] = cell
            self.headers[name] = printed
            if name not in USED:
                self.unused[cell] = printed
        elif self._is_in_english(self.meanings[name], cell):
            return
        elif self._is_in_english(cell, self.meanings[name]):
            self.meanings[name], self.headers[name] = cell, printed
        elif name == "region_name_zh" and self._is_wider(self.meanings[name], cell):
            self.wider_region, self.meanings[name] = self.meanings[name], cell
            self.headers[name] = printed
        else:
            self.ambiguous.append(f"{self.headers[name]} / {printed}")

    def _texts(self, cell: str) -> list[str]:
        rows = self.sheet.rows[cell].slice(self.sheet_header.bottom + 1, _SAMPLE_ROWS)
        return [text.strip() for text in rows.drop_nulls().to_list() if text.strip()]

    def _is_in_english(self, chinese: str, other: str) -> bool:
        """Whether the second column says in English what the first says in Chinese."""
        latin = [text for text in self._texts(other) if not any("\u4e00" <= letter <= "\u9fff" for letter in text)]
        names = [text for text in self._texts(chinese) if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
        is_latin = (
            bool(latin) and len(latin) == len(self._texts(other)) and not any(text[0].isdigit() for text in latin)
        )
        return is_latin and bool(names)

    def _is_wider(self, first: str, second: str) -> bool:
        """Whether the regions of the second column lie in those beside them in the first."""
        rows = self.sheet.rows.slice(self.sheet_header.bottom + 1, _SAMPLE_ROWS).select(first, second).drop_nulls()
        vocabulary = self.reader.vocabulary
        pairs = [(vocabulary.region(outer), vocabulary.region(inner)) for outer, inner in rows.iter_rows()]
        known = [(outer, inner) for outer, inner in pairs if outer and inner]
        is_wider = any(vocabulary.regions.get(outer) != vocabulary.regions.get(inner) for outer, inner in known)
        return is_wider and all(vocabulary.is_inside(inner, outer) for outer, inner in known)

    def _holds(self, cell: str) -> str | None:
        """What a column is by what it holds."""
        vocabulary, texts = self.reader.vocabulary, self._texts(cell)
        tests = {
            "region_name_zh": lambda text: vocabulary.region(text) is not None or text in WHOLE_OF_A_REGION,
            "indicator_zh": lambda text: vocabulary.indicator(text)[0] is not None,
            "unit": lambda text: vocabulary.unit(text) is not None,
            "period": lambda text: _YEAR.match(read_period(text).text or "") is not None,
        }
        for name, test in tests.items():
            if texts and sum(map(test, texts)) >= _MOSTLY * len(texts):
                return name
        return None

    def _name_by_content(self) -> None:
        """Names columns whose header is blank, or says 单位 over the names of places."""
        rest = []
        first = min((self.sheet.cells.index(column.cell) for column in self.tidy + self.wide), default=0)
        for cell, printed, told in self.unknown:
            name = self._holds(cell) if not printed else None
            # A name without a header, before the figures, is what they are of, whether it is known or not.
            is_before = self.sheet.cells.index(cell) < first and not printed and not self._is_of_numbers(cell)
            if name is None and is_before and self._texts(cell) and not self.meanings.keys() & INDICATORS:
                name = "indicator_zh"
            if name and name not in self.meanings:
                self._name(
                    name, cell, {"region_name_zh": "地区", "indicator_zh": "指标", "unit": "单位"}.get(name, "年份")
                )
            else:
                rest.append((cell, printed, told))
        self.unknown = rest
        has_region = bool(self.meanings.keys() & REGIONS)
        for name in ("unit", "indicator_zh"):
            meaning = self.meanings.get(name)
            if meaning and not has_region and self._holds(meaning) == "region_name_zh":
                self.meanings["region_name_zh"] = self.meanings.pop(name)
                self.headers["region_name_zh"] = self.headers.pop(name)
                has_region = True

    def _take_corner(self) -> None:
        """A place or a year in the corner of a table, over the names of its rows, is said of the whole table."""
        for column in list(self.wide):
            name = self._holds(column.cell) if not self._is_of_numbers(column.cell) else None
            only = [value for value in (column.region, column.period, column.indicator) if value]
            if name in ("region_name_zh", "indicator_zh", "period") and name not in self.meanings and len(only) == 1:
                self.wide.remove(column)
                self._name(name, column.cell, OFFICE_WORDS[name])
                corner = Said(region=column.region, period=column.period, indicator=column.indicator)
                self.said = replace(corner, unit=column.unit).over(self.said)

    def _complete_years(self) -> None:
        """A part of a year whose year stands over its neighbours: 全年 beside the quarters under 2024年."""
        columns = self.wide
        years = {(read_period(column.period).text or "")[:4] for column in columns if column.period}
        if len(years) == 1 and (year := next(iter(years))):
            self.wide = [
                replace(
                    column, period=year if column.part == "全年" else f"{year}年{column.part}", part=None
                ) if column.part and not column.period else column
                for column in columns
            ]  # fmt: skip
        texts = [column.period for column in self.wide]
        settled = settle_periods([read_period(text) for text in texts])
        self.wide = [
            replace(column, period=period.text) if read_period(column.period).year_from_day and period.text else column
            for column, period in zip(self.wide, settled, strict=True)
        ]

    def _relate_years(self) -> None:
        """本年 is the year of the title, 上年 the one before, and 上年同期 the same part of it."""
        period = read_period(self.said.period).text or ""
        is_alone = "period" not in self.meanings and not any(column.period for column in self.wide)
        is_year = re.fullmatch(r"\d{4}(?:-\w{2})?", period) is not None and len(self.related) > 1
        for cell, printed, told, years_before in self.related:
            if is_year and is_alone:
                related = f"{int(period[:4]) - years_before}{period[4:]}"
                self._add_values(cell, printed, Told(replace(told.meaning, name=None, period=related)))
            elif told.meaning.name == "value":
                self._add_values(cell, printed, told)
            else:
                self.unknown.append((cell, printed, told))

    def _take_indicator_of_title(self) -> None:
        """Where nothing else names the indicator its title does, whether the lists have that name or not."""
        is_named = self.meanings.keys() & INDICATORS or any(column.indicator for column in self.tidy + self.wide)
        if not (is_named or self.said.indicator or self._heads_blocks("indicator_zh")):
            self.said = replace(self.said, indicator=self.said.unknown_indicator)

    def _said(self) -> Said:
        """What is said around the table: that of its lines, else of its sheet's name, else of its file's."""
        said = self.said.over(self.names)
        year = read_period(said.period).text or ""
        # The sheet 一季度 below the title 2024年.
        if said.part and said.part != "全年" and _YEAR.fullmatch(year):
            said = replace(said, period=f"{year}年{said.part}")
        # Who sent a table about no other place sent it about his own.
        if not said.region and not said.has_unknown_region and said.reported_by:
            region = read_name(said.reported_by, self.reader.vocabulary, "填报单位").region
            said = replace(said, region=region)
        return said

    def _take_unknown(self) -> None:
        """Columns whose header nobody knows: an indicator where the table has them side by side, else refused."""
        has_row_indicator = bool(self.meanings.keys() & INDICATORS)
        has_others = any(column.indicator for column in self.wide)
        for cell, printed, told in self.unknown:
            name, unit = name_and_unit(told.rest[-1], self.reader) if told.rest else ("", None)
            is_of_numbers = self._is_of_numbers(cell)
            may_be = bool(name) and len(told.rest) == 1 and not (has_row_indicator or self.tidy) and is_of_numbers
            if may_be and not told.meaning.indicator and not self.is_of_a_plan:
                # 抽检合格率 in a table about 食品抽检合格率.
                is_of_the_title = ends_like(self.said.indicator or "", name)
                if is_of_the_title or (len(name) > 2 and (unit or has_others)):
                    self._add_values(cell, printed, told, self.said.indicator if is_of_the_title else name, unit)
                    continue
            self.refused.append(RefusedColumn(cell, printed or None))
            if printed and not is_of_numbers:
                self.unused[cell] = printed

    def _is_of_numbers(self, cell: str) -> bool:
        texts = self._texts(cell)
        figures = (_NUMBER.match(text) is not None or self.reader.holds_figure(text) for text in texts)
        return bool(texts) and sum(figures) >= len(texts) / 2

    def _tell_months_from_sums(self) -> None:
        """Of a month and of what was counted up to its end, both called 2023-06, the month is refused."""
        if "month" in self.meanings and any(column.grain == "cumulated" for column in self.wide):
            self._tell_months_by_row()
        self._refuse_sums_of_unknown_length()
        sums = {self._key(column) for column in self.wide if _grain(column) == "cumulated"}
        months = [column for column in self.wide if _grain(column) == "month" and self._key(column) in sums]
        self.refused += [RefusedColumn(column.cell, column.header, "month_beside_sum") for column in months]
        self.wide = [column for column in self.wide if column not in months]

    def _refuse_sums_of_unknown_length(self) -> None:
        """2023年累计 beside the first two quarters is no year, nor is what was counted up to 本月 of no month."""
        parts = [read_period(column.period).text or "" for column in self.wide]
        ends = {text[:4] for text in parts if text[4:] in ("-Q4", "-12", "-H2")}
        begun = {text[:4] for text in parts if len(text) == 7} - ends
        for column in list(self.wide):
            period = read_period(column.period).text or ""
            is_open = len(period) == 4 and (period in begun or _OPEN_ENDED.search(column.header))
            if column.grain == "cumulated" and is_open:
                self.wide.remove(column)
                self.refused.append(RefusedColumn(column.cell, column.header, "sum_of_unknown_length"))

    def _tell_months_by_row(self) -> None:
        """The same where the months are rows: the column of sums speaks of what the column beside it counts."""
        others = [column for column in self.wide if column.grain != "cumulated"]
        indicators = {column.indicator for column in others}
        indicator = next(iter(indicators)) if len(indicators) == 1 else None
        self.refused += [RefusedColumn(column.cell, column.header, "month_beside_sum") for column in others]
        sums = [column for column in self.wide if column.grain == "cumulated"]
        self.wide = [replace(column, indicator=column.indicator or indicator) for column in sums]

    def _key(self, column: ValueColumn) -> tuple[object, ...]:
        period = read_period(column.period).text or (read_period(f"2000年{column.part}").text if column.part else None)
        return period, column.indicator, column.region

    def _values(self) -> list[ValueColumn]:
        if "month" in self.meanings and "quarter" in self.meanings:
            self.ambiguous.append(f"{self.headers['month']} / {self.headers['quarter']}")
        # Beside the whole year's figure its parts are no second one.
        if len(self.tidy) == 1 and "period" in self.meanings:
            parts = [column for column in self.wide if column.part and not column.period]
            self.refused += [RefusedColumn(one.cell, one.header, "words_of_a_part_of_the_year") for one in parts]
            self.wide = [column for column in self.wide if column not in parts]
        # A tidy table has one column of figures; years beside it would leave open which of them counts.
        if len(self.tidy) > 1 or (self.tidy and any(column.period or column.part for column in self.wide)):
            self.ambiguous.append(" / ".join(column.header for column in self.tidy + self.wide))
        values = self.tidy or [column for column in self.wide if self._goes_with(column)]
        self.refused += [
            RefusedColumn(column.cell, column.header, "ambiguous_column")
            for column in self.wide
            if column not in values
        ]
        return values

    def _goes_with(self, column: ValueColumn) -> bool:
        """Whether the column says nothing that the row says too."""
        given = self.meanings.keys()
        return not (
            (column.indicator and given & INDICATORS)
            or (column.region and given & REGIONS)
            or (column.period and "period" in given)
            or (column.part and given & {"month", "quarter"})
        )

    def _is_plan(self, values: list[ValueColumn]) -> bool:
        if "due_year" in self.meanings and "period" not in self.meanings:
            return True
        has_region = bool(self.meanings.keys() & REGIONS) or (bool(self.said.region) and not self.is_of_a_plan)
        is_of_regions = has_region and any(column.period for column in values)
        return "target_value" in self.meanings and not self.tidy and not is_of_regions

    def _refuse_hopes(self) -> None:
        for name in sorted(HOPED & self.meanings.keys()):
            self.refused.append(RefusedColumn(self.meanings[name], self.headers[name], "forecast_period"))
        if "baseline_value" in self.meanings:
            self.refused.append(RefusedColumn(self.meanings["baseline_value"], self.headers["baseline_value"]))

    def _missing(self, form: Form, values: list[ValueColumn]) -> list[str]:
        given = set(self.meanings) | ({"value"} if values else set())
        over = {"period": "period", "indicator": "indicator_zh", "region": "region_name_zh"}
        for attribute, name in over.items():
            around = form == "observations" and getattr(self.said, attribute)
            if around or (values and all(getattr(column, attribute) for column in values)):
                given.add(name)
        return [
            OFFICE_WORDS[name]
            for name in REQUIRED[form]
            if name not in given and STAND_INS.get(name, name) not in given and not self._heads_blocks(name)
        ]

    def _heads_blocks(self, name: str) -> bool:
        """Whether lines that head blocks of rows say it: 太原市 over its indicators."""
        cells = self.sheet.cells
        rows = self.sheet.rows.slice(self.sheet_header.bottom + 1)
        alone = rows.filter(pl.sum_horizontal(pl.col(cell).is_not_null() for cell in cells) == 1)
        texts = alone.head(_SAMPLE_ROWS).select(pl.coalesce(cells)).to_series().to_list()
        found = (getattr(read_section(text, self.reader), SECTIONS[name]) for text in texts if name in SECTIONS)
        return any(found)


# Lines that say of a block of rows what its figures have in common.
SECTIONS = {"region_name_zh": "region", "indicator_zh": "indicator", "period": "period"}


def read_section(text: str, reader: CellReader) -> Said:
    """What a line that heads a block of rows says."""
    meaning = reader.read(text)
    if meaning.period or meaning.region or (meaning.indicator and not meaning.name):
        return Said(region=meaning.region, period=meaning.period, indicator=meaning.indicator, unit=meaning.unit)
    return read_lines([[text]], reader.vocabulary, "分段标题")


def _grain(column: ValueColumn) -> str | None:
    """Whether a column is of a month alone, or of what was counted from January to its end."""
    if column.grain:
        return column.grain
    text = column.part or re.sub(r"^\d{4}[年\-/.]?", "", column.period or "")
    if re.search(r"累计|上半年|前.*季度|月?[-—–~～至到]\d", text):
        return "cumulated"
    return "month" if re.fullmatch(r"\d{1,2}月?份?", text) else None
