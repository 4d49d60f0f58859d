"""Files in the forms that offices send, read into rows of one shape."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import COLUMNS, kind_of, read_observations
from plan_targets.landing.reading.encodings import UnknownEncodingError, decode
from plan_targets.landing.reading.formats import read_sheets
from plan_targets.landing.reading.number_formats import read_format
from plan_targets.landing.reading.sheets import TROUBLE, Sheet, judge_widths
from plan_targets.landing.records import Load
from plan_targets.landing.store import register_files
from plan_targets.landing.template import write_plan_template, write_template
from tests.project import REPOSITORY

COLLECTED = REPOSITORY / "seeds" / "observations" / "collected_through_2024.csv"
TIDY = "地区,指标,单位,年份,数值\n江苏省,食品抽检合格率,%,2023,98.5\n浙江省,食品抽检合格率,%,2023,超过98\n"


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


MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def written_by_hand(sheet: str, name: str = "表", codes: tuple[str, ...] = (), main: str = "") -> bytes:
    """A workbook of one sheet whose XML is that; style 1 has the first of the formats, and so on."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    formats = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(codes))
    styles = "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(codes)))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{RELATIONS_NAMESPACE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN_NAMESPACE}" xmlns:r="{RELATIONS_NAMESPACE}">{main}<sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{RELATIONS_NAMESPACE}/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN_NAMESPACE}"><numFmts>{formats}</numFmts><cellXfs><xf numFmtId="0"/>'
        f"{styles}</cellXfs></styleSheet>",
        "xl/sheet1.xml": sheet.replace("<worksheet", f'<worksheet xmlns="{MAIN_NAMESPACE}"', 1),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return stream.getvalue()


def cells(sheet: Sheet) -> list[tuple[object, ...]]:
    return sheet.rows.select(sheet.cells).rows()


def sheet_of(tmp_path: Path, content: bytes) -> Sheet:
    (tmp_path / "sheet").write_bytes(content)
    (sheet,) = read_sheets(tmp_path / "sheet")
    return sheet


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
    assert rows.height == kept.height
    # Two whose own note says that they were expected.
    refused = rows.filter(pl.col("reason_code").is_not_null())
    assert refused["reason_code"].to_list() == ["words_of_an_aim"] * 2
    assert all("预计" in note for note in refused["note"])
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
        for cells, text in {"B3:B4": "地区", "C3:C4": "指标名称", "D3:E3": "2021年", "F3:G3": "2022年"}.items():
            sheet.merge_range(cells, text)
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


@pytest.mark.parametrize(
    ("code", "cell", "text"),
    [
        ("0.00%", "0.9365", "93.65%"),
        ("0.0%;-0.0%", "-0.1", "-10%"),
        ('0.0%"以上"', "0.85", "85%以上"),
        # A percent sign that is quoted or escaped is a word: nothing is multiplied.
        ('0.00"%"', "0.85", "0.85%"),
        ("0.0\\%", "0.85", "0.85%"),
        ('0.0"万"', "1.2", "1.2万"),
        ('#,##0"件"', "1200", "1200件"),
        ('General"年"', "2023", "2023年"),
        ('"超过"0.0', "98", "超过98"),
        ('">"0.0', "98", ">98"),
        ('0"+"', "98", "98+"),
        # Commas behind the digits, and a point before the last of them: how 12,345 is shown as 1.2 tens of thousands.
        ('0.0,"千"', "1500", "1.5千"),
        ('0!.0,"万"', "12345", "1.2345万"),
        ("0\\.0,", "12345", "1.2345"),
        ('[>=10000]0!.0,"万";0"件"', "12345", "1.2345万"),
        ('[>=10000]0!.0,"万";0"件"', "12", "12件"),
        ('0.0"件";[Red]\\-0.0"件"', "-3", "-3件"),
        ("yyyy", "2023-01-01 00:00:00", "2023"),
        ('yyyy"年"', "2023-01-01", "2023"),
        ('[$-804]yyyy"年"m"月"', "2023-06-01", "2023-06"),
        # The year as Excel writes it in Chinese and Japanese; the reader of values leaves it a number.
        ('e"年"', "44927", "2023"),
        ('e"年"m"月"d"日"', "44927", "2023-01-01"),
        ('yyyy"年"', "不详", "不详"),
        # What a format does not show is no figure; a zero that it shows as a dash is a dash.
        ("0;-0;;@", "0", "#未显示"),
        ("0;-0;;@", "3", "3"),
        (";;;", "3", "#未显示"),
        (";;;", "2023-01-01", "#未显示"),
        ("#,###", "0", "#未显示"),
        ("#,###", "1200", "1200"),
        ('0;-0;"—"', "0", "—"),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", "-"),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.5", "12.5"),
        ('[=1]"是";[=0]"否"', "1", "是"),
    ],
)
def test_what_a_number_format_shows(code: str, cell: str, text: str) -> None:
    shown = read_format(code)
    assert shown is not None and shown.text(cell) == text


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "#,##0.00",
        "@",
        "yyyy-mm-dd",
        "mm:ss.0",
        "0.00E+00",
        "# ?/?",
        "000-0000",
        "[$¥-804]#,##0.00",
        '"¥"#,##0.00_);[Red]("¥"#,##0.00)',
    ],
)
def test_a_number_format_that_shows_the_number_alone(code: str) -> None:
    assert read_format(code) is None


