"""The register of regions as it is looked up: the regions, the names each goes by and when, and where each lies.

Which region a name means is found in `plan_targets.names.regions`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Self

import polars as pl

from plan_targets.names.text import plain_text
from plan_targets.settings import SEEDS_FOLDER

SEEDS = ("regions", "region_aliases", "region_former_names")
# What stands between a region and the one inside it: 江苏省/苏州市, 江苏省-苏州市.
_BETWEEN = re.compile(r"[/\\\-_,、|>·.]+")
_LONG_CODE = re.compile(r"^(\d{6})0{3,6}$")
_KINDS_OF_PREFECTURES = ("州", "盟", "地区")


@dataclass(frozen=True)
class Region:
    """A region of the register."""

    code: str
    name: str
    level: str
    parent: str | None
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True)
class Entry:
    """A name that a region goes by, and the years in which it did. `is_whole`: with its kind, as 苏州市, not 苏州."""

    code: str
    is_whole: bool
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True)
class Register:
    """The regions, and the names that they go by or went by."""

    regions: dict[str, Region]
    _entries: dict[str, list[Entry]]
    _aliases: dict[str, str]
    # Regions that had another name or code before, so that a figure of then may be theirs.
    _with_past: frozenset[str]
    _lines: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Self:
        """From the seeds as frames: regions, region_aliases, region_former_names."""
        regions: dict[str, Region] = {}
        entries: dict[str, list[Entry]] = defaultdict(list)
        for row in frames["regions"].iter_rows(named=True):
            region = Region(
                row["region_code"],
                row["name_zh"],
                row["level"],
                row["parent_code"],
                _year(row["first_year"]),
                _year(row["last_year"]),
            )
            regions[region.code] = region
            for name, is_whole in _names(region, row["short_name_zh"], row["name_en"]).items():
                entries[name].append(Entry(region.code, is_whole, None, region.last_year))
        with_past = set()
        for row in frames["region_former_names"].iter_rows(named=True):
            code, first, last = row["region_code"], _year(row["first_year"]), _year(row["last_year"])
            with_past.add(code)
            former = Region(code, row["name_zh"], row["level"], row["parent_code"], first, last)
            for name in _names(former, None, None):
                if not any(entry.code == code and entry.last_year is None for entry in entries[name]):
                    entries[name].append(Entry(code, True, first, last))
            entries.setdefault(row["former_code"], []).append(Entry(code, True))
        for code in regions:
            # A code that was given away again means who has it now.
            entries[code] = [Entry(code, True)]
        aliases: dict[str, str] = {}
        spelt = frames["region_aliases"].select("region_name_zh", "region_code")
        for (spelling,), meant in spelt.group_by("region_name_zh"):
            if meant.height == 1:
                aliases[key_of(str(spelling))] = meant["region_code"][0]
            # A spelling that the list gives to several is a short name of each: 巴州 is 巴音郭楞 or 巴州区.
            else:
                entries[key_of(str(spelling))] = [Entry(code, False) for code in meant["region_code"]]
        return cls(regions, dict(entries), aliases, frozenset(with_past))

    @classmethod
    def from_seeds(cls, seeds: Path = SEEDS_FOLDER / "reference") -> Self:
        """From the seeds' files, for those who read a name outside a build."""
        return cls.from_frames({name: pl.read_csv(seeds / f"{name}.csv", infer_schema=False) for name in SEEDS})

    def above(self, code: str) -> list[str]:
        """The regions that the region lies in, the nearest first."""
        if code not in self._lines:
            parent = self.regions[code].parent
            above = self.above(parent) if parent is not None and parent in self.regions else []
            self._lines[code] = [] if parent is None else [parent, *above]
        return self._lines[code]

    def _above_ever(self, code: str) -> list[str]:
        return [*self.above(code), *self._parents_before.get(code, ())]

    @cached_property
    def _parents_before(self) -> dict[str, list[str]]:
        """The regions that codes lay in before, by the codes they had: 庐江县 lay in 巢湖市."""
        before: dict[str, list[str]] = defaultdict(list)
        for name, entries in self._entries.items():
            city = f"{name[:4]}00"
            if len(name) == 6 and name.isdigit() and name not in self.regions and city in self.regions:
                for entry in entries:
                    before[entry.code].append(city)
        return before

    @cached_property
    def _parents(self) -> frozenset[str]:
        return frozenset(region.parent for region in self.regions.values() if region.parent is not None)

    def _has_parts(self, code: str) -> bool:
        return code in self._parents

    def full_name(self, code: str) -> str:
        """The name with those of the regions that contain it: 江苏省南京市鼓楼区."""
        above = [self.regions[each].name for each in self.above(code) if self.regions[each].level != "country"]
        return "".join([*reversed(above), self.regions[code].name])

    def describe(self, codes: Iterable[str]) -> str:
        """The candidates as a text for people: 江苏省南京市鼓楼区 (320106); 江苏省徐州市鼓楼区 (320302)."""
        return "; ".join(f"{self.full_name(code)} ({code})" for code in codes)


def _names(region: Region, short_name: str | None, name_en: str | None) -> dict[str, bool]:
    """The names that a region goes by, each with whether it is whole."""
    names = {key_of(region.name): True}
    if short_name is not None and short_name != region.name:
        names.setdefault(key_of(short_name), short_name.endswith((*_KINDS_OF_PREFECTURES, "县", "旗")))
        if re.search(r"自治[州县旗]$", region.name):
            names.setdefault(key_of(f"{short_name[:-1]}自治{short_name[-1]}"), True)
            if len(short_name) > 2:
                names.setdefault(key_of(short_name[:-1]), False)
    if name_en:
        names.setdefault(key_of(name_en), False)
    return names


# A table names few regions, each in many rows.
@lru_cache(maxsize=100_000)
def key_of(text: str | None) -> str:
    """A name, or a code, as the register compares it."""
    plain = _BETWEEN.sub("", plain_text(text))
    code = _LONG_CODE.match(plain)
    return code.group(1) if code else plain


def _year(text: str | int | None) -> int | None:
    return None if text in (None, "") else int(str(text))
