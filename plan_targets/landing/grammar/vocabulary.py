"""The lists that reading needs: header names, units, and the names that a header may carry instead.

Whoever reads asks questions of one text each, and a vocabulary can note them: what was read by other lists is still
right where these give the same answers.
"""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

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
# What may stand behind the name of a region in English, and what the nation is called.
_ENGLISH_KIND = re.compile(
    r"\b(?:province|prov|municipality|city|county|district|prefecture|autonomous|region|zhuang|hui|uygur|uyghur|sheng|shi)\b"
)
_ENGLISH_NATION = ("china", "national", "national total", "nation", "whole country", "prc")
_NATION = "100000"
_SIMPLIFIED = str.maketrans("萬億", "万亿")


# A question, as the name of its method and what was asked, and the answer.
Notes = dict[tuple[str, ...], Any]
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")
_QUESTIONS: set[str] = set()
# What is asked while somebody notes it, in that thread.
_notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


def _question(
    method: Callable[Concatenate["Vocabulary", _Asked], _Answer],
) -> Callable[Concatenate["Vocabulary", _Asked], _Answer]:
    """Has the method's answers noted, where somebody notes."""
    _QUESTIONS.add(method.__name__)

    @functools.wraps(method)
    def answer(vocabulary: "Vocabulary", /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        given = method(vocabulary, *asked, **named)
        notes = _notes.get()
        if notes is not None:
            notes[(method.__name__, *asked, *named.values())] = given  # type: ignore[arg-type]
        return given

    return answer


@dataclass(frozen=True)
class Vocabulary:
    """The reference lists as reading uses them. `headers` maps a normalised header to our column's name."""

    headers: dict[str, str]
    units: frozenset[str]
    indicators: frozenset[str] = frozenset()
    # What a unit measures: two units of the same dimension cannot both be meant.
    dimensions: dict[str, str] = field(default_factory=dict)
    frames: dict[str, pl.DataFrame] = field(default_factory=dict, hash=False, compare=False)
    # The regions' names, in Chinese, with the codes of those that go by them, and the regions above each.
    regions: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)
    parents: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    # Those that name a region wherever they stand: 南京市 and 江苏, not 和平 or 城区.
    plain_regions: frozenset[str] = frozenset()

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
            regions=_region_names(frames),
            plain_regions=_plain_regions(frames),
            parents=dict(frames["regions"].select("region_code", "parent_code").drop_nulls().iter_rows())
            if "regions" in frames
            else {},
        )

    @classmethod
    def from_seeds(cls, seeds: Path = SEEDS_FOLDER / "reference") -> "Vocabulary":
        """From the seeds' files, for those who read a file outside a build."""
        return cls.from_frames({path.stem: pl.read_csv(path, infer_schema=False) for path in seeds.glob("*.csv")})

    @cached_property
    def digest(self) -> str:
        """What the lists say, as a digest: what was read by the same lists need not be read again."""
        digest = hashlib.sha256()
        for name, frame in sorted(self.frames.items()):
            # In their order: of two rows with one name the one that comes first may be the one that counts.
            digest.update(f"{name}{frame.columns}".encode())
            digest.update(frame.write_ndjson().encode())
        return digest.hexdigest()

    @staticmethod
    @contextmanager
    def noting() -> Iterator[Notes]:
        """Notes what is asked until then."""
        notes: Notes = {}
        before = _notes.set(notes)
        try:
            yield notes
        finally:
            _notes.reset(before)

    def answers_alike(self, notes: Mapping[tuple[str, ...], Any]) -> bool:
        """Whether it gives the answers that were noted."""
        return all(
            question in _QUESTIONS and getattr(self, question)(*asked) == answer
            for (question, *asked), answer in notes.items()
        )

    @_question
    def header(self, text: str | None) -> str | None:
        """Our column that goes by the header."""
        return self.headers.get(normalise(text))

    @_question
    def header_names(self, *columns: str) -> tuple[str, ...]:
        """The headers by which these columns go, or any."""
        return tuple(name for name, column in self.headers.items() if not columns or column in columns)

    @_question
    def unit(self, text: str | None) -> str | None:
        """The unit as the list spells it; null when the list does not have it."""
        unit = self.spell_unit(text)
        return unit if unit in self.units else None

    @_question
    def spell_unit(self, text: str | None) -> str | None:
        """The unit as the list spells it, or as it stands when the list does not have it."""
        stripped = (text or "").strip()
        if not stripped or stripped in self.units:
            return stripped or None
        plain = re.sub(UNSEEN, "", unicodedata.normalize("NFKC", stripped)).translate(_SIMPLIFIED)
        plain = UNIT_SPELLINGS.get(plain.lower(), plain)
        return self._plain_units.get(plain) or self._english_units.get(stripped.lower(), plain)

    @_question
    def split_scale(self, unit: str) -> tuple[str, float]:
        """A unit that the list does not have, as one it has and a factor (万处 is 10,000 处)."""
        scaled = _SCALED_UNIT.match(unit)
        if unit not in self.units and scaled and scaled.group(2) in self.units:
            return scaled.group(2), SCALES[scaled.group(1)]
        return unit, 1.0

    @_question
    def measure_alike(self, unit: str, other: str) -> bool:
        """Whether both units measure the same, as 亿元 and 万元 do."""
        dimension, other_dimension = (self.dimensions.get(self.split_scale(each)[0]) for each in (unit, other))
        return dimension is not None and dimension == other_dimension

    @_question
    def region(self, text: str | None) -> str | None:
        """The region's name as the lists have it, also where it is written in English; null when they have none."""
        plain = re.sub(UNSEEN, "", text or "")
        return plain if plain in self.regions else self.english_region(text)

    @_question
    def region_codes(self, name: str) -> tuple[str, ...]:
        """The codes of the regions that go by the name, as `region` gives it."""
        return self.regions.get(name, ())

    @_question
    def is_plain_region(self, text: str) -> bool:
        """Whether the text names a region wherever it stands."""
        return text in self.plain_regions

    @_question
    def bilingual_region(self, text: str | None) -> str | None:
        """The region that a name in two languages names: 江苏 Jiangsu."""
        chinese = "".join(re.findall(r"[\u4e00-\u9fff]+", text or ""))
        has_both = bool(chinese) and bool(re.search("[A-Za-z]", text or ""))
        return chinese if has_both and chinese in self.regions else self.english_region(text)

    @_question
    def english_region(self, text: str | None) -> str | None:
        """The Chinese name of a region that is written in English, where no other is written so."""
        plain = " ".join(re.sub(r"[^A-Za-z' ]", " ", text or "").split()).casefold()
        if not plain or re.search(r"[\u4e00-\u9fff]", text or ""):
            return None
        return self._english_regions.get(plain) or self._english_regions.get(_ENGLISH_KIND.sub("", plain).strip())

    @_question
    def is_inside(self, region: str, other: str) -> bool:
        """Whether the one region, or one of those of that name, lies in the other or is it."""
        return any(self._above(code) & set(self.regions.get(other, ())) for code in self.regions.get(region, ()))

    def _above(self, code: str) -> set[str]:
        above = {code}
        while (code := self.parents.get(code, "")) and code not in above:
            above.add(code)
        return above

    @_question
    def indicators_unit(self, name: str | None) -> str | None:
        """The unit of the indicator that goes by the name; null where several do."""
        return self._units_of_indicators.get(name or "")

    @_question
    def indicator(self, text: str | None) -> tuple[str | None, str | None]:
        """The indicator's name as the lists spell it, and the unit that stands in brackets behind it."""
        stripped = (text or "").strip()
        if stripped in self.indicators:
            return stripped, None
        plain = plain_name(stripped)
        if plain in self._plain_indicators:
            return self._plain_indicators[plain], None
        if plain in self._english_indicators:
            return self._english_indicators[plain], None
        bracketed = _BRACKETED.match(unicodedata.normalize("NFKC", stripped))
        unit = self.unit(bracketed.group(2)) if bracketed else None
        name = self._plain_indicators.get(plain_name(bracketed.group(1))) if bracketed and unit else None
        return (name, unit) if name else (None, None)

    @_question
    def is_plain_indicator(self, plain: str) -> bool:
        """Whether the text, as `plain_name` gives it, is a name of an indicator."""
        return plain in self._plain_indicators or plain in self._english_indicators

    @cached_property
    def _plain_indicators(self) -> dict[str, str]:
        # Backwards, so that of two names with one plain form the first stays.
        return {plain_name(name): name for name in sorted(self.indicators, reverse=True)}

    @cached_property
    def _english_indicators(self) -> dict[str, str]:
        return _only_ones(
            (plain_name(english), name)
            for name, english in self.frames["indicators"].select("name_zh", "name_en").drop_nulls().iter_rows()
        )

    @cached_property
    def _english_regions(self) -> dict[str, str]:
        if "regions" not in self.frames:
            return {}
        names = self.frames["regions"].select("name_zh", "name_en").drop_nulls()
        found = _only_ones((english.casefold(), name) for name, english in names.iter_rows())
        nation = next((name for name, codes in self.regions.items() if _NATION in codes), None)
        return found | ({word: nation for word in _ENGLISH_NATION} if nation else {})

    @cached_property
    def _units_of_indicators(self) -> dict[str, str]:
        indicators, aliases = self.frames["indicators"], self.frames["indicator_aliases"]
        units = dict(indicators.select("indicator_id", "unit").iter_rows())
        named = aliases.select("indicator_zh", "indicator_id").drop_nulls().iter_rows()
        return _only_ones((name, units[one]) for name, one in named if one in units) | dict(
            indicators.select("name_zh", "unit").iter_rows()
        )

    @cached_property
    def _english_units(self) -> dict[str, str]:
        names = (
            self.frames["units"].select("name_en", "unit").drop_nulls() if "units" in self.frames else pl.DataFrame()
        )
        return _only_ones((english.lower(), unit) for english, unit in names.iter_rows())

    @cached_property
    def _plain_units(self) -> dict[str, str]:
        return {unicodedata.normalize("NFKC", unit): unit for unit in sorted(self.units)}