def test_days_are_counted_from_1904_where_a_workbook_says_so(tmp_path: Path) -> None:
    sheet = '<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>43465</v></c></row></sheetData></worksheet>'
    content = written_by_hand(sheet, codes=("e&quot;年&quot;",), main='<workbookPr date1904="1"/>')
    assert cells(sheet_of(tmp_path, content)) == [("2023",)]


def test_years_in_cells_that_are_dates(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        year = book.add_format({"num_format": 'yyyy"年"'})
        percent = book.add_format({"num_format": '0.00"%"'})
        tidy = book.add_worksheet("列")
        tidy.write_row(0, 0, ["地区", "指标", "单位", "年份", "数值"])
        tidy.write_row(1, 0, ["江苏省", "食品抽检合格率", "%", None])
        tidy.write_datetime(1, 3, datetime(2023, 1, 1), year)
        tidy.write_number(1, 4, 0.85, percent)
        wide = book.add_worksheet("行")
        wide.write_row(0, 0, ["地区", "指标", "单位"])
        wide.write_datetime(0, 3, datetime(2022, 1, 1), year)
        wide.write_row(1, 0, ["江苏省", "食品抽检合格率", "%", 98.5])

    rows = read("a.xlsx", workbook(write))
    assert rows.select("period", "is_stated_as_of", "value", "unit", "reason_code").rows() == [
        ("2023", False, 0.85, "%", None),
        ("2022", False, 98.5, "%", None),
    ]


@pytest.mark.parametrize(
    "sheet",
    [
        '<worksheet><sheetData><row r="1"><c r="B1" s="1"><v>0.5</v></c><c r="C1" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="B3" t="str"><v>x</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells></worksheet>',
        # The same with what other programs write: another order, other quotes, nothing in the first column.
        "<worksheet><sheetData><row r='1'><c r='A1'></c><c s='1' r='B1'><v>0.5</v></c><c t='e' r='C1'><v>#N/A</v></c>"
        "</row><row r='3'><c t='str' r='B3'><v>x</v></c></row></sheetData>"
        "<mergeCells><mergeCell ref='B3:B4'></mergeCell></mergeCells></worksheet>",
        # Places that count on from the ones before.
        '<worksheet><sheetData><row><c/><c s="1"><v>0.5</v></c><c t="e"><f>1/0</f><v>#N/A</v></c></row><row/>'
        '<row><c s="1"/><c t="str"><v>x</v></c></row></sheetData><mergeCells><mergeCell ref="B3:B4"/></mergeCells>'
        "</worksheet>",
        f'<x:worksheet xmlns:x="{MAIN_NAMESPACE}"><x:sheetData><x:row r="1"><x:c r="B1" s="1"><x:v>0.5</x:v></x:c>'
        '<x:c r="C1" t="e"><x:v>#N/A</x:v></x:c></x:row><x:row r="3"><x:c r="B3" t="str"><x:v>x</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="B3:B4"/></x:mergeCells></x:worksheet>',
    ],
)
@pytest.mark.parametrize("codes", [("0.0%",), ()])
def test_a_sheet_in_the_manner_of_each_program(sheet: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    read = sheet_of(tmp_path, written_by_hand(sheet, "&#34920;&amp;1", codes))
    assert read.name == "表&1"
    assert cells(read) == [("50%" if codes else "0.5", "#N/A"), (None, None), ("x", None)]
    # Its second row holds nothing.
    assert read.merged == [((2, 0), (2, 0))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le")),
        ("a.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        ("a.xlsb", {"xl/workbook.bin": ""}),
    ],
)
def test_workbooks_of_other_forms_are_refused(
    name: str, content: bytes | dict[str, str], read: Callable[[str, bytes], pl.DataFrame]
) -> None:
    stream = io.BytesIO()
    if isinstance(content, dict):
        with zipfile.ZipFile(stream, "w") as archive:
            for part, text in content.items():
                archive.writestr(part, text)
    rows = read(name, content if isinstance(content, bytes) else stream.getvalue())
    assert rows.select("reason_code", "reason_value").rows() == [("unknown_form", Path(name).suffix)]


HEADER = "地区,指标,单位,年份,数值\n"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        # Every row has a comma too many: none of them is 52.
        (HEADER + "江苏省,专利,件,2022,52,769\n江苏省,专利,件,2023,53,769\n", ["too_many_cells"] * 2),
        (HEADER + "江苏省,专利,件,2023,52,769,\n", ["too_many_cells"]),
        (HEADER.replace("\n", ",\n") + "江苏省,专利,件,2023,52,769,\n", ["too_many_cells"]),
        (HEADER + "江苏省,专利,件,2023\n江苏省,专利,件,2023,52\n", ["too_few_cells", None]),
        # Blank cells behind the last are nothing; cells of a column without a name are not ours.
        (HEADER + "江苏省,专利,件,2022,52,,\n江苏省,专利,件,2023,53\n", [None, None]),
        (HEADER + "江苏省,专利,件,2022,52, \n", [None]),
        (HEADER.replace("\n", ",\n") + "江苏省,专利,件,2022,52,待核\n江苏省,专利,件,2023,52\n", [None, None]),
        # One row below three titles, or above three remarks.
        ("统计表\n质量\n全省\n" + HEADER + "江苏省,专利,件,2023,52\n", [None]),
        (HEADER + "江苏省,专利,件,2023,52\n注一\n注二\n注三\n", [None, *["remark_row"] * 3]),
        # Titles may be wider than the table.
        (
            "表,一,二,三,四,五,六,七\n" + HEADER + "江苏省,专利,件,2023,52\n江苏省,专利,件,2023,5,2\n",
            [None, "too_many_cells"],
        ),
        ("地区,指标,单位,2022年,,2023年,,来源\n,,,数值,备注,数值,备注\n江苏省,专利,件,1,,2,,公报\n", [None, None]),
        (HEADER + '"江苏省","专利","件","2023","52,769"\n江苏省,专利,件,2023,5,2\n', [None, "too_many_cells"]),
        (HEADER + "江苏省,专利,件,2023" + ",5" * 300 + "\n江苏省,专利,件,2023,5\n", ["too_many_cells", None]),
        ("\n" * 9 + HEADER + "\n\n\n江苏省,专利,件,2023,52\n\n", [None]),
    ],
)
@pytest.mark.parametrize("remark", ["", '江苏省,专利,件,2001,"5\n",\n'])
def test_how_wide_a_row_may_be(
    text: str, reasons: list[str | None], remark: str, read: Callable[[str, bytes], pl.DataFrame]
) -> None:
    # A line break within quotes takes the file the slow way, which has to say the same.
    rows = read("a.csv", (text.rstrip("\n") + "\n" + remark).encode())
    assert rows["reason_code"].head(len(reasons)).to_list() == reasons
    assert remark or rows.height == len(reasons)


