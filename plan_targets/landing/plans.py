"""A plan's target table as statements.

A plan file says first what the plan is (names on the left, what they are on the right), then gives its targets as a
table; in a workbook the two may be sheets, and a file may hold several plans. `landing/README.md` shows one.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from plan_targets.landing.contents import sheets_of
from plan_targets.landing.grammar.lines import read_title
from plan_targets.landing.grammar.periods import read_date
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise
from plan_targets.landing.plan_blocks import PlanBlock, PlanTable, find_blocks
from plan_targets.landing.plan_newcomers import Newcomer
from plan_targets.landing.plan_statements import Cells, Problem, StatementReader, is_kind
from plan_targets.landing.plan_years import YearColumn
from plan_targets.landing.reading.sheets import (
    ROW,
    TROUBLE,
    Sheet,
    UnreadableFileError,
    fill_merged,
    judge_widths,
    mark_merged_figures,
    visible,
)
from plan_targets.landing.records import Load
from plan_targets.landing.tables import OFFICE_WORDS, Table, find_tables

# A plan file comes out as rows of four kinds: the plan, the indicators that it brings itself, its statements, and what
# was not taken.
_PLAN = (
    "plan_id", "document", "title_zh", "title_en", "region_code", "issuer_zh", "issued_on", "period_start",
    "period_end", "baseline_year", "note",
)  # fmt: skip
_STATEMENT = (
    "statement_id", "plan_id", "indicator_id", "region_code", "kind", "form", "location", "comparator", "value",
    "value_high", "printed_number", "printed_scale", "unit", "start_year", "due_year", "accumulation", "modality",
    "note", "indicator_zh",
)  # fmt: skip
_INDICATOR = ("direction", "fall_sign")
_REJECTION = ("column_name", "raw_value", "reason_code", "candidates")

COLUMNS = pl.Schema(
    {
        "load_id": pl.String,
        "file": pl.String,
        "sheet": pl.String,
        # A row gives up to two statements; the line tells them apart.
        "line_number": pl.Int64,
        "row_number": pl.Int64,
        "record": pl.String,
    }
    | dict.fromkeys([*_PLAN, *_STATEMENT, *_INDICATOR, *_REJECTION], pl.String)
)

FIGURES = ("value", "target_value", "value_high", "baseline_value")
# What a target is about; two rows that differ in one of them are two targets.
ABOUT = ("indicator_zh", "indicator_label", "region_name_zh", "region_code", "due_year", "period", "kind")

# A plan's period inside its title.
_SPAN = re.compile(r"\d{4}\s*年?\s*[-—–－~～至到]+\s*\d{4}\s*年?")
_NAMED_SPAN = re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?")

# A row's number, its cells by meaning, why they cannot be told apart, and what the file calls them.
Row = tuple[int, Cells, str | None, dict[str, str]]

# What the plan itself has to say.
REQUIRED = {"title_zh": "规划名称", "region_code": "地区", "period_start": "规划起始年", "period_end": "规划结束年"}


# A file may hold figures too, whose lines are counted from 1; no file has so many.
LINES_OF_FIGURES = 1_000_000_000


@dataclass
class PlanReading:
    """What a plan file holds: the plan (null when it cannot be told what it is), its statements, what was not taken."""

    plan: dict[str, object] | None = None
    # The indicators that it brings itself, by id.
    newcomers: dict[str, Newcomer] = field(default_factory=dict)
    statements: list[dict[str, object]] = field(default_factory=list)
    rejections: list[dict[str, object]] = field(default_factory=list)
    # What is wrong with the plan itself; then none of its rows is taken.
    problems: list[Problem] = field(default_factory=list)


def read_file(load: Load, vocabulary: Vocabulary, lists: Lists) -> list[PlanReading]:
    """The plans of a load, each with its own targets. Nothing raises: what is wrong with a row is in `rejections`."""
    try:
        sheets = sheets_of(load)
    except UnreadableFileError as error:
        return [PlanReading(rejections=[_rejection(None, 1, None, error.detail, error.reason_code)])]
    found = [(sheet, find_tables(sheet, vocabulary)) for sheet in visible(sheets)]
    readings = [_read_block(load, block, vocabulary, lists) for block in find_blocks(found, vocabulary)]
    left_out = [
        _rejection(sheet, 1, None, sheet.left_out, "hidden_left_out") for sheet in visible(sheets) if sheet.left_out
    ]
    # Of a file that holds figures too, the reader of figures says what is hidden.
    if left_out and not any(table.form != "plan" for _, tables in found for table in tables):
        readings.append(PlanReading(rejections=left_out))
    return readings or [PlanReading()]


def read_plan(load: Load, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    """The first plan of a load."""
    return read_file(load, vocabulary, lists)[0]


def _read_block(load: Load, block: PlanBlock, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    reading = PlanReading()
    texts = _texts_of_heading(block.heading, vocabulary) | _region_of_rows(block) | block.texts
    described, problems = _read_description(texts, lists)
    described["plan_id"] = described.get("plan_id") or _plan_id(described)
    if described["plan_id"] in lists.plans:
        problems = [("plan_already_known", "plan_id", str(described["plan_id"]))]
    reading.problems = problems
    for number, each in enumerate(block.tables, start=1):
        # What is missing of the plan or of the header is said once, and not by each row.
        problem = _one_problem(problems) or _table_problem(each.table)
        if problem is not None:
            reason, column, value = problem
            reading.rejections.append(_rejection(each.sheet, each.table.header_row, column, value, reason))
            continue
        reader = StatementReader(number, each.table, described, vocabulary, lists, reading.newcomers)
        rows = _year_rows(each, described, reading) if each.years else _table_rows(each.sheet, each.table)
        _read_table(each.sheet, rows, reader, reading)
    # Achievements alone are told by a plan too: that it has no target yet is for the gates to say. Where targets were
    # given and none can be read, the rest of the plan waits for them.
    was_refused = any(rejection["reason_code"] != "remark_row" for rejection in reading.rejections)
    if any(statement["kind"] == "target" for statement in reading.statements) or (
        reading.statements and not was_refused
    ):
        reading.plan = {name: described.get(name) for name in _PLAN} | {
            "document": described.get("document") or Path(load.file).stem
        }
    else:
        reading.rejections += _refused(reading.statements, "目标值", "plan_incomplete")
        reading.statements.clear()
    return reading


def _texts_of_heading(heading: str | None, vocabulary: Vocabulary) -> dict[str, str]:
    """What the title above a plan's table says of it, for what the plan does not say of itself."""
    if heading is None:
        return {}
    title = read_title(heading, vocabulary)
    span = _SPAN.search(heading) or _NAMED_SPAN.search(heading)
    return {
        "title_zh": heading.strip("《》“” "),
        **({"region_name_zh": title.regions[0]} if len(set(title.regions)) == 1 else {}),
        **({"plan_period": span.group(0)} if span else {}),
    }


