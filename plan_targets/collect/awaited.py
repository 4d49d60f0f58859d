"""Which figures are due and unreported, and who owes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import polars as pl

from plan_targets.semantic import Condition, SnapshotReader
from plan_targets.semantic.units import unit_labels
from plan_targets.words import about, figure


@dataclass(frozen=True, order=True)
class Owner:
    """An office of a region; bureaus of different cities are different offices. Without one, the region."""

    region_code: str
    region: str
    department_id: str
    department: str

    @property
    def key(self) -> str:
        """What tells it from every other owner, such as `140100.market_regulation`."""
        return f"{self.region_code}.{self.department_id}".rstrip(".")

    @property
    def name(self) -> str:
        """Region and office, in the language asked for."""
        return f"{self.region} {self.department}".rstrip()


@dataclass(frozen=True)
class YearFigure:
    """A number in words, with its unit and comparator, and the year it holds for."""

    words: str
    year: int


@dataclass(frozen=True)
class AwaitedFigure:
    """A figure of one indicator, region and year that targets wait for."""

    owner: Owner
    plans: tuple[str, ...]
    indicator_id: str
    indicator: str
    unit: str
    year: int
    due_on: str
    is_overdue: bool
    is_never_reported: bool
    # Whether it decides if one of the targets was met.
    is_due_year: bool
    targets: tuple[YearFigure, ...]
    last_known: YearFigure | None


def awaited_figures(
    snapshot: SnapshotReader,
    plan: str | None = None,
    department: str | None = None,
    region: str | None = None,
    language: str = "zh",
) -> list[AwaitedFigure]:
    """What is due and unreported, by owner, indicator and year, each figure once; narrowed to ids that are given.

    Names and units are in that language, `zh` or `en`. Raises SemanticError.
    """
    narrowed = {"plan": plan, "department": department, "region": region}
    where = [Condition(name, "=", value) for name, value in narrowed.items() if value is not None]
    rows, units = _rows(snapshot, where, language), unit_labels(snapshot, language)
    return [_awaited(list(group), units, language) for _, group in groupby(rows.iter_rows(named=True), key=_key)]


def by_owner(figures: Iterable[AwaitedFigure]) -> dict[Owner, list[AwaitedFigure]]:
    """The figures of each owner, in the order given."""
    owners: dict[Owner, list[AwaitedFigure]] = {}
    for one in figures:
        owners.setdefault(one.owner, []).append(one)
    return owners


def _key(row: dict[str, Any]) -> tuple[object, ...]:
    return row["region_code"], row["department_id"], row["indicator_id"], row["year"]


def _rows(snapshot: SnapshotReader, where: list[Condition], language: str) -> pl.DataFrame:
    names = {
        "region": "region_code",
        f"region__name_{language}": "region_name",
        "department": "department_id",
        f"department__name_{language}": "department_name",
        "indicator": "indicator_id",
        f"indicator__name_{language}": "indicator_name",
        "indicator__unit": "unit",
        "calendar_year": "year",
        "plan": "plan_id",
        "target": "target_id",
        "figure_due": "figure_due_id",
        "figure_due__due_on": "due_on",
        "figure_due__is_overdue": "is_overdue",
        "figure_due__is_never_reported": "is_never_reported",
        "figure_due__is_due_year": "is_due_year",
        "figure_due__last_year": "last_year",
        "figure_due__last_comparator": "last_comparator",
    }
    due = snapshot.query(["figure_due_count", "last_known_value"], list(names), where).rename(names)
    promises = {"target": "target_id", "target__comparator": "comparator", "target__due_year": "due_year"}
    promises |= {"target__is_approximate": "is_approximate"}
    promised = snapshot.query(["target_value", "target_value_high"], list(promises)).rename(promises)
    return due.join(promised, on="target_id", how="left").sort(
        "region_code", "department_id", "indicator_id", "year", "due_year", nulls_last=True
    )


def _promise(row: dict[str, Any], unit: str, language: str) -> str:
    words = figure(row["target_value"], unit, row["comparator"], row["target_value_high"])
    return about(words, language) if row["is_approximate"] else words


def _awaited(rows: list[dict[str, Any]], units: Mapping[str, str], language: str) -> AwaitedFigure:
    first = rows[0]
    unit = units.get(first["unit"], first["unit"] or "")
    promises = [
        YearFigure(_promise(row, unit, language), row["due_year"]) for row in rows if row["target_value"] is not None
    ]
    last = first["last_year"]
    return AwaitedFigure(
        owner=Owner(
            region_code=first["region_code"],
            region=first["region_name"],
            department_id=first["department_id"] or "",
            department=first["department_name"] or "",
        ),
        plans=tuple(dict.fromkeys(row["plan_id"] for row in rows)),
        indicator_id=first["indicator_id"],
        indicator=first["indicator_name"],
        unit=unit,
        year=first["year"],
        due_on=first["due_on"],
        is_overdue=first["is_overdue"],
        is_never_reported=first["is_never_reported"],
        is_due_year=any(row["is_due_year"] for row in rows),
        targets=tuple(dict.fromkeys(promises)),
        last_known=last and YearFigure(figure(first["last_known_value"], unit, first["last_comparator"]), last),
    )
