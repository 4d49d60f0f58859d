"""One column of figures as rows: what each figure is about, and why it cannot be read where it cannot."""

from collections.abc import Callable

import polars as pl

from plan_targets.landing.grammar.numbers import COMPARATORS, SIGNIFICANT_DIGITS, UNSEEN, plain_text, read_numbers
from plan_targets.landing.grammar.periods import read_date, read_period
from plan_targets.landing.grammar.units import read_units
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.reading.sheets import ROW, TROUBLE, Sheet
from plan_targets.landing.tables import Table, ValueColumn

TEXT_COLUMNS = [
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "comparator",
    "value_kind", "source_title", "source_grade", "source_url", "note", "scope", "is_break", "raw_value",
    "raw_published_on",
]  # fmt: skip

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

# A region that is called 市 or 区 may be of any level; the word in the next column only repeats it.
_SAYS_ITS_LEVEL = {"市": r"市$|^(?:北京|天津|上海|重庆)$", "区": r"区$"}
_NO_OBSERVATION = (
    r"(?i)^(?:年度|规划|计划|预期)?(?:目标|计划|规划|预测|预计|预期|预估|估计|估算|预算|target|plan|planned|forecast|"
    r"projected|projection|estimate|estimated|expected|budget)(?:值|数|数据|数值|目标|value)?$"
)


def read_figures(
    sheet: Sheet, rows: pl.DataFrame, table: Table, column: ValueColumn, vocabulary: Vocabulary
) -> pl.DataFrame:
    """The figures of one column, a row each, in the columns that all files share."""

    def cell(name: str) -> pl.Expr:
        place = column.own.get(name) or table.columns.get(name)
        return pl.col(place) if place else pl.lit(None, pl.String)

    def text(name: str) -> pl.Expr:
        stripped = cell(name).str.strip_chars()
        return pl.when(stripped != "").then(stripped).alias(name)

    names = [
        name for name in TEXT_COLUMNS if name not in ("period", "unit", "comparator", "raw_value", "raw_published_on")
    ]
    frame = rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        TROUBLE,
        *[text(name) for name in names],
        text("kind"),
        text("unit"),
        text("comparator"),
        text("published_on").alias("raw_published_on"),
        _period_text(table, column, cell).alias("printed_period"),
        pl.col(column.cell).str.strip_chars().alias("raw_value"),
        pl.lit(column.header).alias("value_column"),
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(SAMPLE_LENGTH).alias("whole_row")
        if rows[TROUBLE].null_count() < rows.height
        else pl.lit(None, pl.String).alias("whole_row"),
    )
    if column.indicator is not None and "indicator_zh" not in table.columns:
        frame = frame.with_columns(pl.lit(column.indicator).alias("indicator_zh"))
    frame = frame.with_columns(
        _without_blanks("region_name_zh"),
        pl.col("source_grade").str.to_lowercase(),
        pl.col("value_kind").str.to_lowercase(),
    )
    if "region_level" in table.columns:
        frame = frame.with_columns(_level().alias("region_level"))
    frame = _look_up(frame, "indicator_zh", _indicators(frame["indicator_zh"], vocabulary))
    frame = frame.with_columns(pl.coalesce("listed_name", "indicator_zh").alias("indicator_zh"))
    frame = _read_values(frame, column.unit, table.unit, vocabulary)
    frame = _look_up(frame, "printed_period", _periods(frame["printed_period"]))
    frame = _look_up(frame, "raw_published_on", _dates(frame["raw_published_on"]))
    return _with_reasons(frame, table, column)


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


def _indicators(names: pl.Series, vocabulary: Vocabulary) -> pl.DataFrame:
    """The names as the lists spell them, and the units behind them."""
    different = names.unique()
    read = [vocabulary.indicator(name) for name in different.to_list()]
    return pl.DataFrame(
        {
            "indicator_zh": different,
            "listed_name": [name for name, _ in read],
            "name_unit": [unit for _, unit in read],
        },
        schema_overrides={"listed_name": pl.String, "name_unit": pl.String},
    )


def _period_text(table: Table, column: ValueColumn, cell: Callable[[str], pl.Expr]) -> pl.Expr:
    if column.period is not None:
        return pl.lit(column.period)
    part = next((name for name in ("month", "quarter") if name in table.columns), None)
    if part is None:
        return cell("period")
    # A year in one column, its month or quarter in the next.
    text = plain_text(cell(part)).str.replace_all(UNSEEN, "").str.strip_suffix(".0")
    year = cell("period").str.strip_chars().str.replace(r"(?:\.0|年度?)$", "")
    whole = pl.concat_str(year, pl.lit("年"), _month(text) if part == "month" else _quarter(text))
    return pl.when(text.is_null() | (text == "")).then(cell("period")).otherwise(whole)


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
    written = ["unit", "name_unit", "value_unit", "scale"]
    units = read_units(frame.select(written).unique(), header_unit, unit_above, vocabulary)
    frame = frame.join(units, on=written, how="left", nulls_equal=True, maintain_order="left")
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


def _look_up(frame: pl.DataFrame, column: str, read: pl.DataFrame) -> pl.DataFrame:
    """Joins what was read for each different text of a column: a long file has few different periods and dates."""
    return frame.join(read, on=column, how="left", nulls_equal=True, maintain_order="left")


def _periods(printed: pl.Series) -> pl.DataFrame:
    different = printed.unique()
    read = [read_period(text) for text in different.to_list()]
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


def _with_reasons(frame: pl.DataFrame, table: Table, column: ValueColumn) -> pl.DataFrame:
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
    # The first that applies is the reason; a row gets one.
    reasons: list[tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]] = [
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
    )