def _region_of_rows(block: PlanBlock) -> dict[str, str]:
    """The region that every row of the plan's tables gives, where that is one."""
    named = [(each.sheet, each.table, each.table.columns.get("region_name_zh")) for each in block.tables]
    texts = {
        cells["region_name_zh"]
        for sheet, table, cell in named
        if cell
        for _, cells, trouble, _ in _rows(sheet, table, {"region_name_zh": cell})
        if trouble is None
    }
    return {"region_name_zh": texts.pop()} if len(texts) == 1 and all(cell for *_, cell in named) else {}


def _one_problem(problems: list[Problem]) -> Problem | None:
    """The problems of a plan as one: all that is missing is named together."""
    if not problems:
        return None
    reason = problems[0][0]
    alike = [problem for problem in problems if problem[0] == reason]
    names = [column for _, column, _ in alike if column]
    # An office gives both ends of a period in one cell.
    if {REQUIRED["period_start"], REQUIRED["period_end"]} <= set(names):
        names = [name for name in names if name != REQUIRED["period_end"]]
        names[names.index(REQUIRED["period_start"])] = "规划期"
    return reason, "、".join(names), next((value for _, _, value in alike if value), None)


def _table_problem(table: Table) -> Problem | None:
    if table.missing and table.form == "plan":
        return "missing_column", "、".join(table.missing), None
    return ("ambiguous_column", table.ambiguous[0], None) if table.ambiguous and table.form == "plan" else None


