"""One column of figures as rows: what each figure is about, and why it cannot be read where it cannot."""

import re
from collections.abc import Callable

import polars as pl

from plan_targets.landing.grammar.header_cells import WHOLE_OF_A_REGION, CellReader
from plan_targets.landing.grammar.lines import Remark
from plan_targets.landing.grammar.numbers import COMPARATORS, SIGNIFICANT_DIGITS, UNSEEN, plain_text, read_numbers
from plan_targets.landing.grammar.periods import read_date, read_period, settle_periods
from plan_targets.landing.grammar.units import read_units
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.headers.told import ends_like, name_and_unit
from plan_targets.landing.qualifiers import Reason, of_notes, of_remarks, of_words_around
from plan_targets.landing.reading.sheets import ROW, TROUBLE, WIDTH, Sheet
from plan_targets.landing.tables import Table, ValueColumn

TEXT_COLUMNS = [
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "comparator",
    "value_kind", "source_title", "source_grade", "source_url", "note", "scope", "is_break", "reported_by",
    "raw_value", "raw_published_on",
]  # fmt: skip
# What lines that head blocks of rows say, and what speaks against a row, in columns beside its cells.
SECTION = {"region_name_zh": "section_region", "indicator_zh": "section_indicator", "period": "section_period"}
SECTION_UNIT = "section_unit"
# The row of the heading above; blank above the first.
HEADED_FROM = "headed_from"
# What the heading above, which nobody understands, may be.
UNKNOWN = {"region": "unknown_region", "indicator": "unknown_indicator", "period": "unknown_period"}
ASIDE = ("aside", "aside_column", "aside_value")

# Of a row that cannot be read, so many characters are shown.
SAMPLE_LENGTH = 200

# What offices call a level of regions.
LEVELS = {
    "国家": "country", "全国": "country", "国家级": "country", "省": "province", "省级": "province",
    "直辖市": "province", "自治区": "province", "特别行政区": "province",
    "市": "city", "市级": "city", "地级市": "city", "地级": "city",
    "设区市": "city", "设区的市": "city", "副省级市": "city", "副省级城市": "city", "自治州": "city", "州": "city",
    "盟": "city", "县": "county", "县级": "county", "区": "county", "区县": "county", "县区": "county",
    "县级市": "county", "市辖区": "county", "自治县": "county", "旗": "county",
}  # fmt: skip

# An office of the state, whose own figures are official.
_OFFICE = "(?:局|委员会|委|厅|办公室|办|政府|院|部)$"
# Figures side by side that differ by more are two halves of one.
_FAR_APART = 20
# How it is said that something was done, or not.
DONE = {
    word: 1.0
    for word in (
        "是",
        "已完成",
        "完成",
        "建成",
        "已建成",
        "建立",
        "已建立",
        "通过",
        "已通过",
        "获批",
        "已获批",
        "√",
        "yes",
        "y",
        "true",
    )
} | {word: 0.0 for word in ("否", "未完成", "未建成", "未建立", "未通过", "未获批", "no", "n", "false")}
# A region that is called 市 or 区 may be of any level; the word in the next column only repeats it.
_SAYS_ITS_LEVEL = {"市": r"市$|^(?:北京|天津|上海|重庆)$", "区": r"区$"}
_NO_OBSERVATION = (
    r"(?i)^(?:年度|规划|计划|预期)?(?:目标|计划|规划|预测|预计|预期|预估|估计|估算|预算|target|plan|planned|forecast|"
    r"projected|projection|estimate|estimated|expected|budget)(?:值|数|数据|数值|目标|value)?$"
)


