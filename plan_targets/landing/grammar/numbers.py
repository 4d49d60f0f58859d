"""Figures as people write them: 1,234.5万件, 超过94%, １２．５, 100余家, ≥90, —.

One pattern reads all of them, in polars, so that a million rows take no loop. What it does not know is not a figure:
a superscript or circled digit stays a footnote mark, a range is not its lower end, 1,23 is not guessed at.
"""

import re
from functools import lru_cache

import polars as pl

from plan_targets.landing.reading.marks import FORECAST as FORECAST
from plan_targets.landing.reading.withheld import WITHHELD

# Blanks, and characters that show nothing and come along when a cell is copied from a page.
UNSEEN = r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+"

# Full-width signs that mean the same as their plain ones. Not NFKC, which would read 93.65① as 93.651.
_PLAIN = dict(zip("０１２３４５６７８９．，％＋－＜＞＝～（）：／　", "0123456789.,%+-<>=~():/ ", strict=True)) | {
    "−": "-",
    "–": "-",
    "‐": "-",
    "‑": "-",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\ufeff": "",
    "\u200b": "",
    "\u200c": "",
    "\u200d": "",
    "\u2060": "",
}
# Only beside a number; in a bare one there are none.
_SIMPLIFIED = dict(zip("萬億餘過約達於預測標計劃", "万亿余过约达于预测标计划", strict=True))

ABSENT = [
    "", "-", "--", "---", "—", "——", "―", "…", "……", "...", "......", "/", "\\", "·", "×", "无", "空", "无数据", "暂无",
    "暂无数据", "未公布", "未统计", "不详", "缺", "缺失", "n/a", "na", "null", "none", "nil", "#n/a", "无资料", "空缺",
    "..", ":", "nan", "n.a.", "n.a", "n/a.", "-nan", "<na>", "暂缺",
    "未报", "未上报", "待报", "未出", "不可得", "不适用", "not available",
]  # fmt: skip

BEFORE = {
    "超过": "gt", "超": "gt", "大于": "gt", "高于": "gt", "多于": "gt", "突破": "gt", "逾": "gt", ">": "gt",
    "不低于": "ge", "不少于": "ge", "不小于": "ge", "至少": "ge", "达到或超过": "ge", "≥": "ge", ">=": "ge", "≧": "ge",
    "⩾": "ge", "=>": "ge", "低于": "lt", "小于": "lt", "少于": "lt", "不足": "lt", "不到": "lt", "不满": "lt",
    "<": "lt",
    "不超过": "le", "不高于": "le", "不大于": "le", "不多于": "le", "至多": "le", "≤": "le", "<=": "le", "≦": "le",
    "⩽": "le", "=<": "le", "约": "approx", "大约": "approx", "约为": "approx", "近": "approx", "将近": "approx",
    "接近": "approx", "≈": "approx", "~": "approx", "=": "eq", "等于": "eq", "为": "eq", "达": "eq", "达到": "eq",
}  # fmt: skip

# 以上 and 以下 include the number itself (Civil Code, article 1259).
AFTER = {
    "以上": "ge", "及以上": "ge", "或以上": "ge", "以下": "le", "及以下": "le", "或以下": "le", "以内": "le",
    "左右": "approx", "上下": "approx", "+": "ge",
}  # fmt: skip

# Stress what another word says (达98%以上); alone they say that the number is what it is.
_EMPHASIS = ["达", "达到"]

# In a column of its own a comparator may be our code or any of those words.
COMPARATORS = {code: code for code in ("eq", "ge", "gt", "le", "lt", "approx")} | BEFORE | AFTER

# As many as the macro `significant` keeps: what a factor adds beyond them is noise of binary fractions.
SIGNIFICANT_DIGITS = 12

SCALES = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4}

_NUMBER = r"[+\-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|0|[1-9]\d*)(?:\.\d+)?(?:[eE][+\-]?\d{1,3})?"
_PATTERN = (
    r"^(?<before>[^\d+\-.,]*?) ?(?<number>" + _NUMBER + r") ?(?<more>[余多])? ?(?<scale>" + "|".join(SCALES) + r")?"
    r"(?<many>[余多])? ?(?<unit>[^\d.,<>≥≤=~+]*?(?:m[23])?) ?(?<after>"
    + "|".join(f"{word}" if word != "+" else r"\+" for word in AFTER)
    + r")?$"
)
_BARE = r"^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$"
_RANGE = r"\d[%‰]? ?(?:-|~|—|至|到) ?[+\-]?\d"
_DOUBTFUL = r"^\(.*\)$|\d,\d|\d\.\d+\."
_DATE = r"^\d{4}(?:-\d{1,2}-|/\d{1,2}/|年\d{1,2}月)\d{1,2}"
_FORECAST = rf"(?i)(?:{FORECAST}).*\d|\d.*(?:{FORECAST})"


def plain_text(text: pl.Expr) -> pl.Expr:
    """Full-width digits and signs as plain ones, without blanks around; nothing else changes."""
    return text.str.replace_many(list(_PLAIN), list(_PLAIN.values())).str.strip_chars()


def _withheld(text: pl.Expr) -> pl.Expr:
    """Why a reader of workbooks put a word in the place of the figure; else it is the error of a formula."""
    reason = pl.lit("cell_error")
    for code, word in WITHHELD.items():
        reason = pl.when(text.str.starts_with(word)).then(pl.lit(code)).otherwise(reason)
    return reason


