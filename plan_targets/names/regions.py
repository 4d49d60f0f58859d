"""Names of regions: which code a name means, by the register and by what stands around the name.

The register has 3,300 regions; 鼓楼区 is four of them. Which one is meant is told by a parent before the name or in a
column, by the level, by the period (吴江市 was the name until 2012), and by the other names of the same table, where
all of them lie in one region. Where more than one is left, the name is refused and the candidates are named.
Which names there are, and where each region lies, is known to `plan_targets.names.register`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Prefix

from plan_targets.names.register import Entry, Register, key_of

# Names at least so alike are worth proposing: one character in three may be wrong.
LEAST_LIKENESS = 66
MOST_CANDIDATES = 3
# So many names of a table speak for the others, if they are that share of all.
SEVERAL = 4
NEARLY_ALL, MOST = 0.8, 0.6

T = TypeVar("T")


@dataclass(frozen=True)
class Around:
    """What stands around a name and tells who is meant."""

    level: str | None = None
    parent: str | None = None
    year: int | None = None
    # The region inside which everything else in the table lies.
    within: str | None = None
    # The level that everything else in the table has.
    peers: str | None = None
    # The region of which most else in the table is an immediate part.
    parts_of: str | None = None


@dataclass(frozen=True)
class RegionMatch:
    """What a name means. `code` is null where it is unknown or may mean several: then `candidates` has those."""

    code: str | None = None
    candidates: tuple[str, ...] = ()
    is_ambiguous: bool = False


NOTHING_AROUND = Around()
# The regions that a name may mean, each with the name it has there.
Named = dict[str, Entry]


@dataclass(frozen=True)
class RegionNames(Register):
    """The register, in which names are found. `find` is the only definition of what a region's name means."""

    _found: dict[str, dict[str, Entry]] = field(default_factory=dict)
    _likenesses: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _turns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _bare: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def find(self, name: str | None, around: Around = NOTHING_AROUND) -> RegionMatch:
        """Which region the name means."""
        key = key_of(name)
        if not key:
            return RegionMatch()
        named = dict(self._candidates(key))
        alias = self._aliases.get(key)
        if alias is not None:
            named.setdefault(alias, Entry(alias, True))
        if not named:
            return RegionMatch(candidates=self._alike(key))
        left = self._in_parent(named, around.parent)
        if not left:
            return RegionMatch(candidates=tuple(sorted(named)), is_ambiguous=True)
        left = self._of_the_time(self._at_level(left, around.level) or left, around.year)
        # The list says who is meant by 河北, but not in a table of Tianjin's districts.
        if alias in left and alias in (self._inside(left, around) or left):
            return RegionMatch(alias)
        for narrow in (self._whole, self._inside, self._like_its_peers, self._like_its_siblings):
            if len(left) > 1:
                left = narrow(left, around) or left
        if len(left) == 1:
            return RegionMatch(next(iter(left)))
        return RegionMatch(candidates=tuple(sorted(left)), is_ambiguous=True)

    def common_region(self, codes: Iterable[str]) -> str | None:
        """The smallest region inside which all the regions lie, or which is one of them; null where it is the nation.

        Those that contain another of them count as headings: 全国, 江苏省 and 南京市 speak of Nanjing.
        """
        inner = self._without_headings(codes)
        shared: list[str] | None = None
        for code in inner:
            line = [code, *self.above(code)]
            shared = line if shared is None else [above for above in shared if above in line]
            # Of all counties of the nation the first two may say so.
            if not shared or self.regions[shared[0]].level == "country":
                return None
        if shared is None:
            return None
        # A single name that contains nothing says only where it lies itself.
        nearest = self.regions[shared[0]].parent if len(inner) == 1 and not self._has_parts(shared[0]) else shared[0]
        return None if nearest is None or self.regions[nearest].level == "country" else nearest

    def common_level(self, codes: Iterable[str]) -> str | None:
        """The level that all regions have, or nearly all of many; null where they differ. Headings are left out."""
        return _shared([self.regions[code].level for code in self._without_headings(codes)], NEARLY_ALL)

    def common_parent(self, codes: Iterable[str]) -> str | None:
        """The region of which most of the regions are immediate parts; null where there is none.

        Headings are left out.
        """
        return _shared([self.regions[code].parent for code in self._without_headings(codes)], MOST)

    def _without_headings(self, codes: Iterable[str]) -> frozenset[str]:
        """The regions that contain none of the others. Areas have no place among them."""
        asked = frozenset(codes)
        if asked not in self._bare:
            known = {code for code in asked if code in self.regions and self.regions[code].level != "area"}
            self._bare[asked] = frozenset(known.difference(*map(self.above, known)))
        return self._bare[asked]

    def _candidates(self, key: str) -> dict[str, Entry]:
        """All regions that the name may mean, by itself or behind the names of those that contain it."""
        if key not in self._found:
            found = {entry.code: entry for entry in reversed(self._entries.get(key, ()))}
            for end in range(2, len(key) - 1):
                rest = self._entries.get(key[end:])
                if not rest:
                    continue
                above = self._candidates(key[:end])
                found |= {entry.code: entry for entry in rest if above.keys() & set(self._above_ever(entry.code))}
            self._found[key] = found
        return self._found[key]

    def _in_parent(self, named: Named, parent: str | None) -> Named:
        match = self.find(parent)
        parents = {match.code} if match.code else set(match.candidates if match.is_ambiguous else ())
        if not parents:
            return named
        return {code: entry for code, entry in named.items() if parents.intersection([code, *self._above_ever(code)])}

    def _at_level(self, named: Named, level: str | None) -> Named:
        return {code: entry for code, entry in named.items() if self.regions[code].level == level}

    def _of_the_time(self, named: Named, year: int | None) -> Named:
        """Those that had the name in that year; today's, where no year is given."""
        lasts = {
            code: min(entry.last_year or 9999, self.regions[code].last_year or 9999) for code, entry in named.items()
        }
        standing = {code: entry for code, entry in named.items() if (year or 9999) <= lasts[code]}
        begun = {
            code: entry
            for code, entry in standing.items()
            if year is None or code in self._with_past or (self.regions[code].first_year or 0) <= year
        }
        return begun or standing or named

    def may_mean_several(self, name: str | None) -> bool:
        """Whether what stands around the name may decide what it means."""
        key = key_of(name)
        alias = self._aliases.get(key)
        return len({*self._candidates(key), *([] if alias is None else [alias])}) > 1 if key else False

    def like_year(self, name: str | None, year: int | None) -> int | None:
        """A year in which the name means what it means in that one: most names mean the same in all years."""
        return year and max((turn for turn in self._turns_of(key_of(name)) if turn <= year), default=1)

    def _turns_of(self, key: str) -> tuple[int, ...]:
        """The years from which on a region has the name, or has it no more."""
        if key not in self._turns:
            codes = self._candidates(key) if key else {}
            alias = self._aliases.get(key)
            entries = [*codes.values(), *([] if alias is None else [Entry(alias, True)])]
            lasts = [last for one in entries for last in (one.last_year, self.regions[one.code].last_year)]
            firsts = [self.regions[one.code].first_year for one in entries]
            turns = {last + 1 for last in lasts if last is not None} | {first for first in firsts if first is not None}
            self._turns[key] = tuple(turns)
        return self._turns[key]

    def _whole(self, named: Named, around: Around) -> Named:
        """Those whose name it is with its kind: 朝阳市 is no short name."""
        return {code: entry for code, entry in named.items() if entry.is_whole}

    def _inside(self, named: Named, around: Around) -> Named:
        """Those inside the region that the table is about."""
        # 南昌 in a table of Nanchang's districts may be its county, or the city's own row.
        if around.within is None or around.within in named:
            return named
        return {code: entry for code, entry in named.items() if around.within in self.above(code)}

    def _like_its_peers(self, named: Named, around: Around) -> Named:
        """Those of the level that all other names in the table have: among cities, 长沙 is 长沙市, not 长沙县."""
        # But among Nanchang's districts 南昌 may be its county, or the city's own row.
        return named if around.within in named else self._at_level(named, around.peers)

    def _like_its_siblings(self, named: Named, around: Around) -> Named:
        """Those that are immediate parts, as most in the table are: among 武汉, 宜昌 and 仙桃, 荆州 is no district."""
        if around.within in named:
            return named
        return {code: entry for code, entry in named.items() if self.regions[code].parent == around.parts_of}

    def _alike(self, key: str) -> tuple[str, ...]:
        # To look through all names takes long, and an unknown one stands in many years.
        if key not in self._likenesses:
            self._likenesses[key] = self._find_alike(key)
        return self._likenesses[key]

    def _find_alike(self, key: str) -> tuple[str, ...]:
        names = [name for name in self._entries if not name.isdigit()]
        found = process.extract(key, names, scorer=fuzz.ratio, limit=100, score_cutoff=LEAST_LIKENESS)
        # Of names that are as like, first those that begin alike: 温洲市 is 温州市 before 株洲市.
        found.sort(key=lambda one: (-one[1], -Prefix.similarity(one[0], key)))
        codes = dict.fromkeys(entry.code for name, _, _ in found for entry in self._entries[name])
        return tuple(codes)[:MOST_CANDIDATES]


def _shared(values: list[T], share: float) -> T | None:
    """What all of the values are, or of several at least that share; null where nothing is."""
    if not values:
        return None
    value, count = Counter(values).most_common(1)[0]
    return value if count == len(values) or (count >= SEVERAL and count >= share * len(values)) else None
