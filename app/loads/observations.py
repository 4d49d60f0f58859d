"""A file of figures as rows of one shape: the columns of the collected figures, whatever the file's form was.

Every row of a table comes out, once for each figure it holds. One that cannot be read carries `reason_code`, the column
as the file calls it and what stands there; what the figures mean, and whether they can be right, is judged in SQL.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

import polars as pl

from app.loads.encodings import DAMAGED
from app.loads.formats import ROW, TROUBLE, Sheet, UnreadableFileError, judge_widths, read_sheets
from app.loads.headers import Table, ValueColumn, find_table, find_tables
from app.loads.numbers import COMPARATORS, UNSEEN, plain_text, read_numbers
from app.loads.periods import read_date, read_period
from app.loads.records import Load
from app.loads.units import read_units
from app.loads.vocabulary import Vocabulary

TEXT_COLUMNS = [
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "comparator",
    "value_kind", "source_title", "source_grade", "source_url", "note", "raw_value", "raw_published_on",
]  # fmt: skip

COLUMNS = pl.Schema(
    {
        "load_id": pl.String,
        "file": pl.String,
        "sheet": pl.String,
        # A row of a wide table holds several figures; the line tells them apart.
        "line_number": pl.Int64,
        "row_number": pl.Int64,
        **dict.fromkeys(TEXT_COLUMNS, pl.String),
        "value": pl.Float64,
        # The header over the figure: years may stand side by side.
        "value_column": pl.String,
        "is_stated_as_of": pl.Boolean,
        "reason_code": pl.String,
        "reason_column": pl.String,
        "reason_value": pl.String,
    }
)

# What offices call a level of regions.
LEVELS = {
    "国家": "country", "全国": "country", "国家级": "country", "省": "province", "省级": "province",
    "直辖市": "province", "自治区": "province", "特别行政区": "province",
    "市": "city", "市级": "city", "地级市": "city", "地级": "city",
    "设区市": "city", "设区的市": "city", "副省级市": "city", "副省级城市": "city", "自治州": "city", "州": "city",
    "盟": "city", "县": "county", "县级": "county", "区": "county", "区县": "county", "县区": "county",
    "县级市": "county", "市辖区": "county", "自治县": "county", "旗": "county",
}  # fmt: skip

_SAMPLE_LENGTH = 200
# A region that is called 市 or 区 may be of any level; the word in the next column only repeats it.
_SAYS_ITS_LEVEL = {"市": r"市$|^(?:北京|天津|上海|重庆)$", "区": r"区$"}
_NO_OBSERVATION = (
    r"(?i)^(?:年度|规划|计划|预期)?(?:目标|计划|规划|预测|预计|预期|预估|估计|估算|预算|target|plan|planned|forecast|"
    r"projected|projection|estimate|estimated|expected|budget)(?:值|数|数据|数值|目标|value)?$"
)
_NUMBER = r"^[\d.,]+%?$"
_FIGURES_OF_A_SORT = (None, "range_in_value", "doubtful_number", "comparator_conflict")


def read_observations(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
    """The rows of a load, in the shape of `COLUMNS`. A file that cannot be read is one row that says why."""
    try:
        sheets = read_sheets(load.path)
    except UnreadableFileError as error:
        return _shape(load, [_whole_file(error.reason_code, error.detail)])
    read = (_read_sheet(sheet, vocabulary) for sheet in sheets)
    frames = [frame for frame in read if frame is not None and frame.height]
    return _shape(load, frames or [_whole_file("no_rows", "")])


def read_headers(load: Load, vocabulary: Vocabulary) -> list[tuple[str | None, str, str]]:
    """What the file calls our columns: sheet, our name, its header. Nothing for a file that cannot be read."""
    try:
        sheets = read_sheets(load.path, only_head=True)
    except UnreadableFileError:
        return []
    headers: dict[tuple[str | None, str], str] = {}
    for sheet in sheets:
        for table in find_tables(sheet, vocabulary):
            for name in table.columns:
                headers.setdefault((sheet.name, name), table.header(name))
    return [(sheet, name, header) for (sheet, name), header in headers.items()]


def kind_of(load: Load, vocabulary: Vocabulary) -> str:
    """`plan` for a plan's target table, else `observations`, which also take what cannot be read."""
    try:
        tables = [find_table(sheet, vocabulary) for sheet in read_sheets(load.path, only_head=True)]
    except UnreadableFileError:
        return "observations"
    return "plan" if any(table is not None and table.form == "plan" for table in tables) else "observations"


