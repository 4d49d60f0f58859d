"""One row of a plan's target table as statements: its target, and its baseline where the row gives one."""

import re
from dataclasses import dataclass, field, replace

from plan_targets.landing.grammar.numbers import ABSENT
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plan_newcomers import (
    Newcomer,
    accumulation_of,
    can_be_name,
    direction_of,
    fall_sign_of,
    id_of,
    split_bracket,
)
from plan_targets.landing.plan_values import ValueReader
from plan_targets.landing.plan_words import Cells, Problem, Statement, code_of, plain_word
from plan_targets.landing.reading.withheld import reason_for
from plan_targets.landing.tables.table import Table
from plan_targets.names.indicators import Asked

_NUMBERING = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.．、]|[①-⑳]|[(（]?[一二三四五六七八九十]{1,3}[)）、])\s*")
_DUE = re.compile(r"\s*(?:到|至|截至)?\s*(\d{4})\s*年?\s*(?:末|底|年末|年底|前|之前|12月|12月底|12月31日)?\s*")
# A plan looks beyond its period, to 2035 or 2050; farther than that a year is a slip.
MOST_YEARS_AHEAD = 30
# The units of what is told in words.
UNIT_OF = {"milestone": "是/否", "rank": "位"}


@dataclass(frozen=True)
class StatementReader:
    """Reads the rows of one table of one plan. `plan` is what the plan says of itself, `number` counts its tables."""

    number: int
    table: Table
    plan: dict[str, object]
    vocabulary: Vocabulary
    lists: Lists
    # The indicators that the plan brings itself, by id; what its rows name is added.
    newcomers: dict[str, Newcomer] = field(default_factory=dict)

    def read(self, row: int, cells: Cells) -> list[tuple[Statement, Problem | None]]:
        """The statements of a row, each with what is wrong with it."""
        goal, problem = self._statement(
            cells, cells.get("target_value") or cells.get("value"), cells.get("due_year") or cells.get("period")
        )
        # A row is named by its number, so that its statements' ids stay the same while other rows are edited.
        row_id = f"{self.plan['plan_id']}{f'_t{self.number}' if self.number > 1 else ''}_r{row}"
        if self.table.form != "plan":
            # Years side by side: one row gives several.
            row_id += f"_{cells.get('due_year')}"
        named = cells.get("statement_id") or f"{row_id}_{goal.get('kind') or 'target'}"
        statements: list[tuple[Statement, Problem | None]] = [(goal | {"statement_id": named}, problem)]
        # What is to be told of an indicator is asked for once.
        has_baseline = cells.get("baseline_value", "").lower() not in ABSENT
        if has_baseline and (problem is None or problem[1] != "direction"):
            base, problem = self._baseline(cells)
            named = f"{cells['statement_id']}_baseline" if cells.get("statement_id") else f"{row_id}_baseline"
            statements.append((base | {"statement_id": named}, problem))
        return statements

    def _baseline(self, cells: Cells) -> tuple[Statement, Problem | None]:
        kept = {name: text for name, text in cells.items() if name not in ("comparator", "value_high", "start_year")}
        year = cells.get("baseline_year") or str(self.plan.get("baseline_year") or "")
        base, problem = self._statement(kept | {"kind": "baseline"}, cells["baseline_value"], year)
        due = self._year(cells.get("due_year") or cells.get("period"))
        if problem is None and due is not None and int(str(base["due_year"])) >= due:
            problem = ("year_out_of_plan", "due_year", year)
        stands_in = {"value": "baseline_value", "due_year": "baseline_year"}
        if problem is not None and problem[1] in stands_in:
            problem = (problem[0], stands_in[problem[1]], problem[2])
        return base, problem

    def _statement(self, cells: Cells, value: str | None, year: str | None) -> tuple[Statement, Problem | None]:
        name = cells.get("indicator_zh") or cells.get("indicator_label")
        statement: Statement = {"plan_id": self.plan["plan_id"], "indicator_zh": name}
        if not name:
            return statement, ("missing_indicator", "indicator_zh", name)
        indicator, named_unit = self._indicator(self.asked(cells))
        if indicator is None:
            return self._of_newcomer(statement, cells, name, value, year)
        if named_unit:
            cells = {"unit": named_unit} | cells
        return self._of_indicator(statement, cells, indicator, value, year)

    def _of_newcomer(
        self, statement: Statement, cells: Cells, name: str, value: str | None, year: str | None
    ) -> tuple[Statement, Problem | None]:
        """The statement about an indicator that the list does not have; a right one adds it to the newcomers."""
        asked = self.asked(cells)
        match = self.lists.indicator_names.find(asked)
        printed = _NUMBERING.sub("", name).strip()
        written, bracketed = split_bracket(printed)
        unit = self.vocabulary.unit(bracketed)
        written = written if unit else printed
        withheld = reason_for(name)
        if withheld or match.is_ambiguous or self.lists.indicator_names.knows_label(asked.label):
            reason = "ambiguous_indicator" if match.is_ambiguous else "unknown_indicator"
            return statement, (withheld or reason, "indicator_zh", name)
        if not can_be_name(written):
            return statement, ("unknown_indicator", "indicator_zh", name)
        if unit:
            cells = {"unit": unit} | cells
        word = cells.get("accumulation", "")
        accumulation = (
            code_of("accumulation", word) or code_of("accumulation", plain_word(word)) or accumulation_of(written)
        )
        fall_sign = fall_sign_of(written, accumulation)
        assumed: dict[str, object] = {
            "indicator_id": None, "unit": None, "accumulation": accumulation, "fall_sign": fall_sign,
            "valid_min": None, "valid_max": None,
        }  # fmt: skip
        read, problem = self._with_listed_unit(*self._of_indicator(statement, cells, assumed, value, year))
        if problem is not None:
            return read, problem
        dimension = self.lists.units[str(read["unit"])][0]
        indicator_id = id_of(self.lists.indicator_names.normal.words_of(written), dimension)
        known = self.newcomers.get(indicator_id)
        said = cells.get("direction")
        stated = code_of("direction", plain_word(said).lower()) if said else None
        if said and stated is None:
            return read, ("unknown_direction", "direction", said)
        told = int(stated) if stated else None
        if known is None:
            told = told or direction_of(written, accumulation, read["comparator"], value, self.lists.direction_words)
        if known is None and told is None:
            return read, ("missing_direction", "direction", name)
        if known is not None and told not in (None, known.direction):
            return read, ("direction_conflict", "direction", said)
        if known is None and told is not None:
            near = "; ".join(map(str, match.candidates)) or None
            self.newcomers[indicator_id] = Newcomer(
                indicator_id, written, str(read["unit"]), told, accumulation, fall_sign, near
            )
        return read | {"indicator_id": indicator_id}, None

    def _with_listed_unit(self, statement: Statement, problem: Problem | None) -> tuple[Statement, Problem | None]:
        """The statement with a unit of the list; what is told in words needs none to be printed."""
        if problem is not None:
            return statement, problem
        unit = self.vocabulary.spell_unit(str(statement["unit"] or UNIT_OF.get(str(statement["accumulation"]), "")))
        if unit in self.lists.units:
            return statement | {"unit": unit}, None
        return statement, ("unknown_unit" if unit else "missing_unit", "unit", unit)

    def _of_indicator(
        self, statement: Statement, cells: Cells, indicator: dict[str, object], value: str | None, year: str | None
    ) -> tuple[Statement, Problem | None]:
        """The statement about that indicator."""
        statement["indicator_id"] = indicator["indicator_id"]
        region = cells.get("region_code") or cells.get("region_name_zh")
        statement["region_code"] = self._region(region) if region else self.plan["region_code"]
        if statement["region_code"] is None:
            is_ambiguous = self.lists.regions.find(region).is_ambiguous
            return statement, ("ambiguous_region" if is_ambiguous else "unknown_region", "region_name_zh", region)
        defaults = {
            "kind": "target",
            "form": "table",
            "modality": "unstated",
            "accumulation": str(indicator["accumulation"]),
        }
        for column, default in defaults.items():
            word = cells.get(column, default)
            statement[column] = code_of(column, word) or code_of(column, plain_word(word))
            if statement[column] is None:
                return statement, ("unknown_kind", column, cells.get(column))
        if statement["accumulation"] == "change_vs_base" and indicator.get("fall_sign") in (None, ""):
            return statement, ("change_not_declared", "accumulation", cells.get("accumulation"))
        statement["location"] = cells.get("location") or "目标表"
        statement["note"] = cells.get("note")
        due = self._year(year)
        if due is None:
            return statement, (reason_for(year or "") or "missing_due_year", "due_year", year)
        begin = self.plan.get("period_start")
        if statement["kind"] == "target" and isinstance(begin, int) and not begin <= due <= begin + MOST_YEARS_AHEAD:
            return statement, ("year_out_of_plan", "due_year", year)
        statement["due_year"] = str(due)
        start = self.lists.year(cells.get("start_year"))
        if cells.get("start_year") and (start is None or start > due):
            return statement, ("missing_due_year", "start_year", cells["start_year"])
        statement["start_year"] = None if start is None else str(start)
        return ValueReader(self.table, self.vocabulary, self.lists).read(statement, cells, value, indicator)

    def asked(self, cells: Cells) -> Asked:
        """What a row says of its indicator."""
        return Asked(
            cells.get("indicator_zh"),
            cells.get("indicator_label"),
            self.vocabulary.spell_unit(cells.get("unit")),
            note=cells.get("note"),
        )

    def _region(self, text: str) -> str | None:
        owner = self.plan.get("region_code")
        return self.lists.region(text, None if owner is None else str(owner))

    def _indicator(self, asked: Asked) -> tuple[dict[str, object] | None, str | None]:
        """The indicator that a row means, written in any manner that a file of figures may use, and its unit."""
        for written in (asked.name or "", _NUMBERING.sub("", asked.name or "")):
            listed, unit = self.vocabulary.indicator(written)
            for name in (written, listed):
                found = self.lists.indicator(replace(asked, name=name)) if name or asked.label else None
                if found is not None:
                    return found, unit
        return None, None

    def _year(self, text: str | None) -> int | None:
        """The year by whose end something is due: 2027, 2027年底, 到2027年."""
        found = _DUE.fullmatch(text or "")
        return self.lists.year(found.group(1) if found else text)
