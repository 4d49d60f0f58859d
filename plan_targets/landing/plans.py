"""A plan's target table as statements.

A plan file says first what the plan is (names on the left, what they are on the right), then gives its targets as a
table; in a workbook the two may be sheets. `landing/README.md` shows one.
"""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from plan_targets.landing.contents import sheets_of
from plan_targets.landing.grammar.periods import read_date, read_period
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise
from plan_targets.landing.plan_statements import Cells, Problem, StatementReader
from plan_targets.landing.reading.sheets import (
    ROW,
    TROUBLE,
    Sheet,
    UnreadableFileError,
    fill_merged,
    iter_rows,
    judge_widths,
    visible,
)
from plan_targets.landing.records import Load
from plan_targets.landing.tables import Table, find_tables

# A plan file comes out as rows of three kinds: the plan, its statements, and what was not taken.
_PLAN = (
    "plan_id", "document", "title_zh", "title_en", "region_code", "issuer_zh", "issued_on", "period_start",
    "period_end", "baseline_year", "note",
)  # fmt: skip
_STATEMENT = (
    "statement_id", "plan_id", "indicator_id", "region_code", "kind", "form", "location", "comparator", "value",
    "value_high", "printed_number", "printed_scale", "unit", "start_year", "due_year", "accumulation", "modality",
    "note",
)  # fmt: skip
_REJECTION = ("column_name", "raw_value", "reason_code")

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
    | dict.fromkeys([*_PLAN, *_STATEMENT, *_REJECTION], pl.String)
)

FIGURES = ("value", "target_value", "value_high", "baseline_value")

# What the plan itself has to say.
REQUIRED = {"title_zh": "规划名称", "region_code": "地区", "period_start": "规划起始年", "period_end": "规划结束年"}


@dataclass
class PlanReading:
    """What a plan file holds: the plan (null when it cannot be told what it is), its statements, what was not taken."""

    plan: dict[str, object] | None = None
    statements: list[dict[str, object]] = field(default_factory=list)
    rejections: list[dict[str, object]] = field(default_factory=list)
    # What is wrong with the plan itself; then none of its rows is taken.
    problems: list[Problem] = field(default_factory=list)


