"""Reads a suite file into the shape that the gate runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from plan_targets.settings import SUITES_FOLDER

# The words a suite file uses, and Great Expectations' own for the same thing. A row in quarantine was not taken, so
# that for the rest of the load it is something to look at.
SEVERITIES = {"block": "critical", "warn": "warning", "quarantine": "warning"}

# What a rule of the type `finding` asks: which rows were found to have one of its reasons.
FINDING_QUERY = """
select file, sheet, row_number, column_name as {quoted_column}, raw_value as value, reason_en as reason, reason_zh
from {{batch}}
where reason_code in ({codes}) and (is_decisive or not is_rejected)
order by file, sheet, row_number
"""


@dataclass(frozen=True)
class Rule:
    """One expectation of a suite: what must hold, how grave a failure is, and what to tell a person."""

    name: str
    expectation_type: str
    severity: str
    arguments: dict[str, Any]
    column: str | None
    title_zh: str
    title_en: str
    remedy_zh: str
    remedy_en: str
    reason_codes: tuple[str, ...] = ()
    # Columns and the values they hold in the rows that the rule is about; empty for all rows.
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def result_severity(self) -> str:
        """How grave a failure is for the load as a whole: `block` or `warn`."""
        return "warn" if self.severity == "quarantine" else self.severity


@dataclass(frozen=True)
class Table:
    """A table of the warehouse and the rules it has to meet."""

    schema: str
    name: str
    index_columns: list[str]
    rules: list[Rule]


@dataclass(frozen=True)
class Suite:
    """A named set of rules on one or more tables, read from `suites/<name>.yml`."""

    name: str
    tables: list[Table]


def read_suite(name: str) -> Suite:
    """The suite of that name. Raises ValueError when the file is absent or a rule is incomplete."""
    path = SUITES_FOLDER / f"{name}.yml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in SUITES_FOLDER.glob("*.yml")))
        raise ValueError(f"There is no suite '{name}': expectations/suites has {known}.")
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Suite(name=name, tables=[_read_table(path, table) for table in document["tables"]])


def _read_table(path: Path, table: dict[str, Any]) -> Table:
    return Table(
        schema=table["schema"],
        name=table["name"],
        index_columns=table["index_columns"],
        rules=[_read_rule(path, rule) for rule in table["rules"]],
    )


def _read_rule(path: Path, rule: dict[str, Any]) -> Rule:
    required = ("name", "type", "severity", "title_zh", "title_en", "remedy_zh", "remedy_en")
    missing = [key for key in required if key not in rule]
    if missing:
        raise ValueError(f"{path.name}: rule '{rule.get('name', '?')}' has no {', '.join(missing)}.")
    if rule["severity"] not in SEVERITIES:
        raise ValueError(
            f"{path.name}: rule '{rule['name']}' has severity '{rule['severity']}', not {', '.join(SEVERITIES)}."
        )
    if rule["type"] == "finding":
        codes = tuple(rule.get("reason_codes", [rule["name"]]))
        query = FINDING_QUERY.format(quoted_column='"column"', codes=", ".join(f"'{code}'" for code in codes))
        rule = rule | {
            "type": "unexpected_rows_expectation",
            "arguments": {"unexpected_rows_query": query},
            "reason_codes": codes,
        }
    return Rule(
        name=rule["name"],
        expectation_type=rule["type"],
        severity=rule["severity"],
        arguments=rule.get("arguments", {}),
        column=rule.get("column") or rule.get("arguments", {}).get("column"),
        title_zh=rule["title_zh"],
        title_en=rule["title_en"],
        remedy_zh=rule["remedy_zh"],
        remedy_en=rule["remedy_en"],
        reason_codes=tuple(rule.get("reason_codes", ())),
        only=rule.get("only", {}),
    )
