"""Which indicators a drafted number may be of: the three nearest by phrase, unit and kind of change."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from plan_targets.drafting.rows import DraftRow
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.names.indicators import MOST_CANDIDATES, Asked

# Beside likeness by rare pairs of signs (0.7) and by the likest part (0.3).
PAIRS, PART = 0.7, 0.3
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
        phrase = self._pairs_of(row.phrase)
        # A short phrase is told apart by what its sentence said before.
        context = self._pairs_of(row.context[-40:])
        for name, ids in self._names.items():
            likeness = self._likeness(phrase, self._pairs[name])
            likeness = PAIRS * likeness + PART * fuzz.partial_ratio(self._form(row.phrase), self._form(name)) / 100
            likeness += 0.15 * self._likeness(context, self._pairs[name])
            for indicator_id in ids:
                score = likeness + self._fit(indicator_id, row)
                scores[indicator_id] = max(scores.get(indicator_id, -1.0), score)
        known = self.lists.indicator_names.find(Asked(row.phrase, None, row.unit or None)).indicator_id
        if known and self._fit(known, row) > OTHER_UNIT:
            scores[known] = KNOWN
        nearest = sorted(scores, key=lambda one: (-scores[one], one))[:MOST_CANDIDATES]
        names = self.lists.indicator_names.names
        return tuple(Candidate(one, names[one], scores[one]) for one in nearest if scores[one] > LEAST_SCORE)

    def _fit(self, indicator_id: str, row: DraftRow) -> float:
        indicator = self.lists.indicators[indicator_id]
        unit = str(indicator["unit"])
        name = str(indicator["name_zh"])
        fit = PART_OF_YEAR if any(part in name for part in PARTS_OF_A_YEAR) else 0.0
        own, asked = self.lists.units.get(unit), self.lists.units.get(row.unit)
        if own and asked and own[0] == asked[0]:
            fit += SAME_UNIT if unit == row.unit else SAME_UNIT / 2
        elif "%" in (unit, row.unit) or (own and asked):
            fit += OTHER_UNIT
        return fit + (SAME_ACCUMULATION if indicator["accumulation"] == row.accumulation else 0.0)

    def _likeness(self, one: Counter[str], other: Counter[str]) -> float:
        both = sum(min(one[pair], other[pair]) * self._weight(pair) for pair in one if pair in other)
        all_ = sum(count * self._weight(pair) for each in (one, other) for pair, count in each.items())
        return 2 * both / all_ if all_ else 0.0

    def _weight(self, pair: str) -> float:
        return 1 / math.sqrt(self._frequency.get(pair, 1))

    def _form(self, text: str) -> str:
        return self.lists.indicator_names.normal.words_of(text)

    def _pairs_of(self, text: str) -> Counter[str]:
        form = self._form(text)
        return Counter(form[at : at + 2] for at in range(len(form) - 1))

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = {}
        for name, indicator_id in self.lists.indicator_names.known():
            names.setdefault(name, set()).add(indicator_id)
        return names

    @cached_property
    def _pairs(self) -> dict[str, Counter[str]]:
        return {name: self._pairs_of(name) for name in self._names}

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(pair for pairs in self._pairs.values() for pair in pairs)


def described(candidates: Iterable[Candidate]) -> str:
    """The candidates as a text for people."""
    return "；".join(candidate.name for candidate in candidates)
