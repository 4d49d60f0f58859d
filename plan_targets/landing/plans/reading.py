"""The plans of one load, each with its own targets."""

from dataclasses import dataclass, field
from pathlib import Path

from plan_targets.landing.contents import sheets_of
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plan_blocks import PlanBlock, find_blocks
from plan_targets.landing.plan_newcomers import Newcomer
from plan_targets.landing.plan_statements import StatementReader
from plan_targets.landing.plan_words import Problem
from plan_targets.landing.plans.columns import PLAN_COLUMNS
from plan_targets.landing.plans.description import default_plan_id, one_problem, read_description, texts_of_heading
from plan_targets.landing.plans.rejections import refusals_of, rejection_of
from plan_targets.landing.plans.rows import Row, rows_of, table_rows, unknown_years, year_rows
from plan_targets.landing.reading.sheets import Sheet, UnreadableFileError, visible
from plan_targets.landing.records import Load
from plan_targets.landing.tables.finding import find_tables
from plan_targets.landing.tables.table import Table


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
        return [PlanReading(rejections=[rejection_of(None, 1, None, error.detail, error.reason_code)])]
    found = [(sheet, find_tables(sheet, vocabulary)) for sheet in visible(sheets)]
    readings = [_read_block(load, block, vocabulary, lists) for block in find_blocks(found, vocabulary)]
    left_out = [
        rejection_of(sheet, 1, None, sheet.left_out, "hidden_left_out") for sheet in visible(sheets) if sheet.left_out
    ]
    # Of a file that holds figures too, the reader of figures says what is hidden.
    if left_out and not any(table.form != "plan" for _, tables in found for table in tables):
        readings.append(PlanReading(rejections=left_out))
    return readings or [PlanReading()]


def _read_block(load: Load, block: PlanBlock, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    reading = PlanReading()
    texts = texts_of_heading(block.heading, vocabulary) | _region_of_rows(block) | block.texts
    described, problems = read_description(texts, lists)
    described["plan_id"] = described.get("plan_id") or default_plan_id(described)
    if described["plan_id"] in lists.plans:
        problems = [("plan_already_known", "plan_id", str(described["plan_id"]))]
    reading.problems = problems
    for number, each in enumerate(block.tables, start=1):
        # What is missing of the plan or of the header is said once, and not by each row.
        problem = one_problem(problems) or _table_problem(each.table)
        if problem is not None:
            reason, column, value = problem
            reading.rejections.append(rejection_of(each.sheet, each.table.header_row, column, value, reason))
            continue
        reader = StatementReader(number, each.table, described, vocabulary, lists, reading.newcomers)
        reading.rejections += [
            rejection_of(each.sheet, each.table.header_row, header, None, "unknown_column")
            for header in (unknown_years(each, described) if each.years else [])
        ]
        rows = year_rows(each, described) if each.years else table_rows(each.sheet, each.table)
        _read_table(each.sheet, rows, reader, reading)
    # Achievements alone are told by a plan too: that it has no target yet is for the gates to say. Where targets were
    # given and none can be read, the rest of the plan waits for them.
    was_refused = any(rejection["reason_code"] != "remark_row" for rejection in reading.rejections)
    if any(statement["kind"] == "target" for statement in reading.statements) or (
        reading.statements and not was_refused
    ):
        reading.plan = {name: described.get(name) for name in PLAN_COLUMNS} | {
            "document": described.get("document") or Path(load.file).stem
        }
    else:
        reading.rejections += refusals_of(reading.statements, "目标值", "plan_incomplete")
        reading.statements.clear()
    return reading


def _region_of_rows(block: PlanBlock) -> dict[str, str]:
    """The region that every row of the plan's tables gives, where that is one."""
    named = [(each.sheet, each.table, each.table.columns.get("region_name_zh")) for each in block.tables]
    texts = {
        cells["region_name_zh"]
        for sheet, table, cell in named
        if cell
        for _, cells, trouble, _ in rows_of(sheet, table, {"region_name_zh": cell})
        if trouble is None
    }
    return {"region_name_zh": texts.pop()} if len(texts) == 1 and all(cell for *_, cell in named) else {}


def _table_problem(table: Table) -> Problem | None:
    if table.missing and table.form == "plan":
        return "missing_column", "、".join(table.missing), None
    return ("ambiguous_column", table.ambiguous[0], None) if table.ambiguous and table.form == "plan" else None


def _read_table(sheet: Sheet, rows: list[Row], reader: StatementReader, reading: PlanReading) -> None:
    # Row by row: a plan has tens of targets, never millions.
    seen: set[tuple[object, ...]] = {
        (s["indicator_id"], s["region_code"], s["kind"], s["due_year"], s["location"]) for s in reading.statements
    }
    named = {one["statement_id"] for one in reading.statements}
    table = reader.table
    for row, cells, trouble, headers in rows:
        if trouble is not None:
            reading.rejections.append(rejection_of(sheet, row, None, ", ".join(cells.values()), trouble))
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
                reading.rejections.append(
                    rejection_of(sheet, row, printed or None, value, reason) | {"candidates": near}
                )
                continue
            seen.add(key)
            named.add(statement["statement_id"])
            reading.statements.append(statement | {"sheet": sheet.name, "row_number": row})