def read_plan(load: Load, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    """The plan of a load. Nothing raises: what is wrong with a row stands in `rejections`."""
    reading = PlanReading()
    try:
        sheets = visible(sheets_of(load))
    except UnreadableFileError as error:
        reading.rejections.append(_rejection(None, 1, None, error.detail, error.reason_code))
        return reading
    found = [(sheet, table) for sheet in sheets for table in find_tables(sheet, vocabulary)]
    described, problems = _read_description(sheets, found, vocabulary, lists)
    described["plan_id"] = described.get("plan_id") or _plan_id(described)
    if described["plan_id"] in lists.plans:
        problems = [("plan_already_known", "plan_id", str(described["plan_id"]))]
    reading.problems = problems
    for number, (sheet, table) in enumerate(found, start=1):
        rows = _table_rows(sheet, table)
        problem = problems[0] if problems else _table_problem(table)
        if problem is None:
            _read_table(sheet, rows, StatementReader(number, table, described, vocabulary, lists), reading)
            continue
        reason, column, value = problem
        reading.rejections += [_rejection(sheet, row, column, value, reason) for row, _, _ in rows]
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


def _table_problem(table: Table) -> Problem | None:
    if table.form != "plan":
        return "figures_among_targets", None, None
    if table.missing:
        return "missing_column", table.missing[0], None
    return ("ambiguous_column", table.ambiguous[0], None) if table.ambiguous else None


def read_plans(loads: list[Load], vocabulary: Vocabulary, lists: Lists) -> pl.DataFrame:
    """The plans of those loads, in the shape of `COLUMNS`, in the order in which they came.

    Of the versions of one file the last counts. A plan that another file gave before stays with that file, and so do
    the ids of its statements.
    """
    readings = [read_plan(load, vocabulary, lists) for load in loads]
    last = {
        (load.file, _id_of(reading)): position
        for position, (load, reading) in enumerate(zip(loads, readings, strict=True))
    }
    holders: dict[object, str] = {}
    taken: set[object] = set()
    rows: list[dict[str, object]] = []
    for position, (load, reading) in enumerate(zip(loads, readings, strict=True)):
        plan_id = _id_of(reading)
        if plan_id is not None and holders.setdefault(plan_id, load.file) != load.file:
            _refuse_all(reading, "plan_already_known")
        elif plan_id is not None and last[load.file, plan_id] != position:
            _refuse_all(reading, "superseded_plan")
        elif any(one["statement_id"] in taken for one in reading.statements):
            _refuse_all(reading, "repeated_statement")
        taken |= {one["statement_id"] for one in reading.statements}
        rows += _records(load, reading)
    return pl.DataFrame(rows, schema=COLUMNS)


def _id_of(reading: PlanReading) -> object:
    return reading.plan["plan_id"] if reading.plan else None


def _refuse_all(reading: PlanReading, reason: str) -> None:
    reading.rejections += _refused(reading.statements, None, reason)
    reading.plan, reading.statements = None, []


def _records(load: Load, reading: PlanReading) -> list[dict[str, object]]:
    records = [
        *([("plan", reading.plan)] if reading.plan else []),
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
        for line, (record, values) in enumerate(records, start=1)
    ]


def _read_description(
    sheets: list[Sheet], tables: list[tuple[Sheet, Table]], vocabulary: Vocabulary, lists: Lists
) -> tuple[dict[str, object], list[Problem]]:
    """What the plan says of itself: pairs of a name and what it is, above its table or on a sheet of their own."""
    header_rows: dict[int, int] = {}
    for sheet, table in tables:
        header_rows.setdefault(id(sheet), table.top_row)
    texts: Cells = {}
    for sheet in sheets:
        for row, cells in iter_rows(sheet):
            given = [cell.strip() for cell in cells if cell and cell.strip()]
            if row < header_rows.get(id(sheet), 1 << 30) and len(given) >= 2:
                name = vocabulary.headers.get(normalise(given[0]))
                if name:
                    texts.setdefault(name, given[1])
    described: dict[str, object] = {
        name: texts[name]
        for name in ("plan_id", "title_zh", "title_en", "issuer_zh", "note", "document")
        if name in texts
    }
    described["region_code"] = lists.region(texts.get("region_code") or texts.get("region_name_zh"))
    described["issued_on"], unreadable = read_date(texts.get("issued_on"))
    span = read_period(texts.get("plan_period") or texts.get("period")).text or ""
    first, last = (span[:4], span[-4:]) if len(span) == 9 else ("", "")
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


def _read_table(
    sheet: Sheet, rows: list[tuple[int, Cells, str | None]], reader: StatementReader, reading: PlanReading
) -> None:
    # Row by row: a plan has tens of targets, never millions.
    seen: set[tuple[object, ...]] = {
        (s["indicator_id"], s["region_code"], s["kind"], s["due_year"], s["location"]) for s in reading.statements
    }
    named = {one["statement_id"] for one in reading.statements}
    table = reader.table
    for row, cells, trouble in rows:
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
                printed = table.header("target_value" if is_target else column or "")
                reading.rejections.append(_rejection(sheet, row, printed or None, value, reason))
                continue
            seen.add(key)
            named.add(statement["statement_id"])
            reading.statements.append(statement | {"sheet": sheet.name, "row_number": row})


def _table_rows(sheet: Sheet, table: Table) -> list[tuple[int, Cells, str | None]]:
    """Row numbers, the cells by meaning, and the reason why a row's cells cannot be told apart."""
    places = dict(table.columns)
    if table.values:
        places.setdefault("value", table.values[0].cell)
    # A name or a year that is merged over several rows holds for each of them, a figure for its first.
    merged = [cell for name, cell in places.items() if name not in FIGURES]
    judged = judge_widths(sheet, table.header_row, places.values())
    below = judged.rows.filter(
        pl.col(ROW).is_between(table.header_row + 1, table.last_row or sheet.rows.height)
        & ~pl.col(ROW).is_in(table.repeated)
    )
    rows = []
    for row in fill_merged(sheet, below, merged).iter_rows(named=True):
        trouble = row[TROUBLE]
        named = {cell: cell for cell in sheet.cells} if trouble else places
        cells = {name: row[place].strip() for name, place in named.items() if row[place] and row[place].strip()}
        if len([cell for cell in sheet.cells if row[cell] and row[cell].strip()]) == 1:
            trouble = trouble or "remark_row"
            cells = cells or {"c0": next(row[cell] for cell in sheet.cells if row[cell] and row[cell].strip())}
        if cells:
            rows.append((int(row[ROW]), cells, trouble))
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
