"""A decision as a row of a reference list."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from plan_targets.decisions.waiting import WaitingName
from plan_targets.names.text import plain_text

Row = Mapping[str, str]
ALIAS_COLUMNS = ("indicator_label", "indicator_zh", "unit", "value_kind", "note_contains", "indicator_id", "remark")
INDICATOR_COLUMNS = (
    "indicator_id", "name_zh", "name_en", "theme", "unit", "direction", "accumulation", "fall_sign", "valid_min",
    "valid_max", "note",
)  # fmt: skip
# What stands in a row to copy where somebody has to write something.
TO_FILL = "?"
NEAR_COUNT = 3
_SLUG = re.compile(r"[a-z][a-z0-9_]*")


class DecisionError(Exception):
    """The decision cannot be written: what is wrong with it, in English and Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        """Takes the same sentence in both languages."""
        super().__init__(f"{english} {chinese}")
        self.english, self.chinese = english, chinese


@dataclass(frozen=True)
class Definition:
    """What is said of an indicator that the list does not have yet; null for what nobody said."""

    name_zh: str
    name_en: str | None = None
    theme: str | None = None
    unit: str | None = None
    direction: int | None = None
    accumulation: str | None = None
    fall_sign: int | None = None
    note: str | None = None

    def completed_by(self, waiting: WaitingName | None) -> "Definition":
        """With what a plan that brought the indicator said, where nothing else is said."""
        if waiting is None:
            return self
        return replace(
            self,
            unit=self.unit or waiting.unit,
            direction=self.direction or waiting.direction,
            accumulation=self.accumulation or waiting.accumulation,
            fall_sign=self.fall_sign or waiting.fall_sign,
        )


def alias_row(name: str, indicator_id: str, unit: str | None = None, remark: str | None = None) -> dict[str, str]:
    """The row that makes the name mean the indicator, in that unit only where one is given."""
    cells = {"indicator_zh": name, "indicator_id": indicator_id, "unit": unit or "", "remark": remark or ""}
    return {column: cells.get(column, "") for column in ALIAS_COLUMNS}


def indicator_row(indicator_id: str, said: Definition) -> dict[str, str]:
    """The row that makes it an indicator of its own; `?` stands where something is still to be said."""
    cells = {
        "indicator_id": indicator_id,
        "name_zh": said.name_zh,
        "name_en": said.name_en or TO_FILL,
        "theme": said.theme or TO_FILL,
        "unit": said.unit or TO_FILL,
        "direction": str(said.direction or TO_FILL),
        "accumulation": said.accumulation or "level",
        "fall_sign": str(said.fall_sign or ""),
        "note": said.note or "",
    }
    return {column: cells.get(column, "") for column in INDICATOR_COLUMNS}


def csv_line(row: Row) -> str:
    """The row as a line of its file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row.values())
    return text.getvalue()


def check_alias(row: Row, indicators: Sequence[Row], aliases: Sequence[Row], units: set[str]) -> None:
    """Raises DecisionError when the alias contradicts the lists, or says nothing new."""
    name, indicator_id, unit = row["indicator_zh"], row["indicator_id"], row["unit"]
    _check_filled(name, "name", "名称")
    known = [one["indicator_id"] for one in indicators]
    if indicator_id not in known:
        near = ", ".join(get_close_matches(indicator_id, known, NEAR_COUNT, cutoff=0.4) or ["-"])
        raise DecisionError(
            f"There is no indicator '{indicator_id}'; the nearest are: {near}.",
            f"没有编号为 {indicator_id} 的指标；相近的是：{near}。",
        )
    if unit and unit not in units:
        raise DecisionError(f"There is no unit '{unit}' in units.csv.", f"单位清单中没有 {unit}。")
    plain = plain_text(name)
    owner = next((one["indicator_id"] for one in indicators if plain in _listed_names(one)), None)
    if owner is not None and not unit:
        raise DecisionError(
            f"'{name}' is the name of {owner} itself; an alias for it needs a unit (--unit).",
            f"“{name}”本身就是指标 {owner} 的名称；要另有所指须限定单位（--unit）。",
        )
    for one in aliases:
        if plain_text(one["indicator_zh"]) != plain or one["unit"] != unit or one["note_contains"] or one["value_kind"]:
            continue
        if one["indicator_id"] == indicator_id and not one["indicator_label"]:
            raise DecisionError(
                f"'{name}' means {indicator_id} already.", f"“{name}”已经对应 {indicator_id}，无须再加。"
            )
        if one["indicator_id"] != indicator_id:
            raise DecisionError(
                f"'{name}' means {one['indicator_id']} by indicator_aliases.csv; change that row, or give the unit.",
                f"按别名清单，“{name}”对应 {one['indicator_id']}；请改那一行，或限定单位（--unit）。",
            )


def check_indicator(row: Row, indicators: Sequence[Row], themes: set[str], units: set[str]) -> None:
    """Raises DecisionError when the indicator cannot stand in the list."""
    indicator_id = row["indicator_id"]
    if not _SLUG.fullmatch(indicator_id):
        raise DecisionError(
            f"'{indicator_id}' is no id: small letters, digits and _, such as clean_heating_rate.",
            f"{indicator_id} 不能作编号：只用小写字母、数字和下划线，例如 clean_heating_rate。",
        )
    for one in indicators:
        if one["indicator_id"] == indicator_id:
            raise DecisionError(
                f"There is an indicator {indicator_id} already; `names accept` makes the name mean it.",
                f"已经有指标 {indicator_id}（{one['name_zh']}）；要让名称对应它，用 names accept。",
            )
        if plain_text(row["name_zh"]) in _listed_names(one):
            raise DecisionError(
                f"'{row['name_zh']}' is the name of {one['indicator_id']} already.",
                f"“{row['name_zh']}”已经是指标 {one['indicator_id']} 的名称。",
            )
    missing = [column for column in ("name_en", "theme", "unit", "direction") if row[column] in ("", TO_FILL)]
    if missing:
        options = " ".join(f"--{column.replace('_', '-')}" for column in missing)
        raise DecisionError(f"Say {options} too.", f"还须写明 {options}。")
    if row["theme"] not in themes:
        raise DecisionError(
            f"There is no theme '{row['theme']}': {', '.join(sorted(themes))}.",
            f"没有主题 {row['theme']}，可选：{'、'.join(sorted(themes))}。",
        )
    if row["unit"] not in units:
        raise DecisionError(f"There is no unit '{row['unit']}' in units.csv.", f"单位清单中没有 {row['unit']}。")


def _check_filled(text: str, english: str, chinese: str) -> None:
    if not plain_text(text):
        raise DecisionError(f"The {english} is empty.", f"{chinese}为空。")


def _listed_names(indicator: Row) -> set[str]:
    return {plain_text(indicator[column]) for column in ("name_zh", "indicator_id", "name_en") if indicator[column]}
