"""What a cell of a plan commits to: a comparator, a number or a range, and their unit; or why it is not taken."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.grammar.numbers import SIGNIFICANT_DIGITS, read_numbers
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plan_wording import read_wording
from plan_targets.landing.plan_words import Cells, Problem, Statement, code_of
from plan_targets.landing.tables.table import Table

# Units that nobody writes: an index, a rank, yes or no.
_NEEDS_NO_WORD = frozenset({"score", "rank", "flag"})
# Of a target that is told in words there may be no number.
_MAY_LACK_A_NUMBER = ("rank", "milestone")
_Number = dict[str, object]


class _RefusedError(Exception):
    """The value cannot be taken."""

    def __init__(self, reason_code: str, column: str, text: str | None) -> None:
        super().__init__(reason_code)
        self.problem: Problem = (reason_code, column, text)


@dataclass(frozen=True)
class _Worded:
    """The comparator that words state, and the number or the range that they leave."""

    comparator: str | None
    value: str | None
    high: str | None
    # Whether a range stands in one cell.
    is_one_cell: bool


@dataclass(frozen=True)
class ValueReader:
    """Reads the values of one table of a plan."""

    table: Table
    vocabulary: Vocabulary
    lists: Lists

    def read(
        self, statement: Statement, cells: Cells, value: str | None, indicator: Mapping[str, object]
    ) -> tuple[Statement, Problem | None]:
        """The statement with its value, and what is wrong with it."""
        found = dict(statement)
        try:
            self._read(found, cells, value, indicator)
        except _RefusedError as refused:
            return found, refused.problem
        return found, None

    def _read(self, found: Statement, cells: Cells, value: str | None, indicator: Mapping[str, object]) -> None:
        worded = _worded(cells, value)
        if value and read_wording(value).value != value:
            _note(found, cells, f"原文：{value}")
        low, high = read_numbers(pl.Series([worded.value, worded.high], dtype=pl.String)).to_dicts()
        # What is to be achieved is told in words; where there are digits, they have to be read.
        if found["accumulation"] == "milestone" and low["reason"] == "text_in_value" and _has_no_digit(worded.value):
            _note(found, cells, str(worded.value))
            low["reason"] = "absent_value"
        if found["accumulation"] in _MAY_LACK_A_NUMBER and low["reason"] == "absent_value":
            found |= {"comparator": worded.comparator or "eq", "value": None, "value_high": None}
            found |= {"unit": cells.get("unit")}
            return
        _require_numbers(worded, low, high)
        # An aim of about 95 is an aim of 95; the words stay beside it.
        if "approx" in (low["comparator"], high["comparator"]):
            _note(found, cells, f"原文：{value}")
            low["comparator"] = high["comparator"] = None
        comparator = _comparator(worded, low["comparator"], cells.get("comparator"))
        unit = self._unit(cells, [low, high] if worded.high else [low], worded.value, indicator["unit"])
        printed_factor, indicator_factor = self._factors(unit, indicator["unit"])
        numbers = _numbers(worded, low, high)
        if (comparator == "between") != (len(numbers) > 1) or numbers[-1] < numbers[0]:
            column = "value_high" if cells.get("value_high") else "value"
            raise _RefusedError("interval_unclear", column, worded.high or worded.value)
        is_change = found["accumulation"] == "change_vs_base"
        if not is_change and not all(_in_range(one * printed_factor / indicator_factor, indicator) for one in numbers):
            raise _RefusedError("value_out_of_range", "value", worded.value)
        first, *last = (f"{number:.{SIGNIFICANT_DIGITS}g}" for number in numbers)
        found |= {
            "comparator": comparator,
            "value": first,
            "value_high": last[0] if last else None,
            "printed_number": low["printed_number"],
            "printed_scale": f"{low['scale']:.0f}",
            "unit": unit,
        }

    def _unit(self, cells: Cells, ends: list[_Number], value: str | None, own_unit: object) -> str:
        """The unit as the list spells it, from its column, the header, or behind the numbers, which have to agree."""
        stated = cells.get("unit") or self._header_unit() or self.table.unit
        behind = {self.vocabulary.spell_unit(str(end["unit"])) for end in ends if end["unit"]}
        unit = self.vocabulary.spell_unit(stated) or next(iter(behind), None)
        if unit is None and own_unit in self.lists.units and self.lists.units[str(own_unit)][0] in _NEEDS_NO_WORD:
            unit = str(own_unit)
        if unit is None:
            raise _RefusedError("missing_unit", "unit", None)
        is_scaled_twice = unit.startswith(("万", "亿")) and any(end["scale"] != 1 for end in ends)
        if is_scaled_twice or behind - {unit}:
            raise _RefusedError("unit_conflict", "value", value)
        return unit

    def _header_unit(self) -> str | None:
        """The unit that the header over the targets adds: 目标值(%)."""
        header = self.table.headers.get("target_value") or self.table.headers.get("value")
        return CellReader(self.vocabulary).read(header).unit if header else None

    def _factors(self, unit: str, own_unit: object) -> tuple[float, float]:
        """How many of the base unit the printed unit is, and the indicator's own; they have to measure one thing."""
        printed, indicators = self.lists.units.get(unit), self.lists.units.get(str(own_unit or unit))
        if printed is None and own_unit is None:
            raise _RefusedError("unknown_unit", "unit", unit)
        if printed is None or indicators is None or printed[0] != indicators[0]:
            raise _RefusedError("unit_does_not_fit", "unit", unit)
        return printed[1], indicators[1]


