"""One row of a plan's target table as statements: its target, and its baseline where the row gives one."""

import re
from dataclasses import dataclass, field, replace

import polars as pl

from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.grammar.numbers import ABSENT, COMPARATORS, SIGNIFICANT_DIGITS, read_numbers
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
from plan_targets.landing.plan_wording import read_wording
from plan_targets.landing.reading.withheld import reason_for
from plan_targets.landing.tables.table import Table
from plan_targets.names.indicators import Asked

Cells = dict[str, str]
# A column's name and what stands there.
Statement = dict[str, object]
# A reason code, the column and what stands there.
Problem = tuple[str, str | None, str | None]

_MORE_IS_BETTER = (
    "越高越好", "越大越好", "越多越好", "高优", "正向", "正", "上升", "提高", "增加", "增长", "升", "+", "↑", "up",
    "higher is better", "more is better",
)  # fmt: skip
_LESS_IS_BETTER = (
    "越低越好", "越小越好", "越少越好", "低优", "逆向", "反向", "负向", "负", "下降", "降低", "减少", "降", "-", "↓",
    "down", "lower is better", "less is better",
)  # fmt: skip
# What offices call a kind, an accumulation and so on; each may also be given by its code.
WORDS = {
    "kind": {"目标": "target", "基期": "baseline", "现状": "baseline", "完成": "achievement", "成效": "achievement"},
    "modality": {
        "约束性": "binding", "约束": "binding", "强制性": "binding", "预期性": "anticipated", "预期": "anticipated",
        "力争": "strive", "争取": "strive", "争创": "strive", "未注明": "unstated", "-": "unstated", "—": "unstated",
        "/": "unstated", "无": "unstated",
    },
    "form": {"表": "table", "表格": "table", "正文": "prose", "文字": "prose"},
    "accumulation": {
        "水平": "level", "比率": "level", "累计": "stock", "总数": "stock", "存量": "stock", "期间新增": "period_flow",
        "年新增": "annual_flow", "指数": "index", "较基期变化": "change_vs_base", "事项": "milestone", "位次": "rank",
    },
    "comparator": {
        **{word: code for word, code in COMPARATORS.items() if code != "approx"},
        "区间": "between", "保持": "hold", "稳定在": "hold",
    },
    "direction": dict.fromkeys(_MORE_IS_BETTER, "1") | dict.fromkeys(_LESS_IS_BETTER, "-1"),
}  # fmt: skip
_NUMBERING = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）.．、]|[①-⑳]|[(（]?[一二三四五六七八九十]{1,3}[)）、])\s*")
_DUE = re.compile(r"\s*(?:到|至|截至)?\s*(\d{4})\s*年?\s*(?:末|底|年末|年底|前|之前|12月|12月底|12月31日)?\s*")
# What no theme of a plan has in its name.
_SIGNS_OF_A_KIND = ("目标", "基期", "基准", "基线", "现状", "完成", "成效", "成果", "target", "base")
# Units that nobody writes: an index, a place in a ranking, yes or no.
_NEEDS_NO_WORD = frozenset({"score", "rank", "flag"})
# A plan looks beyond its period, to 2035 or 2050; farther than that a year is a slip.
MOST_YEARS_AHEAD = 30
CODES = {column: frozenset(words.values()) for column, words in WORDS.items()}


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
        # Every row is a place of its own, so that its statements' ids stay the same while other rows are edited.
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
            _code("accumulation", word) or _code("accumulation", _plain_word(word)) or accumulation_of(written)
        )
        fall_sign = fall_sign_of(written, accumulation)
        assumed: dict[str, object] = {
            "indicator_id": None, "unit": None, "accumulation": accumulation, "fall_sign": fall_sign,
            "valid_min": None, "valid_max": None,
        }  # fmt: skip
        read, problem = self._of_indicator(statement, cells, assumed, value, year)
        if problem is not None:
            return read, problem
        dimension = self.lists.units[str(read["unit"])][0]
        indicator_id = id_of(self.lists.indicator_names.normal.words_of(written), dimension)
        known = self.newcomers.get(indicator_id)
        said = cells.get("direction")
        stated = _code("direction", _plain_word(said).lower()) if said else None
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
            statement[column] = _code(column, word) or _code(column, _plain_word(word))
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
        return self._with_value(statement, cells, value, indicator)

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

    # The order of the questions is the rule: each presumes that those before it were answered.
    def _with_value(  # noqa: C901
        self, statement: Statement, cells: Cells, value: str | None, indicator: dict[str, object]
    ) -> tuple[Statement, Problem | None]:
        word = cells.get("comparator")
        stated = _code("comparator", word.lower()) if word else None
        if word and stated is None:
            return statement, ("unknown_comparator", "comparator", word)
        printed_value, wording = value, read_wording(value)
        if value and wording.value != value:
            if stated and wording.comparator and stated != wording.comparator:
                return statement, ("comparator_conflict", "comparator", word)
            statement["note"] = "；".join(text for text in (cells.get("note"), f"原文：{value}") if text)
            stated, value = wording.comparator or stated, wording.value
        high_text = cells.get("value_high")
        is_one_cell = high_text is None
        # 93-95 is a range, and of a plan may be one.
        if value and not high_text and stated in (None, "between"):
            ends = _ends(value)
            if ends is not None:
                value, high_text = ends
                stated = "between"
        low, high = read_numbers(pl.Series([value, high_text], dtype=pl.String)).to_dicts()
        # What is to be achieved is told in words; where there are digits, they have to be read.
        is_told = statement["accumulation"] == "milestone" and value and not any(map(str.isdigit, value))
        if is_told and low["reason"] == "text_in_value":
            statement["note"] = "；".join(text for text in (cells.get("note"), value) if text)
            low["reason"] = "absent_value"
        if statement["accumulation"] in ("rank", "milestone") and low["reason"] == "absent_value":
            nothing = {"comparator": stated or "eq", "value": None, "value_high": None, "unit": cells.get("unit")}
            return statement | nothing, None
        if low["reason"]:
            # 力争95 is no forecast in a plan, but the number has to stand for itself all the same.
            reason = "text_in_value" if low["reason"] == "forecast_period" else low["reason"]
            return statement, (reason, "value", value)
        if high_text and high["reason"]:
            return statement, (high["reason"], "value_high", high_text)
        # An aim of about 95 is an aim of 95; the words stay beside it.
        if "approx" in (low["comparator"], high["comparator"]):
            statement["note"] = "；".join(text for text in (cells.get("note"), f"原文：{printed_value}") if text)
            low["comparator"] = high["comparator"] = None
        # 稳定在98以上 is to be held at 98 or above.
        is_hold = stated == "hold" and low["comparator"] in ("ge", "le", "eq")
        if stated and low["comparator"] and not is_hold and stated not in (low["comparator"], "eq", "between"):
            return statement, ("comparator_conflict", "comparator", word)
        comparator = "between" if high_text else "hold" if is_hold else low["comparator"] or stated or "eq"
        unit, problem = self._unit(cells, low, high if high_text else None, value, indicator["unit"])
        if problem is not None:
            return statement, problem
        printed, indicators = self.lists.units.get(unit), self.lists.units.get(str(indicator["unit"] or unit))
        if printed is None and indicator["unit"] is None:
            return statement, ("unknown_unit", "unit", unit)
        if printed is None or indicators is None or printed[0] != indicators[0]:
            return statement, ("unit_does_not_fit", "unit", unit)
        numbers = [low["number"] * low["scale"], high["number"] * high["scale"] if high_text else None]
        # 2-3万 is two to three times ten thousand; 8000-1.2万 is not.
        if numbers[1] is not None and is_one_cell and low["scale"] == 1 and numbers[0] * high["scale"] <= numbers[1]:
            numbers[0] *= high["scale"]
        if (comparator == "between") != (numbers[1] is not None) or (numbers[1] or numbers[0]) < numbers[0]:
            return statement, (
                "interval_unclear",
                "value_high" if cells.get("value_high") else "value",
                high_text or value,
            )
        is_change = statement["accumulation"] == "change_vs_base"
        for number in numbers:
            if number is not None and not is_change and not _in_range(number * printed[1] / indicators[1], indicator):
                return statement, ("value_out_of_range", "value", value)
        first, last = (None if number is None else f"{number:.{SIGNIFICANT_DIGITS}g}" for number in numbers)
        return statement | {
            "comparator": comparator,
            "value": first,
            "value_high": last,
            "printed_number": low["printed_number"],
            "printed_scale": f"{low['scale']:.0f}",
            "unit": unit,
        }, None

    def _unit(
        self,
        cells: Cells,
        low: dict[str, object],
        high: dict[str, object] | None,
        value: str | None,
        own_unit: object,
    ) -> tuple[str, Problem | None]:
        """The unit as the list spells it, from its column, the header, or behind the numbers, which have to agree."""
        stated = cells.get("unit") or self._header_unit() or self.table.unit
        ends = [end for end in (low, high) if end is not None]
        behind = {self.vocabulary.spell_unit(str(end["unit"])) for end in ends if end["unit"]}
        unit = self.vocabulary.spell_unit(stated) or next(iter(behind), None)
        if unit is None and own_unit in self.lists.units and self.lists.units[str(own_unit)][0] in _NEEDS_NO_WORD:
            unit = str(own_unit)
        if unit is None:
            return "", ("missing_unit", "unit", None)
        is_scaled_twice = unit.startswith(("万", "亿")) and any(end["scale"] != 1 for end in ends)
        if is_scaled_twice or behind - {unit}:
            return unit, ("unit_conflict", "value", value)
        return unit, None

    def _header_unit(self) -> str | None:
        """The unit that the header over the targets adds: 目标值(%)."""
        header = self.table.headers.get("target_value") or self.table.headers.get("value")
        return CellReader(self.vocabulary).read(header).unit if header else None


def _plain_word(word: str) -> str:
    """约束性指标 and 【约束性】 say what 约束性 says."""
    return re.sub(r"^[\[(（【［]|[\])）】］]$|指标$|目标$|类$|型$", "", re.sub(r"\s", "", word))


def is_kind(text: str) -> bool:
    """Whether a text means to say whether a row is a target, a baseline or an achievement, rightly spelt or not."""
    return _code("kind", _plain_word(text)) is not None or any(sign in text for sign in _SIGNS_OF_A_KIND)


def _code(column: str, word: str) -> str | None:
    return word if word in CODES[column] else WORDS[column].get(word)


def _ends(value: str) -> tuple[str, str] | None:
    for sign in "～~—至":
        value = value.replace(sign, "-")
    ends = [end.strip() for end in value.split("-")]
    return (ends[0], ends[1]) if len(ends) == 2 and all(ends) else None


def _in_range(value: float, indicator: dict[str, object]) -> bool:
    low, high = indicator["valid_min"], indicator["valid_max"]
    return (low in (None, "") or value >= float(str(low))) and (high in (None, "") or value <= float(str(high)))
