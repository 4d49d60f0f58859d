"""Names of indicators: which indicator a name means, by the alias list, by its own name, or by the form of its name.

In this order: the alias list; the indicator's own name or id; the normal form, which width, brackets, units, 率 and
比例, 较2020年 and the order of qualifiers do not change. A label beside the name may narrow, and must not contradict.
What is left is refused with the nearest names and what speaks against each: 例行监测 is not 抽检, 国考 is not 省控.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
from rapidfuzz import process

from plan_targets.names.likeness import differences, excludes, how_alike
from plan_targets.names.text import NormalForm, plain_text
from plan_targets.settings import SEEDS_FOLDER

SEEDS = ("indicators", "indicator_aliases", "units", "name_words")
MOST_CANDIDATES = 3
# A name with less in common with another is not near it.
LEAST_LIKENESS = 35
# Another unit makes a name less near, though a table may have it wrong.
OTHER_UNIT = 12
# So does a qualifier that excludes the other's: sections of the nation are not those of a province.
OTHER_QUALIFIER = 12


@dataclass(frozen=True)
class Alias:
    """A row of the alias list; what it leaves empty fits anything."""

    name: str
    indicator_id: str
    label: str | None = None
    unit: str | None = None
    value_kind: str | None = None
    note_contains: str | None = None

    def fits(self, asked: "Asked") -> bool:
        """Whether the row that is asked about has what the alias demands."""
        return (
            self.unit in (None, asked.unit)
            and self.value_kind in (None, asked.value_kind)
            and (self.note_contains is None or self.note_contains in (asked.note or ""))
        )

    @property
    def detail(self) -> tuple[int, int]:
        """How much it demands: the alias that demands most wins, then the one that quotes most of the note."""
        demands = sum(each is not None for each in (self.unit, self.value_kind, self.note_contains))
        return demands, len(self.note_contains or "")


@dataclass(frozen=True)
class Asked:
    """What a row says of its indicator."""

    name: str | None = None
    label: str | None = None
    unit: str | None = None
    value_kind: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A near name, and what speaks against it: words it has too many or too few, another unit."""

    indicator_id: str
    name: str
    against: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} ({self.indicator_id}{'; ' if self.against else ''}{', '.join(self.against)})"


@dataclass(frozen=True)
class IndicatorMatch:
    """What a name means, and how that was found: alias, own_name or normal_form. Else the candidates."""

    indicator_id: str | None = None
    found_by: str | None = None
    candidates: tuple[Candidate, ...] = ()
    is_ambiguous: bool = False