def read_plans(loads: list[Load], vocabulary: Vocabulary, lists: Lists) -> pl.DataFrame:
    """The plans of those loads, in the shape of `COLUMNS`, in the order in which they came.

    Of the versions of one file the last counts, as long as they give the plan one title or name its id. A plan that
    another file, or another plan, gave before stays with that, and so do the ids of its statements.
    """
    readings = [(load, reading) for load in loads for reading in read_file(load, vocabulary, lists)]
    last = {_version_of(load, reading): position for position, (load, reading) in enumerate(readings)}
    holders: dict[object, object] = {}
    taken: set[object] = set()
    rows: list[dict[str, object]] = []
    lines: dict[str, int] = {}
    newcomers: dict[str, Newcomer] = {}
    for position, (load, reading) in enumerate(readings):
        plan_id = _id_of(reading)
        if plan_id is not None and holders.setdefault(plan_id, _version_of(load, reading)) != _version_of(
            load, reading
        ):
            _refuse_all(reading, "plan_already_known")
        elif plan_id is not None and last[_version_of(load, reading)] != position:
            # What was wrong with the earlier version is settled.
            reading.rejections.clear()
            _refuse_all(reading, "superseded_plan")
        elif any(one["statement_id"] in taken for one in reading.statements):
            _refuse_all(reading, "repeated_statement")
        _keep_newcomers(reading, newcomers)
        taken |= {one["statement_id"] for one in reading.statements}
        before = lines.get(load.load_id, LINES_OF_FIGURES)
        records = _records(load, reading, before)
        lines[load.load_id] = before + len(records)
        rows += records
    return pl.DataFrame(rows, schema=COLUMNS)


def _keep_newcomers(reading: PlanReading, kept: dict[str, Newcomer]) -> None:
    """Keeps the indicators that the plan's statements are about; one that another plan brought stays as that has it."""
    named = {one["indicator_id"] for one in reading.statements}
    reading.newcomers = {key: one for key, one in reading.newcomers.items() if key in named}
    contradicted = {
        key for key, one in reading.newcomers.items() if key in kept and kept[key].direction != one.direction
    }
    refused = [one for one in reading.statements if one["indicator_id"] in contradicted]
    reading.rejections += _refused(refused, OFFICE_WORDS["direction"], "direction_conflict")
    reading.statements = [one for one in reading.statements if one not in refused]
    reading.newcomers = {key: one for key, one in reading.newcomers.items() if key not in kept}
    kept |= reading.newcomers


def _id_of(reading: PlanReading) -> object:
    return reading.plan["plan_id"] if reading.plan else None


def _version_of(load: Load, reading: PlanReading) -> object:
    """What the versions of one plan have in common, so that none takes another's place by its file's name."""
    plan = reading.plan
    if plan is None:
        return None
    is_named = plan["plan_id"] != _plan_id(plan)
    return load.file, plan["plan_id"], None if is_named else normalise(str(plan["title_zh"]))


def _refuse_all(reading: PlanReading, reason: str) -> None:
    reading.rejections += _refused(reading.statements, None, reason)
    reading.plan, reading.statements = None, []


def _records(load: Load, reading: PlanReading, before: int) -> list[dict[str, object]]:
    records = [
        *([("plan", reading.plan)] if reading.plan else []),
        *(("indicator", _record_of(reading, one)) for one in reading.newcomers.values()),
        *(("statement", statement) for statement in reading.statements),
        *(("rejection", rejection) for rejection in reading.rejections),
    ]
    return [
        {name: None if value is None else str(value) for name, value in values.items() if name != "row_number"}
        | {
            "load_id": load.load_id,
            "file": load.file,
            "line_number": line,
            "row_number": values.get("row_number"),
            "record": record,
        }
        for line, (record, values) in enumerate(records, start=before + 1)
    ]


def _record_of(reading: PlanReading, one: Newcomer) -> dict[str, object]:
    names = ("indicator_id", "indicator_zh", "unit", "direction", "accumulation", "fall_sign", "candidates")
    return {name: getattr(one, name) for name in names} | {"plan_id": reading.plan["plan_id"] if reading.plan else None}