def _whole_file(reason: str, detail: str) -> pl.DataFrame:
    return pl.DataFrame(
        {ROW: [1], "reason_code": [reason], "reason_column": [None], "reason_value": [detail]},
        schema={ROW: pl.Int64, "reason_code": pl.String, "reason_column": pl.String, "reason_value": pl.String},
    )


def _shape(load: Load, frames: list[pl.DataFrame]) -> pl.DataFrame:
    rows = pl.concat(
        [
            frame.select(
                (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
                for name, dtype in COLUMNS.items()
                if name not in ("load_id", "file", "line_number")
            )
            for frame in frames
        ]
    )
    return rows.with_row_index("line_number", offset=1).select(
        pl.lit(load.load_id).alias("load_id"),
        pl.lit(load.file).alias("file"),
        "sheet",
        pl.col("line_number").cast(pl.Int64),
        *[name for name in COLUMNS if name not in ("load_id", "file", "sheet", "line_number")],
    )


def _read_sheet(sheet: Sheet, vocabulary: Vocabulary) -> pl.DataFrame | None:
    tables = find_tables(sheet, vocabulary)
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in sheet.cells)
    rows = sheet.rows.filter(~is_blank)
    if not tables:
        # A sheet of words is a cover page or an instruction; one that holds numbers may be a table.
        if sheet.name is not None and (sheet.is_hidden or not _holds_numbers(rows, sheet.cells)):
            return None
        return _refuse_all(sheet, rows, "no_header", None)
    again = [row for table in tables for row in table.repeated]
    frames = [
        _refuse_all(sheet, _figures_above(sheet, rows, tables[0]), "no_header", None),
        _refuse_all(sheet, rows.filter(pl.col(ROW).is_in(again)), "repeated_header", None),
    ]
    frames += [_read_table(sheet, _rows_of(sheet, table).filter(~is_blank), table, vocabulary) for table in tables]
    frames = [frame for frame in frames if not frame.is_empty()]
    return pl.concat(frames, how="diagonal") if len(frames) > 1 else next(iter(frames), None)


