"""Tables as offices lay them out: which cell is whose figure, and what is refused rather than guessed at."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from plan_targets.landing.grammar.lines import read_name
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_headers, read_observations
from plan_targets.landing.records import Load

Figure = tuple[object, ...]
Reading = Callable[[str | bytes], pl.DataFrame]

FOOD, DRUGS, ECONOMY = "食品抽检合格率", "药品抽检合格率", "数字经济增加值"


def load_of(path: Path, content: str | bytes) -> Load:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Load("load", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)


@pytest.fixture
def read(tmp_path: Path, vocabulary: Vocabulary) -> Reading:
    return lambda content: read_observations(load_of(tmp_path / "file", content), vocabulary)


def sheet(*rows: list[object], merged: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet; `merged` are ranges and what they show."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for cells, text in (merged or {}).items():
            page.merge_range(cells, text)
    return stream.getvalue()


def taken(rows: pl.DataFrame) -> list[Figure]:
    read = rows.filter(pl.col("reason_code").is_null())
    return read.select("row_number", "region_name_zh", "indicator_zh", "period", "value", "unit").rows()


def refused(rows: pl.DataFrame) -> list[Figure]:
    unread = rows.filter(pl.col("reason_code").is_not_null())
    return unread.select("row_number", "reason_code", "reason_column", "reason_value").rows()


def one(rows: pl.DataFrame, *names: str) -> Figure:
    (row,) = rows.select(*names).rows()
    return tuple(row)


@pytest.mark.parametrize(
    ("header", "part", "period"),
    [
        ("季度", "4", "2023-Q4"),
        ("季度", "四", "2023-Q4"),
        ("季度", "第三季度", "2023-Q3"),
        ("季度", "Q2", "2023-Q2"),
        ("quarter", "３", "2023-Q3"),
        ("季度", "前三季度", "2023-09"),
        ("季度", "", "2023"),
        ("月份", "6", "2023-06"),
        ("月份", "06月", "2023-06"),
        ("月份", "1-6月", "2023-06"),
        ("月份", "1月-6月", "2023-06"),
        ("月份", "第三季度", "2023-Q3"),
    ],
)
def test_a_part_of_the_year_in_a_column_of_its_own(header: str, part: str, period: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,{header},数值\n江苏省,{FOOD},%,2023年,{part},98.5\n")
    assert one(rows, "period", "reason_code") == (period, None)


@pytest.mark.parametrize(("header", "part"), [("季度", "5"), ("季度", "全年度"), ("月份", "13"), ("月份", "三")])
def test_a_part_of_the_year_that_is_none_is_refused(header: str, part: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,{header},数值\n江苏省,{FOOD},%,2023,{part},98.5\n")
    assert one(rows, "reason_code") == ("period_unreadable",)


YEARS_BELOW_YEARS = f"""地区,指标,单位,2021,2022
江苏省,{FOOD},%,97.1,97.2
,,,,
地区,指标,单位,2018,2019
浙江省,{FOOD},%,96.1,96.2
"""


def test_a_second_header_begins_a_second_table(read: Reading) -> None:
    rows = read(YEARS_BELOW_YEARS)
    assert rows.select("row_number", "region_name_zh", "period", "value", "value_column", "reason_code").rows() == [
        (2, "江苏省", "2021", 97.1, "2021", None),
        (2, "江苏省", "2022", 97.2, "2022", None),
        (5, "浙江省", "2018", 96.1, "2018", None),
        (5, "浙江省", "2019", 96.2, "2019", None),
    ]


def test_a_second_header_counts_wherever_it_stands(read: Reading) -> None:
    first = "".join(f"江苏省,{FOOD},%,{1950 + row},98.{row}\n" for row in range(70))
    rows = read(f"地区,指标,单位,年份,数值\n{first}地 区,单位,指标,数值,年份\n浙江省,%,{FOOD},97.5,2001\n")
    assert refused(rows) == []
    assert taken(rows)[-1] == (73, "浙江省", FOOD, "2001", 97.5, "%")
    assert taken(rows)[-2] == (71, "江苏省", FOOD, "2019", 98.69, "%")


def test_the_unit_of_a_second_table_is_its_own(read: Reading) -> None:
    rows = read(
        f"地区,指标,年份,数值(亿元)\n江苏省,{ECONOMY},2023,4330\n,,,\n"
        f"地区,指标,年份,数值(万元)\n浙江省,{ECONOMY},2023,43300000\n"
        f"单位：元,,,\n地区,指标,年份,数值\n山东省,{ECONOMY},2023,433000000000\n"
    )
    assert [(figure[1], *figure[4:]) for figure in taken(rows)] == [
        ("江苏省", 4330.0, "亿元"),
        ("浙江省", 43300000.0, "万元"),
        ("山东省", 433000000000.0, "元"),
    ]
    assert [row[:2] for row in refused(rows)] == [(6, "remark_row")]


def test_a_first_table_is_read_though_the_second_has_more_columns(read: Reading) -> None:
    rows = read(
        f"一、2022年情况,,,,,\n地区,指标,单位,年份,数值,\n江苏省,{FOOD},%,2022,98.1,\n,,,,,\n二、2023年情况,,,,,\n"
        f"地区,指标,单位,年份,数值,来源\n江苏省,{FOOD},%,2023,98.5,公报\n"
    )
    assert [(figure[0], *figure[3:5]) for figure in taken(rows)] == [(3, "2022", 98.1), (7, "2023", 98.5)]
    assert [row[:2] for row in refused(rows)] == [(5, "remark_row")]


def test_a_header_that_is_repeated_is_no_figure(read: Reading) -> None:
    header = "地区,指标,单位,年份,数值\n"
    rows = read(f"{header}江苏省,{FOOD},%,2022,98.1\n{header}江苏省,{FOOD},%,2023,98.5\n{header}")
    assert [figure[0] for figure in taken(rows)] == [2, 4]
    assert [row[:2] for row in refused(rows)] == [(3, "repeated_header"), (5, "repeated_header")]


def test_a_header_in_two_languages_is_one(read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,数值\nRegion,Indicator,Unit,Year,Value\n江苏省,{FOOD},%,2023,98.5\n")
    assert (len(taken(rows)), refused(rows)) == (1, [])


def test_figures_above_a_header_are_not_lost_in_silence(read: Reading) -> None:
    rows = read(f"2023年统计表,,,,\n江苏省,{FOOD},%,2022,98.1\n地区,指标,单位,年份,数值\n江苏省,{FOOD},%,2023,98.5\n")
    assert [row[:2] for row in refused(rows)] == [(2, "no_header")]
    assert [figure[0] for figure in taken(rows)] == [4]


@pytest.mark.parametrize("odd", ["2018年甲", "12", "2109"])
def test_a_second_header_counts_though_part_of_it_is_not_understood(odd: str, read: Reading) -> None:
    first = f"地区,指标,单位,2021,2022\n江苏省,{FOOD},%,97.1,97.2\n"
    second = f"地区,指标,单位,{odd},2019\n浙江省,{FOOD},%,96.1,96.2\n"
    for rows in (read(first + second), read(first + f"江苏省,{FOOD},%,—,\n" * 80 + second)):
        figures = [figure for figure in taken(rows) if figure[1] == "浙江省"]
        assert {figure[3] for figure in figures} <= {odd, "2019"}
        assert figures[-1][4] == 96.2


def test_a_row_of_figures_is_no_header(read: Reading) -> None:
    # Our level `area` and the unit 年 are names of columns too.
    table = (
        f"地区,region_level,指标,单位,年份,数值\n长三角,area,{FOOD},年,2023,{{}}\n江苏省,province,{FOOD},%,2023,98.5\n"
    )
    for value in ("", "78.2", "约九成", "2010"):
        rows = read(table.format(value))
        assert [figure[1] for figure in taken(rows)][-1] == "江苏省"


def test_headers_are_listed_once_for_each_sheet(tmp_path: Path, vocabulary: Vocabulary) -> None:
    load = load_of(tmp_path / "file", YEARS_BELOW_YEARS + f"地市,指标,单位,2016,2017\n苏州市,{FOOD},%,1,2\n")
    assert read_headers(load, vocabulary) == [
        (None, "region_name_zh", "地区"),
        (None, "indicator_zh", "指标"),
        (None, "unit", "单位"),
        (None, "region_code", "地区代码"),
        (None, "published_on", "发布日期"),
    ]


def test_a_table_of_targets_below_one_of_figures(read: Reading, tmp_path: Path, vocabulary: Vocabulary) -> None:
    figures = f"地区,指标,单位,年份,数值\n江苏省,{FOOD},%,2023,98.5\n"
    text = f"{figures}地区,指标,单位,目标年份,目标值\n江苏省,{FOOD},%,2025,99\n"
    # The reader of plans says of the targets that they name no plan.
    assert kind_of(load_of(tmp_path / "file", text), vocabulary) == "plan and observations"
    rows = read(text)
    assert [figure[0] for figure in taken(rows)] == [2]
    assert refused(rows) == []
    # So far below that nobody has seen a plan in the file, they are no figures.
    rows = read(text.replace("地区,指标,单位,目标年份", f"江苏省,{FOOD},%,—,\n" * 80 + "地区,指标,单位,目标年份"))
    assert [row[1:3] for row in refused(rows)][-1] == ("forecast_period", "目标值")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (f"地区,指标,单位,年份,数值(亿元)\n江苏省,{ECONOMY},万元,2023,433\n", None),
        (f"单位：亿元,,,\n地区,指标,年份,数值(万元)\n江苏省,{ECONOMY},2023,433\n", None),
        (f"单位：亿元,,,,\n地区,指标,单位,年份,数值\n江苏省,{ECONOMY},万元,2023,433\n", None),
        (f"地区,指标,单位,年份,数值\n江苏省,{FOOD}(%),‰,2023,98.5\n", None),
        (f"单位：亿元,,,,\n地区,指标,单位,年份,数值(万元)\n江苏省,{ECONOMY},万元,2023,433\n", None),
        (f"地区,指标,单位,年份,数值(亿元)\n江苏省,{ECONOMY},亿元,2023,433\n", "亿元"),
        (f"地区,指标,单位,年份,数值(亿元)\n江苏省,{ECONOMY},,2023,433\n", "亿元"),
        (f"单位：亿元,,,,\n地区,指标,单位,年份,数值\n江苏省,{ECONOMY},,2023,433\n", "亿元"),
        (f"单位：亿元,,,\n地区,指标,年份,数值\n江苏省,{ECONOMY},2023,433亿元\n", "亿元"),
        # A unit of another kind cannot be a slip for it.
        (f"单位：亿元,,,,\n地区,指标,单位,年份,数值\n江苏省,{FOOD},%,2023,98.5\n", "%"),
        (f"地区,指标,单位,年份,数值\n江苏省,{FOOD}（％）,,2023,98.5\n", "%"),
        (f"地区,指标,单位,年份,数值\n江苏省,{ECONOMY},億元,2023,433\n", "亿元"),
    ],
)
def test_units_that_contradict_each_other_are_refused(text: str, unit: str | None, read: Reading) -> None:
    rows = read(text)
    expected = (unit, None) if unit else ("unit_conflict",)
    assert one(rows, *(("unit", "reason_code") if unit else ("reason_code",))) == expected


@pytest.mark.parametrize("header", ["数据类型", "类别", "value_kind"])
@pytest.mark.parametrize(
    "kind", ["目标值", "目标", "计划", "预测", "预计数", "预计", "Target", "forecast", "plan", "estimated"]
)
def test_what_is_called_a_target_or_a_forecast_is_no_observation(header: str, kind: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,数值,{header}\n江苏省,{FOOD},%,2023,98.5,{kind}\n")
    assert [(row[1], row[2]) for row in refused(rows)] == [("forecast_period", header)]


@pytest.mark.parametrize(
    "kind", ["实际", "实际值", "完成值", "actual", "level_rate", "stock", "初步", "change_vs_base", ""]
)
def test_what_is_called_an_actual_figure_is_taken(kind: str, read: Reading) -> None:
    assert len(taken(read(f"地区,指标,单位,年份,数值,数据类型\n江苏省,{FOOD},%,2023,98.5,{kind}\n"))) == 1


REGIONS = ["地区", "指标", "单位"]
ROW = ["江苏省", FOOD, "%"]


@pytest.mark.parametrize("merged", [{}, {"D1:E1": "2023年"}, {"D1:E1": "2023年", "A1:A2": "地区", "B1:B2": "指标"}])
@pytest.mark.parametrize(("planned", "actual"), [("计划", "实际"), ("目标值", "实际值"), ("预期", "完成")])
def test_a_plan_beside_what_was_done(merged: dict[str, str], planned: str, actual: str, read: Reading) -> None:
    rows = read(sheet([*REGIONS, "2023年", None], [None, None, None, planned, actual], [*ROW, 99, 98.5], merged=merged))
    assert taken(rows) == [(3, "江苏省", FOOD, "2023", 98.5, "%")]
    assert refused(rows) == [(3, "forecast_period", f"2023年 {planned}", "99")]
    assert rows["value_column"].to_list() == [f"2023年 {actual}", f"2023年 {planned}"]


def test_a_plan_beside_what_was_done_with_words_below_the_other_headers(read: Reading) -> None:
    rows = read(sheet([*REGIONS, "2023年", None], ["（省）", None, None, "计划", "实际"], [*ROW, 99, 98.5]))
    assert [figure[4] for figure in taken(rows)] == [98.5]
    assert [row[1:3] for row in refused(rows)] == [("forecast_period", "2023年 计划")]


def test_a_plan_beside_what_was_done_in_one_row_of_headers(read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,计划,实际\n江苏省,{FOOD},%,2023,99,98.5\n")
    assert [figure[4] for figure in taken(rows)] == [98.5]
    assert refused(rows) == [(2, "forecast_period", "计划", "99")]


@pytest.mark.parametrize("merged", [{}, {"D1:E1": "2022年", "F1:G1": "2023年"}])
def test_growth_beside_the_figure_is_no_figure(merged: dict[str, str], read: Reading) -> None:
    rows = read(
        sheet(
            [*REGIONS, "2022年", None, "2023年", None],
            [None, None, None, "数值", "增速", "数值", "增速"],
            [*ROW, 97.5, 1.1, 98.5, 1.2],
            merged=merged,
        )
    )
    assert [figure[3:5] for figure in taken(rows)] == [("2022", 97.5), ("2023", 98.5)]
    assert refused(rows) == []


def test_a_sub_header_that_nobody_knows_is_refused(read: Reading) -> None:
    rows = read(sheet([*REGIONS, "2023年", None], [None, None, None, "甲", "实际"], [*ROW, 99, 98.5]))
    assert [figure[4] for figure in taken(rows)] == [98.5]
    assert refused(rows) == [(3, "unknown_column", "2023年 甲", "99")]
    rows = read(sheet([*REGIONS, "2023年", None], [None, None, None, "甲", "乙"], [*ROW, 99, 98.5]))
    assert [row[:3] for row in refused(rows)] == [(2, "missing_column", "年份、数值")]


@pytest.mark.parametrize("over", ["数值", "年份"])
@pytest.mark.parametrize("is_merged", [True, False])
def test_a_word_over_the_years(over: str, is_merged: bool, read: Reading) -> None:
    merged = {"D1:E1": over, "A1:A2": "地区"} if is_merged else {}
    rows = read(
        sheet([*REGIONS, over, None], [None, None, None, "2022年", "2023年"], [*ROW, 97.5, 98.5], merged=merged)
    )
    assert [figure[3:5] for figure in taken(rows)] == [("2022", 97.5), ("2023", 98.5)]
    assert refused(rows) == []


def test_units_in_a_row_below_the_years(read: Reading) -> None:
    rows = read(sheet(["地区", "指标", "2022年", "2023年"], [None, None, "(%)", "(%)"], ["江苏省", FOOD, 97.5, 98.5]))
    assert [figure[3:] for figure in taken(rows)] == [("2022", 97.5, "%"), ("2023", 98.5, "%")]


def test_groups_that_nobody_knows_are_refused(read: Reading) -> None:
    rows = read(
        sheet(
            [*REGIONS, "农村", None, "城市", None],
            [None, None, None, "2022年", "2023年", "2022年", "2023年"],
            [*ROW, 1, 2, 3, 4],
        )
    )
    assert taken(rows) == []
    assert [row[:2] for row in refused(rows)] == [(1, "missing_column")]


@pytest.mark.parametrize(
    ("header", "period", "unit"),
    [
        ("2023年(%)", "2023", "%"),
        ("2023年（％）", "2023", "%"),
        ("2023(单位：%)", "2023", "%"),
        ("2023年实际", "2023", "%"),
        ("2023年数值(%)", "2023", "%"),
        ("实际(2023年)", "2023", "%"),
        ("2023Q1", "2023-Q1", "%"),
    ],
)
def test_a_year_in_a_header_with_more(header: str, period: str, unit: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,2022年,{header}\n江苏省,{FOOD},%,97.1,97.2\n")
    assert [figure[3:] for figure in taken(rows)] == [("2022", 97.1, "%"), (period, 97.2, unit)]
    assert refused(rows) == []


def test_years_all_of_which_have_a_unit(read: Reading) -> None:
    rows = read(f"地区,指标,2021年(%),2022年(‰)\n江苏省,{FOOD},97.1,972\n")
    assert [figure[3:] for figure in taken(rows)] == [("2021", 97.1, "%"), ("2022", 972.0, "‰")]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("2023年甲", "unknown_column"),
        ("2023年甲(%)", "unknown_column"),
        ("2023年(甲)", "unknown_column"),
        ("桃花指数", "unknown_column"),
        ("基期值", "unknown_column"),
        ("2025年目标", "forecast_period"),
        ("2023年计划", "forecast_period"),
        ("2023年（预计）", "forecast_period"),
        ("目标值", "forecast_period"),
        ("2025年目标值(%)", "forecast_period"),
        ("2022/23", "split_year"),
        ("十四五", "plan_period"),
    ],
)
def test_a_column_that_is_not_understood_is_not_lost_in_silence(header: str, reason: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,2022年,{header}\n江苏省,{FOOD},%,97.1,99\n浙江省,{FOOD},%,97.2,\n")
    assert [(figure[1], figure[4]) for figure in taken(rows)] == [("江苏省", 97.1), ("浙江省", 97.2)]
    assert refused(rows) == [(2, reason, header, "99")]


def test_an_indicator_that_nobody_knows_is_not_lost_in_silence(read: Reading) -> None:
    rows = read(f"地区,年份,{FOOD}(%),桃花指数(%)\n江苏省,2023,98.5,33.5\n")
    # Under its own name, so that it is refused with the names that are near and waits with the others.
    assert [figure[2:] for figure in taken(rows)] == [(FOOD, "2023", 98.5, "%"), ("桃花指数", "2023", 33.5, "%")]


@pytest.mark.parametrize(
    "header", ["序号", "No.", "排名", "同比", "环比(%)", "增速", "2023年同比", "同比增长(%)", "负责人"]
)
def test_what_is_plainly_no_figure_is_left_alone(header: str, read: Reading) -> None:
    cell = "张三，电话1234" if header == "负责人" else "3"
    rows = read(f"地区,指标,单位,2022年,{header}\n江苏省,{FOOD},%,97.1,{cell}\n")
    assert ([figure[4] for figure in taken(rows)], refused(rows)) == ([97.1], [])


def test_numbers_without_a_header(read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,数值,\n江苏省,{FOOD},%,2022,97.1,98.1\n浙江省,{FOOD},%,2022,97.2,\n")
    assert refused(rows) == [(2, "unknown_column", None, "98.1")]
    counted = read(f",地区,指标,单位,年份,数值\n0,江苏省,{FOOD},%,2022,97.1\n1,浙江省,{FOOD},%,2022,97.2\n")
    assert (len(taken(counted)), refused(counted)) == (2, [])


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("工程质量（竣工验收）合格率", "工程质量(竣工验收)合格率"),
        ("R＆D经费投入强度", "R&D经费投入强度"),
        ("国考断面I-III类水质占比", "国考断面Ⅰ-Ⅲ类水质占比"),
        ("国考断面Ⅰ—Ⅲ类水质占比", "国考断面Ⅰ-Ⅲ类水质占比"),
        ("食 品抽检合格率", FOOD),
        ("食品抽检合格率\u200b", FOOD),
        ("食品抽检合格率（％）", FOOD),
        ("PM２.５年均浓度", "PM2.5年均浓度"),
        ("食品抽检合格率①", FOOD),
        ("食品抽检合格率¹", FOOD),
        ("食品抽检合格率⁽¹⁾", FOOD),
        ("食品抽检合格率[1]", FOOD),
        ("食品抽检合格率（注1）", FOOD),
        ("*食品抽检合格率*", FOOD),
        ("其中：食品抽检合格率", "其中：食品抽检合格率"),
    ],
)
def test_names_as_they_are_typed(name: str, listed: str, read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,数值\n江苏省\u200b,{name},%,2023,98.5\n")
    assert one(rows, "region_name_zh", "indicator_zh", "reason_code") == ("江苏省", listed, None)


@pytest.mark.parametrize(
    ("region", "word", "level"),
    [
        ("吉林", "市", "city"),
        ("吉林市", "市", None),
        ("昆山市", "市", None),
        ("昆山市", "县级市", "county"),
        ("上海", "市", None),
        ("上海市", "直辖市", "province"),
        ("宁夏", "自治区", "province"),
        ("宁夏", "区", "county"),
        ("吴中区", "区", None),
        ("全国", "国家", "country"),
        ("苏州市", "地级市", "city"),
        ("江苏省", "Province", "province"),
        ("太湖县", "县", "county"),
    ],
)
def test_levels_in_words(region: str, word: str, level: str | None, read: Reading) -> None:
    rows = read(f"地区,行政级别,指标,单位,年份,数值\n{region},{word},{FOOD},%,2023,98.5\n")
    assert one(rows, "region_level", "reason_code") == (level, None)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("地区,指标,单位,数值", "年份"),
        ("甲,指标,单位,年份,数值", "地区"),
        ("地区,甲,单位,年份,数值", "指标"),
        ("地区,指标,单位,年份,甲", "数值"),
    ],
)
def test_a_column_that_is_missing_is_named_in_the_words_of_an_office(header: str, column: str, read: Reading) -> None:
    cells = ["江苏省", FOOD, "%", "2023", "98.5"][: header.count(",") + 1]
    assert refused(read(f"{header}\n{','.join(cells)}\n"))[0][1:3] == ("missing_column", column)


def test_a_header_in_traditional_characters(read: Reading) -> None:
    rows = read(f"地區,指標,單位,年度,數值,來源,發佈日期\n江蘇,{FOOD},%,2023,98.5,公報,2024-03-01\n")
    assert one(rows, "value", "source_title", "raw_published_on", "reason_code") == (98.5, "公報", "2024-03-01", None)


@pytest.mark.parametrize(
    ("header", "cells", "comparators", "reasons"),
    [
        ("符号", ("≥", "="), ["ge", "eq"], [None, None]),
        ("比较符号", ("约", ""), ["approx", "eq"], [None, None]),
        ("精度说明", ("约", "准确"), ["eq", "eq"], ["words_of_a_bound", None]),
        ("补充", ("以上", ""), ["eq", "eq"], ["words_of_a_bound", None]),
    ],
)
def test_a_bound_in_a_column_of_its_own(
    header: str, cells: tuple[str, str], comparators: list[str], reasons: list[str | None], read: Reading
) -> None:
    rows = read(
        f"地区,指标,单位,年份,数值,{header}\n南京市,{FOOD},%,2023,98.8,{cells[0]}\n无锡市,{FOOD},%,2023,98.6,{cells[1]}\n"
    )
    assert rows["comparator"].to_list() == comparators
    assert rows["reason_code"].to_list() == reasons


@pytest.mark.parametrize(
    ("header", "of_a_part", "of_the_year"),
    [("截止月份", "6月", "12月"), ("数据截止", "2023年9月底", "2023年末"), ("统计时点", "2023-06-30", "2023-12-31")],
)
def test_the_month_up_to_which_a_figure_counts(header: str, of_a_part: str, of_the_year: str, read: Reading) -> None:
    rows = read(
        f"地区,指标,单位,年份,数值,{header}\n南京市,{FOOD},%,2023,98.8,{of_a_part}\n无锡市,{FOOD},%,2023,98.6,{of_the_year}\n"
    )
    assert rows["reason_code"].to_list() == ["words_of_a_part_of_the_year", None]


def test_the_day_by_which_to_report_says_nothing_of_the_figure(read: Reading) -> None:
    rows = read(f"地区,指标,单位,年份,数值,报送截止日期\n南京市,{FOOD},%,2023,98.8,2024-01-15\n")
    assert rows["reason_code"].to_list() == [None]


@pytest.mark.parametrize("name", ["quality_forecast_2023", "Targets 2025", "planned 2024 - Suzhou", "budget2024"])
def test_an_aim_in_the_english_name_of_a_file(name: str, vocabulary: Vocabulary) -> None:
    assert [caveat.kind for _, caveat in read_name(name, vocabulary, "文件名").caveats] == ["aim"]


@pytest.mark.parametrize("name", ["planning_bureau_2023", "results_2023", "quality_targeted", "plan_indicators_2023"])
def test_no_aim_in_the_english_name_of_a_file(name: str, vocabulary: Vocabulary) -> None:
    assert read_name(name, vocabulary, "文件名").caveats == ()


@pytest.mark.parametrize(
    "table",
    [
        f"指标,单位,南京市,无锡市\n2022年{FOOD},%,98.1,98.2\n2023年末{FOOD},%,98.5,98.6\n",
        f",南京市,无锡市\n2022年{FOOD}（%）,98.1,98.2\n2023年{FOOD}（%）,98.5,98.6\n",
        f"地区,指标,单位,数值\n南京市,{FOOD}（2022年）,%,98.1\n无锡市,{FOOD}（2022年）,%,98.2\n"
        f"南京市,2023年度{FOOD},%,98.5\n无锡市,2023年度{FOOD},%,98.6\n",
    ],
)
def test_years_in_the_names_of_indicators(table: str, read: Reading) -> None:
    rows = read(table)
    assert rows.select("region_name_zh", "indicator_zh", "period", "value", "unit", "reason_code").rows() == [
        (region, FOOD, year, value, "%", None)
        for year, values in (("2022", (98.1, 98.2)), ("2023", (98.5, 98.6)))
        for region, value in zip(("南京市", "无锡市"), values, strict=True)
    ]


def test_a_name_without_a_year_among_those_with_one_has_none(read: Reading) -> None:
    rows = read(f"地区,指标,单位,数值\n南京市,2022年{FOOD},%,98.1\n无锡市,{FOOD},%,98.2\n")
    assert rows["reason_code"].to_list() == [None, "missing_period"]


def test_a_long_table_is_one_table_whatever_its_words(read: Reading) -> None:
    """A column that says `county` of each row names no column anew, also beside figures such as 超过90."""
    header = "region_name_zh,region_level,indicator_zh,unit,period,value\n"
    names = ["和县", "含山县", "当涂县", "南陵县"]
    rows = [
        f"{name},county,每百万人牵头制定先进标准数,项,{year},{'超过' if year % 3 == 0 else ''}{90 + year % 7 / 10}\n"
        for name in names
        for year in range(1991, 2025)
    ]
    frame = read(header + "".join(rows))
    assert len(taken(frame)) == len(rows)
    assert refused(frame) == []