def _read_description(texts: Cells, lists: Lists) -> tuple[dict[str, object], list[Problem]]:
    """What the plan says of itself, looked up in the lists, and what is missing or wrong."""
    described: dict[str, object] = {
        name: texts[name]
        for name in ("plan_id", "title_zh", "title_en", "issuer_zh", "note", "document")
        if name in texts
    }
    described["region_code"] = lists.region(texts.get("region_code") or texts.get("region_name_zh"))
    described["issued_on"], unreadable = read_date(texts.get("issued_on"))
    first, last = _span(texts.get("plan_period") or texts.get("period"))
    described["period_start"] = lists.year(texts.get("period_start") or first)
    described["period_end"] = lists.year(texts.get("period_end") or last)
    baseline = lists.year(texts.get("plan_baseline_year") or texts.get("baseline_year"))
    start = described["period_start"]
    described["baseline_year"] = baseline or (start - 1 if isinstance(start, int) else None)
    end = described["period_end"]
    problems: list[Problem] = [
        ("plan_incomplete", printed, texts.get("region_name_zh" if name == "region_code" else name))
        for name, printed in REQUIRED.items()
        if not described.get(name)
    ]
    if isinstance(start, int) and isinstance(end, int) and start > end:
        problems.append(("period_backwards", REQUIRED["period_end"], f"{start}-{end}"))
    issued = int(str(described["issued_on"] or start or 0)[:4])
    if unreadable is not None:
        problems.append((unreadable, "印发日期", texts.get("issued_on")))
    elif start and end and not (issued in lists.years and issued <= int(str(end))):
        problems.append(("year_out_of_plan", "印发日期", texts.get("issued_on")))
    return described, problems


def _span(text: str | None) -> tuple[str, str]:
    """The first and the last year of a plan's period; 十四五 is 2021 to 2025."""
    named = re.fullmatch(r"[“\"]?十([一二三四五六七八九])五[”\"]?(?:规划)?(?:时期|期间)?", (text or "").strip())
    if named:
        start = 1951 + 5 * (9 + "一二三四五六七八九".index(named.group(1)) + 1)
        return str(start), str(start + 4)
    found = re.fullmatch(r"(\d{4})\s*年?\s*[-—–－~～至到]+\s*(\d{4})\s*年?", (text or "").strip("()（） "))
    return (found.group(1), found.group(2)) if found else ("", "")


def _read_table(sheet: Sheet, rows: list[Row], reader: StatementReader, reading: PlanReading) -> None:
    # Row by row: a plan has tens of targets, never millions.
    seen: set[tuple[object, ...]] = {
        (s["indicator_id"], s["region_code"], s["kind"], s["due_year"], s["location"]) for s in reading.statements
    }
    named = {one["statement_id"] for one in reading.statements}
    table = reader.table
    for row, cells, trouble, headers in rows:
        if trouble is not None:
            reading.rejections.append(_rejection(sheet, row, None, ", ".join(cells.values()), trouble))
            continue
        for statement, problem in reader.read(row, cells):
            key = tuple(statement.get(name) for name in ("indicator_id", "region_code", "kind", "due_year", "location"))
            if problem is None and key in seen:
                problem = ("repeated_statement", "indicator_zh", cells.get("indicator_zh"))
            if problem is None and statement["statement_id"] in named | reader.lists.statements:
                problem = ("repeated_statement", "statement_id", str(statement["statement_id"]))
            if problem is not None:
                reason, column, value = problem
                is_target = column == "value" and "target_value" in table.columns
                printed = headers.get(column or "") or table.header("target_value" if is_target else column or "")
                region = cells.get("region_code") or cells.get("region_name_zh")
                near = reader.lists.candidates(reason, reader.asked(cells), region)
                reading.rejections.append(_rejection(sheet, row, printed or None, value, reason) | {"candidates": near})
                continue
            seen.add(key)
            named.add(statement["statement_id"])
            reading.statements.append(statement | {"sheet": sheet.name, "row_number": row})


def _table_rows(sheet: Sheet, table: Table) -> list[Row]:
    """The rows of a table of one target a row."""
    columns = _without_themes(sheet, table)
    if table.values:
        columns.setdefault("value", table.values[0].cell)
    return _rows(sheet, table, columns)


def _without_themes(sheet: Sheet, table: Table) -> dict[str, str]:
    """The table's columns without one called 类别 that holds themes (产品质量) and not one word for a kind."""
    columns = dict(table.columns)
    cell = columns.get("kind")
    below = sheet.rows.filter(pl.col(ROW).is_between(table.header_row + 1, table.last_row or sheet.rows.height))
    words = below[cell].drop_nulls().unique().to_list() if cell else []
    if words and not any(is_kind(word) for word in words):
        del columns["kind"]
    return columns