def read_figures(
    sheet: Sheet, rows: pl.DataFrame, table: Table, column: ValueColumn, vocabulary: Vocabulary, remarks: list[Remark]
) -> pl.DataFrame:
    """The figures of one column, a row each, in the columns that all files share."""
    cell = _cells_of(rows, table, column)

    def text(name: str) -> pl.Expr:
        stripped = cell(name).str.strip_chars()
        return pl.when(stripped != "").then(stripped).alias(name)

    taken = {"period", "unit", "comparator", "raw_value", "raw_published_on"}
    has_trouble = rows[TROUBLE].null_count() < rows.height
    whole = pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(SAMPLE_LENGTH)
    frame = rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        TROUBLE,
        *ASIDE,
        *[text(name) for name in TEXT_COLUMNS if name not in taken],
        text("kind"),
        text("unit"),
        text("comparator"),
        text("published_on").alias("raw_published_on"),
        _period_text(table, column, cell).alias("printed_period"),
        pl.col(column.cell).str.strip_chars().alias("raw_value"),
        pl.lit(column.header).alias("value_column"),
        (_is_split_by_comma(rows, sheet, table, column)).alias("is_split"),
        (whole if has_trouble else pl.lit(None, pl.String)).alias("whole_row"),
        _section(rows, SECTION_UNIT).alias(SECTION_UNIT),
    )
    frame = _look_up(frame, "region_name_zh", _regions(frame["region_name_zh"], table, vocabulary))
    frame = frame.with_columns(
        pl.coalesce("listed_region", _without_blanks("region_name_zh")).alias("region_name_zh"),
        pl.col("source_grade").str.to_lowercase(),
        pl.col("value_kind").str.to_lowercase(),
    )
    if "region_level" in table.columns:
        frame = frame.with_columns(_level().alias("region_level"))
    frame = _look_up(frame, "indicator_zh", _indicators(frame["indicator_zh"], table.said.indicator, vocabulary))
    frame = frame.with_columns(pl.coalesce("listed_name", "indicator_zh").alias("indicator_zh"))
    frame = _with_units_around(frame, table)
    frame = _read_values(frame, column.unit, table.unit, vocabulary)
    frame = _look_up(frame, "printed_period", _periods(frame["printed_period"]))
    frame = _look_up(frame, "raw_published_on", _dates(frame["raw_published_on"]))
    frame = _look_up(frame, "note", of_notes(frame["note"]))
    return _with_reasons(_with_source(frame), table, column, remarks)


def _cells_of(rows: pl.DataFrame, table: Table, column: ValueColumn) -> Callable[[str], pl.Expr]:
    """What a row says by our names: in its own cells, else over its column, its block of rows, or its table."""
    over = {"region_name_zh": column.region, "indicator_zh": column.indicator}
    around = {
        "region_name_zh": table.said.region,
        "indicator_zh": table.said.indicator,
        "period": table.said.period,
        "source_title": table.said.source,
        "reported_by": table.said.reported_by,
        "published_on": table.said.date,
    }

    def cell(name: str) -> pl.Expr:
        beside = column.own.get(name) or table.columns.get(name)
        if beside:
            own = pl.col(beside)
            wider = table.wider_region if name == "region_name_zh" else None
            own = _behind(pl.col(wider), own) if wider else own
            # A blank cell of a column says nothing about its region, its indicator or its period.
            return own if name in SECTION or name not in around else pl.coalesce(own, pl.lit(around[name], pl.String))
        if over.get(name):
            return pl.lit(over[name], pl.String)
        section = _section(rows, SECTION.get(name, ""))
        around_it = pl.lit(
            None if name == "region_name_zh" and "region_code" in table.columns else around.get(name), pl.String
        )
        return pl.when(~_is_unknown(rows, name)).then(pl.coalesce(section, around_it)) if name in SECTION else around_it

    return cell


def _is_unknown(rows: pl.DataFrame, name: str) -> pl.Expr:
    """Whether the heading over a row may be another region, indicator or period than the table's.

    Where headings tell regions apart, one that nobody understands may be any; else only one that looks like a region.
    """
    kind = SECTION[name].removeprefix("section_")
    flag = UNKNOWN["indicator"] if SECTION[name] in rows.columns else UNKNOWN[kind]
    return pl.col(flag).is_not_null() if flag in rows.columns else pl.lit(value=False)


