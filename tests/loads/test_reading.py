"""Files in the forms that offices send, read into rows of one shape."""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from app.loads.encodings import UnknownEncodingError, decode
from app.loads.formats import read_sheets
from app.loads.observations import COLUMNS, kind_of, read_observations
from app.loads.records import Load, register_files
from app.loads.template import write_plan_template, write_template
from app.loads.vocabulary import Vocabulary
from tests.project import REPOSITORY

COLLECTED = REPOSITORY / "seeds" / "observations" / "collected_through_2024.csv"
TIDY = "地区,指标,单位,年份,数值\n江苏省,食品抽检合格率,%,2023,98.5\n浙江省,食品抽检合格率,%,2023,超过98\n"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_seeds()


@pytest.fixture
def read(tmp_path: Path, vocabulary: Vocabulary) -> Callable[[str, bytes], pl.DataFrame]:
    """Drops a file and reads it."""

    def drop_and_read(name: str, content: bytes) -> pl.DataFrame:
        (tmp_path / name).write_bytes(content)
        (load,) = [load for load in register_files(tmp_path) if load.file == name]
        rows = read_observations(load, vocabulary)
        assert rows.schema == COLUMNS
        return rows

    return drop_and_read


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        write(book)
    return stream.getvalue()


def figures(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return rows.select("row_number", "region_name_zh", "period", "comparator", "value", "unit", "reason_code").rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_in_each_encoding(
    encoding: str, delimiter: str, ending: str, read: Callable[[str, bytes], pl.DataFrame]
) -> None:
    text = TIDY.replace(",", delimiter).replace("\n", ending)
    assert figures(read("a.csv", text.encode(encoding))) == [
        (2, "江苏省", "2023", "eq", 98.5, "%", None),
        (3, "浙江省", "2023", "gt", 98.0, "%", None),
    ]


@pytest.mark.parametrize("encoding", ["big5", "shift_jis"])
def test_an_encoding_that_is_in_doubt_is_refused(encoding: str) -> None:
    text = {"big5": "江蘇省製造業產品質量合格率", "shift_jis": "製品の合格率について"}[encoding]
    with pytest.raises(UnknownEncodingError):
        decode((text + "\n").encode(encoding) * 3)


def test_traditional_characters_in_gb18030_are_not_in_doubt() -> None:
    text = "關於深化質量強省建設的實施意見，提高製造業產品質量合格率，到2025年達到95%以上。\n"
    assert decode(text.encode("gb18030")).content.decode() == text


def test_the_collected_file_reads_as_itself(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    rows = read("later.csv", COLLECTED.read_bytes())
    kept = pl.read_csv(COLLECTED, infer_schema=False)
    assert rows["reason_code"].null_count() == rows.height == kept.height
    assert rows["row_number"].to_list() == list(range(2, kept.height + 2))
    assert rows["value"].to_list() == kept["value"].cast(pl.Float64).to_list()
    for name in (
        "region_name_zh",
        "indicator_zh",
        "indicator_label",
        "unit",
        "period",
        "comparator",
        "source_title",
        "note",
    ):
        assert rows[name].to_list() == kept[name].str.strip_chars().to_list()


def test_a_table_below_titles_with_merged_headers(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("表1")
        percent = book.add_format({"num_format": "0.00%"})
        sheet.merge_range("B1:G1", "江苏省质量指标表")
        sheet.write("G2", "单位：%")
        for place, text in {"B3:B4": "地区", "C3:C4": "指标名称", "D3:E3": "2021年", "F3:G3": "2022年"}.items():
            sheet.merge_range(place, text)
        sheet.write_row("D4", ["数值", "备注", "数值", "备注"])
        sheet.merge_range("B5:B6", "江 苏 省")
        sheet.write_row("C5", ["食品抽检合格率"])
        sheet.write("D5", 0.9365, percent)
        sheet.write("E5", "修订")
        sheet.write("F5", 98.5)
        sheet.write_row("C6", ["药品抽检合格率", 99.1, None, "…"])
        book.add_worksheet("填表说明").write(0, 0, "这一页只有说明。")

    rows = read("a.xlsx", workbook(write))
    assert figures(rows) == [
        (5, "江苏省", "2021", "eq", 93.65, "%", None),
        (5, "江苏省", "2022", "eq", 98.5, "%", None),
        (6, "江苏省", "2021", "eq", 99.1, "%", None),
        (6, "江苏省", "2022", "eq", None, "%", "absent_value"),
    ]
    assert rows["note"].to_list() == ["修订", None, None, None]
    assert rows["sheet"].unique().to_list() == ["表1"]
    assert rows["reason_column"].to_list()[-1] == "2022年 数值"


def test_several_sheets_and_indicators_as_columns(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        for region in ("江苏省", "浙江省"):
            sheet = book.add_worksheet(region)
            sheet.write_row(0, 0, ["地区", "年份", "食品抽检合格率（%）", "药品抽检合格率（%）"])
            sheet.write_row(1, 0, [region, 2023, 98.5, 99.5])

    rows = read("a.xlsx", workbook(write))
    assert rows.select("sheet", "row_number", "indicator_zh", "value", "unit").rows() == [
        ("江苏省", 2, "食品抽检合格率", 98.5, "%"),
        ("江苏省", 2, "药品抽检合格率", 99.5, "%"),
        ("浙江省", 2, "食品抽检合格率", 98.5, "%"),
        ("浙江省", 2, "药品抽检合格率", 99.5, "%"),
    ]


def test_excel_dates_and_years_in_numbers(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["地区", "指标", "单位", "年份", "数值", "发布日期"])
        sheet.write_row(1, 0, ["江苏省", "食品抽检合格率", "%", 2023, 98.5])
        sheet.write_number(1, 5, 45331, day)
        sheet.write_row(2, 0, ["江苏省", "食品抽检合格率", "%", None, 98.5])
        sheet.write_number(2, 3, 45107, day)

    rows = read("a.xlsx", workbook(write))
    assert rows.select("period", "raw_published_on", "is_stated_as_of").rows() == [
        ("2023", "2024-02-09", False),
        ("2023-06", None, True),
    ]


def test_parquet_with_numbers(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    stream = io.BytesIO()
    pl.DataFrame(
        {
            "region_name_zh": ["江苏省"],
            "indicator_zh": ["食品抽检合格率"],
            "unit": ["%"],
            "period": [2023],
            "value": [98.5],
        }
    ).write_parquet(stream)
    assert figures(read("a.parquet", stream.getvalue())) == [(2, "江苏省", "2023", "eq", 98.5, "%", None)]


def test_units_in_words_and_scales(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    text = "地区,指标,单位,年份,数值\n"
    text += "".join(f"江苏省,专利,{unit},2023,{value}\n" for unit, value in [
        ("件", '"1,234.5万"'), ("", "1.2亿件"), ("万件", "1.2"), ("个百分点", "3"), ("％", "93"), ("万件", "1.2万件"),
        ("万件", "3万"),
        ("件", "3家"),
    ])  # fmt: skip
    rows = read("a.csv", text.encode())
    assert rows.select("value", "unit", "reason_code").rows() == [
        (12345000.0, "件", None),
        (120000000.0, "件", None),
        (1.2, "万件", None),
        (3.0, "百分点", None),
        (93.0, "%", None),
        (1.2, "万件", None),
        (30000.0, "万件", "unit_conflict"),
        (3.0, "件", "unit_conflict"),
    ]


def test_line_breaks_within_quotes_keep_the_rows_of_a_spreadsheet(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    text = '地区,指标,单位,年份,数值,备注\n江苏省,食品抽检合格率,%,2022,98,"两行\n备注"\n'
    text += "江苏省,食品抽检合格率,%,2023,99,\n"
    rows = read("a.csv", text.encode())
    assert rows.select("row_number", "value", "note").rows() == [(2, 98.0, "两行\n备注"), (3, 99.0, None)]


@pytest.mark.parametrize("write", [write_template, write_plan_template])
def test_an_empty_template_holds_no_figures(
    write: Callable[[Path], None], tmp_path: Path, vocabulary: Vocabulary
) -> None:
    write(tmp_path / "template.xlsx")
    (load,) = register_files(tmp_path)
    assert kind_of(load, vocabulary) == ("plan" if write is write_plan_template else "observations")
    if write is write_template:
        assert read_observations(load, vocabulary)["reason_code"].to_list() == ["no_rows"]


def test_the_templates_header_is_understood(tmp_path: Path, vocabulary: Vocabulary) -> None:
    write_template(tmp_path / "template.xlsx")
    (sheet, *_) = read_sheets(tmp_path / "template.xlsx")
    header = [sheet.rows[cell][0] for cell in sheet.cells]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, header)
        page.write_row(
            1,
            0,
            ["江苏省", "食品抽检合格率", "%", "2023", "98.5", "以上", "统计公报", "官方", "", "2024-02-09", "初步"],
        )
    (tmp_path / "filled.xlsx").write_bytes(stream.getvalue())
    (load,) = [load for load in register_files(tmp_path) if load.file == "filled.xlsx"]
    (row,) = read_observations(load, vocabulary).to_dicts()
    assert (row["region_name_zh"], row["value"], row["comparator"], row["source_grade"]) == (
        "江苏省",
        98.5,
        "ge",
        "官方",
    )
    assert (row["raw_published_on"], row["note"], row["reason_code"]) == ("2024-02-09", "初步", None)


def test_nothing_of_a_load_raises(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for number, content in enumerate(
        [b"", b"\x00" * 50, b"PK\x03\x04", b"PAR1xxxx", b"\xff\xfe", b'"', b",,,\n,,\n", b"\xa0"]
    ):
        path = tmp_path / f"odd_{number}.csv"
        path.write_bytes(content)
    for load in register_files(tmp_path):
        assert isinstance(load, Load)
        assert read_observations(load, vocabulary)["reason_code"].null_count() == 0
