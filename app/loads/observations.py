"""A file of figures as rows of one shape: the columns of the collected figures, whatever the file's form was.

Every row of a table comes out, once for each figure it holds. One that cannot be read carries `reason_code`, the column
as the file calls it and what stands there; what the figures mean, and whether they can be right, is judged in SQL.
"""

from collections.abc import Callable

import polars as pl

from app.loads.encodings import DAMAGED
from app.loads.formats import ROW, TROUBLE, Sheet, UnreadableFileError, read_sheets
from app.loads.headers import Table, ValueColumn, find_table
from app.loads.numbers import COMPARATORS, plain_text, read_numbers
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

_SAMPLE_LENGTH = 200


def read_observations(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
    """The rows of a load, in the shape of `COLUMNS`. A file that cannot be read is one row that says why."""
    try:
        sheets = read_sheets(load.path)
    except UnreadableFileError as error:
        return _shape(load, [_whole_file(error.reason_code, error.detail)])
    frames = [frame for sheet in sheets if (frame := _read_sheet(sheet, vocabulary)) is not None]
    return _shape(load, frames or [_whole_file("no_rows", "")])


def read_headers(load: Load, vocabulary: Vocabulary) -> list[tuple[str | None, str, str]]:
    """What the file calls our columns: sheet, our name, its header. Nothing for a file that cannot be read."""
    try:
        sheets = read_sheets(load.path, only_head=True)
    except UnreadableFileError:
        return []
    return [
        (sheet.name, name, table.header(name))
        for sheet in sheets
        if (table := find_table(sheet, vocabulary)) is not None
        for name in table.columns
    ]


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
    table = find_table(sheet, vocabulary)
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in sheet.cells)
    if table is None:
        rows = sheet.rows.filter(~is_blank)
        # A sheet of words is a cover page or an instruction; one that holds numbers may be a table.
        if sheet.name is not None and (sheet.is_hidden or not _holds_numbers(rows, sheet.cells)):
            return None
        return _refuse_all(sheet, rows, "no_header", None)
    rows = sheet.rows.filter((pl.col(ROW) > table.header_row) & ~is_blank)
    if rows.is_empty():
        return None
    if table.missing:
        return _refuse_all(sheet, rows, "missing_column", table.missing[0])
    if table.ambiguous:
        return _refuse_all(sheet, rows, "ambiguous_column", table.ambiguous[0])
    return _read_rows(sheet, _fill_merged(sheet, rows, table), table, vocabulary)


def _holds_numbers(rows: pl.DataFrame, cells: list[str]) -> bool:
    return bool(
        rows.select(
            pl.any_horizontal(plain_text(pl.col(name)).str.contains(r"^[\d.,]+%?$") for name in cells).any()
        ).item()
    )


def _refuse_all(sheet: Sheet, rows: pl.DataFrame, reason: str, column: str | None) -> pl.DataFrame:
    return rows.select(
        pl.lit(sheet.name, pl.String).alias("sheet"),
        ROW,
        pl.coalesce(TROUBLE, pl.lit(reason)).alias("reason_code"),
        pl.lit(column, pl.String).alias("reason_column"),
        pl.concat_str(sheet.cells, separator=", ", ignore_nulls=True).str.head(_SAMPLE_LENGTH).alias("reason_value"),
    )


def _fill_merged(sheet: Sheet, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """A name that a merged range gives to several rows stands in each of them; a figure stands in its first only."""
    named = set(table.columns.values())
    for (top, left), (bottom, _) in sheet.merged:
        cell = f"c{left}"
        if cell in named and bottom > top and bottom >= table.header_row:
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
    return frames[0] if len(frames) == 1 else pl.concat(frames).sort(ROW, maintain_order=True)


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
    frame = _read_values(frame, column.unit or table.unit, vocabulary)
    frame = _look_up(frame, "printed_period", _periods(frame["printed_period"]))
    frame = _look_up(frame, "raw_published_on", _dates(frame["raw_published_on"]))
    return _with_reasons(frame, table, column)


def _without_blanks(name: str) -> pl.Expr:
    # 江 苏 省 is how a table stretches a name to its column.
    return pl.col(name).str.replace_all(r"\s+", "").alias(name)


def _period_text(table: Table, column: ValueColumn, cell: Callable[[str], pl.Expr]) -> pl.Expr:
    if column.period is not None:
        return pl.lit(column.period)
    if "month" not in table.columns:
        return cell("period")
    # A year in one column, its month or quarter in the next.
    part = cell("month").str.strip_chars().str.strip_suffix("月").str.strip_suffix("份")
    joined = pl.concat_str(
        cell("period").str.strip_chars().str.strip_suffix("年"),
        pl.lit("年"),
        pl.when(part.str.contains(r"^\d{1,2}$")).then(part + "月").otherwise(part),
    )
    return pl.when(part.is_null() | (part == "")).then(cell("period")).otherwise(joined)


def _read_values(frame: pl.DataFrame, default_unit: str | None, vocabulary: Vocabulary) -> pl.DataFrame:
    figures = read_numbers(frame["raw_value"]).rename(
        {"unit": "value_unit", "comparator": "value_comparator", "reason": "value_reason"}
    )
    frame = pl.concat([frame, figures], how="horizontal")
    units = read_units(frame.select("unit", "value_unit", "scale").unique(), default_unit, vocabulary)
    frame = frame.join(units, on=["unit", "value_unit", "scale"], how="left", nulls_equal=True, maintain_order="left")
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