@dataclass(frozen=True)
class IndicatorNames:
    """The names of indicators. `find` is the only definition of what an indicator's name means."""

    names: dict[str, str]
    units: dict[str, str]
    dimensions: dict[str, str]
    normal: NormalForm
    _aliases: dict[str, list[Alias]]
    _labels: dict[str, list[Alias]]
    _listed: dict[str, str]
    _normal: dict[str, frozenset[str]]
    _near: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> "IndicatorNames":
        """From the seeds as frames: indicators, indicator_aliases, units, name_words."""
        normal = NormalForm.from_frame(frames["name_words"], frames["units"]["unit"])
        aliases: dict[str, list[Alias]] = defaultdict(list)
        labels: dict[str, list[Alias]] = defaultdict(list)
        forms: dict[str, set[str]] = defaultdict(set)
        listed: dict[str, str] = {}
        names: dict[str, str] = {}
        units: dict[str, str] = {}
        for row in frames["indicators"].iter_rows(named=True):
            indicator_id, name = row["indicator_id"], row["name_zh"]
            names[indicator_id], units[indicator_id] = name, row["unit"]
            for each in (name, indicator_id, row["name_en"]):
                if each:
                    listed.setdefault(plain_text(each), indicator_id)
            forms[normal.of(name)].add(plain_text(name))
        for row in frames["indicator_aliases"].iter_rows(named=True):
            alias = Alias(
                plain_text(row["indicator_zh"]),
                row["indicator_id"],
                row["indicator_label"] or None,
                row["unit"] or None,
                row["value_kind"] or None,
                row["note_contains"] or None,
            )
            aliases[alias.name].append(alias)
            forms[normal.of(row["indicator_zh"])].add(alias.name)
            if alias.label is not None:
                labels[alias.label].append(alias)
        dimensions = dict(frames["units"].select("unit", "dimension").iter_rows())
        fixed = {form: frozenset(found) for form, found in forms.items()}
        return cls(names, units, dimensions, normal, dict(aliases), dict(labels), listed, fixed)

    @classmethod
    def from_seeds(cls, seeds: Path = SEEDS_FOLDER / "reference") -> "IndicatorNames":
        """From the seeds' files, for those who read a name outside a build."""
        return cls.from_frames({name: pl.read_csv(seeds / f"{name}.csv", infer_schema=False) for name in SEEDS})

    def find(self, asked: Asked) -> IndicatorMatch:
        """Which indicator the row means."""
        if not asked.name:
            return self._settle(self._by_label(asked), "alias", asked)
        plain = plain_text(asked.name)
        for found_by, found in (
            ("alias", self._by_alias(plain, asked)),
            ("own_name", self._by_own_name(plain, asked)),
            ("normal_form", self._by_normal_form(asked)),
        ):
            if found:
                return self._settle(found, found_by, asked)
        return IndicatorMatch(candidates=self.candidates(asked))

    def known(self) -> Iterator[tuple[str, str]]:
        """Every name that the lists have, and the indicator that it may mean."""
        for indicator_id, name in self.names.items():
            yield name, indicator_id
        for aliases in self._aliases.values():
            for alias in aliases:
                yield alias.name, alias.indicator_id

    def reads_notes(self, name: str | None, label: str | None) -> bool:
        """Whether what the name means may depend on the row's note."""
        forms = self._normal.get(self.normal.of(name), frozenset()) if name else frozenset()
        aliases = [alias for form in {*forms, plain_text(name)} for alias in self._aliases.get(form, ())]
        aliases += self._labels.get(label or "", []) if not name else []
        return any(alias.note_contains is not None for alias in aliases)

    def knows_label(self, label: str | None) -> bool:
        """Whether the lists know the label, whatever name stands beside it."""
        return bool(label) and (label in self._labels or plain_text(label) in self._listed)

    def candidates(self, asked: Asked) -> tuple[Candidate, ...]:
        """The nearest indicators by name, and what speaks against each."""
        text = asked.name or asked.label
        if not text:
            return ()
        form = self.normal.words_of(text)
        likeness: dict[str, tuple[float, str]] = {}
        for known, score, _ in process.extract(form, self._known, scorer=how_alike, limit=40):
            for indicator_id in self._known_ids[known]:
                reduced = score - (OTHER_UNIT if self._other_unit(indicator_id, asked.unit) else 0)
                reduced -= OTHER_QUALIFIER if excludes(form, known) else 0
                if reduced > likeness.get(indicator_id, (LEAST_LIKENESS, ""))[0]:
                    likeness[indicator_id] = (reduced, known)
        nearest = sorted(likeness, key=lambda each: (-likeness[each][0], each))[:MOST_CANDIDATES]
        return tuple(
            Candidate(each, self.names[each], self._against(form, likeness[each][1], each, asked.unit))
            for each in nearest
        )

    def _by_alias(self, plain: str, asked: Asked) -> set[str]:
        return _most_detailed(
            alias
            for alias in self._aliases.get(plain, ())
            if (asked.label is None or alias.label in (None, asked.label)) and alias.fits(asked)
        )

    def _by_label(self, asked: Asked) -> set[str]:
        if asked.label is None:
            return set()
        listed = self._listed.get(plain_text(asked.label))
        found = _most_detailed(alias for alias in self._labels.get(asked.label, ()) if alias.fits(asked))
        return found or ({listed} if listed else set())

    def _by_own_name(self, plain: str, asked: Asked) -> set[str]:
        listed = self._listed.get(plain)
        found = {listed} if listed else set()
        # The label may be another collector's: the list knows the name, if not beside this label.
        known = _most_detailed(alias for alias in self._aliases.get(plain, ()) if alias.fits(asked))
        return self._not_contradicted(found or known, asked)

    def _by_normal_form(self, asked: Asked) -> set[str]:
        found: set[str] = set()
        for plain in self._normal.get(self.normal.of(asked.name or ""), ()):
            listed = self._listed.get(plain)
            aliases = _most_detailed(alias for alias in self._aliases.get(plain, ()) if alias.fits(asked))
            found |= aliases or ({listed} if listed else set())
        fitting = {each for each in found if not self._other_unit(each, asked.unit)}
        # Where only one has the name, a unit that does not fit is what is wrong with the row, not its name.
        return self._not_contradicted(fitting or (found if len(found) == 1 else set()), asked)

    def _not_contradicted(self, found: set[str], asked: Asked) -> set[str]:
        """Those that the label may mean as well; all, where nobody knows the label."""
        label = asked.label or ""
        meant = {alias.indicator_id for alias in self._labels.get(label, ())}
        listed = self._listed.get(plain_text(label))
        meant |= {listed} if listed else set()
        return found & meant if meant else found

    def _settle(self, found: set[str], found_by: str, asked: Asked) -> IndicatorMatch:
        if len(found) == 1:
            return IndicatorMatch(next(iter(found)), found_by)
        several = tuple(Candidate(each, self.names.get(each, each)) for each in sorted(found))
        return IndicatorMatch(candidates=several or self.candidates(asked), is_ambiguous=bool(found))

    def _other_unit(self, indicator_id: str, unit: str | None) -> bool:
        listed, asked = self.dimensions.get(self.units[indicator_id]), self.dimensions.get(unit or "")
        return listed is not None and asked is not None and listed != asked

    def _against(self, form: str, known: str, indicator_id: str, unit: str | None) -> tuple[str, ...]:
        more, less = differences(known, form)
        against = [*(f"+{each}" for each in more), *(f"-{each}" for each in less)]
        if self._other_unit(indicator_id, unit):
            against.append(f"{self.units[indicator_id]} ≠ {unit}")
        return tuple(against)

    @cached_property
    def _known_ids(self) -> dict[str, set[str]]:
        known: dict[str, set[str]] = defaultdict(set)
        for name, indicator_id in self.known():
            known[self.normal.words_of(name)].add(indicator_id)
        return dict(known)

    @cached_property
    def _known(self) -> list[str]:
        return list(self._known_ids)


def _most_detailed(aliases: Iterable[Alias]) -> set[str]:
    fitting = list(aliases)
    most = max((alias.detail for alias in fitting), default=(0, 0))
    return {alias.indicator_id for alias in fitting if alias.detail == most}
