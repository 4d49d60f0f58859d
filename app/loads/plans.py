"""A plan's target table as statements, and what is missing from a draft, in sentences.

A plan file says first what the plan is (names on the left, what they are on the right), then gives its targets as a
table; in a workbook the two may be sheets. `landing/README.md` shows one.
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from app.loads.formats import Sheet, UnreadableFileError, iter_rows, read_sheets
from app.loads.headers import Table, find_table
from app.loads.layout import PROJECT_FOLDER
from app.loads.numbers import read_numbers
from app.loads.periods import read_date, read_period
from app.loads.records import Load
from app.loads.vocabulary import Vocabulary, normalise

# A plan file comes out as rows of three kinds: the plan, its statements, and what was not taken.
_PLAN = (
    "plan_id", "document", "title_zh", "title_en", "region_code", "issuer_zh", "issued_on", "period_start",
    "period_end", "baseline_year", "note",
)  # fmt: skip
_STATEMENT = (
    "statement_id", "plan_id", "indicator_id", "region_code", "kind", "form", "location", "comparator", "value",
    "value_high", "unit", "start_year", "due_year", "accumulation", "modality", "note",
)  # fmt: skip
_REJECTION = ("column_name", "raw_value", "reason_code")

COLUMNS = pl.Schema(
    {"load_id": pl.String, "file": pl.String, "sheet": pl.String, "row_number": pl.Int64, "record": pl.String}
    | dict.fromkeys([*_PLAN, *_STATEMENT, *_REJECTION], pl.String)
)

# What the plan itself has to say.
REQUIRED = {"title_zh": "规划名称", "region": "地区", "period_start": "规划起始年", "period_end": "规划结束年"}

WORDS = {
    "kind": {"目标": "target", "基期": "baseline", "现状": "baseline", "完成": "achievement", "成效": "achievement"},
    "modality": {"约束性": "binding", "预期性": "anticipated", "力争": "strive", "争创": "strive"},
    "form": {"表": "table", "表格": "table", "正文": "prose", "文字": "prose"},
    "accumulation": {
        "水平": "level", "比率": "level", "累计": "stock", "总数": "stock", "存量": "stock", "期间新增": "period_flow",
        "年新增": "annual_flow", "指数": "index", "较基期变化": "change_vs_base", "事项": "milestone", "位次": "rank",
    },
    "comparator": {
        "不低于": "ge", "以上": "ge", "达到": "eq", "等于": "eq", "超过": "gt", "大于": "gt", "不超过": "le",
        "以内": "le",
        "以下": "le", "低于": "lt", "小于": "lt", "区间": "between", "保持": "hold", "稳定在": "hold", "≥": "ge",
        ">=": "ge",
        ">": "gt", "≤": "le", "<=": "le", "<": "lt", "=": "eq",
    },
}  # fmt: skip
KNOWN = {
    "kind": {"target", "baseline", "achievement"},
    "modality": {"binding", "anticipated", "strive", "unstated"},
    "form": {"table", "prose"},
    "accumulation": {"level", "stock", "period_flow", "annual_flow", "index", "change_vs_base", "milestone", "rank"},
    "comparator": {"ge", "gt", "le", "lt", "eq", "between", "hold"},
}
FIRST_YEAR, LAST_YEAR = 1990, 2060

Cells = dict[str, str]
# A reason code, the column and what stands there.
Problem = tuple[str, str | None, str | None]


@dataclass
class PlanReading:
    """What a plan file holds: the plan (null when it cannot be told what it is), its statements, what was not taken."""

    plan: dict[str, object] | None = None
    statements: list[dict[str, object]] = field(default_factory=list)
    rejections: list[dict[str, object]] = field(default_factory=list)
    # What is wrong with the plan itself; then none of its rows is taken.
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Lists:
    """The reference lists that a plan's words are looked up in."""

    indicators: dict[str, dict[str, object]]
    regions: dict[str, str]
    units: dict[str, tuple[str, float]]
    plans: frozenset[str]

    @classmethod
    def from_frames(cls, frames: dict[str, pl.DataFrame]) -> "Lists":
        """From the seeds as frames: indicators, indicator_aliases, regions, region_aliases, units, plans."""
        rows = {str(row["indicator_id"]): row for row in frames["indicators"].iter_rows(named=True)}
        named = dict(rows)
        # A name that the alias list gives to several indicators names none of them.
        for name, ids in (
            frames["indicator_aliases"].group_by("indicator_zh").agg(pl.col("indicator_id").unique()).iter_rows()
        ):
            if len(ids) == 1 and ids[0] in rows:
                named[name] = rows[ids[0]]
        named |= {str(row["name_zh"]): row for row in rows.values()}
        regions = dict(frames["region_aliases"].select("region_name_zh", "region_code").iter_rows())
        regions |= {code: code for code in frames["regions"]["region_code"]}
        units = {
            unit: (dimension, float(factor))
            for unit, dimension, factor in frames["units"].select("unit", "dimension", "factor").iter_rows()
        }
        return cls(named, regions, units, frozenset(frames["plans"]["plan_id"]))

    @classmethod
    def from_seeds(cls, seeds: Path = PROJECT_FOLDER / "seeds") -> "Lists":
        """From the seeds' files, for those who check a draft outside a build."""
        return cls.from_frames(
            {
                path.stem: pl.read_csv(path, infer_schema=False)
                for path in [*seeds.glob("reference/*.csv"), seeds / "plans/plans.csv"]
            }
        )


