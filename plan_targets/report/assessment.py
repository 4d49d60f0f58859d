"""What is known of a plan in a year, and every number of it with the metric that it is: all that a report speaks of.

Its frames are asked for in `plan_targets.report.asking`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from plan_targets.collect.awaited import AwaitedFigure
from plan_targets.report.numbers import Figure, Origin, count
from plan_targets.report.wording import Language, Words, words_of
from plan_targets.semantic import SnapshotReader
from plan_targets.semantic.conditions import Value
from plan_targets.semantic.units import unit_labels
from plan_targets.settings import variables

PAGE_METHOD = ("progress__is_page_method", True)

IN_YEAR = {
    "value_in_year": "value",
    "expected_value_in_year": "expected",
    "gap_in_year": "gap",
    "pace_in_year": "pace",
    "required_yearly_change_in_year": "required",
    "probability_met_in_year": "probability",
}
OF_TARGET = {
    "target_value": "target_value",
    "target_value_high": "target_value_high",
    "baseline_value": "baseline_value",
    "conflict_count": "conflict_count",
}
METRIC_OF = {name: metric for metric, name in (IN_YEAR | OF_TARGET).items()}


@dataclass(frozen=True)
class Assessment:
    """A plan in a year, in one language, from one publication.

    `verdicts` has one row for each target: what it promises, and the verdict of that year; of one that was due before,
    that of its due year; of one whose period has not begun, none. `number` counts them as the report does.
    """

    snapshot: SnapshotReader
    language: Language
    year: int
    plan: dict[str, Any]
    verdicts: pl.DataFrame
    # Every verdict up to that year.
    history: pl.DataFrame
    statuses: pl.DataFrame
    observations: pl.DataFrame
    due: list[AwaitedFigure]

    @property
    def words(self) -> Words:
        """The sentences of its language."""
        return words_of(self.language)

    @cached_property
    def units(self) -> Mapping[str, str]:
        """What units are called in its language."""
        return unit_labels(self.snapshot, self.language)

    def unit(self, unit: str | None) -> str:
        """What that unit is called in its language."""
        return self.units.get(unit or "", unit or "")

    @property
    def plan_id(self) -> str:
        """The plan's id."""
        return str(self.plan["plan_id"])

    def record(self, name: str) -> str:
        """A fact of the publication's record, as text; empty when that build did not write it."""
        return str(self.snapshot.publication.record.get(name) or "")

    @cached_property
    def published_at(self) -> str:
        """When the publication was made, as the readers' clocks show it."""
        told = self.record("published_at")
        if not told:
            return ""
        when = datetime.fromisoformat(told)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return f"{when.astimezone(ZoneInfo(variables()['time_zone'])):%Y-%m-%d %H:%M}"

    def verdict_count(self, **more: Value) -> Figure:
        """How many verdicts there are in the year, of one status, course or modality if given."""
        where: tuple[tuple[str, Value], ...] = (("plan", self.plan_id), ("calendar_year", self.year), PAGE_METHOD)
        return self._count("verdict_count", (*where, *more.items()))

    def target_count(self) -> Figure:
        """How many targets of the plan the warehouse has."""
        return self._count("target_count", (("plan", self.plan_id),))

    def due_count(self, year: int) -> Figure:
        """How many of them are due in that year."""
        return self._count("target_count", (("plan", self.plan_id), ("target__due_year", year)))

    def figure(self, row: dict[str, Any], name: str, words: str) -> Figure:
        """A number of that row, written in those words."""
        metric = METRIC_OF[name]
        where: tuple[tuple[str, Value], ...] = (("target", row["target_id"]),)
        if metric in IN_YEAR:
            where = (*where, ("calendar_year", row["judged_year"]), PAGE_METHOD)
        return Figure(words, row[name], Origin(metric, where))

    def _count(self, metric: str, where: tuple[tuple[str, Value], ...]) -> Figure:
        origin = Origin(metric, where)
        answer = self.snapshot.query([metric], where=origin.conditions())
        return count(answer.item() if answer.height else None, origin)
