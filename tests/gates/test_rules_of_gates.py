"""What a rule of a suite says of a row that breaks it: which row, which column and which value."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plan_targets.gates.process import JudgingProcess
from plan_targets.gates.suite import read_suite
from plan_targets.settings import SUITES_FOLDER

pytestmark = pytest.mark.build

Row = dict[str, Any]

STATEMENT = {
    "file": "seeds/plans/statements.csv", "row_number": 2, "statement_id": "right", "plan_id": "plan",
    "known_plan_id": "plan", "indicator_id": "rate", "known_indicator_id": "rate", "region_code": "32",
    "known_region_code": "32", "raw_due_year": "2025", "has_plausible_years": True, "accumulation": "level",
    "kind": "target", "form": "table", "raw_value": "9", "value": 9.0, "raw_value_high": None, "value_high": None,
    "unit": "%", "indicator_unit": "%", "indicator_value": 9.0, "indicator_value_high": None, "valid_min": 0.0,
    "valid_max": 100.0, "change_sign": None, "direction": 1, "note": None, "note_zh": None,
}  # fmt: skip
NO_VALUE = {"raw_value": None, "value": None, "unit": None, "indicator_value": None}
WRONG_STATEMENTS = [
    {"row_number": 3, "statement_id": "twice"},
    {"row_number": 4, "statement_id": "twice"},
    {"row_number": 5, "statement_id": "empty"} | NO_VALUE,
    {"row_number": 6, "statement_id": "no_unit", "unit": None},
    {"row_number": 7, "statement_id": "no_sign", "accumulation": "change_vs_base"},
    # Nothing is wrong with these.
    {"row_number": 8, "statement_id": "a_rank", "accumulation": "rank"} | NO_VALUE,
    {"row_number": 9, "statement_id": "a_fall", "accumulation": "change_vs_base", "change_sign": -1},
    {"row_number": 10, "statement_id": "new", "accumulation": "change_vs_base", "known_indicator_id": None},
]
PROGRESS = {
    "target_id": "right", "year": 2024, "method": "hold", "as_of": None, "expected_value": 1.0, "gap": 0.0,
    "distance_closed": 1.0, "pace": 1.0, "status": "ahead", "is_refusal": False, "reason": None,
}  # fmt: skip
TARGET = {
    "target_id": "right", "plan_id": "plan", "indicator_id": "rate", "region_code": "32", "due_year": 2025,
    "conflict_count": 0, "conflicting_statements": None,
}  # fmt: skip
CONFLICT = {"target_id": "two_numbers", "conflict_count": 1, "conflicting_statements": "prose: 27"}
# Of each rule the rows that it finds: the column and the value to look at, and what else names the row.
STATEMENTS_FOUND = {
    "statement_id_is_unique": [
        ("statement_id", "twice", {"row_number": 3}),
        ("statement_id", "twice", {"row_number": 4}),
    ],
    "value_is_stated": [("value", None, {"row_number": 5, "statement_id": "empty", "accumulation": "level"})],
    "unit_is_stated": [("unit", None, {"row_number": 6, "statement_id": "no_unit"})],
    "change_is_declared": [("accumulation", "change_vs_base", {"row_number": 7, "indicator_id": "rate"})],
}
MARTS_FOUND = {
    "conflicts_are_few": [("target_id", "two_numbers", {"conflicting_statements": "prose: 27"})],
    "a_refusal_has_a_reason": [("reason", None, {"target_id": "undecided", "year": 2024, "method": "hold"})],
}


@pytest.fixture(scope="module")
def judging() -> Iterator[JudgingProcess]:
    process = JudgingProcess()
    yield process
    process.stop()


def judged(judging: JudgingProcess, suite: str, tables: dict[str, list[Row]], folder: Path) -> dict[str, Row]:
    """What the suite says of these tables, and of others that hold nothing it knows: its result for each rule."""
    others = {f"{table.schema}.{table.name}": [{"nothing": 1}] for table in read_suite(suite).tables}
    for name, rows in (others | tables).items():
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(folder / f"{name}.parquet")
    return {row["expectation"]: row for row in judging.judge(suite, "run", folder, "1GB")}


def assert_found(result: Row, expected: list[tuple[str, object, dict[str, object]]]) -> None:
    assert not result["is_raised"] and not result["success"], result
    assert result["unexpected_count"] == len(expected)
    for row, (column, value, others) in zip(json.loads(result["sample"]), expected, strict=True):
        assert row["column"] == column
        # As `explain_failed_gates` looks for it.
        assert row.get("value", row.get(column)) == value, row
        assert others.items() <= row.items(), row


def test_a_wrong_statement_is_found_with_its_row_and_value(judging: JudgingProcess, tmp_path: Path) -> None:
    rows = [STATEMENT, *(STATEMENT | wrong for wrong in WRONG_STATEMENTS)]
    results = judged(judging, "statements", {"intermediate.int_statements_mapped": rows}, tmp_path)
    for rule, expected in STATEMENTS_FOUND.items():
        assert_found(results[rule], expected)


def test_a_wrong_row_of_a_mart_is_found(judging: JudgingProcess, tmp_path: Path) -> None:
    """Every status that is a refusal needs its reason, whichever they are."""
    undecided = PROGRESS | {"target_id": "undecided", "status": "within_rounding", "is_refusal": True}
    told = undecided | {"target_id": "told", "reason": "rounding"}
    tables = {"marts.fct_progress": [PROGRESS, undecided, told], "marts.fct_target": [TARGET, TARGET | CONFLICT]}
    results = judged(judging, "marts", tables, tmp_path)
    for rule, expected in MARTS_FOUND.items():
        assert_found(results[rule], expected)


@pytest.mark.parametrize("suite", sorted(SUITES_FOLDER.glob("*.yml")), ids=lambda path: path.stem)
def test_a_rule_in_sql_says_why_it_is_none_of_the_types_there_are(suite: Path) -> None:
    rules = re.split(r"^      - name: ", suite.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    in_sql = [rule for rule in rules if "type: unexpected_rows_expectation" in rule]
    assert [rule.splitlines()[0] for rule in in_sql if "\n        # In SQL, because " not in rule] == []