def read_plan(load: Load, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    """The plan of a load. Nothing raises: what is wrong with a row stands in `rejections`."""
    reading = PlanReading()
    try:
        sheets = read_sheets(load.path)
    except UnreadableFileError as error:
        reading.rejections.append(_rejection(None, 1, None, error.detail, error.reason_code))
        return reading
    found = [(sheet, table) for sheet in sheets if (table := find_table(sheet, vocabulary)) is not None]
    described, problems = _read_description(sheets, found, vocabulary, lists)
    described["plan_id"] = described.get("plan_id") or _plan_id(described)
    if described["plan_id"] in lists.plans:
        problems = [("plan_already_known", "plan_id", str(described["plan_id"]))]
    reading.problems = problems
    for sheet, table in found:
        rows = _table_rows(sheet, table)
        problem = problems[0] if problems else _table_problem(table)
        if problem is None:
            _read_table(sheet, table, rows, described, vocabulary, lists, reading)
            continue
        reason, column, value = problem
        reading.rejections += [_rejection(sheet, row, column, value, reason) for row, _ in rows]
    # A plan without a target promises nothing.
    if any(statement["kind"] == "target" for statement in reading.statements):
        reading.plan = {name: described.get(name) for name in _PLAN} | {
            "document": described.get("document") or Path(load.file).stem
        }
    else:
        reading.statements.clear()
    return reading


def _table_problem(table: Table) -> Problem | None:
    if table.form != "plan":
        return "figures_among_targets", None, None
    if table.missing:
        return "missing_column", table.missing[0], None
    return ("ambiguous_column", table.ambiguous[0], None) if table.ambiguous else None


def read_plans(loads: list[Load], vocabulary: Vocabulary, lists: Lists) -> pl.DataFrame:
    """The plans of those loads, in the shape of `COLUMNS`. Of the versions of one plan the last to come counts."""
    rows: list[dict[str, object]] = []
    files: dict[object, str] = {}
    for load in reversed(loads):
        reading = read_plan(load, vocabulary, lists)
        plan_id = reading.plan["plan_id"] if reading.plan else None
        if reading.plan and plan_id in files:
            reason = "superseded_plan" if files[plan_id] == load.file else "plan_already_known"
            reading.rejections += [
                {"sheet": one["sheet"], "row_number": one["row_number"], "reason_code": reason}
                for one in reading.statements
            ]
            reading.plan, reading.statements = None, []
        elif reading.plan:
            files[plan_id] = load.file
        records = [
            *([("plan", reading.plan)] if reading.plan else []),
            *(("statement", statement) for statement in reading.statements),
            *(("rejection", rejection) for rejection in reading.rejections),
        ]
        for record, values in records:
            text = {
                name: None if value is None else str(value) for name, value in values.items() if name != "row_number"
            }
            place = {
                "load_id": load.load_id,
                "file": load.file,
                "row_number": values.get("row_number"),
                "record": record,
            }
            rows.append(text | place)
    return pl.DataFrame(rows, schema=COLUMNS)


def check_plan(path: Path, reasons: dict[str, str], vocabulary: Vocabulary, lists: Lists) -> list[str]:
    """What is missing from a draft, one sentence each; none when all of it would be taken.

    `reasons` has the sentence for each reason code. Nothing is loaded by checking.
    """
    load = Load("draft", path.name, path, datetime.now(), "", path.stat().st_size, None)
    reading = read_plan(load, vocabulary, lists)
    sentences = []
    whole = [_rejection(None, 1, column, value, reason) for reason, column, value in reading.problems]
    # Where the plan itself lacks something, its rows say only that.
    for rejection in whole or reading.rejections:
        place = ", ".join(
            part
            for part in (
                f"工作表 sheet {rejection['sheet']}" if rejection["sheet"] else "",
                f"第 {rejection['row_number']} 行 row",
                f"“{rejection['column_name']}”列 column" if rejection["column_name"] else "",
            )
            if part
        )
        value = f"（{rejection['raw_value']}）" if rejection["raw_value"] else ""
        sentences.append(f"{place}{value}: {reasons.get(str(rejection['reason_code']), rejection['reason_code'])}")
    if not sentences and reading.plan is None:
        sentences.append("没有读到任何目标。No target was found.")
    return list(dict.fromkeys(sentences))


def _read_description(
    sheets: list[Sheet], tables: list[tuple[Sheet, Table]], vocabulary: Vocabulary, lists: Lists
) -> tuple[dict[str, object], list[Problem]]:
    """What the plan says of itself: pairs of a name and what it is, above its table or on a sheet of their own."""
    header_rows = {id(sheet): table.header_row for sheet, table in tables}
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
    described["region_code"] = lists.regions.get(_plain(texts.get("region_code") or texts.get("region_name_zh")))
    described["issued_on"] = read_date(texts.get("issued_on"))[0]
    span = read_period(texts.get("plan_period") or texts.get("period")).text or ""
    first, last = (span[:4], span[-4:]) if len(span) == 9 else ("", "")
    described["period_start"] = _year(texts.get("period_start") or first)
    described["period_end"] = _year(texts.get("period_end") or last)
    baseline = _year(texts.get("plan_baseline_year") or texts.get("baseline_year"))
    start = described["period_start"]
    described["baseline_year"] = baseline or (start - 1 if isinstance(start, int) else None)
    problems: list[Problem] = []
    given_as = {"region": "region_code"}
    for name, printed in REQUIRED.items():
        if not described.get(given_as.get(name, name)):
            problems.append(
                ("plan_incomplete", printed, texts.get("region_name_zh") if name == "region" else texts.get(name))
            )
    return described, problems


def _read_table(
    sheet: Sheet,
    table: Table,
    rows: list[tuple[int, Cells]],
    described: dict[str, object],
    vocabulary: Vocabulary,
    lists: Lists,
    reading: PlanReading,
) -> None:
    # Row by row: a plan has tens of targets, never millions.
    seen: set[tuple[object, ...]] = {
        (s["indicator_id"], s["region_code"], s["kind"], s["due_year"], s["location"]) for s in reading.statements
    }
    for row, cells in rows:
        for statement, problem in _row_statements(row, cells, table, described, vocabulary, lists):
            key = tuple(statement.get(name) for name in ("indicator_id", "region_code", "kind", "due_year", "location"))
            if problem is None and key in seen:
                problem = ("repeated_statement", "indicator_zh", cells.get("indicator_zh"))
            if problem is not None:
                reason, column, value = problem
                printed = table.header(
                    "target_value" if column == "value" and "target_value" in table.columns else column or ""
                )
                reading.rejections.append(_rejection(sheet, row, printed or None, value, reason))
                continue
            seen.add(key)
            reading.statements.append(statement | {"sheet": sheet.name, "row_number": row})


def _row_statements(
    row: int, cells: Cells, table: Table, described: dict[str, object], vocabulary: Vocabulary, lists: Lists
) -> list[tuple[dict[str, object], Problem | None]]:
    """The statements of a row: its target, and its baseline where the row gives one."""
    goal = _statement(
        cells,
        cells.get("target_value") or cells.get("value"),
        cells.get("due_year") or cells.get("period"),
        table,
        described,
        vocabulary,
        lists,
    )
    kind = str(goal[0].get("kind") or "target")
    statements = [goal]
    if cells.get("baseline_value"):
        year = cells.get("baseline_year") or str(described.get("baseline_year") or "")
        base, problem = _statement(
            {name: text for name, text in cells.items() if name not in ("comparator", "value_high", "start_year")}
            | {"kind": "baseline"},
            cells["baseline_value"],
            year,
            table,
            described,
            vocabulary,
            lists,
        )
        if problem is not None and problem[1] in ("value", "due_year"):
            problem = (problem[0], "baseline_value" if problem[1] == "value" else "baseline_year", problem[2])
        statements.append((base, problem))
    named = []
    for statement, problem in statements:
        # Every row is a place of its own, so that its statements' ids stay the same while other rows are edited.
        place = f"{described['plan_id']}_r{row}_{statement.get('kind', kind)}"
        named.append((statement | {"statement_id": cells.get("statement_id") or place}, problem))
    if len(named) > 1 and cells.get("statement_id"):
        named[1] = (named[1][0] | {"statement_id": f"{cells['statement_id']}_baseline"}, named[1][1])
    return named


def _statement(
    cells: Cells,
    value: str | None,
    year: str | None,
    table: Table,
    described: dict[str, object],
    vocabulary: Vocabulary,
    lists: Lists,
) -> tuple[dict[str, object], Problem | None]:
    name = cells.get("indicator_zh") or cells.get("indicator_label")
    indicator = lists.indicators.get(name or "")
    statement: dict[str, object] = {"plan_id": described["plan_id"]}
    if indicator is None:
        return statement, ("unknown_indicator" if name else "missing_indicator", "indicator_zh", name)
    statement["indicator_id"] = indicator["indicator_id"]
    region = cells.get("region_code") or cells.get("region_name_zh")
    statement["region_code"] = lists.regions.get(_plain(region)) if region else described["region_code"]
    if statement["region_code"] is None:
        return statement, ("unknown_region", "region_name_zh", region)
    defaults = {
        "kind": "target",
        "form": "table",
        "modality": "unstated",
        "accumulation": str(indicator["accumulation"]),
    }
    for column, default in defaults.items():
        word = cells.get(column, default)
        statement[column] = WORDS[column].get(word, word)
        if statement[column] not in KNOWN[column]:
            return statement, ("unknown_kind", column, word)
    statement["location"] = cells.get("location") or "目标表"
    statement["note"] = cells.get("note")
    due = _year(year)
    if due is None:
        return statement, ("missing_due_year", "due_year", year)
    statement["due_year"] = str(due)
    start = _year(cells.get("start_year"))
    if cells.get("start_year") and (start is None or start > due):
        return statement, ("missing_due_year", "start_year", cells["start_year"])
    statement["start_year"] = None if start is None else str(start)
    return _with_value(statement, cells, value, indicator, table, vocabulary, lists)


def _with_value(
    statement: dict[str, object],
    cells: Cells,
    value: str | None,
    indicator: dict[str, object],
    table: Table,
    vocabulary: Vocabulary,
    lists: Lists,
) -> tuple[dict[str, object], Problem | None]:
    word = (cells.get("comparator") or "").lower()
    stated = WORDS["comparator"].get(word, word) or None
    if stated is not None and stated not in KNOWN["comparator"]:
        return statement, ("unknown_comparator", "comparator", cells.get("comparator"))
    high_text = cells.get("value_high")
    # 93-95 is a range, and of a plan may be one.
    if value and not high_text and stated in (None, "between"):
        parts = [
            part.strip()
            for part in value.replace("～", "-").replace("~", "-").replace("—", "-").replace("至", "-").split("-")
        ]
        if len(parts) == 2 and all(parts):
            value, high_text, stated = parts[0], parts[1], "between"
    low, high = read_numbers(pl.Series([value, high_text], dtype=pl.String)).to_dicts()
    if statement["accumulation"] in ("rank", "milestone") and low["reason"] == "absent_value":
        return statement | {
            "comparator": stated or "eq",
            "value": None,
            "value_high": None,
            "unit": cells.get("unit"),
        }, None
    if low["reason"]:
        return statement, (low["reason"], "value", value)
    if high_text and high["reason"]:
        return statement, (high["reason"], "value_high", high_text)
    if stated and low["comparator"] and stated not in (low["comparator"], "eq", "between"):
        return statement, ("comparator_conflict", "comparator", cells.get("comparator"))
    comparator = (
        "between"
        if high_text
        else (low["comparator"] if low["comparator"] in KNOWN["comparator"] else None) or stated or "eq"
    )
    printed = cells.get("unit") or (table.values[0].unit if table.values else None) or table.unit
    behind = low["unit"] or (high["unit"] if high_text else None)
    unit = vocabulary.spell_unit(printed) or vocabulary.spell_unit(behind)
    if unit is None:
        return statement, ("missing_unit", "unit", None)
    if printed and behind and vocabulary.spell_unit(behind) != unit:
        return statement, ("unit_conflict", "value", value)
    if low["scale"] != 1 and unit.startswith(("万", "亿")):
        return statement, ("unit_conflict", "value", value)
    own, read = lists.units.get(str(indicator["unit"])), lists.units.get(unit)
    # A change against a base year is told in percent, whatever the indicator is counted in.
    if read is None or own is None or (read[0] != own[0] and statement["accumulation"] != "change_vs_base"):
        return statement, ("unit_does_not_fit", "unit", unit)
    numbers_read = [low["number"] * low["scale"], high["number"] * high["scale"] if high_text else None]
    if statement["accumulation"] != "change_vs_base":
        for number in numbers_read:
            if number is not None and not _in_range(number * read[1] / own[1], indicator):
                return statement, ("value_out_of_range", "value", value)
    low_value, high_value = (None if number is None else f"{number:.15g}" for number in numbers_read)
    return statement | {"comparator": comparator, "value": low_value, "value_high": high_value, "unit": unit}, None


def _in_range(value: float, indicator: dict[str, object]) -> bool:
    low, high = indicator["valid_min"], indicator["valid_max"]
    return (low in (None, "") or value >= float(str(low))) and (high in (None, "") or value <= float(str(high)))


def _table_rows(sheet: Sheet, table: Table) -> list[tuple[int, Cells]]:
    places = dict(table.columns)
    if table.values:
        places.setdefault("value", table.values[0].cell)
    rows = []
    for row in sheet.rows.filter(pl.col("row_number") > table.header_row).iter_rows(named=True):
        cells = {name: row[place].strip() for name, place in places.items() if row[place] and row[place].strip()}
        if cells:
            rows.append((int(row["row_number"]), cells))
    return rows


def _plan_id(described: dict[str, object]) -> str:
    return f"plan_{described.get('region_code')}_{described.get('period_start')}_{described.get('period_end')}"


def _year(text: str | None) -> int | None:
    period = read_period(text).text or ""
    return int(period) if len(period) == 4 and FIRST_YEAR <= int(period) <= LAST_YEAR else None


def _plain(text: str | None) -> str:
    return "".join((text or "").split())


def _rejection(sheet: Sheet | None, row: int, column: str | None, value: str | None, reason: str) -> dict[str, object]:
    return {
        "sheet": sheet.name if sheet else None,
        "row_number": row,
        "column_name": column,
        "raw_value": value,
        "reason_code": reason,
    }