def _behind(wider: pl.Expr, region: pl.Expr) -> pl.Expr:
    """A region behind the one it lies in, as the register tells districts of one name apart: 江苏省南京市."""
    is_inside = region.is_not_null() & wider.is_not_null() & (region != wider)
    return pl.when(is_inside).then(wider + region).otherwise(pl.coalesce(region, wider))


def _section(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in rows.columns else pl.lit(None, pl.String)


def _is_split_by_comma(rows: pl.DataFrame, sheet: Sheet, table: Table, column: ValueColumn) -> pl.Expr:
    """Whether 2,682 without quotes may stand in this cell and the next, in a row whose width fits by chance."""
    cells = sheet.cells
    after = cells.index(column.cell) + 1
    if after >= len(cells) or rows[WIDTH].null_count() == rows.height:
        return pl.lit(value=False)
    following = cells[after]
    is_pair = pl.col(column.cell).str.contains(r"^[1-9]\d{0,2}$") & pl.col(following).str.contains(r"^\d{3}(?:\.\d+)?$")
    if following in {other.cell for other in table.values}:
        far = pl.col(following).cast(pl.Float64, strict=False) >= _FAR_APART * pl.col(column.cell).cast(
            pl.Float64, strict=False
        )
        return (is_pair & far).fill_null(value=False)
    return is_pair.fill_null(value=False)


def _regions(names: pl.Series, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
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
    if (
        around
        and plain != around
        and len(vocabulary.regions.get(plain, ())) > 1
        and vocabulary.is_inside(plain, around)
    ):
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


def _with_units_around(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The unit of the block of rows, or the one of 单位：亿元、% that measures what the indicator's does."""
    unit = pl.col("unit")
    if frame[SECTION_UNIT].null_count() < frame.height:
        unit = pl.coalesce(unit, SECTION_UNIT)
    return frame.with_columns(unit.alias("unit"), pl.lit(",".join(table.said.units)).alias("units_around"))


def _with_source(frame: pl.DataFrame) -> pl.DataFrame:
    """Who sent the table is its source where it names none."""
    is_sent = pl.col("source_title").is_null() & pl.col("reported_by").is_not_null()
    return frame.with_columns(
        pl.coalesce("source_title", "reported_by").alias("source_title"),
        pl.when(is_sent & pl.col("source_grade").is_null() & pl.col("reported_by").str.contains(_OFFICE))
        .then(pl.lit("official"))
        .otherwise("source_grade")
        .alias("source_grade"),
    )


def _without_blanks(name: str) -> pl.Expr:
    # 江 苏 省 is how a table stretches a name to its column.
    return pl.col(name).str.replace_all(UNSEEN, "").alias(name)


def _level() -> pl.Expr:
    """The level by our code, where it is told in words."""
    level = _without_blanks("region_level").str.to_lowercase()
    repeats = pl.any_horizontal(
        (level == word) & pl.col("region_name_zh").str.contains(pattern) for word, pattern in _SAYS_ITS_LEVEL.items()
    )
    return pl.when(~repeats.fill_null(value=False)).then(level.replace(LEVELS))


def _indicators(names: pl.Series, around: str | None, vocabulary: Vocabulary) -> pl.DataFrame:
    """The names as the lists spell them, and the units behind them."""
    different = names.unique()
    read = [_indicator(name, around, vocabulary) for name in different.to_list()]
    return pl.DataFrame(
        {
            "indicator_zh": different,
            "listed_name": [name for name, _ in read],
            "name_unit": [unit for _, unit in read],
        },
        schema_overrides={"listed_name": pl.String, "name_unit": pl.String},
    )


def _indicator(name: str | None, around: str | None, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    listed, unit = vocabulary.indicator(name)
    if listed is None and around and name:
        # 合格率（%） in a table about 食品抽检合格率.
        bare, unit = name_and_unit(name, CellReader(vocabulary))
        return (around, unit) if ends_like(around, bare) else (None, None)
    return listed, unit


def _period_text(table: Table, column: ValueColumn, cell: Callable[[str], pl.Expr]) -> pl.Expr:
    year = pl.lit(column.period) if column.period is not None else cell("period")
    if column.part is not None:
        return _joined(year, pl.lit(column.part))
    part = next((name for name in ("month", "quarter") if name in table.columns), None)
    if part is None:
        return year
    # A year in one column, its month or quarter in the next.
    text = plain_text(cell(part)).str.replace_all(UNSEEN, "").str.strip_suffix(".0")
    whole = _joined(year, _month(text) if part == "month" else _quarter(text))
    return pl.when(text.is_null() | (text == "")).then(year).otherwise(whole)


def _joined(year: pl.Expr, part: pl.Expr) -> pl.Expr:
    """A year and what part of it is meant."""
    bare = year.str.strip_chars().str.replace(r"(?:\.0|年度?)$", "")
    return pl.when(part == "全年").then(bare).otherwise(pl.concat_str(bare, pl.lit("年"), part))


def _month(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^\d{1,2}$")).then(text + "月").otherwise(text)


def _quarter(text: pl.Expr) -> pl.Expr:
    """As a quarter in any case: the 4 of a quarter must not become April."""
    number = text.str.extract(r"^(?:第|[Qq])?([1-4一二三四])(?:季度?)?$")
    return (
        pl.when(number.is_not_null())
        .then(pl.lit("第") + number + "季度")
        .when(text.str.contains("[季年]"))
        .then(text)
        .otherwise(text + "季度")
    )


def _read_values(
    frame: pl.DataFrame, header_unit: str | None, unit_above: str | None, vocabulary: Vocabulary
) -> pl.DataFrame:
    figures = read_numbers(frame["raw_value"]).rename(
        {"unit": "value_unit", "comparator": "value_comparator", "reason": "value_reason"}
    )
    frame = pl.concat([frame, figures], how="horizontal")
    written = ["unit", "name_unit", "value_unit", "scale", "indicator_zh", "units_around"]
    units = read_units(frame.select(written).unique(), header_unit, unit_above, vocabulary)
    frame = frame.join(units, on=written, how="left", nulls_equal=True, maintain_order="left")
    frame = _read_milestones(frame)
    stated = pl.col("comparator").str.to_lowercase()
    known = stated.replace_strict(COMPARATORS, default=stated)
    conflict = (known != pl.col("value_comparator")).fill_null(value=False)
    return frame.with_columns(
        pl.coalesce(known, "value_comparator", pl.lit("eq")).alias("comparator"),
        (pl.col("number") * pl.col("factor")).round_sig_figs(SIGNIFICANT_DIGITS).alias("value"),
        pl.when(pl.col("number").is_not_null()).then("factor").alias("printed_scale"),
        pl.col("read_unit").alias("unit"),
        pl.coalesce("value_reason", "unit_reason", pl.when(conflict).then(pl.lit("comparator_conflict"))).alias(
            "value_reason"
        ),
    )


def _read_milestones(frame: pl.DataFrame) -> pl.DataFrame:
    """是 and 否 as 1 and 0, where what is asked for is whether something was done."""
    is_flag = pl.col("is_flag") & (pl.col("value_reason") == "text_in_value").fill_null(value=False)
    word = pl.col("raw_value").str.to_lowercase().replace_strict(DONE, default=None, return_dtype=pl.Float64)
    return frame.with_columns(
        pl.when(is_flag & word.is_not_null()).then(word).otherwise("number").alias("number"),
        pl.when(is_flag & word.is_not_null()).then(pl.lit(1.0)).otherwise("factor").alias("factor"),
        pl.when(is_flag & word.is_not_null())
        .then(None)
        .when(is_flag)
        .then(pl.lit("milestone_unclear"))
        .otherwise("value_reason")
        .alias("value_reason"),
    )


def _look_up(frame: pl.DataFrame, column: str, read: pl.DataFrame) -> pl.DataFrame:
    """Joins what was read for each different text of a column: a long file has few different periods and dates."""
    return frame.join(read, on=column, how="left", nulls_equal=True, maintain_order="left")


def _periods(printed: pl.Series) -> pl.DataFrame:
    different = printed.unique()
    read = settle_periods([read_period(text) for text in different.to_list()])
    return pl.DataFrame(
        {
            "printed_period": different,
            "period": [period.text for period in read],
            "period_reason": [period.reason for period in read],
            "is_stated_as_of": [period.is_as_of for period in read],
            "is_stated_span": [period.is_span for period in read],
        },
        schema_overrides={"period": pl.String, "period_reason": pl.String},
    )


def _dates(printed: pl.Series) -> pl.DataFrame:
    different = printed.unique()
    read = [read_date(text) for text in different.to_list()]
    return pl.DataFrame(
        {
            "raw_published_on": different,
            "published_on": [date for date, _ in read],
            "date_reason": [reason for _, reason in read],
        },
        schema_overrides={"published_on": pl.String, "date_reason": pl.String},
    )


def _with_reasons(frame: pl.DataFrame, table: Table, column: ValueColumn, remarks: list[Remark]) -> pl.DataFrame:
    value_column = pl.lit(column.header)
    no_observation = [
        (
            pl.col(name).str.contains(_NO_OBSERVATION).fill_null(value=False),
            pl.lit("forecast_period"),
            pl.lit(table.header(name)),
            pl.col(name),
        )
        for name in ("value_kind", "kind")
        if name in table.columns
    ]
    is_year = pl.col("period").str.len_chars() == 4
    note_reason = pl.when(is_year).then("note_of_a_year").otherwise("note_of_a_part")
    # The first that applies is the reason; a row gets one.
    reasons: list[Reason] = [
        (pl.col(TROUBLE).is_not_null(), pl.col(TROUBLE), pl.lit(None, pl.String), pl.col("whole_row")),
        (
            pl.col("region_name_zh").is_null() & pl.col("region_code").is_null(),
            pl.lit("missing_region"),
            pl.lit(table.header("region_name_zh")),
            pl.lit(None, pl.String),
        ),
        (
            pl.col("indicator_zh").is_null() & pl.col("indicator_label").is_null(),
            pl.lit("missing_indicator"),
            pl.lit(table.header("indicator_zh")),
            pl.lit(None, pl.String),
        ),
        (
            pl.col("period_reason").is_not_null(),
            pl.col("period_reason"),
            pl.lit(column.header if column.period else table.header("period")),
            pl.col("printed_period"),
        ),
        *no_observation,
        (pl.col("value_reason") == "absent_value", pl.col("value_reason"), value_column, pl.col("raw_value")),
        (pl.col("aside").is_not_null(), pl.col("aside"), pl.col("aside_column"), pl.col("aside_value")),
        (note_reason.is_not_null(), note_reason, pl.lit(table.header("note")), pl.col("note")),
        *of_words_around(table.said, table),
        *of_remarks(remarks),
        (pl.col("is_split"), pl.lit("thousands_apart"), value_column, pl.col("raw_value")),
        (pl.col("value_reason").is_not_null(), pl.col("value_reason"), value_column, pl.col("raw_value")),
        (
            pl.col("date_reason").is_not_null(),
            pl.col("date_reason"),
            pl.lit(table.header("published_on")),
            pl.col("raw_published_on"),
        ),
    ]

    def first(position: int) -> pl.Expr:
        chosen = pl.lit(None, pl.String)
        for condition, *parts in reversed(reasons):
            chosen = pl.when(condition).then(parts[position]).otherwise(chosen)
        return chosen

    return frame.with_columns(
        first(0).alias("reason_code"),
        first(1).alias("reason_column"),
        first(2).alias("reason_value"),
        # Below, the date stands as it was read; the gate and the source's id use that form.
        pl.col("published_on").alias("raw_published_on"),
        pl.coalesce("period", "printed_period").alias("period"),
        pl.coalesce("scope", "note_scope").alias("scope"),
    )
