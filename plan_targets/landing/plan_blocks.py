"""Which plans a file holds: what each says of itself, and which tables are its targets'.

A plan begins with its name (规划名称), wherever that stands; what follows, down to the next name, is its own. A sheet
without a name belongs to the plan of the file where there is one, and to nobody where there are several.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise
from plan_targets.landing.plan_years import YearColumn, year_columns
from plan_targets.landing.reading.sheets import ROW, ROWS_LOOKED_AT, Sheet
from plan_targets.landing.tables.table import Table

# What a plan may say of itself, by the names that the list of headers knows.
NAMES = frozenset(
    {
        "plan_id", "title_zh", "title_en", "region_name_zh", "region_code", "issuer_zh", "issued_on", "plan_period",
        "period", "period_start", "period_end", "plan_baseline_year", "baseline_year", "note", "document",
    }
)  # fmt: skip
# Words for the same that are too common to be the names of columns.
_WORDS = {
    **dict.fromkeys(
        ("规划期限", "规划年限", "规划时限", "规划时间", "规划周期", "规划起止年", "规划起止年份"), "plan_period"
    ),
    **dict.fromkeys(("实施期限", "实施期", "实施时间", "起止年份", "起止年限", "起止时间"), "plan_period"),
    **dict.fromkeys(("规划地区", "规划区域", "规划适用地区", "适用地区", "适用区域", "编制地区"), "region_name_zh"),
    **dict.fromkeys(("印发单位", "发布单位", "发文单位", "编制单位", "发布机关"), "issuer_zh"),
    **dict.fromkeys(("印发时间", "发布时间", "发文时间"), "issued_on"),
}
_PERIODS = {"plan_period", "period_start", "period_end"}
_TITLE = r"^\s*(?:规划|方案|文件|行动计划|计划)\s*名称\s*(?:[:：]|$)"
# A title above the table, where no cell is called 规划名称: it says that it is one of a plan.
_OF_A_PLAN = re.compile(r"规划|方案|意见|纲要|行动计划|目标|指标体系|主要指标")
_NO_TITLE = re.compile(r"^\s*(?:附[件表录]?|表|专栏)\s*[\d一二三四五六七八九十]*\s*[:：]?\s*$|[:：]|单位")
_NUMBER_BEFORE = re.compile(r"^\s*(?:附[件表录]|表|专栏)\s*[\d一二三四五六七八九十]+\s*[:：]?\s*")
_SHORTEST_TITLE = 6
# A report of how far aims were reached holds figures.
_OF_WHAT_WAS_DONE = re.compile("完成|执行|进展|监测|评估|进度|落实|实际|统计")
_SPAN_OF_A_PLAN = r"\d{4}\s*年?\s*[-—–－~～至到]+\s*\d{4}|十[一二三四五六七八九]五"
# No plan has that many rows; a table of figures is not searched for one.
_MOST_ROWS = 20_000
_FIRST_CELLS = 3


@dataclass(frozen=True)
class PlanTable:
    """A table of targets: one target a row, or, where years stand side by side, one for each year's column."""

    sheet: Sheet
    table: Table
    years: tuple[YearColumn, ...] = ()


@dataclass
class PlanBlock:
    """One plan of a file: what it says of itself, and its tables."""

    texts: dict[str, str] = field(default_factory=dict)
    tables: list[PlanTable] = field(default_factory=list)
    # Lines in which it describes itself and that look like a header: 规划名称 | ... | 地区 | ...
    lines: list[PlanTable] = field(default_factory=list)
    # The line above its table that is its title, where it gives no name.
    heading: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether it gives its name."""
        return "title_zh" in self.texts


def find_blocks(found: list[tuple[Sheet, list[Table]]], vocabulary: Vocabulary) -> list[PlanBlock]:
    """The plans of a file, from its sheets with their tables; those that have a name and no table too."""
    blocks = [block for sheet, tables in found for block in _blocks_of(sheet, tables, vocabulary)]
    named = [block for block in blocks if block.is_named]
    rest = [block for block in blocks if not block.is_named and (block.texts or block.tables)]
    if len(named) > 1:
        return named + [block for block in rest if block.tables]
    whole = named[0] if named else PlanBlock()
    apart: list[PlanBlock] = []
    for block in rest:
        # Another region is another plan, whose name is missing.
        if named and _regions_differ(whole, block):
            apart.append(block)
        else:
            whole.texts = block.texts | whole.texts
            whole.tables += block.tables
            whole.lines += block.lines
            whole.heading = whole.heading or block.heading
    return [block for block in (whole, *apart) if block.tables or block.is_named]


def _regions_differ(block: PlanBlock, other: PlanBlock) -> bool:
    regions = [each.texts.get("region_code") or each.texts.get("region_name_zh") for each in (block, other)]
    return None not in regions and regions[0] != regions[1]


def _blocks_of(sheet: Sheet, tables: list[Table], vocabulary: Vocabulary) -> Iterator[PlanBlock]:
    starts = _title_rows(sheet, vocabulary)
    last = sheet.rows.height
    bounds = [(1, last)] if len(starts) < 2 else []
    if len(starts) > 1:
        # What stands above the first name may speak of the first plan.
        firsts = [1, *starts[1:]]
        bounds = list(zip(firsts, [start - 1 for start in starts[1:]] + [last], strict=True))
    for first, end in bounds:
        inside = [table for table in tables if first <= table.top_row <= end]
        lines = [table for table in inside if _is_description(sheet, table, vocabulary)]
        of_figures = [
            replace(table, last_row=min(end, table.last_row or last)) for table in inside if table not in lines
        ]
        top = min((table.top_row for table in of_figures), default=end + 1)
        block = PlanBlock(_texts(sheet, first, top - 1, vocabulary), heading=_heading(sheet, first, top - 1))
        block.lines = [PlanTable(sheet, table) for table in lines]
        for table in of_figures:
            years = year_columns(sheet, table, vocabulary)
            is_aimed = any(column.role == "target" for column in years) or block.texts.keys() & _PERIODS
            is_of_a_plan = (block.is_named and is_aimed) or "modality" in table.columns or _is_headed(block, years)
            is_plans = bool(years) and is_of_a_plan
            if table.form == "plan":
                block.tables.append(PlanTable(sheet, table))
            elif is_plans and not table.columns.keys() & {"region_name_zh", "region_code", "period"}:
                block.tables.append(PlanTable(sheet, table, years))
        if block.texts or block.tables:
            yield block


def _is_headed(block: PlanBlock, years: tuple[YearColumn, ...]) -> bool:
    """Whether a table without a plan's name is one all the same: its title and its columns speak of aims alone."""
    heading = block.heading or ""
    has_period = bool(block.texts.keys() & _PERIODS or re.search(_SPAN_OF_A_PLAN, heading))
    is_aimed = any(column.role == "target" for column in years) and all(column.role for column in years)
    return has_period and is_aimed and bool(heading) and not _OF_WHAT_WAS_DONE.search(heading)


