"""What the words beside a figure say against it: in columns that nobody knows, in notes, in lines over blocks of rows,
in notes below the table and around it. Each answer is a reason, the location of the words and the words.
"""

import re
from collections.abc import Callable

import polars as pl

from plan_targets.landing.grammar.lines import Said
from plan_targets.landing.grammar.numbers import COMPARATORS
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.grammar.remarks import Remark
from plan_targets.landing.grammar.words import (
    TRIGGER,
    Caveat,
    find_caveats,
    find_in_note,
    find_scope,
    stands_for_the_whole,
)
from plan_targets.landing.tables.table import Table, ValueColumn

# A reason that applies to some rows: when it does, its code, the location and the words.
Reason = tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]

_PARTS = re.compile(
    r"口径|范围|城乡|性别|年龄|人群|\bsex\b|gender|\bage\b|urban|location|disaggregation|coverage|residence", re.I
)
_SPANS = re.compile(
    r"时段|期别|区间|频率|频度|时间段|(?<!报送)(?<!上报)(?<!填报)(?<!提交)(?<!反馈)截[至止]|月份|时点|"
    r"frequency|\bfreq\b|as of",
    re.I,
)
_FACTORS = re.compile(r"倍数|乘数|量级|multiplier|unit_?mult|scale factor|powercode", re.I)
_STATUSES = re.compile(r"状态|性质|核算|阶段|status|flag|quality", re.I)
_WHOLE_YEAR = re.compile(
    r"全年|年度?|年报|年值|annual|yearly|a|y|1[-—–至]12月|(?:\d{4}[-/.年]?)?(?:(?:0?1[-/.月至—–]+)?12月?[末底份]?|年?[末底])"
    r"|\d{4}[-/.年]?12[-/.月]?31日?|\d{4}年?(?:全年)?",
    re.I,
)
_ONE = re.compile(r"units?|ones?|none|1(?:\.0)?|0|个|无|x1", re.I)
_USUAL = re.compile(r"(?:全|统计|同|现行|可比|年报|法人|新)口径|年报|公报|行政区域|属地|辖区|在地")
_NO_STATUS = re.compile(r"e|f|b|est\.?|fcst|estimated? value|forecast.*|estimated?|imputed?|预|估", re.I)
_YES = re.compile(r"是|有|√|✓|1|y|yes|true", re.I)
# An office or a person: its name holds words that say nothing of figures.
_OFFICE = re.compile(r".*(?:局|委|厅|处|科|办|部|院|中心|公司|站|所|室|组|会|队|政府|银行|集团)$")
_LONGEST_LABEL = 16
# So many signs has a period such as 2024-06.
_PART_OF_A_YEAR = 7
# Columns of a plan's table: what a target is, not what a figure is.
_OF_TARGETS = {"modality", "form", "location", "accumulation", "due_year", "start_year", "baseline_year"}