def test_the_text_of_a_row_that_is_too_wide_is_kept(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    rows = read("a.csv", (HEADER + "江苏省,,件,2023,52,769\n江苏省,专利\n").encode())
    assert rows.select("row_number", "reason_value").rows() == [(2, "江苏省, , 件, 2023, 52, 769"), (3, "江苏省, 专利")]


def test_lines_above_a_table_may_be_narrower_than_it(tmp_path: Path) -> None:
    text = "规划名称,某规划\n地区,常州市\n规划期,2024-2027\n"
    text += "指标,单位,目标值,目标年份\n食品抽检合格率,%,98,2027\n甲,%,9,8,2027\n"
    judged = judge_widths(sheet_of(tmp_path, text.encode()), 4)
    assert cells(judged)[3:5] == [
        ("指标", "单位", "目标值", "目标年份", None),
        ("食品抽检合格率", "%", "98", "2027", None),
    ]
    assert judged.rows[TROUBLE].to_list() == [None] * 5 + ["too_many_cells"]
    assert judge_widths(judged, 99) is judged


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n\n", b" \n \n", b",,,\n,,,\n", b'"",""\n'])
def test_a_file_of_nothing_but_blanks_is_one_rejected_row(
    content: bytes, read: Callable[[str, bytes], pl.DataFrame]
) -> None:
    (reason,) = read("a.csv", content)["reason_code"]
    assert reason in ("empty_file", "no_rows")


def parquet(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


TYPED = pl.DataFrame(
    {
        "region_code": [321200.0],
        "indicator_zh": ["食品抽检合格率"],
        "unit": ["%"],
        "period": [2023],
        "value": [98.5],
        "published_on": [datetime(2024, 2, 9, 8, 30, tzinfo=UTC)],
    }
)


def test_parquet_of_other_kinds(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    extra = {"列表": [[1, 2]], "字节": [b"\xff"], "时长": [datetime(2024, 1, 2) - datetime(2024, 1, 1)]}
    rows = read("a.parquet", parquet(TYPED.with_columns(pl.Series(name, values) for name, values in extra.items())))
    assert rows.select("region_code", "period", "value", "raw_value", "raw_published_on", "reason_code").rows() == [
        ("321200", "2023", 98.5, "98.5", "2024-02-09", None)
    ]
    day = TYPED.with_columns(period=pl.lit(date(2023, 6, 1)), unit=pl.lit(b"%"), value=pl.lit(0.1) + pl.lit(0.2))
    assert read("b.parquet", parquet(day)).select("period", "raw_value", "unit").rows() == [
        ("2023-06", "0.30000000000000004", "%")
    ]


def test_parquet_with_lists_in_a_column_of_ours_is_refused_there(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    rows = read("a.parquet", parquet(TYPED.with_columns(value=pl.concat_list("value"))))
    assert rows.select("row_number", "reason_code", "reason_value").rows() == [(2, "text_in_value", "list")]
    assert read("b.parquet", parquet(pl.DataFrame()))["reason_code"].to_list() == ["no_rows"]


def test_nothing_of_a_load_raises(tmp_path: Path, vocabulary: Vocabulary) -> None:
    for number, content in enumerate(
        [b"", b"\x00" * 50, b"PK\x03\x04", b"PAR1xxxx", b"\xff\xfe", b'"', b",,,\n,,\n", b"\xa0"]
    ):
        path = tmp_path / f"odd_{number}.csv"
        path.write_bytes(content)
    for load in register_files(tmp_path):
        assert isinstance(load, Load)
        assert read_observations(load, vocabulary)["reason_code"].null_count() == 0


def test_what_is_printed_stays_known_beside_the_value(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    """The digits and the factor say how exact a figure is; its scope and a break stand in columns of their own."""
    rows = read(
        "exact.csv",
        (
            "地区,指标,单位,年份,数值,统计口径,断点\n"
            "江苏省,发明专利有效量,件,2023,1.13万件,,\n"
            '江苏省,发明专利有效量,件,2022,"约１２,502件",全市,\n'
            "江苏省,食品抽检合格率,%,2023,98.50,扣除沙尘,是\n"
        ).encode(),
    )
    assert rows.select("value", "printed_number", "printed_scale", "comparator", "scope", "is_break").rows() == [
        (11300.0, "1.13", 10000.0, "eq", None, None),
        (12502.0, "12502", 1.0, "approx", "全市", None),
        (98.5, "98.50", 1.0, "eq", "扣除沙尘", "是"),
    ]


def test_a_span_that_is_named_is_not_a_day(read: Callable[[str, bytes], pl.DataFrame]) -> None:
    """上半年 and 1-6月 are read as June, like 2023-06, which may be the day of a count."""
    lines = [
        f"江苏省,食品抽检合格率,%,{period},98"
        for period in ("2023年上半年", "2023年1-6月", "2023年前三季度", "2023-06")
    ]
    rows = read("spans.csv", ("地区,指标,单位,年份,数值\n" + "\n".join(lines) + "\n").encode())
    assert rows.select("period", "is_stated_span").rows() == [
        ("2023-06", True),
        ("2023-06", True),
        ("2023-09", True),
        ("2023-06", False),
    ]