def _is_description(sheet: Sheet, table: Table, vocabulary: Vocabulary) -> bool:
    row = sheet.rows.filter(pl.col(ROW) == table.header_row).select(sheet.cells).row(0)
    return table.top_row == table.header_row and any(name == "title_zh" for name, _ in _pairs(list(row), vocabulary))


def _title_rows(sheet: Sheet, vocabulary: Vocabulary) -> list[int]:
    if sheet.rows.height > _MOST_ROWS:
        return []
    cells = sheet.cells[:_FIRST_CELLS]
    names = vocabulary.header_names("title_zh")
    is_title = [
        pl.col(cell).str.contains(_TITLE) | pl.col(cell).str.strip_chars(" :：*").is_in(list(names)) for cell in cells
    ]
    found = sheet.rows.filter(pl.any_horizontal(is_title).fill_null(value=False))
    rows = [row for row in found.select(ROW, *sheet.cells).iter_rows()]
    return [int(row[0]) for row in rows if "title_zh" in dict(_pairs(list(row[1:]), vocabulary))]


def _texts(sheet: Sheet, first: int, last: int, vocabulary: Vocabulary) -> dict[str, str]:
    last = min(last, first + ROWS_LOOKED_AT)
    texts: dict[str, str] = {}
    for row in sheet.rows.filter(pl.col(ROW).is_between(first, last)).select(sheet.cells).iter_rows():
        for name, text in _pairs(list(row), vocabulary):
            texts.setdefault(name, text)
    return texts


def _heading(sheet: Sheet, first: int, last: int) -> str | None:
    """The first line above a table that may be the title of a plan."""
    for row in sheet.rows.filter(pl.col(ROW).is_between(first, min(last, first + ROWS_LOOKED_AT))).iter_rows(
        named=True
    ):
        filled = {row[cell].strip() for cell in sheet.cells if row[cell] and row[cell].strip()}
        text = _NUMBER_BEFORE.sub("", next(iter(filled))) if len(filled) == 1 else ""
        if len(text) >= _SHORTEST_TITLE and _OF_A_PLAN.search(text) and not _NO_TITLE.search(text):
            return text
    return None


def _pairs(cells: list[str | None], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Names and what they are: in two cells beside each other, or in one with a colon between them."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    position = 0
    while position < len(filled):
        cell = filled[position]
        position += 1
        name = _name(cell, vocabulary)
        if name:
            beside = filled[position] if position < len(filled) else None
            # A row of names is a header.
            if beside is None or vocabulary.header(beside) is not None:
                return
            position += 1
            yield name, beside
            continue
        pieces = [re.match(r"^\s*(.{2,12}?)\s*[:：]\s*(.+?)\s*$", piece) for piece in re.split(r"[;；\n]", cell)]
        told = [(piece.group(1), piece.group(2)) for piece in pieces if piece]
        pairs = [(named, text) for word, text in told if (named := _name(word, vocabulary))]
        if not pairs:
            return
        yield from pairs


def _name(text: str, vocabulary: Vocabulary) -> str | None:
    key = normalise(unicodedata.normalize("NFKC", text))
    name = (
        _WORDS.get(key) or ("title_zh" if re.match(_TITLE, key) and ":" not in key else None) or vocabulary.header(key)
    )
    return name if name in NAMES else None
