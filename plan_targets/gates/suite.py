"""Reads a suite file into the shape that the gate runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from plan_targets.settings import ROWS_FILE, SUITES_FOLDER
from plan_targets.yaml_text import read_yaml

# The words a suite file uses, and Great Expectations' own for the same thing. A row in quarantine was not taken, so
# that for the rest of the load it is something to look at.
SEVERITIES = {"block": "critical", "warn": "warning", "quarantine": "warning"}

# Who brought a row: what the suites call the two, and what the findings say of it.
IS_LANDED = {"kept": False, "dropped": True}


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
    # Which of the table's index columns holds the value to look at; none for the column that was asked.
    shows: str | None = None
    # Columns and the values they hold in the rows that the rule is about; empty for all rows.
    only: Mapping[str, Any] = field(default_factory=dict)
    # The same of the rows that it is not about; a list holds any of its values.
    apart_from: Mapping[str, Any] = field(default_factory=dict)

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
    document = read_yaml(path.read_text(encoding="utf-8"))
    return Suite(name=name, tables=[_read_table(path, table) for table in document["tables"]])


def readable_suite(name: str) -> Suite | None:
    """The suite of that name, or none where it cannot be read: whoever judges by it says why."""
    try:
        return read_suite(name)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError):
        return None


def words_about(suite: Suite, table: str) -> frozenset[str]:
    """Every word of the rules that ask about that table: the columns that they can ask for are among them.

    A rule asks about the table that it stands under, and about those that its query names.
    """
    texts: list[str] = []
    for told in suite.tables:
        for rule in told.rules:
            said = repr((rule.arguments, rule.column, rule.shows, rule.only, rule.apart_from))
            if told.name == table:
                texts += [said, *told.index_columns]
            elif re.search(rf"\b{re.escape(table)}\b", said):
                texts.append(said)
    # A line's end stands in it as backslash and n.
    return frozenset(re.findall(r"\w+", " ".join(texts).replace("\\n", " ")))


def read_row_rules(brought: str) -> list[Rule]:
    """What `expectations/rows.yml` asks of rows that were `dropped`, or that the project `kept`.

    Raises ValueError when a rule is incomplete.
    """
    document = read_yaml(ROWS_FILE.read_text(encoding="utf-8"))
    rules = [rule for rule in document["rules"] if brought in rule["severity"]]
    return [_read_row_rule(rule, brought) for rule in rules]


def _read_table(path: Path, table: dict[str, Any]) -> Table:
    rules = [_read_rule(path, rule) for rule in table.get("rules", ())]
    if "rules_on_rows" in table:
        rules += read_row_rules(table["rules_on_rows"])
    return Table(schema=table["schema"], name=table["name"], index_columns=table["index_columns"], rules=rules)


def _read_row_rule(rule: dict[str, Any], brought: str) -> Rule:
    """A rule on rows: no finding that is told has one of its reasons."""
    codes = rule.get("reason_codes", [rule["name"]])
    return _read_rule(
        ROWS_FILE,
        rule
        | {
            "type": "expect_column_values_to_not_be_in_set",
            "arguments": {"column": "reason_code", "value_set": codes},
            "severity": rule["severity"][brought],
            "only": {"is_landed": IS_LANDED[brought], "is_told": True},
            "reason_codes": codes,
        },
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
        shows=rule.get("shows", rule.get("column")),
        only=rule.get("only", {}),
        apart_from=rule.get("apart_from", {}),
    )
