"""What a cell of a header says: a column, a period, an indicator, a region, a unit, or why its figures do not count."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from plan_targets.landing.grammar.numbers import ABSENT, UNSEEN, unit_of_number
from plan_targets.landing.grammar.periods import read_part, read_period
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.grammar.words import LIKE_AN_INDICATOR, find_caveats, is_change_or_rank

# A table of figures names its regions or its indicators.
ANCHORS = frozenset({"region_name_zh", "region_code", "indicator_zh", "indicator_label"})
# Columns of numbers that are known and are no figures, and those of what is hoped for.
IGNORED = "ignored"
HOPED = frozenset({"target_value", "value_high", "planned"})

# A row or a column of the whole, in a table of the parts of a region.
WHOLE_OF_A_REGION = frozenset({"全省", "全市", "全区", "全县", "全州", "全自治区", "全省合计", "全市合计"})

# 指标＼地区: what a corner says of the rows and of the columns.
_CORNER = re.compile(r"[\\/＼／|]")
_OF_A_CORNER = ANCHORS | {"period"}

Grain = Literal["month", "cumulated"]

_BRACKETS = str.maketrans("（［〔｛）］〕｝【】[]{}％", "(((())))()()()%")
_BRACKETED = re.compile(r"^(.+?)\(([^()]*)\)$")
_YEAR_FIRST = re.compile(r"^((?:截[至止])?\d{4}年?(?:度|全年|末|底)?)(.+)$")
_YEAR_LAST = re.compile(r"^(\D.*?)(\d{4}年(?:度|全年|末|底)?)$")
_UNIT_WORD = re.compile(r"^(?:计量|金额|数量|計量)?[单單]位[:：]?")
# What may be added without changing which figures stand below.
_HARMLESS = frozenset(
    {
        "",
        "必填",
        "选填",
        "必须",
        "初步",
        "初步数",
        "快报",
        "快报数",
        "全年",
        "年度",
        "情况",
        "完成情况",
        "数据",
        "统计数据",
        "如有",
        "可不填",
    }
)
# What a column of regions is called: 县(市、区), 市州, 各地区.
_REGION_LABEL = re.compile(
    r"(?:各|所在|所属)?(?:省|市|县|区|州|盟|旗|地区?|区域|行政区域?|直辖市|自治[区州县]|设区的?市|城市|乡镇|街道|辖区|[、,/()和及])+(?:名称?|别|划)?"
)
# What stands over figures as a word for value: 监测值, 本年实际完成数.
_VALUE = re.compile(
    r"(?:本年度?|当年|年度|全年|年末|本季度?|本期)?(?:实际|监测|统计|核算|填报|上报|报告|最终|核定|审定|评估|调查|测评)?(?:完成|实现|达到)?(?:值|数|数值|数据)"
)
# The same, where the table says elsewhere which it is.
_OF_THE_PERIOD = frozenset({"本季", "本季度", "本期"})
# A unit behind a name without brackets: 食品抽检合格率%, 国家高新技术企业/家.
_UNIT_BEHIND = re.compile(r"^(.+?)(?:[/，,:：]([^/，,:：]+)|([%‰]))$")
_MONTH = re.compile(r"本月|当月|单月|本月数|当月数|本月(?:完成|实际)")
_CUMULATED = re.compile(
    r"(?:本年|年初?|自年初|全年|当年)?(?:至今|至本月|止)?累计(?:数|值|完成|实际)?|1[-—–至]本月(?:累计)?|年初至今|年初至本月"
)
# Reasons of a period that say more than that it could not be read.
_TELLING = frozenset({"forecast_period", "plan_period", "split_year", "period_backwards"})
_LATIN_ONLY = re.compile(r"[^\u4e00-\u9fff]+")
_TRANSLATED = re.compile(r"^(.*[\u4e00-\u9fff\d)%])\s*([A-Za-z][^\u4e00-\u9fff]*)$")
_LAST_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


@dataclass(frozen=True)
class Meaning:
    """What a header cell says. None of it: it is not understood."""

    name: str | None = None
    period: str | None = None
    # A part of a year whose year stands elsewhere: 一季度, 1-9月; or 全年.
    part: str | None = None
    indicator: str | None = None
    region: str | None = None
    unit: str | None = None
    # 本月 beside 本年累计.
    grain: Grain | None = None
    # Why no figures are read from below it.
    reason: str | None = None

    @property
    def is_understood(self) -> bool:
        """Whether it says anything."""
        return bool(self.name or self.reason or self.spans)

    @property
    def spans(self) -> bool:
        """Whether it may stand over figures instead of the word for value."""
        return bool(self.period or self.part or self.indicator or self.region or self.grain)


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
            self._read[text] = self._in_two_languages(text)
        return self._read[text]

    def unit(self, text: str) -> str | None:
        """The unit that a cell says and nothing else: %, (亿元), 单位：件."""
        plain = re.sub(UNSEEN, "", text).translate(_BRACKETS)
        plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
        return self.vocabulary.unit(_UNIT_WORD.sub("", plain))

    def is_corner(self, text: str) -> bool:
        """Whether the cell names both what stands below it and what stands beside it: 指标＼地区."""
        parts = _CORNER.split(re.sub(UNSEEN, "", text))
        names = [self.vocabulary.header(part) for part in parts]
        return len(parts) == 2 and all(name in _OF_A_CORNER for name in names) and len(set(names)) == 2

    def holds_figure(self, text: str) -> bool:
        """Whether the cell is a number, or says that there is none. A year is not one."""
        if text not in self._figures:
            self._figures[text] = not self.read(text).is_understood and self._is_figure(text)
        return self._figures[text]

    def _is_figure(self, text: str) -> bool:
        if text.strip().lower() in ABSENT:
            return True
        is_number, unit = unit_of_number(text)
        # 2018年① is none: nothing counts in 年①.
        return is_number and (unit is None or self.vocabulary.unit(unit) is not None)

    def _in_two_languages(self, text: str) -> Meaning:
        plain = re.sub(UNSEEN, "", text).translate(_BRACKETS)
        whole = self._meaning(plain)
        if whole.is_understood:
            return whole
        spaced = " ".join(text.translate(_BRACKETS).split())
        found = _TRANSLATED.match(spaced) or re.match(r"^([A-Za-z][^\u4e00-\u9fff]*?)\s+([\u4e00-\u9fff].*)$", spaced)
        if not found:
            return UNKNOWN
        chinese, latin = sorted(found.groups(), key=lambda part: bool(_LATIN_ONLY.fullmatch(part)))
        meaning = self._meaning(re.sub(UNSEEN, "", chinese))
        if not meaning.is_understood or find_caveats(latin, ("aim",)):
            # Forest Coverage beside a name that is not known names nothing either.
            return replace(meaning, reason="forecast_period") if meaning.is_understood else UNKNOWN
        brackets = _LAST_BRACKETS.search(latin)
        unit = self.unit(brackets.group(1)) if brackets else None
        if unit and meaning.unit not in (None, unit):
            return replace(meaning, reason="unit_conflict")
        return replace(meaning, unit=meaning.unit or unit)

    def _meaning(self, text: str) -> Meaning:
        column = self.vocabulary.header(text)
        if column is not None:
            return Meaning(column)
        period = read_period(text)
        if period.text is not None:
            return Meaning(period=text)
        if period.reason in _TELLING:
            return Meaning(reason=period.reason)
        part = read_part(text)
        if part is not None:
            return Meaning(part=part)
        indicator, unit = self.vocabulary.indicator(text)
        if indicator is not None:
            return Meaning(indicator=indicator, unit=unit)
        region = self.vocabulary.region(text)
        if region is not None and self.vocabulary.is_plain_region(region):
            return Meaning(region=region)
        return self._by_pattern(text)

    def _by_pattern(self, text: str) -> Meaning:
        # 是否预测 is answered in its cells.
        if text.startswith(("是否", "有无")):
            return UNKNOWN
        if _VALUE.fullmatch(text) or text in _OF_THE_PERIOD:
            return Meaning("value")
        # 和县 is a county, and not "and counties".
        is_label = _REGION_LABEL.fullmatch(text) and re.search("[省市县区州盟旗]", text)
        if is_label and self.vocabulary.region(text) is None:
            return Meaning("region_name_zh")
        if text in WHOLE_OF_A_REGION:
            return Meaning(region=text)
        if _MONTH.fullmatch(text):
            return Meaning(grain="month")
        if _CUMULATED.fullmatch(text):
            return Meaning(grain="cumulated")
        if is_change_or_rank(text):
            return Meaning(IGNORED)
        behind = _UNIT_BEHIND.match(text)
        unit = self.vocabulary.unit(behind.group(2) or behind.group(3)) if behind else None
        if behind and unit and (indicator := self.vocabulary.indicator(behind.group(1))[0]):
            return Meaning(indicator=indicator, unit=unit)
        bracketed = _BRACKETED.match(text)
        if bracketed:
            return self._with_brackets(self._meaning(bracketed.group(1)), bracketed.group(2))
        return self._with_year(text)

    def _with_year(self, text: str) -> Meaning:
        first, last = _YEAR_FIRST.match(text), _YEAR_LAST.match(text)
        year, more = first.groups() if first else reversed(last.groups()) if last else (None, text)
        if year:
            rest = self._meaning(more)
            if rest.name not in ANCHORS and rest.is_understood and rest.period is None:
                return replace(rest, period=year)
        # 考核目标, 2025年规划数: whatever else it says, it is what is hoped for.
        if find_caveats(text, ("aim",)):
            return Meaning("planned", period=year)
        if more in _HARMLESS and year:
            return Meaning(period=year)
        # 2023年质量管理体系认证证书数: an indicator, whether the lists have it or not; 2023年甲 may be anything.
        if year and LIKE_AN_INDICATOR.fullmatch(more) and not find_caveats(more):
            return Meaning(period=year, indicator=more)
        return UNKNOWN

    def _with_brackets(self, base: Meaning, inside: str) -> Meaning:
        if not base.is_understood:
            return UNKNOWN
        unit = self.vocabulary.unit(_UNIT_WORD.sub("", inside))
        if unit is not None:
            return replace(base, unit=unit) if base.unit in (None, unit) else replace(base, reason="unit_conflict")
        if find_caveats(inside, ("aim",)):
            return replace(base, reason="forecast_period")
        if base.period is None and read_period(inside).text is not None:
            return replace(base, period=inside)
        # 地区(市) is a column of regions; 2023年(甲) may be anything.
        is_figure = base.spans or base.name == "value"
        return base if inside in _HARMLESS or not is_figure else UNKNOWN
