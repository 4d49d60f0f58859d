"""What a rule of a suite says of a row that breaks it: which row, which column and which value."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from plan_targets.gates.process import JudgingProcess
from plan_targets.gates.suite import read_suite

pytestmark = pytest.mark.build

Row = dict[str, Any]

PROGRESS = {
    "target_id": "right", "year": 2024, "method": "hold", "as_of": None, "expected_value": 1.0, "gap": 0.0,
    "distance_closed": 1.0, "pace": 1.0, "status": "ahead", "is_refusal": False, "reason": None,
}  # fmt: skip
# Of each rule the rows that it finds: the column and the value to look at, and what else names the row.
MARTS_FOUND = {
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
    return {row["expectation"]: row for row in judging.judge(suite, "run", folder)}


def assert_found(result: Row, expected: list[tuple[str, object, dict[str, object]]]) -> None:
    assert not result["is_raised"] and not result["success"], result
    assert result["unexpected_count"] == len(expected)
    for row, (column, value, others) in zip(json.loads(result["sample"]), expected, strict=True):
        assert row["column"] == column
        # As `explain_failed_gates` looks for it.
        assert row.get("value", row.get(column)) == value, row
        assert others.items() <= row.items(), row


def test_a_wrong_row_of_a_mart_is_found(judging: JudgingProcess, tmp_path: Path) -> None:
    """Every status that is a refusal needs its reason, whichever they are."""
    undecided = PROGRESS | {"target_id": "undecided", "status": "within_rounding", "is_refusal": True}
    told = undecided | {"target_id": "told", "reason": "rounding"}
    tables = {"marts.fct_progress": [PROGRESS, undecided, told]}
    results = judged(judging, "marts", tables, tmp_path)
    for rule, expected in MARTS_FOUND.items():
        assert_found(results[rule], expected)