def _worded(cells: Cells, value: str | None) -> _Worded:
    word = cells.get("comparator")
    comparator = code_of("comparator", word.lower()) if word else None
    if word and comparator is None:
        raise _RefusedError("unknown_comparator", "comparator", word)
    wording = read_wording(value)
    if value and wording.value != value:
        if comparator and wording.comparator and comparator != wording.comparator:
            raise _RefusedError("comparator_conflict", "comparator", word)
        comparator, value = wording.comparator or comparator, wording.value
    high = cells.get("value_high")
    # 93-95 is a range, and of a plan may be one.
    ends = _ends(value) if value and not high and comparator in (None, "between") else None
    if ends is not None:
        return _Worded("between", *ends, is_one_cell=high is None)
    return _Worded(comparator, value, high, is_one_cell=high is None)


def _ends(value: str) -> tuple[str, str] | None:
    for sign in "～~—至":
        value = value.replace(sign, "-")
    ends = [end.strip() for end in value.split("-")]
    return (ends[0], ends[1]) if len(ends) == 2 and all(ends) else None


def _note(found: Statement, cells: Cells, text: str) -> None:
    found["note"] = "；".join(part for part in (cells.get("note"), text) if part)


def _has_no_digit(value: str | None) -> bool:
    return bool(value) and not any(map(str.isdigit, value or ""))


def _require_numbers(worded: _Worded, low: _Number, high: _Number) -> None:
    if low["reason"]:
        # 力争95 is no forecast in a plan, but the number has to stand for itself all the same.
        reason = "text_in_value" if low["reason"] == "forecast_period" else str(low["reason"])
        raise _RefusedError(reason, "value", worded.value)
    if worded.high and high["reason"]:
        raise _RefusedError(str(high["reason"]), "value_high", worded.high)


def _comparator(worded: _Worded, printed: str | None, word: str | None) -> str:
    # 稳定在98以上 is to be held at 98 or above.
    is_hold = worded.comparator == "hold" and printed in ("ge", "le", "eq")
    if worded.comparator and printed and not is_hold and worded.comparator not in (printed, "eq", "between"):
        raise _RefusedError("comparator_conflict", "comparator", word)
    return "between" if worded.high else "hold" if is_hold else printed or worded.comparator or "eq"


def _numbers(worded: _Worded, low: _Number, high: _Number) -> list[float]:
    """One number, or the two ends of a range."""
    first, scale = float(str(low["number"])), float(str(low["scale"]))
    if not worded.high:
        return [first * scale]
    last, scale_of_last = float(str(high["number"])), float(str(high["scale"]))
    numbers = [first * scale, last * scale_of_last]
    # 2-3万 is two to three times ten thousand; 8000-1.2万 is not.
    if worded.is_one_cell and scale == 1 and numbers[0] * scale_of_last <= numbers[1]:
        numbers[0] *= scale_of_last
    return numbers


def _in_range(value: float, indicator: Mapping[str, object]) -> bool:
    low, high = indicator["valid_min"], indicator["valid_max"]
    return (low in (None, "") or value >= float(str(low))) and (high in (None, "") or value <= float(str(high)))