def _year_rows(each: PlanTable, described: dict[str, object], reading: PlanReading) -> list[Row]:
    """The rows of a table with years side by side: one for each year's target, the first with the baseline."""
    start, baseline = described.get("period_start"), described.get("baseline_year")
    first, base = (year if isinstance(year, int) else None for year in (start, baseline))
    early = [column for column in each.years if column.role == "baseline" or (first and column.year < first)]
    roles = {column.cell: column.role_in(first, base, bool(early)) for column in each.years}
    targets = [column for column in each.years if roles[column.cell] == "target"]
    # Of several years before, the last is where the plan starts from.
    bases = sorted((column for column in each.years if roles[column.cell] == "baseline"), key=lambda one: one.year)
    for column in each.years:
        if roles[column.cell] is None:
            reading.rejections.append(
                _rejection(each.sheet, each.table.header_row, column.header, None, "unknown_column")
            )
    rows: list[Row] = []
    taken_base: set[int] = set()
    for target in targets:
        columns = _without_themes(each.sheet, each.table) | {"target_value": target.cell}
        if bases:
            columns["baseline_value"] = bases[-1].cell
        headers = {"value": target.header, "due_year": target.header, "target_value": target.header}
        for row, cells, trouble, _ in _rows(each.sheet, each.table, columns):
            if trouble is not None:
                if target is targets[0]:
                    rows.append((row, cells, trouble, headers))
                continue
            # Not every year has an aim for every row, though one has to.
            if "target_value" not in cells and (target is not targets[-1] or row in taken_base):
                continue
            base_year = bases[-1].year if bases and row not in taken_base else None
            rows.append((row, _year_cells(cells, target, base_year), None, headers))
            taken_base.add(row)
    return rows


def _year_cells(cells: Cells, target: YearColumn, base_year: int | None) -> Cells:
    """What a row's cells say of one target year; of the baseline only with the year that it is of."""
    said = cells | {"due_year": str(target.year)}
    if base_year is None:
        said.pop("baseline_value", None)
    elif "baseline_value" in said:
        said["baseline_year"] = str(base_year)
    if target.unit and not said.get("unit"):
        said["unit"] = target.unit
    return said


def _rows(sheet: Sheet, table: Table, columns: dict[str, str]) -> list[Row]:
    """Row numbers, the cells by meaning, and the reason why a row's cells cannot be told apart."""
    # A name or a year that is merged over several rows holds for each of them, a figure for one.
    merged = [cell for name, cell in columns.items() if name not in FIGURES]
    judged = judge_widths(sheet, table.header_row, columns.values())
    below = judged.rows.filter(
        pl.col(ROW).is_between(table.header_row + 1, table.last_row or sheet.rows.height)
        & ~pl.col(ROW).is_in(table.repeated)
    )
    figures = [cell for name, cell in columns.items() if name in FIGURES]
    labels = [cell for name, cell in columns.items() if name in ABOUT]
    filled = mark_merged_figures(sheet, fill_merged(sheet, below, merged), figures, labels)
    rows: list[Row] = []
    for row in filled.iter_rows(named=True):
        trouble = row[TROUBLE]
        named = {cell: cell for cell in sheet.cells} if trouble else columns
        cells = {name: row[column].strip() for name, column in named.items() if row[column] and row[column].strip()}
        if len([cell for cell in sheet.cells if row[cell] and row[cell].strip()]) == 1:
            trouble = trouble or "remark_row"
            cells = cells or {"c0": next(row[cell] for cell in sheet.cells if row[cell] and row[cell].strip())}
        if cells:
            rows.append((int(row[ROW]), cells, trouble, {}))
    return rows


def _plan_id(described: dict[str, object]) -> str:
    return f"plan_{described.get('region_code')}_{described.get('period_start')}_{described.get('period_end')}"


def _refused(statements: list[dict[str, object]], column: str | None, reason: str) -> list[dict[str, object]]:
    """Statements that were read, as rows that are not taken."""
    nothing = {"column_name": column, "raw_value": None, "reason_code": reason}
    return [{"sheet": one["sheet"], "row_number": one["row_number"]} | nothing for one in statements]


def _rejection(sheet: Sheet | None, row: int, column: str | None, value: str | None, reason: str) -> dict[str, object]:
    return {
        "sheet": sheet.name if sheet else None,
        "row_number": row,
        "column_name": column,
        "raw_value": value,
        "reason_code": reason,
    }