def _figures_above(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows above the first header that are no titles: they may be those of a table whose header is not understood."""
    above = rows.filter(pl.col(ROW) < table.top_row)
    is_wide = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells) >= 3
    return above.filter(is_wide & pl.any_horizontal(pl.col(name).str.contains(_NUMBER) for name in sheet.cells))


def _rows_of(sheet: Sheet, table: Table) -> pl.DataFrame:
    """The rows below the table's header, those marked that are not as wide as it."""
    end = sheet.rows.height if table.last_row is None else table.last_row
    part = sheet.rows.filter(pl.col(ROW).is_between(table.header_row, end))
    used = {column.cell for column in table.values} | {column.cell for column in table.refused if column.header}
    rows = judge_widths(replace(sheet, rows=part), table.header_row, used | set(table.columns.values())).rows
    return rows.filter((pl.col(ROW) > table.header_row) & ~pl.col(ROW).is_in(table.repeated))


def _read_table(sheet: Sheet, rows: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    if rows.is_empty():
        return rows
    if table.form == "plan":
        return _refuse_all(sheet, rows, "forecast_period", table.header("target_value"))
    if table.missing:
        return _refuse_all(sheet, rows, "missing_column", table.missing[0])
    if table.ambiguous:
        return _refuse_all(sheet, rows, "ambiguous_column", table.ambiguous[0])
    return _read_rows(sheet, fill_merged(sheet, rows, table.columns.values()), table, vocabulary)


def _holds_numbers(rows: pl.DataFrame, cells: list[str]) -> bool:
    return bool(
        rows.select(pl.any_horizontal(plain_text(pl.col(name)).str.contains(_NUMBER) for name in cells).any()).item()
    )


def _refuse_all(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    return rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        pl.coalesce(TROUBLE, pl.lit(reason)).alias("reason_code"),
        pl.lit(column, pl.String).alias("reason_column"),
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(_SAMPLE_LENGTH).alias("reason_value"),
    )


def fill_merged(sheet: Sheet, rows: pl.DataFrame, cells: Collection[str]) -> pl.DataFrame:
    """The rows with what a merged range says in every row of it. Not for figures: those stand in the first only."""
    for (top, left), (bottom, _) in sheet.merged:
        cell = f"c{left}"
        if cell in cells and bottom > top:
            first = sheet.rows[cell][top] if top < sheet.rows.height else None
            inside = pl.col(ROW).is_between(top + 1, bottom + 1)
            rows = rows.with_columns(pl.when(inside).then(pl.lit(first)).otherwise(cell).alias(cell))
    return rows


def _read_rows(sheet: Sheet, rows: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    # A single cell below a table is a remark, in whichever column it stands.
    is_remark = pl.sum_horizontal(pl.col(name).is_not_null() for name in sheet.cells) == 1
    damaged = pl.any_horizontal(pl.col(name).str.contains_any(list(DAMAGED)) for name in sheet.cells)
    trouble = (
        pl.when(is_remark & pl.col(TROUBLE).is_null())
        .then(pl.lit("remark_row"))
        .when(pl.col(TROUBLE).is_not_null())
        .then(pl.col(TROUBLE))
        .when(damaged.fill_null(value=False))
        .then(pl.lit("damaged_text"))
    )
    rows = rows.with_columns(trouble.alias(TROUBLE))
    frames = [_read_figures(sheet, rows, table, column, vocabulary) for column in table.values]
    if table.refused:
        frames.append(_read_refused(sheet, rows, table))
    return frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal").sort(ROW, maintain_order=True)


def _read_refused(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The figures in columns that are not read, each with its column and the reason."""
    readable = rows.filter(pl.col(TROUBLE).is_null())
    refused = [column for column in table.refused if column.header or not _counts_rows(readable[column.cell])]
    columns = pl.DataFrame(
        [(column.cell, column.header, column.reason) for column in refused],
        schema={"cell": pl.String, "value_column": pl.String, "reason_code": pl.String},
        orient="row",
    )
    cells = (
        readable.select(ROW, *columns["cell"])
        .unpivot(index=ROW, variable_name="cell", value_name="raw_value")
        .with_columns(pl.col("raw_value").cast(pl.String))
        .drop_nulls("raw_value")
        .join(columns, on="cell", maintain_order="left")
    )
    found = read_numbers(cells["raw_value"])["reason"]
    is_figure = found.is_null() | found.is_in([reason for reason in _FIGURES_OF_A_SORT if reason])
    # In a column of targets whatever is written is one; in an unknown one, words may be remarks.
    is_hoped = (cells["reason_code"] != "unknown_column") & (found != "absent_value").fill_null(value=True)
    return cells.filter(is_figure | is_hoped).select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        "raw_value",
        "value_column",
        "reason_code",
        pl.col("value_column").alias("reason_column"),
        pl.col("raw_value").alias("reason_value"),
    )


def _counts_rows(cells: pl.Series) -> bool:
    """Whether a column without a header numbers the rows, as programs write it beside a table."""
    numbers = cells.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and numbers.to_list() in (
        list(range(start, start + len(numbers))) for start in (0, 1)
    )


def _read_figures(
    sheet: Sheet, rows: pl.DataFrame, table: Table, column: ValueColumn, vocabulary: Vocabulary
) -> pl.DataFrame:
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
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(_SAMPLE_LENGTH).alias("whole_row")
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
        (pl.col("number") * pl.col("factor")).alias("value"),
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