def of_unused_columns(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows with a reason for those whose cells in columns that mean nothing here change what their figures are."""
    names = {cell: name for name, cell in table.columns.items()}
    judged: list[tuple[str, str, Callable[[str], str | None]]] = [
        (cell, header, _judge_of(header)) for cell, header in table.unused.items() if names.get(cell) not in _OF_TARGETS
    ]
    judged += [
        (table.columns[name], table.headers[name], _loose) for name in ("value_kind", "kind") if name in table.columns
    ]
    # What a part of the whole is called stays with the figure; an aim or a part of the year is no scope.
    judged += [(table.columns["scope"], table.headers["scope"], _no_scope)] if "scope" in table.columns else []
    found = rows.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in ("aside", "aside_column", "aside_value"))
    )
    for cell, header, judge in judged:
        reasons = {
            text: reason for text in rows[cell].unique().drop_nulls().to_list() if (reason := judge(text.strip()))
        }
        apart = _telling_apart(rows, cell, table) if cell in table.unused else pl.lit(value=False)
        said = pl.col(cell).replace_strict(reasons, default=None, return_dtype=pl.String)
        said = pl.coalesce(said, pl.when(apart).then(pl.lit("words_of_a_scope")))
        found = found.with_columns(said.alias("found"))
        is_new = pl.col("aside").is_null() & pl.col("found").is_not_null()
        found = found.with_columns(
            pl.when(is_new).then("found").otherwise("aside").alias("aside"),
            pl.when(is_new).then(pl.lit(header)).otherwise("aside_column").alias("aside_column"),
            pl.when(is_new).then(pl.col(cell)).otherwise("aside_value").alias("aside_value"),
        )
    return found


def _telling_apart(rows: pl.DataFrame, cell: str, table: Table) -> pl.Expr:
    """Whether the cell is a word that tells rows apart which are otherwise about one thing; those of the whole stay."""
    keys = [table.columns[name] for name in _KEYS if name in table.columns]
    if not keys or rows[cell].n_unique() < 2 or rows.select(pl.struct(keys).n_unique()).item() == rows.height:
        return pl.lit(value=False)
    is_told_apart = pl.col(cell).n_unique().over(keys) > 1
    # A part is one in every row, also where its other parts are not given.
    parts = rows.filter(is_told_apart)[cell].unique().drop_nulls().to_list()
    return pl.col(cell).is_in([text for text in parts if not stands_for_the_whole(text)]).fill_null(value=False)


_KEYS = (
    "region_name_zh",
    "region_code",
    "indicator_zh",
    "indicator_label",
    "period",
    "month",
    "quarter",
    "unit",
    "source_title",
)


def _judge_of(header: str) -> Callable[[str], str | None]:
    asked = next(iter(find_caveats(header)), None) if header.startswith("是否") else None
    if asked:
        return lambda text: asked.reason if _YES.fullmatch(text) else None
    for pattern, judge in ((_FACTORS, _factor), (_SPANS, _span), (_PARTS, _part), (_STATUSES, _status)):
        if pattern.search(header):
            return judge
    return _loose


def _part(text: str) -> str | None:
    return None if not text or stands_for_the_whole(text) or _USUAL.search(text) else "words_of_a_scope"


def _span(text: str) -> str | None:
    return (
        None if not text or _WHOLE_YEAR.fullmatch(text) or stands_for_the_whole(text) else "words_of_a_part_of_the_year"
    )


def _factor(text: str) -> str | None:
    return None if not text or _ONE.fullmatch(text) else "words_of_a_multiplier"


def _status(text: str) -> str | None:
    return "words_of_an_aim" if _NO_STATUS.fullmatch(text) else _loose(text)


def _loose(text: str) -> str | None:
    if not text or stands_for_the_whole(text) or _OFFICE.fullmatch(text) or len(text) > _LONGEST_LABEL:
        return None
    if COMPARATORS.get(text, "eq") != "eq" and text != "+":
        return "words_of_a_bound"
    caveats = [one for one in find_caveats(text) if one.kind != "rank"]
    return caveats[0].reason if caveats else None


def _no_scope(text: str) -> str | None:
    caveats = find_caveats(text, ("aim", "part", "change"))
    return caveats[0].reason if caveats and not stands_for_the_whole(text) else None


def of_notes(notes: pl.Series) -> pl.DataFrame:
    """For each different note its reason for a whole year, for another period, and the part of the whole it names."""
    different = notes.unique().drop_nulls()
    telling = different.filter(different.str.contains(TRIGGER)).to_list()
    rows = []
    for text in telling:
        year, other = find_in_note(text, is_whole_year=True), find_in_note(text, is_whole_year=False)
        rows.append((text, year.reason if year else None, other.reason if other else None, find_scope(text)))
    schema = {name: pl.String for name in ("note", "note_of_a_year", "note_of_a_part", "note_scope")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def of_words_around(said: Said, table: Table) -> list[Reason]:
    """Reasons for the rows of a table that its title, or the name of its sheet or file, speaks against."""
    reasons = []
    # 月报 over columns of months and one of the whole year.
    has_parts = any(_is_of_a_part(column) for column in table.values)
    apart = {"aim": table.has_aims, "change": table.has_changes, "part": has_parts}
    for location, caveat in said.caveats:
        is_told_apart = apart.get(caveat.kind, False)
        if caveat.kind != "rank" and not is_told_apart:
            reasons.append(_reason(_applies(caveat), caveat, f"{location}", caveat.words))
    return reasons


def _is_of_a_part(column: ValueColumn) -> bool:
    return len(read_period(column.period).text or "") == _PART_OF_A_YEAR or column.part not in (None, "全年")


def of_remarks(remarks: list[Remark]) -> list[Reason]:
    """Reasons for the rows that a note below the table speaks against."""
    reasons = []
    for remark in remarks:
        applies = _applies(remark.caveat)
        if remark.periods:
            applies = applies & pl.col("period").str.slice(0, 4).is_in(remark.periods)
        if remark.regions:
            applies = applies & pl.col("region_name_zh").is_in(remark.regions)
        if remark.indicators:
            applies = applies & pl.col("indicator_zh").is_in(remark.indicators)
        reasons.append(_reason(applies, remark.caveat, "表下注释", remark.text))
    return reasons


def _reason(applies: pl.Expr, caveat: Caveat, location: str, words: str) -> Reason:
    return applies.fill_null(value=False), pl.lit(caveat.reason), pl.lit(location), pl.lit(words)


def _applies(caveat: Caveat) -> pl.Expr:
    """To which figures the words apply: not to those whose indicator is of that kind itself, or whose period is."""
    name = pl.col("indicator_zh").fill_null("")
    if caveat.kind == "part":
        return pl.col("period").str.len_chars() == 4
    if caveat.kind == "change":
        return ~name.str.contains("变化|增长|下降|增加|提升|降低")
    if caveat.kind == "scope":
        words = [caveat.words, *({"规模以上": ["规上"], "规上": ["规模以上"]}.get(caveat.words, []))]
        return ~pl.any_horizontal(name.str.contains(word, literal=True) for word in words)
    return pl.lit(value=True)


def in_heading(text: str) -> Caveat | None:
    """What a line that heads a block of rows says against them."""
    return next((one for one in find_caveats(text) if one.kind != "rank"), None)
