"""What the cells of a workbook really show: each file holds what a careful person would enter, or says why not.

The first list is of files that somebody sent, the second of workbooks made here, each in one manner.
"""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_observations
from plan_targets.landing.records import Load

DATA = Path(__file__).parent / "data"
HEADER = ["地区", "指标", "单位", "年份", "数值"]
FOREST = "森林覆盖率"

Taken = list[tuple[str | None, str, float | None]]
Refused = list[tuple[int, str]]


def read(path: Path, vocabulary: Vocabulary) -> tuple[Taken, Refused]:
    """What is taken (region, period, value) and what is refused (row, reason), notes below a table left out."""
    load = Load("a", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)
    rows = read_observations(load, vocabulary)
    taken = rows.filter(pl.col("reason_code").is_null()).select("region_name_zh", "period", "value").rows()
    refused = rows.filter(~pl.col("reason_code").is_in(["remark_row", "unknown_column"]))
    return taken, refused.select("row_number", "reason_code").rows()


# The halves of the year stand beside the whole year's figure.
UNCALCULATED = [
    (row, reason) for row in (2, 3, 4) for reason in ("formula_not_calculated", "words_of_a_part_of_the_year")
]


@pytest.mark.parametrize(
    ("file", "taken", "refused"),
    [
        ("a01_superscript", [("衢州市", "2022", 71.6), ("丽水市", "2022", 1250), ("舟山市", "2022", 50.4)], []),
        ("a02_formula_placeholder_zero", [], UNCALCULATED),
        ("a03_formula_no_result", [], UNCALCULATED),
        (
            "a05_hidden",
            [("温州市", "2022", 24), ("嘉兴市", "2022", 26)],
            [(1, "hidden_left_out"), (1, "hidden_left_out")],
        ),
        (
            "a06_strike",
            [("绍兴市", "2022", 28), ("台州市", "2022", 22)],
            [(2, "struck_out"), (5, "struck_out")],
        ),
        (
            "a19_zero_not_shown",
            [("扬州市", "2022", 3)],
            [(2, "value_not_shown"), (2, "value_not_shown"), (3, "absent_value")],
        ),
        ("a25_merged_figure", [], [(2, "merged_figure"), (3, "merged_figure")]),
        (
            "b51_superscript_year",
            [
                ("广西", str(year), value)
                for year, value in zip(range(2020, 2024), (62.5, 62.5, 62.55, 62.6), strict=True)
            ]
            + [
                ("广西", str(year), value)
                for year, value in zip(range(2020, 2024), (28e3, 30e3, 36e3, 41e3), strict=True)
            ],
            [],
        ),
        ("c75_currency_hidden_column", [("大同市", "2020", 9.6)], [(1, "hidden_left_out")]),
    ],
)
def test_a_workbook_that_was_sent(file: str, taken: Taken, refused: Refused, vocabulary: Vocabulary) -> None:
    assert read(DATA / f"{file}.xlsx", vocabulary) == (taken, refused)


def raised(text: str, mark: str, rest: str = "", manner: str = "superscript") -> CellRichText:
    """Text with a raised (or lowered) mark."""
    return CellRichText(text, TextBlock(InlineFont(vertAlign=manner), mark), rest)


def both(*changes: Callable[[Worksheet], Any]) -> Callable[[Worksheet], None]:
    """One change after another."""

    def change(sheet: Worksheet) -> None:
        for each in changes:
            each(sheet)

    return change


def put(**cells: Any) -> Callable[[Worksheet], None]:
    """Those cells."""

    def change(sheet: Worksheet) -> None:
        for coordinate, cell in cells.items():
            sheet[coordinate] = cell

    return change


def written(font: Font, *coordinates: str) -> Callable[[Worksheet], None]:
    """Those cells in that manner."""

    def change(sheet: Worksheet) -> None:
        for coordinate in coordinates:
            sheet[coordinate].font = font

    return change


def comment(coordinate: str, text: str) -> Callable[[Worksheet], None]:
    """A comment beside that cell."""

    def change(sheet: Worksheet) -> None:
        sheet[coordinate].comment = Comment(text, "张三")

    return change


