"""The lists that reading needs: header names, units, and the names that a header may carry instead."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from plan_targets.landing.grammar.numbers import SCALES, UNSEEN
from plan_targets.settings import SEEDS_FOLDER

# Spellings of a unit that differ from the list's only in manner.
UNIT_SPELLINGS = {
    "个百分点": "百分点",
    "百分比": "%",
    "百分之": "%",
    "百分数": "%",
    "percent": "%",
    "percentage points": "百分点",
    "permille": "‰",
    "千分之": "‰",
}
_SCALED_UNIT = re.compile(r"^(万亿|亿|千万|百万|十万|万)(.+)$")
_BRACKETED = re.compile(r"^(.+?)\(([^()]+)\)$")
_DASHES = re.compile(r"[–—−‐‑~]")
_QUOTES = re.compile(r"[“”„‟『』「」]")
_SIMPLIFIED = str.maketrans("萬億", "万亿")


@dataclass(frozen=True)
class Vocabulary:
    """The reference lists as reading uses them. `headers` maps a normalised header to our column's name."""

    headers: dict[str, str]
    units: frozenset[str]
    indicators: frozenset[str] = frozenset()
    # What a unit measures: two units of the same dimension cannot both be meant.
    dimensions: dict[str, str] = field(default_factory=dict)
    frames: dict[str, pl.DataFrame] = field(default_factory=dict, hash=False, compare=False)

    @classmethod
    def from_frames(cls, frames: dict[str, pl.DataFrame]) -> "Vocabulary":
        """From the seeds as frames: header_aliases, units, indicators, indicator_aliases."""
        aliases = frames["header_aliases"]
        return cls(
            headers={normalise(alias): name for alias, name in aliases.select("alias", "column_name").iter_rows()},
            units=frozenset(frames["units"]["unit"]),
            indicators=frozenset(frames["indicators"]["name_zh"])
            | frozenset(frames["indicator_aliases"]["indicator_zh"]),
            dimensions=dict(frames["units"].select("unit", "dimension").iter_rows()),
            frames=frames,
        )

    @classmethod
    def from_seeds(cls, seeds: Path = SEEDS_FOLDER / "reference") -> "Vocabulary":
        """From the seeds' files, for those who read a file outside a build."""
        return cls.from_frames({path.stem: pl.read_csv(path, infer_schema=False) for path in seeds.glob("*.csv")})

    def unit(self, text: str | None) -> str | None:
        """The unit as the list spells it; null when the list does not have it."""
        unit = self.spell_unit(text)
        return unit if unit in self.units else None

    def spell_unit(self, text: str | None) -> str | None:
        """The unit as the list spells it, or as it stands when the list does not have it."""
        stripped = (text or "").strip()
        if not stripped or stripped in self.units:
            return stripped or None
        plain = re.sub(UNSEEN, "", unicodedata.normalize("NFKC", stripped)).translate(_SIMPLIFIED)
        plain = UNIT_SPELLINGS.get(plain.lower(), plain)
        return self._plain_units.get(plain, plain)

    def split_scale(self, unit: str) -> tuple[str, float]:
        """A unit that the list does not have, as one it has and a factor (万处 is 10,000 处)."""
        scaled = _SCALED_UNIT.match(unit)
        if unit not in self.units and scaled and scaled.group(2) in self.units:
            return scaled.group(2), SCALES[scaled.group(1)]
        return unit, 1.0

    def measure_alike(self, unit: str, other: str) -> bool:
        """Whether both units measure the same, as 亿元 and 万元 do."""
        dimension, other_dimension = (self.dimensions.get(self.split_scale(each)[0]) for each in (unit, other))
        return dimension is not None and dimension == other_dimension

    def indicator(self, text: str | None) -> tuple[str | None, str | None]:
        """The indicator's name as the lists spell it, and the unit that stands in brackets behind it."""
        stripped = (text or "").strip()
        if stripped in self.indicators:
            return stripped, None
        plain = plain_name(stripped)
        if plain in self._plain_indicators:
            return self._plain_indicators[plain], None
        bracketed = _BRACKETED.match(unicodedata.normalize("NFKC", stripped))
        unit = self.unit(bracketed.group(2)) if bracketed else None
        name = self._plain_indicators.get(plain_name(bracketed.group(1))) if bracketed and unit else None
        return (name, unit) if name else (None, None)

    @cached_property
    def _plain_indicators(self) -> dict[str, str]:
        # Backwards, so that of two names with one plain form the first stays.
        return {plain_name(name): name for name in sorted(self.indicators, reverse=True)}

    @cached_property
    def _plain_units(self) -> dict[str, str]:
        return {unicodedata.normalize("NFKC", unit): unit for unit in sorted(self.units)}


def normalise(text: str | None) -> str:
    """A header as it is compared: plain characters, small letters, no blanks."""
    return re.sub(UNSEEN, "", unicodedata.normalize("NFKC", text or "")).lower().strip("*:")


def plain_name(text: str) -> str:
    """A name as it is compared: whatever the width of its signs, its dashes and quotes, and without blanks."""
    plain = re.sub(UNSEEN, "", unicodedata.normalize("NFKC", text))
    return _QUOTES.sub('"', _DASHES.sub("-", plain)).casefold()
