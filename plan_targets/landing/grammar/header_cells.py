"""What a cell of a header says: a column, a period, an indicator, a unit, or why the figures below it do not count."""

import re
from dataclasses import dataclass, field, replace

import polars as pl

from plan_targets.landing.grammar.numbers import ABSENT, FORECAST, UNSEEN, read_numbers
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise

# A table of figures names its regions or its indicators.
ANCHORS = frozenset({"region_name_zh", "region_code", "indicator_zh", "indicator_label"})
# Columns of numbers that are known and are no figures, and those of what is hoped for.
IGNORED = "ignored"
HOPED = frozenset({"target_value", "value_high", "planned"})

_BRACKETS = str.maketrans("（［〔｛）］〕｝【】[]{}％", "(((())))()()()%")
_BRACKETED = re.compile(r"^(.+?)\(([^()]*)\)$")
_YEAR_FIRST = re.compile(r"^(\d{4}年?(?:度|全年|末|底)?)(.+)$")
_UNIT_WORD = re.compile(r"^(?:计量|金额|数量|計量)?[单單]位[:：]?")
# What brackets may add without changing which figures stand below.
_HARMLESS = frozenset({"", "必填", "选填", "必须", "初步", "初步数", "快报", "快报数", "全年", "年度"})
# Reasons of a period that say more than that it could not be read.
_TELLING = frozenset({"forecast_period", "plan_period", "split_year", "period_backwards"})


@dataclass(frozen=True)
class Meaning:
    """What a header cell says. None of it: it is not understood."""

    name: str | None = None
    period: str | None = None
    indicator: str | None = None
    unit: str | None = None
    # Why no figures are read from below it.
    reason: str | None = None

    @property
    def is_understood(self) -> bool:
        """Whether it says anything."""
        return bool(self.name or self.period or self.indicator or self.reason)

    @property
    def spans(self) -> bool:
        """Whether it may stand over figures instead of the word for value."""
        return bool(self.period or self.indicator)


UNKNOWN = Meaning()


@dataclass(frozen=True)
class CellReader:
    """Reads the cells of headers; a text that comes again is not read again."""

    vocabulary: Vocabulary
    _read: dict[str, Meaning] = field(default_factory=dict)
    _figures: dict[str, bool] = field(default_factory=dict)

    def read(self, text: str) -> Meaning:
        """What the cell says."""
        if text not in self._read:
            self._read[text] = self._meaning(re.sub(UNSEEN, "", text).translate(_BRACKETS))
        return self._read[text]

    def unit(self, text: str) -> str | None:
        """The unit that a cell says and nothing else: %, (亿元), 单位：件."""
        plain = re.sub(UNSEEN, "", text).translate(_BRACKETS)
        plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
        return self.vocabulary.unit(_UNIT_WORD.sub("", plain))

    def holds_figure(self, text: str) -> bool:
        """Whether the cell is a number, or says that there is none. A year is not one."""
        if text not in self._figures:
            self._figures[text] = not self.read(text).is_understood and self._is_figure(text)
        return self._figures[text]

    def _is_figure(self, text: str) -> bool:
        if text.strip().lower() in ABSENT:
            return True
        (number,) = read_numbers(pl.Series([text])).to_dicts()
        # 2018年① is none: nothing counts in 年①.
        is_counted = number["unit"] is None or self.vocabulary.unit(number["unit"]) is not None
        return number["reason"] is None and is_counted

    def _meaning(self, text: str) -> Meaning:
        key = normalise(text)
        if key in self.vocabulary.headers:
            return Meaning(self.vocabulary.headers[key])
        period = read_period(text)
        if period.text is not None:
            return Meaning(period=text)
        if period.reason in _TELLING:
            return Meaning(reason=period.reason)
        indicator, unit = self.vocabulary.indicator(text)
        if indicator is not None:
            return Meaning(indicator=indicator, unit=unit)
        bracketed = _BRACKETED.match(text)
        if bracketed:
            return self._with_brackets(self._meaning(bracketed.group(1)), bracketed.group(2))
        year_first = _YEAR_FIRST.match(text)
        if year_first:
            rest = self._meaning(year_first.group(2))
            if rest.name not in ANCHORS and rest.is_understood and rest.period is None:
                return replace(rest, period=year_first.group(1))
        return UNKNOWN

    def _with_brackets(self, base: Meaning, inside: str) -> Meaning:
        if not base.is_understood:
            return UNKNOWN
        unit = self.vocabulary.unit(_UNIT_WORD.sub("", inside))
        if unit is not None:
            return replace(base, unit=unit) if base.unit in (None, unit) else replace(base, reason="unit_conflict")
        if re.search(rf"(?i){FORECAST}", inside):
            return replace(base, reason="forecast_period")
        if base.period is None and read_period(inside).text is not None:
            return replace(base, period=inside)
        # 地区(市) is a column of regions; 2023年(甲) may be anything.
        is_figure = base.spans or base.name == "value"
        return base if inside in _HARMLESS or not is_figure else UNKNOWN