def read_numbers(cells: pl.Series) -> pl.DataFrame:
    """What each cell says, in its order.

    `number`, and its digits as printed, without separators (`printed_number`); `comparator` (null when the cell states
    none); `scale` (万 is 10,000); `unit` (what stands behind the number, null when nothing does); `reason` (null, or
    why the cell is no figure).
    """
    frame = pl.DataFrame({"text": cells})
    # Most cells are bare numbers, and those that are not repeat themselves: the pattern is for the rest, once each.
    bare = frame.select(pl.col("text").str.contains(_BARE).fill_null(value=False)).to_series()
    dressed = _read_dressed(frame.filter(~bare).unique())
    read = frame.with_columns(
        pl.when(bare).then("text").cast(pl.Float64, strict=False).alias("bare"),
        pl.when(~bare).then("text").alias("dressed"),
        (~bare).alias("is_dressed"),
    ).join(dressed, on=["dressed", "is_dressed"], how="left", nulls_equal=True, maintain_order="left")
    return read.select(
        pl.coalesce("bare", "number").alias("number"),
        pl.when(bare).then("text").otherwise("printed_number").alias("printed_number"),
        "comparator",
        pl.col("scale").fill_null(1.0),
        "unit",
        "reason",
    )


@lru_cache(maxsize=10_000)
def unit_of_number(text: str) -> tuple[bool, str | None]:
    """Whether one cell is a figure, and the unit behind it, as `read_numbers` says.

    Kept, since that takes milliseconds; most cells around a header are words or bare numbers, told without it.
    """
    if not any(character.isdigit() for character in text):
        return False, None
    if re.fullmatch(_BARE, text, re.ASCII):
        return True, None
    (read,) = read_numbers(pl.Series([text])).to_dicts()
    return read["reason"] is None, read["unit"]


def _read_dressed(cells: pl.DataFrame) -> pl.DataFrame:
    """The same for cells that are more, or less, than a bare number."""
    plain = plain_text(pl.col("text")).str.replace_many(list(_SIMPLIFIED), list(_SIMPLIFIED.values()))
    frame = cells.select(pl.col("text").alias("dressed"), plain.fill_null("").alias("plain"))
    frame = frame.with_columns(pl.col("plain").str.extract_groups(_PATTERN).alias("found")).unnest("found")
    frame = frame.with_columns(
        pl.col("before", "unit").str.strip_chars(),
        pl.col("number").str.replace_all("[, +]", "").alias("printed_number"),
        pl.col("number").str.replace_all("[, ]", "").cast(pl.Float64, strict=False),
        # A bound is told in three places; two that differ leave it open which holds.
        pl.col("before")
        .str.strip_chars()
        .replace_strict(BEFORE, default=None, return_dtype=pl.String)
        .alias("mark_before"),
        pl.col("after").replace_strict(AFTER, default=None, return_dtype=pl.String).alias("mark_after"),
        pl.when(pl.coalesce("more", "many").is_not_null()).then(pl.lit("gt")).alias("mark_more"),
    )
    is_emphasis = pl.col("before").is_in(_EMPHASIS) & pl.col("mark_after").is_not_null()
    frame = frame.with_columns(pl.when(~is_emphasis).then("mark_before").alias("mark_before"))
    marks = ("mark_before", "mark_after", "mark_more")
    frame = frame.with_columns(pl.coalesce(marks).alias("comparator"))
    is_contradictory = pl.any_horizontal(
        (pl.col(mark) != pl.col("comparator")).fill_null(value=False) for mark in marks
    )
    is_known_word = (pl.col("before") == "") | pl.col("before").is_in(list(BEFORE))
    is_figure = pl.col("number").is_finite().fill_null(value=False) & is_known_word.fill_null(value=False)
    reason = (
        pl.when(pl.col("plain").str.to_lowercase().is_in(ABSENT))
        .then(pl.lit("absent_value"))
        .when(pl.col("plain").str.contains(_FORECAST))
        .then(pl.lit("forecast_period"))
        .when(is_figure & is_contradictory)
        .then(pl.lit("comparator_conflict"))
        .when(is_figure)
        .then(None)
        .when(pl.col("plain").str.starts_with("#"))
        .then(_withheld(pl.col("plain")))
        .when(pl.col("plain").str.contains(_DATE))
        .then(pl.lit("text_in_value"))
        .when(pl.col("plain").str.contains(_RANGE))
        .then(pl.lit("range_in_value"))
        .when(pl.col("plain").str.contains(_DOUBTFUL))
        .then(pl.lit("doubtful_number"))
        .otherwise(pl.lit("text_in_value"))
    )
    frame = frame.with_columns(reason.alias("reason"))
    is_read = pl.col("reason").is_null()
    return frame.select(
        "dressed",
        pl.lit(value=True).alias("is_dressed"),
        pl.when(is_read).then("number").alias("number"),
        pl.when(is_read).then("printed_number").alias("printed_number"),
        pl.when(is_read).then("comparator").alias("comparator"),
        pl.col("scale").replace_strict(SCALES, default=1.0, return_dtype=pl.Float64),
        pl.when(is_read & (pl.col("unit") != "")).then("unit").alias("unit"),
        "reason",
    )