def page_line(line: str, text: str) -> Callable[[Worksheet], None]:
    """What is printed above or below each page."""

    def change(sheet: Worksheet) -> None:
        getattr(sheet, line).center.text = text.removeprefix("&C")

    return change


def zeros_off(sheet: Worksheet) -> None:
    sheet.sheet_view.showZeros = False


def struck(old: str, new: str) -> CellRichText:
    """Old text struck out, with the new beside it."""
    return CellRichText(TextBlock(InlineFont(strike=True), old), new)


def value(cell: Any) -> Callable[[Worksheet], None]:
    """The cell's value; the table is one row, 衢州市 2022."""

    def fill(sheet: Worksheet) -> None:
        sheet["E2"] = cell

    return fill


def at(coordinate: str, cell: Any, figure: Any = 71.6) -> Callable[[Worksheet], None]:
    """Another cell beside the figure."""

    def fill(sheet: Worksheet) -> None:
        sheet["E2"] = figure
        sheet[coordinate] = cell

    return fill


def styled(
    coordinate: str,
    font: Font | None = None,
    fill: PatternFill | None = None,
    number_format: str | None = None,
    figure: Any = 71.6,
) -> Callable[[Worksheet], None]:
    """A cell in a style of its own."""

    def change(sheet: Worksheet) -> None:
        sheet["E2"] = figure
        for name, style in (("font", font), ("fill", fill), ("number_format", number_format)):
            if style is not None:
                setattr(sheet[coordinate], name, style)

    return change


def second(*cells: Any, **changes: Any) -> Callable[[Worksheet], None]:
    """A second row below the first, and what is done to the sheet."""

    def change(sheet: Worksheet) -> None:
        sheet["E2"] = 71.6
        for column, cell in enumerate(cells, start=1):
            if cell is not None:
                sheet.cell(3, column, cell)
        for name, what in changes.items():
            {
                "hide_row": lambda row: setattr(sheet.row_dimensions[row], "hidden", True),
                "height": lambda at: setattr(sheet.row_dimensions[at[0]], "height", at[1]),
                "hide_column": lambda letter: setattr(sheet.column_dimensions[letter], "hidden", True),
                "width": lambda at: setattr(sheet.column_dimensions[at[0]], "width", at[1]),
                "merge": lambda ranges: [sheet.merge_cells(each) for each in ranges],
                "group": lambda row: sheet.row_dimensions.group(row, row, hidden=True),
            }[name](what)

    return change


OTHER = ("丽水市", FOREST, "%", "2022", 81.7)
ONE = [("衢州市", "2022", 71.6)]
BOTH = [*ONE, ("丽水市", "2022", 81.7)]
WHITE = PatternFill("solid", fgColor="FFFFFFFF")
DARK = PatternFill("solid", fgColor="FF1F4E79")