def _region_names(frames: dict[str, pl.DataFrame]) -> dict[str, tuple[str, ...]]:
    names: dict[str, dict[str, None]] = {}
    regions_by = (("region_aliases", "region_name_zh"), ("regions", "name_zh"), ("regions", "short_name_zh"))
    for frame, name in regions_by:
        if frame in frames and name in frames[frame].columns:
            for text, code in frames[frame].select(name, "region_code").drop_nulls().iter_rows():
                names.setdefault(text, {})[code] = None
    return {name: tuple(codes) for name, codes in names.items()}


def _plain_regions(frames: dict[str, pl.DataFrame]) -> frozenset[str]:
    if "regions" not in frames:
        return frozenset()
    regions = frames["regions"]
    aliases = frames["region_aliases"]["region_name_zh"].to_list() if "region_aliases" in frames else []
    whole = regions.filter(pl.col("name_zh").str.len_chars() > 2)["name_zh"].to_list()
    is_great = pl.col("level").is_in(["country", "province", "city"])
    has_short = "short_name_zh" in regions.columns
    short: list[str] = regions.filter(is_great)["short_name_zh"].drop_nulls().to_list() if has_short else []
    return frozenset([*whole, *aliases, *short])


def _only_ones(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of each name what it means, where it means one thing."""
    meant: dict[str, set[str]] = {}
    for name, meaning in pairs:
        meant.setdefault(name, set()).add(meaning)
    return {name: next(iter(meanings)) for name, meanings in meant.items() if len(meanings) == 1}


def normalise(text: str | None) -> str:
    """A header as it is compared: plain characters, small letters, no blanks."""
    return re.sub(UNSEEN, "", unicodedata.normalize("NFKC", text or "")).lower().strip("*:")


def plain_name(text: str) -> str:
    """A name as it is compared: whatever the width of its signs, its dashes and quotes, and without blanks."""
    plain = re.sub(UNSEEN, "", unicodedata.normalize("NFKC", text))
    return _QUOTES.sub('"', _DASHES.sub("-", plain)).casefold()
