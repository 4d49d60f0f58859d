"""One file says what happens to each finding, and every finding has its sentence."""

import re
from pathlib import Path

import polars as pl
import pytest

from plan_targets.gates import suite as suites
from plan_targets.gates.suite import read_row_rules
from tests.project import REPOSITORY

REASONS = pl.read_csv(REPOSITORY / "seeds" / "reference" / "rejection_reasons.csv", infer_schema=False)
# A plan's rows are never taken in part, so that no rule decides about them.
OF_PLANS = {
    "change_not_declared", "plan_incomplete", "plan_already_known", "superseded_plan", "unknown_indicator",
    "missing_due_year", "unknown_kind", "repeated_statement", "interval_unclear", "year_out_of_plan",
    "missing_direction", "unknown_direction", "direction_conflict", "unknown_unit",
}  # fmt: skip


def codes_of_rules() -> list[str]:
    return [code for rule in read_row_rules("dropped") for code in rule.reason_codes]


def test_every_reason_has_one_rule() -> None:
    codes = codes_of_rules()
    assert len(codes) == len(set(codes))
    assert set(codes) == set(REASONS["reason_code"]) - OF_PLANS


def test_every_reason_that_is_given_is_listed() -> None:
    known = set(REASONS["reason_code"])
    texts = [path.read_text(encoding="utf-8") for path in (REPOSITORY / "models/intermediate").rglob("*_findings.sql")]
    coded = {code for text in texts for code in re.findall(r"\(\d+, '(\w+)',", text)}
    coded |= {code for text in texts for code in re.findall(r"'(\w+)' as reason_code", text)}
    assert {"unknown_region", "repeated_figure", "scale_slip", "jump"} <= coded <= known
    assert REASONS["reason_code"].n_unique() == REASONS.height


def test_a_rule_says_what_happens_to_dropped_rows_and_to_kept_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = suites.ROWS_FILE.read_text(encoding="utf-8")
    edited = tmp_path / "rows.yml"
    monkeypatch.setattr(suites, "ROWS_FILE", edited)
    edited.write_text(text.replace("dropped: quarantine", "dropped: block", 1), encoding="utf-8")
    dropped = {rule.name: rule.severity for rule in read_row_rules("dropped")}
    kept = {rule.name: rule.severity for rule in read_row_rules("kept")}
    assert dropped["rows_can_be_read"] == "block" and set(dropped.values()) == {"block", "warn", "quarantine"}
    assert set(kept.values()) == {"block", "warn"} and set(kept) < set(dropped)
    edited.write_text(text.replace("dropped: quarantine", "dropped: ignore", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="severity 'ignore'"):
        read_row_rules("dropped")
