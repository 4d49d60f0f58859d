"""Bad files made of real rows: each has one mistake that an office makes, between real rows that are right.

A mutation takes a real row and spoils it. The file it goes into holds rows that the project's own list was relieved of,
so that a right row that is lost is missed, and a wrong one that is taken is found.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl
import xlsxwriter

Row = dict[str, str]


@dataclass(frozen=True)
class Mutation:
    """A mistake: what it does to a row, for which rows it is one, and the reasons that may be given for it."""

    name: str
    reasons: frozenset[str]
    change: Callable[[Row], Row]
    fits: Callable[[Row], bool] = lambda row: True


@dataclass
class BadFile:
    """A file with a mistake: its bytes, the rows that must be refused (with the reasons), and those that are right."""

    name: str
    content: bytes
    refused: dict[int, frozenset[str]]
    right: list[Row] = field(default_factory=list)


def sets(name: str, reasons: str, fits: Callable[[Row], bool] = lambda row: True, **values: str) -> Mutation:
    """The mutation that puts those values in."""
    return Mutation(name, frozenset(reasons.split()), lambda row: row | values, fits)


def is_share(row: Row) -> bool:
    # A change may be negative and more than a hundred; a rate may not.
    return row["unit"] == "%" and row["value_kind"] == "level_rate"


def is_count(row: Row) -> bool:
    return row["unit"] in ("个", "家", "项", "件", "张")


def is_province(row: Row) -> bool:
    return row["region_level"] == "province"


def is_year(row: Row) -> bool:
    return len(row["period"]) == 4


ROW_MUTATIONS = [
    sets("share_of_967", "value_out_of_range", is_share, value="967"),
    sets("negative_share", "value_out_of_range", is_share, value="-93.6"),
    sets("minus_in_full_width", "value_out_of_range", is_share, value="－93.6"),
    sets("negative_count", "value_out_of_range", is_count, value="-12"),
    sets("count_in_the_trillions", "value_out_of_range jump", is_count, value="9000000000000"),
    sets("words_for_a_number", "text_in_value", value="约九成"),
    sets("chinese_numerals", "text_in_value", value="二十二"),
    sets("not_a_number", "absent_value", value="NaN"),
    sets("infinity", "text_in_value", value="inf"),
    sets("letter_o_for_zero", "text_in_value", value="9O.5"),
    sets("letter_l_for_one", "text_in_value", value="l2"),
    sets("footnote_mark", "text_in_value", value="93.65①"),
    sets("superscript", "text_in_value", value="93.65²"),
    sets("star", "text_in_value", value="93.65*"),
    sets("remark_in_the_value", "text_in_value", value="93.65(初步)"),
    sets("accounting_negative", "doubtful_number text_in_value", value="(93.65)"),
    sets("decimal_comma", "doubtful_number", value="93,65"),
    sets("broken_thousands", "doubtful_number", value="1,23,456"),
    sets("two_points", "doubtful_number", value="93.6.5"),
    sets("chinese_full_stop", "text_in_value", value="93。65"),
    sets("range", "range_in_value", value="93-95"),
    sets("range_in_chinese", "range_in_value", value="93至95"),
    sets("range_with_a_wave", "range_in_value", value="93～95"),
    sets("rank_for_a_number", "text_in_value", value="第3位"),
    sets("slash_between_two", "text_in_value doubtful_number range_in_value", value="93.6/94.1"),
    sets("leading_zeros", "text_in_value", value="0093"),
    sets("error_of_a_formula", "cell_error", value="#DIV/0!"),
    sets("blank", "absent_value", value=""),
    sets("dash", "absent_value", value="—"),
    sets("dots", "absent_value", value="……"),
    sets("none", "absent_value", value="无"),
    sets("not_published", "absent_value", value="未公布"),
    sets("not_available", "absent_value", value="N/A"),
    sets("two_bounds", "comparator_conflict", value="超过93以上", comparator=""),
    sets("bound_against_comparator", "comparator_conflict", value="超过93", comparator="le"),
    sets("unknown_comparator", "unknown_comparator", comparator="more"),
    sets("no_unit", "missing_unit", unit=""),
    sets("tons", "unit_does_not_fit", unit="吨"),
    sets("days_for_a_share", "unit_does_not_fit", is_share, unit="天"),
    sets("money_for_a_count", "unit_does_not_fit", is_count, unit="亿元"),
    sets("points_for_a_share", "unit_does_not_fit", is_share, unit="百分点"),
    sets("permille_behind_a_percent", "unit_conflict", is_share, value="93.65‰"),
    sets("percent_behind_a_count", "unit_conflict", is_count, value="93%"),
    sets("ten_thousand_twice", "unit_conflict", is_count, value="1.2万", unit="万件"),
    sets("no_period", "missing_period", period=""),
    sets("year_2205", "implausible_period", is_year, period="2205"),
    sets("year_1823", "implausible_period", is_year, period="1823"),
    sets("year_to_come", "period_not_begun", is_year, period="2049"),
    sets("split_year", "split_year", is_year, period="2023/24"),
    sets("split_year_with_a_hyphen", "split_year", is_year, period="2023-24"),
    sets("school_year", "split_year", is_year, period="2023-2024学年"),
    sets("month_13", "period_unreadable", period="2023-13"),
    sets("two_digit_year", "period_unreadable", period="23年"),
    sets("last_year", "period_unreadable", period="上年"),
    sets("plan_period", "plan_period", period="十四五"),
    sets("year_and_letter", "forecast_period", period="2023E"),
    sets("year_and_word", "forecast_period", period="2023年预计"),
    sets("backwards", "period_backwards", period="2025-2021"),
    sets("october_as_a_number", "period_unreadable", period="2023.1"),
    sets("no_region", "missing_region", region_name_zh=""),
    sets("unknown_region", "unknown_region", region_name_zh="桃花源"),
    sets("sum_row", "unknown_region", region_name_zh="合计"),
    sets("average_row", "unknown_region", region_name_zh="全国平均"),
    sets("typo_in_region", "unknown_region", region_name_zh="江苏省省"),
    sets("region_of_another_level", "contradictory_region", is_province, region_level="city"),
    sets("damaged_region", "damaged_text", region_name_zh="江\ufffd省"),
    sets("damaged_note", "damaged_text", note="锟斤拷锟斤拷"),
    sets("mojibake_region", "unknown_region", region_name_zh="æ±Ÿè‹\x8fçœ\x81"),
    sets("no_indicator", "missing_indicator", indicator_zh="", indicator_label=""),
    sets("unknown_indicator", "unmapped_indicator", indicator_zh="桃花指数"),
    sets("unknown_label", "unmapped_indicator", indicator_label="peach_index", indicator_zh="桃花指数"),
    Mutation(
        "region_and_indicator_swapped",
        frozenset({"unknown_region"}),
        lambda row: row | {"region_name_zh": row["indicator_zh"], "indicator_zh": row["region_name_zh"]},
    ),
    Mutation(
        "value_and_period_swapped",
        frozenset({"period_unreadable", "implausible_period", "split_year", "plan_period"}),
        lambda row: row | {"value": row["period"], "period": row["value"]},
        lambda row: is_year(row) and "." in row["value"],
    ),
    sets("ambiguous_name", "ambiguous_indicator", indicator_label="", indicator_zh="江苏精品(累计)", note=""),
    sets("unknown_grade", "unknown_grade", source_grade="rumor"),
    sets("date_that_is_none", "date_unreadable", published_on="2024-02-30"),
    sets("date_in_words", "date_unreadable", published_on="昨天"),
    sets("date_the_other_way_round", "date_unreadable", published_on="09/02/2024"),
    sets("date_to_come", "published_in_future", published_on="2049-01-01"),
    sets("date_before_the_period", "published_before_period", is_year, published_on="1991-01-01"),
]  # fmt: skip


def as_csv(rows: list[Row], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as an office's program writes them."""
    return pl.DataFrame(rows).write_csv(separator=delimiter, quote_style="necessary").encode(encoding)