MADE: dict[str, tuple[Callable[[Worksheet], None], Taken, Refused]] = {
    # Raised and lowered runs.
    "raised_digit": (value(raised("71.6", "1")), ONE, []),
    "raised_digit_behind_percent": (value(raised("71.6%", "2")), ONE, []),
    "raised_digit_before_unit": (value(raised("71.6", "2", "%")), ONE, []),
    "lowered_digit": (value(raised("71.6", "1", manner="subscript")), ONE, []),
    "raised_letter": (value(raised("71.6", "a")), ONE, []),
    "raised_star": (value(raised("71.6", "*")), ONE, []),
    "raised_circle": (value(raised("71.6", "①")), ONE, []),
    "raised_bracket": (value(raised("71.6", "[1]")), ONE, []),
    "raised_round_bracket": (value(raised("71.6", "(2)")), ONE, []),
    "raised_note": (value(raised("71.6", "注1")), ONE, []),
    "raised_two": (value(raised("71.6", "1,2")), ONE, []),
    "raised_before": (value(CellRichText(TextBlock(InlineFont(vertAlign="superscript"), "①"), "71.6")), ONE, []),
    "raised_twelve": (value(raised("71.6", "12")), ONE, []),
    "raised_part_of_the_number": (value(raised("71", "60")), [("衢州市", "2022", 71)], []),
    "raised_fraction": (value(raised("71", ".6")), [], [(2, "raised_number")]),
    "power_of_ten": (value(raised("10", "4")), [], [(2, "raised_number")]),
    "times_power_of_ten": (value(raised("7.16×10", "1")), [], [(2, "raised_number")]),
    "raised_in_year": (at("D2", raised("2022年", "1")), ONE, []),
    "raised_in_region": (at("A2", raised("衢州市", "1")), ONE, []),
    "raised_in_indicator": (at("B2", raised(FOREST, "①")), ONE, []),
    "raised_in_header": (at("E1", raised("数值", "1")), ONE, []),
    "raised_in_unit_header": (at("C1", raised("单位", "*")), ONE, []),
    "lowered_in_indicator": (
        put(B2=raised("PM", "2.5", "平均浓度", "subscript"), C2=raised("μg/m", "3"), E2=28),
        [("衢州市", "2022", 28)],
        [],
    ),
    "raised_whole_cell": (styled("E2", Font(vertAlign="superscript"), figure=5), [], [(2, "raised_number")]),
    "raised_whole_figure": (styled("E2", Font(vertAlign="superscript")), ONE, []),
    "raised_mark_alone_in_a_cell": (
        both(put(E2=71.6, F2="①"), written(Font(vertAlign="superscript"), "F2")),
        ONE,
        [],
    ),
    "note_says_that_it_is_a_forecast": (
        put(E2=raised("71.6", "1"), A4="注：1. 预计数。"),
        [],
        [(2, "words_of_an_aim")],
    ),
    # Typed marks.
    "typed_circle_at_region": (at("A2", "衢州市①"), ONE, []),
    "typed_superscript_at_year": (at("D2", "2022年²"), ONE, []),
    "typed_superscript_at_bare_year": (at("D2", "2022¹"), ONE, []),
    "typed_note_at_indicator": (at("B2", FOREST + "（注1）"), ONE, []),
    "typed_bracket_at_header": (at("E1", "数值[1]"), ONE, []),
    "typed_star_at_region": (at("A2", "衢州市*"), ONE, []),
    "typed_mark_at_figure": (value("71.6①"), [], [(2, "text_in_value")]),
    "typed_square": (value("71.6²"), [], [(2, "text_in_value")]),
    # Comments beside cells, and what is printed above and below each page.
    "comment_says_that_it_is_expected": (
        both(value(71.6), comment("E2", "预计数，待核实")),
        [],
        [(2, "forecast_period")],
    ),
    "comment_is_of_a_part_of_the_year": (both(value(71.6), comment("E2", "1-9月")), [], [(2, "range_in_value")]),
    "comment_at_the_header": (both(value(71.6), comment("E1", "此列为目标")), [], [(1, "missing_column")]),
    "comment_says_nothing_against_it": (both(value(71.6), comment("E2", "已与统计局核对")), ONE, []),
    "page_header_says_that_it_is_an_aim": (
        both(value(71.6), page_line("oddHeader", "&C2022年目标任务表")),
        [],
        [(2, "words_of_an_aim")],
    ),
    "page_footer_counts_pages": (both(value(71.6), page_line("oddFooter", "第 &P 页 共 &N 页")), ONE, []),
    # Struck out.
    "struck_and_new": (value(struck("36", "71.6")), ONE, []),
    "struck_and_new_with_blank": (value(struck("36 ", "71.6")), ONE, []),
    "struck_whole_run": (value(CellRichText(TextBlock(InlineFont(strike=True), "36"))), [], [(2, "struck_out")]),
    "struck_style": (styled("E2", Font(strike=True)), [], [(2, "struck_out")]),
    "struck_text_style": (styled("E2", Font(strike=True), figure="71.6%"), [], [(2, "struck_out")]),
    "struck_region_and_new": (at("A2", struck("丽水市", "衢州市")), ONE, []),
    "struck_year_and_new": (at("D2", struck("2021", "2022")), ONE, []),
    "struck_note": (both(put(E2=71.6, F1="备注", F2="初步"), written(Font(strike=True), "F2")), ONE, []),
    "struck_row": (
        both(second(*OTHER), written(Font(strike=True), "A3", "B3", "C3", "D3", "E3")),
        ONE,
        [(3, "struck_out")],
    ),
    "not_struck": (styled("E2", Font(strike=False)), ONE, []),
    # Hidden.
    "hidden_row": (second(*OTHER, hide_row=3), ONE, [(1, "hidden_left_out")]),
    "row_without_height": (second(*OTHER, height=(3, 0.1)), ONE, [(1, "hidden_left_out")]),
    "collapsed_row": (second(*OTHER, group=3), ONE, [(1, "hidden_left_out")]),
    "hidden_column_of_drafts": (
        both(second(*OTHER, hide_column="F"), put(F1="2021年", F2=3)),
        BOTH,
        [(1, "hidden_left_out")],
    ),
    "column_without_width": (
        both(second(*OTHER, width=("F", 0.05)), put(F1="数值", F2=3)),
        BOTH,
        [(1, "hidden_left_out")],
    ),
    "hidden_blank_column": (second(*OTHER, hide_column="H"), BOTH, []),
    "hidden_identifiers": (
        both(second(*OTHER, hide_column="F"), put(F1="region_code", F2="330800", F3="331100")),
        BOTH,
        [],
    ),
    "hidden_first_row_of_a_merged_region": (
        second(None, FOREST, "%", "2023", 71.7, hide_row=2, merge=["A2:A3"]),
        [("衢州市", "2023", 71.7)],
        [(1, "hidden_left_out")],
    ),
    "white_on_white": (styled("E2", Font(color="FFFFFFFF")), [], [(1, "hidden_left_out"), (2, "value_not_shown")]),
    "white_on_white_fill": (
        styled("E2", Font(color="FFFFFFFF"), WHITE),
        [],
        [(1, "hidden_left_out"), (2, "value_not_shown")],
    ),
    "white_on_dark": (styled("E1", Font(color="FFFFFFFF"), DARK), ONE, []),
    "no_format_at_all": (styled("E2", number_format=";;;"), [], [(2, "value_not_shown")]),
    # Zeros that are none.
    "formula": (value("=1+1"), [], [(2, "formula_not_calculated")]),
    "formula_for_a_region": (at("A2", '="衢州"&"市"'), [], [(2, "formula_not_calculated")]),
    "zeros_off": (both(value(0), zeros_off), [], [(2, "value_not_shown")]),
    "zeros_off_and_another": (both(value(71.6), zeros_off), ONE, []),
    "zero_without_words": (styled("E2", number_format="0;-0;;@", figure=0), [], [(2, "value_not_shown")]),
    "zero_as_a_dash": (styled("E2", number_format='0;-0;"—"', figure=0), [], [(2, "absent_value")]),
    "zero_of_an_account": (
        styled("E2", number_format='_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', figure=0),
        [],
        [(2, "absent_value")],
    ),
    "zero_without_a_decimal": (styled("E2", number_format="#,###", figure=0), [], [(2, "value_not_shown")]),
    "zero_that_is_shown": (value(0), [("衢州市", "2022", 0)], []),
    "zero_with_two_decimals": (styled("E2", number_format="0.00", figure=0), [("衢州市", "2022", 0)], []),
    # Merged figures.
    "figure_over_two_regions": (
        second("丽水市", FOREST, "%", "2022", merge=["E2:E3"]),
        [],
        [(2, "merged_figure"), (3, "merged_figure")],
    ),
    "figure_over_two_years": (
        second("衢州市", FOREST, "%", "2023", merge=["E2:E3"]),
        [],
        [(2, "merged_figure"), (3, "merged_figure")],
    ),
    "figure_over_two_indicators_of_a_merged_region": (
        second(None, "绿色食品数", "个", "2022", merge=["A2:A3", "E2:E3"]),
        [],
        [(2, "merged_figure"), (3, "merged_figure")],
    ),
    "region_over_two_rows": (
        second(None, FOREST, "%", "2023", 71.7, merge=["A2:A3"]),
        [*ONE, ("衢州市", "2023", 71.7)],
        [],
    ),
    "every_cell_over_two_rows": (second(merge=[f"{letter}2:{letter}3" for letter in "ABCDE"]), ONE, []),
    "every_cell_over_two_columns": (second(merge=["E1:F1", "E2:F2"]), ONE, []),
}


