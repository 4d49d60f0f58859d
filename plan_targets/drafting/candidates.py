"""Which indicators a drafted number may be of: the three nearest by phrase, unit and kind of change."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from plan_targets.drafting.rows import DraftRow
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.names.indicators import MOST_CANDIDATES, Asked

# Beside likeness by rare pairs of signs (0.7) and by the likest part (0.3).
# The words before weigh less.
PAIRS, PART, CONTEXT = 0.7, 0.3, 0.15
SAME_UNIT, OTHER_UNIT = 0.12, -0.3
SAME_ACCUMULATION = 0.05
# Names of figures of a part of the year; a plan promises whole years.
PARTS_OF_A_YEAR = ("单月", "单季", "单次", "秋冬季")
PART_OF_YEAR = -0.15
# As sure as the matcher of names is, which found the name itself.
KNOWN = 2.0
LEAST_SCORE = 0.2


@dataclass(frozen=True)
class Candidate:
    """An indicator, and how near it is."""

    indicator_id: str
    name: str
    score: float


@dataclass(frozen=True)
class Candidates:
    """Proposes indicators for the rows of a draft."""

    lists: Lists

    def of(self, row: DraftRow) -> tuple[Candidate, ...]:
        """The nearest indicators, the nearest first."""
        scores: dict[str, float] = {}
        form = self._form(row.phrase)
        likeness = self._likeness(form)
        # A short phrase is told apart by what its sentence said before.
        context = self._likeness(self._form(row.context[-40:]))
        parts = process.cdist([form], self._forms, scorer=fuzz.partial_ratio)[0]
        fits = {indicator_id: self._fit(indicator_id, row) for indicator_id in self.lists.indicators}
        for at, ids in enumerate(self._names.values()):
            like = PAIRS * likeness.get(at, 0.0) + PART * float(parts[at]) / 100 + CONTEXT * context.get(at, 0.0)
            for indicator_id in ids:
                scores[indicator_id] = max(scores.get(indicator_id, -1.0), like + fits[indicator_id])
        known = self.lists.indicator_names.find(Asked(row.phrase, None, row.unit or None)).indicator_id
        if known and fits[known] > OTHER_UNIT:
            scores[known] = KNOWN
        nearest = sorted(scores, key=lambda one: (-scores[one], one))[:MOST_CANDIDATES]
        names = self.lists.indicator_names.names
        return tuple(Candidate(one, names[one], scores[one]) for one in nearest if scores[one] > LEAST_SCORE)

    def _fit(self, indicator_id: str, row: DraftRow) -> float:
        indicator = self.lists.indicators[indicator_id]
        unit = str(indicator["unit"])
        name = str(indicator["name_zh"])
        fit = PART_OF_YEAR if any(part in name for part in PARTS_OF_A_YEAR) else 0.0
        listed, asked = self.lists.units.get(unit), self.lists.units.get(row.unit)
        if listed and asked and listed[0] == asked[0]:
            fit += SAME_UNIT if unit == row.unit else SAME_UNIT / 2
        elif "%" in (unit, row.unit) or (listed and asked):
            fit += OTHER_UNIT
        return fit + (SAME_ACCUMULATION if indicator["accumulation"] == row.accumulation else 0.0)

    def _likeness(self, form: str) -> dict[int, float]:
        """By the position of each name that shares a pair of signs with the form: how like they are."""
        pairs = _pairs_of(form)
        weight = sum(count * self._weight(pair) for pair, count in pairs.items())
        both: dict[int, float] = {}
        for pair, count in pairs.items():
            for at, count_there in self._holders.get(pair, ()):
                both[at] = both.get(at, 0.0) + min(count, count_there) * self._weight(pair)
        return {at: 2 * shared / (weight + self._weights[at]) for at, shared in both.items()}

    def _weight(self, pair: str) -> float:
        return 1 / math.sqrt(self._frequency.get(pair, 1))

    def _form(self, text: str) -> str:
        return self.lists.indicator_names.normal.words_of(text)

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for name, indicator_id in self.lists.indicator_names.known():
            names.setdefault(name, set()).add(indicator_id)
        return names

    @cached_property
    def _forms(self) -> list[str]:
        return [self._form(name) for name in self._names]

    @cached_property
    def _holders(self) -> dict[str, list[tuple[int, int]]]:
        """Of each pair of signs, the positions of the names that hold it, and how often."""
        holders: dict[str, list[tuple[int, int]]] = {}
        for at, form in enumerate(self._forms):
            for pair, count in _pairs_of(form).items():
                holders.setdefault(pair, []).append((at, count))
        return holders

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter({pair: len(names) for pair, names in self._holders.items()})

    @cached_property
    def _weights(self) -> list[float]:
        return [sum(n * self._weight(pair) for pair, n in _pairs_of(form).items()) for form in self._forms]


def _pairs_of(form: str) -> Counter[str]:
    return Counter(form[at : at + 2] for at in range(len(form) - 1))


def described(candidates: Iterable[Candidate]) -> str:
    """The candidates as a text for people."""
    return "；".join(candidate.name for candidate in candidates)