def as_xlsx(rows: list[Row], title_rows: int = 0) -> bytes:
    """The rows on a sheet, below title rows."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_numbers": False}) as workbook:
        sheet = workbook.add_worksheet("数据")
        for row in range(title_rows):
            sheet.write(row, 0, f"统计表 {row + 1}")
        for column, name in enumerate(rows[0]):
            sheet.write(title_rows, column, name)
            for position, row in enumerate(rows):
                if row[name] != "":
                    sheet.write_string(title_rows + 1 + position, column, row[name])
    return stream.getvalue()


def as_parquet(rows: list[Row]) -> bytes:
    """The rows as a data platform hands them over."""
    stream = io.BytesIO()
    pl.DataFrame(rows).with_columns(pl.all().replace("", None)).write_parquet(stream)
    return stream.getvalue()


# The forms in turn, so that every kind of mistake meets several.
FORMS: list[tuple[str, Callable[[list[Row]], bytes], int]] = [
    ("csv", as_csv, 2),
    ("csv", lambda rows: as_csv(rows, encoding="utf-8-sig"), 2),
    ("csv", lambda rows: as_csv(rows, encoding="gb18030"), 2),
    ("xlsx", as_xlsx, 2),
    ("csv", lambda rows: as_csv(rows, delimiter=";"), 2),
    ("xlsx", lambda rows: as_xlsx(rows, title_rows=2), 4),
    ("txt", lambda rows: as_csv(rows, delimiter="\t"), 2),
    ("parquet", as_parquet, 2),
]


def row_files(rows: list[Row], copies: int = 2) -> tuple[list[BadFile], list[Row]]:
    """Files of one spoiled row between two right ones, each real row used once; and the rows that were used."""
    waiting = list(rows)
    used: list[Row] = []

    def take(fits: Callable[[Row], bool]) -> Row:
        row = next(row for row in waiting if fits(row))
        waiting.remove(row)
        used.append(row)
        return row

    files = []
    for number in range(copies):
        for position, mutation in enumerate(ROW_MUTATIONS):
            spoiled = mutation.change(take(mutation.fits))
            right = [take(lambda row: True), take(lambda row: True)]
            damaged = any("\ufffd" in text or "\x8f" in text for text in spoiled.values())
            ending, write, first = FORMS[0 if damaged else (position + 3 * number) % len(FORMS)]
            content = write([right[0], spoiled, right[1]])
            files.append(BadFile(f"{mutation.name}_{number}.{ending}", content, {first + 1: mutation.reasons}, right))
    return files, used


def file_files(take: Callable[[], Row]) -> list[BadFile]:
    """Files whose mistake is in how the file is made. `take` hands out real rows that nothing else uses."""
    files: list[BadFile] = []

    def add(name: str, content: bytes, refused: dict[int, str], right: list[Row] | None = None) -> None:
        files.append(
            BadFile(name, content, {row: frozenset(text.split()) for row, text in refused.items()}, right or [])
        )

    def lines(rows: list[Row]) -> list[bytes]:
        return as_csv(rows).rstrip(b"\n").split(b"\n")

    def plain() -> Row:
        # Without commas and quotes, so that a line is told apart by its commas alone.
        while True:
            row = take()
            if not any(mark in text for text in row.values() for mark in ',"'):
                return row

    right = [plain(), plain()]
    text = lines([right[0], plain(), right[1]])
    add(
        "unquoted_thousands.csv",
        b"\n".join([text[0], text[1], text[2] + b",234", text[3]]),
        {3: "too_many_cells"},
        right,
    )
    right = [plain(), plain()]
    text = lines([right[0], plain(), right[1]])
    short = b",".join(text[2].split(b",")[1:])
    add("missing_cell.csv", b"\n".join([text[0], text[1], short, text[3]]), {3: "too_few_cells"}, right)
    right = [plain(), plain()]
    text = lines([right[0], plain(), right[1]])
    add("truncated_line.csv", b"\n".join([*text[:2], text[3], text[2][:40]]), {4: "too_few_cells"}, right)
    right = [plain(), plain()]
    text = lines([right[0], plain(), right[1]])
    add("quote_that_opens.csv", b"\n".join([text[0], text[1], b'"' + text[2], text[3]]), {3: "broken_quotes"}, right)
    right = [plain(), plain()]
    text = lines([right[0], plain(), right[1]])
    bad = b",".join([b"\xbd\xad\xcb\xd5", *text[2].split(b",")[1:]])
    add("one_line_in_gbk.csv", b"\n".join([text[0], text[1], bad, text[3]]), {3: "damaged_text"}, right)
    right = [plain(), plain()]
    text = lines(right)
    add(
        "header_again.csv",
        b"\n".join([*text[:2], text[0], text[2]]),
        {3: "repeated_header"},
        right,
    )
    right = [plain(), plain()]
    add("remark_below.csv", as_csv(right) + "注：数据来自统计公报".encode(), {4: "remark_row"}, right)
    right = [plain()]
    add("same_row_twice.csv", as_csv([right[0], right[0]]), {3: "repeated_figure"}, right)
    row = take_figure(take)
    other = row | {"value": f"{float(row['value']) * 0.97:.2f}"}
    both = "contradictory_in_load"
    add("two_values_for_a_key.csv", as_csv([row, other]), {2: both, 3: both})
    rows = [take(), take()]
    add("no_header.csv", b"\n".join(lines(rows)[1:]), {1: "no_header"})
    for column in ("value", "period", "region_name_zh"):
        rows = [{("甲" if name == column else name): text for name, text in take().items()} for _ in range(2)]
        add(f"no_column_{column}.csv", as_csv(rows), {1: "missing_column"})
    rows = [take() | {"数值": "1"} for _ in range(2)]
    add("two_columns_of_values.csv", as_csv(rows), {1: "ambiguous_column"})
    rows = [
        {("数值" if name == "value" else name): text for name, text in take().items()} | {"2023年": "5"}
        for _ in range(2)
    ]
    add("years_beside_a_value.xlsx", as_xlsx(rows), {1: "ambiguous_column"})
    add("empty.csv", b"", {1: "empty_file"})
    add("only_header.csv", lines([take()])[0] + b"\n", {1: "no_rows"})
    add("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", {1: "pdf_document"})
    add("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", {1: "picture"})
    add("cut_off.xlsx", as_xlsx([take()])[:3000], {1: "half_copied"})
    add("with_a_password.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), {1: "unreadable_file"})
    add("document.xlsx", _zip_without_a_workbook(), {1: "packed_files text_document"})
    add("cut_off.parquet", as_parquet([take()])[:300], {1: "unreadable_file"})
    big5 = (
        "地區,指標,單位,年份,數值\n江蘇省,製造業產品質量合格率,%,2023,94.1\n浙江省,製造業產品質量合格率,%,2023,94.2\n"
    )
    add("big5.csv", big5.encode("big5"), {1: "unknown_encoding"})
    add(
        "wide_with_a_dash.csv",
        "地区;指标;单位;2021年;2022/23\n桃花源;食品抽检合格率;%;98.1;98.2\n".encode(),
        {2: "unknown_region split_year"},
    )
    add("cells_of_a_workbook.xlsx", _odd_cells(), {
        2: "cell_error", 3: "text_in_value", 4: "text_in_value range_in_value", 5: "period_unreadable",
    })  # fmt: skip
    add("numbers_of_parquet.parquet", _odd_numbers(), {2: "absent_value", 3: "text_in_value", 4: "absent_value"})
    return files


def take_figure(take: Callable[[], Row]) -> Row:
    """A row with a number that has decimals and is no bound."""
    while True:
        row = take()
        if row["comparator"] == "eq" and "." in row["value"]:
            return row


def _zip_without_a_workbook() -> bytes:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return stream.getvalue()


def _odd_cells() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet("数据")
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["地区", "指标", "单位", "年份", "数值"])
        for row in range(1, 5):
            sheet.write_row(row, 0, ["江苏省", "食品抽检合格率", "%", 2001 + row])
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        sheet.write_boolean(2, 4, True)
        sheet.write_number(3, 4, 45331, date)
        sheet.write(4, 4, 98.5)
        sheet.write(4, 3, 20231)
    return stream.getvalue()


def _odd_numbers() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(
        {
            "region_name_zh": ["江苏省"] * 3,
            "indicator_zh": ["食品抽检合格率"] * 3,
            "unit": ["%"] * 3,
            "period": [2001, 2002, 2003],
            "value": [float("nan"), float("inf"), None],
        }
    ).write_parquet(stream)
    return stream.getvalue()