def write(folder: Path, change: Callable[[Worksheet], None]) -> Path:
    """A workbook with one row but for its figure, changed."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER, ["衢州市", FOREST, "%", "2022"]):
        sheet.append(row)
    change(sheet)
    path = folder / "made.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", MADE)
def test_a_cell_counts_as_it_is_shown(name: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    change, taken, refused = MADE[name]
    assert read(write(tmp_path, change), vocabulary) == (taken, refused)


def years_across(folder: Path, change: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["地区", "指标", "单位", "2021年", "2022年"], ["衢州市", FOREST, "%", 71.5, 71.6]):
        sheet.append(row)
    change(sheet)
    path = folder / "wide.xlsx"
    book.save(path)
    return path


YEARS = [("衢州市", "2021", 71.5), ("衢州市", "2022", 71.6)]


@pytest.mark.parametrize(
    ("change", "taken", "refused"),
    [
        (lambda sheet: sheet.merge_cells("D2:E2"), [], [(2, "merged_figure"), (2, "merged_figure")]),
        (put(E1=raised("2022年", "1")), YEARS, []),
        (put(E1=raised("2022", "①", "年")), YEARS, []),
        (put(E1="2022年①"), YEARS, []),
        # A note that says what the mark means: not the whole year.
        (put(E1="2022年①", A4="①为1-9月数据"), [], [(2, "words_of_a_part_of_the_year")]),
        (written(Font(strike=True), "A2", "B2", "C2", "D2", "E2"), [], [(2, "struck_out")]),
        (put(A4="注：快报数"), YEARS, []),
        (
            lambda sheet: setattr(sheet.column_dimensions["D"], "hidden", True),
            YEARS[1:],
            [(1, "hidden_left_out")],
        ),
    ],
)
def test_years_side_by_side(
    change: Callable[[Worksheet], None], taken: Taken, refused: Refused, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    assert read(years_across(tmp_path, change), vocabulary) == (taken, refused)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_does_not_count_and_is_named(state: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E2"] = 71.6
        draft = sheet.parent.create_sheet("草稿")
        draft.append(HEADER)
        draft.append(["衢州市", FOREST, "%", "2022", 99])
        draft.sheet_state = state
        words = sheet.parent.create_sheet("名单")
        words.append(["甲", "乙"])
        words.sheet_state = state

    path = write(tmp_path, change)
    assert read(path, vocabulary) == (ONE, [(1, "hidden_left_out")])
    load = Load("a", path.name, path, 1, datetime(2024, 4, 1), "", 0, None)
    rows = read_observations(load, vocabulary)
    assert rows.filter(pl.col("reason_code") == "hidden_left_out")["reason_value"].to_list() == ["工作表 草稿"]


def test_a_hidden_plan_makes_no_plan_of_a_file_of_figures(tmp_path: Path, vocabulary: Vocabulary) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["E2"] = 71.6
        draft = sheet.parent.create_sheet("草稿")
        draft.append(["指标", "单位", "目标值", "目标年份"])
        draft.append([FOREST, "%", 99, 2027])
        draft.sheet_state = "hidden"

    path = write(tmp_path, change)
    assert kind_of(Load("a", path.name, path, 1, datetime(2024, 4, 1), "", 0, None), vocabulary) == "observations"


def test_inline_strings_are_read_as_shared_ones(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = write(tmp_path, value("RAISED"))
    stream = io.BytesIO()
    run = '<is><r><t>71.6</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is>'
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stream, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                start = text.index(b'<c r="E2"')
                end = text.index(b"</c>", start) + 4
                text = text[:start] + f'<c r="E2" t="inlineStr">{run}</c>'.encode() + text[end:]
            target.writestr(part, text)
    path.write_bytes(stream.getvalue())
    assert read(path, vocabulary) == (ONE, [])


def test_results_that_a_program_calculated_count(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "calculated.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["衢州市", FOREST, "%", "2022"])
        sheet.write_formula(1, 4, "=70+1.6", None, 71.6)
    assert read(path, vocabulary) == (ONE, [])


def test_what_a_library_remarks_does_not_reach_the_reader(
    tmp_path: Path, vocabulary: Vocabulary, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "chart.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["衢州市", FOREST, "%", "2022", 71.6])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$E$2:$E$2"})
        book.add_chartsheet("图").set_chart(chart)
    assert read(path, vocabulary) == (ONE, [])
    assert not caplog.records and capfd.readouterr() == ("", "")
