"""Each change as a sentence, in two languages: `zh.yml` and `en.yml` in `words` have the same keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from plan_targets.changes.told import Changes, PlanChange, Row, StatusChange
from plan_targets.publication.build_id import order_of
from plan_targets.settings import variables
from plan_targets.words import about, figure, figure_digits, sentence, with_unit
from plan_targets.yaml_text import read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Sentences:
    """The sentences about one set of changes, in one language."""

    changes: Changes
    language: Language

    def text(self, key: str, **values: Any) -> str:
        """The words of that key with the values put in."""
        return sentence(_words(self.language)[key], values)

    @staticmethod
    def word(language: Language, key: str) -> str:
        """Words that need no changes to be said."""
        return _words(language)[key]

    @property
    def title(self) -> str:
        """Between which publications."""
        until = self.publication(self.changes.until)
        if self.changes.since is None:
            return self.text("title_first", until=until)
        return self.text("title", since=self.publication(self.changes.since), until=until)

    @property
    def lead(self) -> str:
        """How much changed, and what cannot be told."""
        changes = self.changes
        if changes.since is None:
            return self.text("first")
        counted = self.text(
            "summary",
            statuses=len(changes.statuses),
            edits=len(changes.edits),
            new=len(changes.plans_new),
            gone=len(changes.plans_gone),
        )
        said = self.text("nothing") if changes.is_empty else counted
        if changes.is_since_kept:
            return said
        return self._joined([said, self.text("not_kept")])

    def publication(self, row: Row) -> str:
        """A publication by its number, its day and its as-of date."""
        return self.text(
            "publication",
            number=order_of(str(row["build_id"]))[0],
            published_on=published_on(row["published_at"]),
            as_of=str(row["as_of"])[:10],
        )

    def group(self, cause: str) -> str:
        """The heading over the changes of one cause."""
        return _words(self.language).get(f"group.{cause}", cause)

    def plan(self, row: Row) -> str:
        """A plan's title."""
        return self._name(row, "plan") or str(row.get("plan_id") or "")

    def target(self, target_id: str, row: Row) -> str:
        """A target by its region, indicator, what it promises and until when; by its id where no more is known."""
        if not row:
            return self.text("target_unknown", target_id=target_id)
        return self.text(
            "target",
            region=self._name(row, "region"),
            indicator=self._name(row, "indicator"),
            promise=self._promise(row),
            year=row["due_year"],
        )

    def verdict(self, change: StatusChange) -> str:
        """From what to what."""
        before, after = self._status(change.status_before), self._status(change.status_after)
        if before is None:
            return self.text("status_new", after=after)
        if after is None:
            return self.text("status_gone", before=before)
        if change.status_before == change.status_after:
            none = self.text("category_none")
            return self.text(
                "status_kept",
                status=after,
                before=change.category_before or none,
                after=change.category_after or none,
            )
        return self.text("status", before=before, after=after)

    def why(self, change: StatusChange) -> str:
        """Every cause that alone would have led there; of what appeared or is gone, that."""
        if change.status_after is None:
            return self.text("because", why=self.text("vanished_target"))
        if change.cause == "only_together":
            named = [self.text("cause.only_together")]
        else:
            named = [self._cause(cause) for cause in (change.cause, *change.causes)]
        return self.text("because", why=self.text("and").join(dict.fromkeys(named)))

    def figure(self, change: StatusChange) -> str:
        """The figure that the verdict rests on, with its year and source; and the one it rested on before."""
        row = change.after
        if row is None:
            return ""
        if row["observed_value"] is None:
            said = self.text("no_figure")
        else:
            key = "figure_source" if row["source"] else "figure"
            said = self.text(key, value=self._observed(row), year=row["verdict_year"], source=row["source"])
        before = change.before or {}
        same = before and (self._observed(before), before["verdict_year"]) == (self._observed(row), row["verdict_year"])
        if same or before.get("observed_value") is None:
            return said
        rested = self.text("figure_before", value=self._observed(before), year=before["verdict_year"])
        return self.text("separator").join([said, rested])

    def details(self, change: StatusChange) -> list[str]:
        """Everything there is to say of a change, in pieces."""
        replaced = ""
        if change.replaces_target_id:
            target = self.target(change.replaces_target_id, change.replaced or {})
            key = "earlier_plan" if change.cause == "appeared" else "replaces"
            replaced = self.text(key, target=target)
        reason = self.changes.reasons_named.get(change.reason_after or "")
        pieces = [
            self.verdict(change),
            self.why(change),
            self.figure(change),
            self.text("reason", reason=reason[f"label_{self.language}"]) if reason else "",
            replaced,
        ]
        return [piece for piece in pieces if piece]

    def status_sentence(self, change: StatusChange) -> str:
        """The whole change in one sentence."""
        said = self.text("separator").join(self.details(change))
        return self.target(change.target_id, change.known) + self.text("colon") + said + self.text("end")

    def edit_sentence(self, edit: PlanChange) -> str:
        """What a target promises now that it did not before."""
        before, after = edit.before, edit.after
        details = []
        if self._promise(before) != self._promise(after):
            details.append(self.text("edited.promise", before=self._promise(before), after=self._promise(after)))
        if before["due_year"] != after["due_year"]:
            details.append(self.text("edited.due_year", before=before["due_year"], after=after["due_year"]))
        if before["baseline_value"] != after["baseline_value"]:
            values = {
                "before": with_unit(before["baseline_value"], self._unit(before)),
                "after": with_unit(after["baseline_value"], self._unit(after)),
            }
            details.append(self.text("edited.baseline_value", **values))
        target = self.target(str(after["target_id"]), after)
        return self.text("edit", target=target, details=self.text("separator").join(details)) + self.text("end")

    def _status(self, status: str | None) -> str | None:
        if status is None:
            return None
        row = self.changes.statuses_named.get(status)
        return str(row[f"label_{self.language}"]) if row else status

    def _cause(self, cause: str) -> str:
        return _words(self.language).get(f"cause.{cause}", cause)

    def _name(self, row: Row, name: str) -> str:
        other = next(language for language in LANGUAGES if language != self.language)
        return str(row.get(f"{name}_{self.language}") or row.get(f"{name}_{other}") or "")

    def _unit(self, row: Row) -> str:
        unit = str(row["unit"] or "")
        return unit if self.language == "zh" else self.changes.units_named.get(unit, unit)

    def _promise(self, row: Row) -> str:
        words = figure(row["target_value"], self._unit(row), row["comparator"], row["target_value_high"])
        return about(words, self.language) if row.get("is_approximate") and row["target_value"] is not None else words

    def _observed(self, row: Row) -> str:
        digits = figure_digits(row["figure_count"])
        return figure(row["observed_value"], self._unit(row), row["observed_comparator"], digits=digits)

    def _joined(self, sentences: list[str]) -> str:
        return ("" if self.language == "zh" else " ").join(sentences)


def published_on(moment: datetime | str) -> str:
    """The day and time of a publication, as the readers' clocks show it."""
    when = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return f"{when.astimezone(ZoneInfo(variables()['time_zone'])):%Y-%m-%d %H:%M}"


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: Language) -> Mapping[str, str]:
    document = read_yaml((FOLDER / f"{language}.yml").read_text(encoding="utf-8"))
    return dict(_flat(document, ""))


def _flat(branch: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for name, value in branch.items():
        entries += _flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(f"{prefix}{name}", str(value))]
    return entries
