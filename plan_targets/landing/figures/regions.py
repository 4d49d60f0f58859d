"""The regions of rows by their Chinese names, and their levels by our codes."""

import re

import polars as pl

from plan_targets.landing.grammar.header_cells import WHOLE_OF_A_REGION
from plan_targets.landing.grammar.numbers import UNSEEN
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.tables.table import Table

# What offices call a level of regions.
LEVELS = {
    "国家": "country", "全国": "country", "国家级": "country", "省": "province", "省级": "province",
    "直辖市": "province", "自治区": "province", "特别行政区": "province",
    "市": "city", "市级": "city", "地级市": "city", "地级": "city",
    "设区市": "city", "设区的市": "city", "副省级市": "city", "副省级城市": "city", "自治州": "city", "州": "city",
    "盟": "city", "县": "county", "县级": "county", "区": "county", "区县": "county", "县区": "county",
    "县级市": "county", "市辖区": "county", "自治县": "county", "旗": "county",
}  # fmt: skip
# A region that is called 市 or 区 may be of any level; the word in the next column only repeats it.
_SAYS_ITS_LEVEL = {"市": r"市$|^(?:北京|天津|上海|重庆)$", "区": r"区$"}


def regions(names: pl.Series, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    """The regions by their Chinese names, and 全市 in a table about a city by the city's."""
    different = names.unique().to_list()
    found = [_region(name, table.said.region, vocabulary) for name in different]
    return pl.DataFrame(
        {"region_name_zh": different, "listed_region": found},
        schema={"region_name_zh": pl.String, "listed_region": pl.String},
    )


def _region(name: str | None, around: str | None, vocabulary: Vocabulary) -> str | None:
    plain = re.sub(UNSEEN, "", name or "")
    if around and _is_whole_of(plain, around):
        return around
    # Several districts are called 鼓楼区; in a table about 南京市 its own is meant.
    if around and plain != around and len(vocabulary.region_codes(plain)) > 1 and vocabulary.is_inside(plain, around):
        return f"{around}{plain}"
    return vocabulary.bilingual_region(name)


def _is_whole_of(word: str, region: str) -> bool:
    if word not in WHOLE_OF_A_REGION:
        return False
    kind = word[1]
    return (
        region.endswith(kind)
        or (kind in "省市区" and not region.endswith(("省", "市", "区", "县", "州")))
        or (kind == "区" and region.endswith("自治区"))
    )


def without_blanks(name: str) -> pl.Expr:
    """A column without the blanks inside its words."""
    # 江 苏 省 is how a table stretches a name to its column.
    return pl.col(name).str.replace_all(UNSEEN, "").alias(name)


def level() -> pl.Expr:
    """The level by our code, where it is told in words."""
    level = without_blanks("region_level").str.to_lowercase()
    repeats = pl.any_horizontal(
        (level == word) & pl.col("region_name_zh").str.contains(pattern) for word, pattern in _SAYS_ITS_LEVEL.items()
    )
    return pl.when(~repeats.fill_null(value=False)).then(level.replace(LEVELS))
