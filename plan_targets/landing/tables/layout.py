"""What the columns of one table are, by their headers, by what they hold and by what is said around them."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from plan_targets.landing.grammar.header_cells import HOPED, IGNORED, CellReader
from plan_targets.landing.grammar.lines import Said, read_name
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.headers.judging import Header
from plan_targets.landing.headers.told import INDICATORS, OF_THE_ROW, REGIONS, Told, ends_like, name_and_unit
from plan_targets.landing.reading.sheets import ROW, Sheet
from plan_targets.landing.tables.contents import Contents
from plan_targets.landing.tables.sums import tell_months_from_sums
from plan_targets.landing.tables.table import OFFICE_WORDS, REQUIRED, STAND_INS, Form, RefusedColumn, Table, ValueColumn
from plan_targets.landing.tables.years import complete_years, years_before

_YEAR = re.compile(r"(?:19|20)\d{2}")
# Columns that mean something to us where a table of figures has them.
USED = {
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "month",
    "quarter", "value", "comparator", "value_kind", "kind", "source_title", "source_grade", "source_url",
    "published_on", "note", "scope", "is_break", "target_value", "value_high", "planned",
    "baseline_value", "reported_by", "asked_for_id",
}  # fmt: skip


@dataclass
class Layout:
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
    of_series: dict[tuple[str | None, ...], dict[str, str]] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)
    wider_region: str | None = None
    has_changes: bool = False
    # Columns whose year is that of the table, or the one before: how many years before.
    related: list[tuple[str, str, Told, int]] = field(default_factory=list)

    @cached_property
    def contents(self) -> Contents:
        """What stands below the header."""
        return Contents(self.sheet, self.sheet_header.bottom + 1, self.reader)

    def table(self) -> Table:
        """The table."""
        header = self.sheet_header
        for cell, parts, told in zip(self.sheet.cells, header.columns, header.told, strict=True):
            self._take(cell, " ".join(parts), told)
        self._name_by_content()
        self._take_corner()
        self.wide = complete_years(self.wide)
        self.said = self._said()
        self._relate_years()
        self._take_unknown()
        self._take_indicator_of_title()
        self.wide, refused = tell_months_from_sums(self.wide, months_are_rows="month" in self.meanings)
        self.refused += refused
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
        before = years_before(printed)
        if before is not None and name in (None, "value") and not meaning.spans:
            self.related.append((cell, printed, told, before))
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
            self.of_series.setdefault(series, {})[name] = cell
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
            self.of_series.setdefault(series, {}) if spans else {},
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
        elif self.contents.is_in_english(self.meanings[name], cell):
            return
        elif self.contents.is_in_english(cell, self.meanings[name]):
            self.meanings[name], self.headers[name] = cell, printed
        elif name == "region_name_zh" and self.contents.is_wider(self.meanings[name], cell):
            self.wider_region, self.meanings[name] = self.meanings[name], cell
            self.headers[name] = printed
        else:
            self.ambiguous.append(f"{self.headers[name]} / {printed}")

    def _name_by_content(self) -> None:
        """Names columns whose header is blank, or says 单位 over the names of places."""
        rest = []
        first = min((self.sheet.cells.index(column.cell) for column in self.tidy + self.wide), default=0)
        for cell, printed, told in self.unknown:
            name = self.contents.holds(cell) if not printed else None
            # A name without a header, before the figures, is what they are of, whether it is known or not.
            is_before = self.sheet.cells.index(cell) < first and not printed and not self.contents.is_of_numbers(cell)
            if name is None and is_before and self.contents.texts(cell) and not self.meanings.keys() & INDICATORS:
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
            if meaning and not has_region and self.contents.holds(meaning) == "region_name_zh":
                self.meanings["region_name_zh"] = self.meanings.pop(name)
                self.headers["region_name_zh"] = self.headers.pop(name)
                has_region = True

    def _take_corner(self) -> None:
        """A place or a year in the corner of a table, over the names of its rows, is said of the whole table."""
        for column in list(self.wide):
            name = self.contents.holds(column.cell) if not self.contents.is_of_numbers(column.cell) else None
            only = [value for value in (column.region, column.period, column.indicator) if value]
            if name in ("region_name_zh", "indicator_zh", "period") and name not in self.meanings and len(only) == 1:
                self.wide.remove(column)
                self._name(name, column.cell, OFFICE_WORDS[name])
                corner = Said(region=column.region, period=column.period, indicator=column.indicator)
                self.said = replace(corner, unit=column.unit).over(self.said)

    def _relate_years(self) -> None:
        """本年 is the year of the title, 上年 the one before, and 上年同期 the same part of it."""
        period = read_period(self.said.period).text or ""
        is_alone = "period" not in self.meanings and not any(column.period for column in self.wide)
        is_year = re.fullmatch(r"\d{4}(?:-\w{2})?", period) is not None and len(self.related) > 1
        for cell, printed, told, before in self.related:
            if is_year and is_alone:
                related = f"{int(period[:4]) - before}{period[4:]}"
                self._add_values(cell, printed, Told(replace(told.meaning, name=None, period=related)))
            elif told.meaning.name == "value":
                self._add_values(cell, printed, told)
            else:
                self.unknown.append((cell, printed, told))

    def _take_indicator_of_title(self) -> None:
        """Where nothing else names the indicator its title does, whether the lists have that name or not."""
        is_named = self.meanings.keys() & INDICATORS or any(column.indicator for column in self.tidy + self.wide)
        if not (is_named or self.said.indicator or self.contents.heads_blocks("indicator_zh")):
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
            is_of_numbers = self.contents.is_of_numbers(cell)
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
        found = self.meanings.keys()
        return not (
            (column.indicator and found & INDICATORS)
            or (column.region and found & REGIONS)
            or (column.period and "period" in found)
            or (column.part and found & {"month", "quarter"})
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
        found = set(self.meanings) | ({"value"} if values else set())
        over = {"period": "period", "indicator": "indicator_zh", "region": "region_name_zh"}
        for attribute, name in over.items():
            around = form == "observations" and getattr(self.said, attribute)
            if around or (values and all(getattr(column, attribute) for column in values)):
                found.add(name)
        return [
            OFFICE_WORDS[name]
            for name in REQUIRED[form]
            if name not in found and STAND_INS.get(name, name) not in found and not self.contents.heads_blocks(name)
        ]
