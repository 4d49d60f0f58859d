"""Files as offices laid them out, each with what a careful person would enter, and the words for what is kept out."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import read_observations
from plan_targets.landing.records import Load

DATA = Path(__file__).parent / "data"
FOREST, HIGH_TECH = "森林覆盖率", "国家高新技术企业"


def rows_of(path: Path, vocabulary: Vocabulary) -> pl.DataFrame:
    return read_observations(
        Load("load", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None), vocabulary
    )


def taken(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    read = rows.filter(pl.col("reason_code").is_null())
    return read.select("region_name_zh", "indicator_zh", "period", "value", "unit").rows()


def refused(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    unread = rows.filter(
        pl.col("reason_code").is_not_null() & ~pl.col("reason_code").is_in(["remark_row", "absent_value"])
    )
    return unread.select("row_number", "reason_code", "reason_column", "reason_value").rows()


def series(region: str, indicator: str, unit: str, figures: dict[str, float]) -> list[tuple[object, ...]]:
    return [(region, indicator, period, value, unit) for period, value in figures.items()]


YEARS_ACROSS = {
    ("制造业产品质量合格率", "%"): [93.11, 93.35, 93.72, 93.98, 94.16],
    ("食品抽检合格率", "%"): [96.89, 97.02, 97.11, 97.48, 98.62],
    ("主要农产品质量安全监测合格率", "%"): [98.1, 98.3, 98.0, 98.6, 99.02],
    ("公共服务质量满意度", "分"): [79.25, 79.66, 80.02, 80.51, 81.9],
    ("工程质量抽查符合率", "%"): [99.1, 99.4, 99.6, 100, 100],
    ("“山西精品”获证企业", "家"): [3, 6, 11, 17, 39],
    ("每万人口高价值发明专利拥有量", "件"): [6.32, 7.8, 9.05, 10.77, 12.4],
    ("R&D经费投入强度", "%"): [2.24, 2.14, 2.27, 2.31, None],
    ("R&D经费", "万元"): [1147000, 1190000, 1283400, 1352211, None],
    ("规上工业企业首席质量官覆盖率", "%"): [None, None, 31.2, 44.8, 60.1],
    ("有效注册商标", "件"): [98765, 112034, 125660, 137902, 149011],
}


def test_years_across_with_the_city_in_the_title(vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / "years_across_city_in_title.xlsx", vocabulary)
    assert taken(rows) == [
        ("太原市", indicator, str(2021 + position), value, unit)
        for (indicator, unit), values in YEARS_ACROSS.items()
        for position, value in enumerate(values)
        if value is not None
    ]
    assert {row[1:3] for row in refused(rows)} == {("forecast_period", "2025年目标值")}
    # A heading and a note count once, whatever the number of years beside them.
    assert rows.filter(pl.col("reason_code") == "remark_row")["row_number"].to_list() == [5, 9, 12, 19, 20]
    figures = rows.filter(pl.col("reason_code").is_null())
    sent = figures.select("source_title", "reported_by", "raw_published_on").unique().rows()
    assert sent == [("太原市市场监督管理局", "太原市市场监督管理局", "2026-02-10")]


def test_regions_down_and_indicators_across_below_two_rows_of_headers(vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / "regions_down_indicators_across.xlsx", vocabulary)
    figures = taken(rows)
    assert len(figures) == 12 * 7
    assert refused(rows) == []
    assert figures[:7] == [
        ("山西省", "制造业产品质量合格率", "2024", 93.62, "%"),
        ("山西省", "食品抽检合格率", "2024", 98.21, "%"),
        ("山西省", "农产品质量安全例行监测合格率", "2024", 98.9, "%"),
        ("山西省", "每万人口发明专利拥有量", "2024", 9.8, "件"),
        ("山西省", "R&D经费", "2024", 332.5, "亿元"),
        ("山西省", "R&D经费投入强度", "2024", 1.29, "%"),
        ("山西省", "有效注册商标量", "2024", 53.9, "万件"),
    ]
    assert figures[-1] == ("吕梁", "有效注册商标量", "2024", 3.3, "万件")


def test_quarters_across_under_a_year(vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / "quarters_across.xlsx", vocabulary)
    figures = taken(rows)
    assert (len(figures), refused(rows)) == (12 * 5, [])
    quarters = {"2024-Q1": 45.0, "2024-Q2": 70.0, "2024-Q3": 76.0, "2024-Q4": 50.0, "2024": 241.0}
    assert figures[:5] == series("太原市", "空气质量优良天数", "天", quarters)


TAKEN = {
    "a12_nbs_by_indicator.csv": series("江西省", FOREST, "%", {"2022": 63.35, "2021": 63.1, "2020": 63.1})
    + series("福建省", FOREST, "%", {"2022": 65.12, "2021": 66.8, "2020": 66.8}),
    "a14_yearbook_twin.xlsx": [
        figure
        for region, values in [("全国", (2.24, 2.41, 2.43)), ("北京", (6.3, 6.47, 6.53)), ("海南", (0.56, 0.66, 0.73))]
        for figure in series(
            region, "全社会研发经费投入强度", "%", dict(zip(("2019", "2020", "2021"), values, strict=True))
        )
    ],
    "a14c_yearbook_bilingual_region.xlsx": [("云南", "全社会研发经费投入强度", "2022", 1.08, "%")],
    "a15_year_as_first_day.csv": [
        ("云南省", FOREST, "2018", 62.4, "%"),
        ("云南省", FOREST, "2021", 65.04, "%"),
        ("贵州省", FOREST, "2021", 62.12, "%"),
    ],
    "a20_milestone.csv": [
        ("桐乡市", "“品质桐乡”全面建成", "2025", 1.0, "是/否"),
        ("常州市", "国家质量创新先导区", "2025", 1.0, "是/否"),
    ],
    "a23_per_10k.csv": [
        ("舟山市", "每万人口发明专利拥有量", "2020", 15.2, "件"),
        ("舟山市", "每万人口高价值发明专利拥有量", "2022", 6.1, "件"),
        ("丽水市", "每万人口高价值发明专利拥有量", "2022", 3.1, "件"),
    ],
    "a31_bulletin.xlsx": series("徐州市", HIGH_TECH, "家", {"2021": 1228.0, "2022": 1470.0}),
    "a34_unit_in_title_cell.xlsx": series("丽水市", FOREST, "%", {"2021": 81.2, "2022": 81.7}),
    "b45_english_names.csv": [
        ("江苏省", "Forest cover", "2021", 24.0, "%"),
        ("湖北省", "全社会R&D经费支出", "2022", 1254.7, "亿元"),
        ("四川省", "有效发明专利拥有量", "2022", 109000.0, "件"),
    ],
    "c69_year_end_day.csv": [
        ("柳州市", FOREST, "2020", 66.7, "%"),
        ("柳州市", FOREST, "2021", 66.8, "%"),
        ("柳州市", FOREST, "2022", 66.9, "%"),
        ("柳州市", "绿色食品数", "2022", 66.0, "个"),
        # A month stays a part of its year.
        ("钦州市", "空气质量优良天数比例", "2022-12", 95.1, "%"),
        ("钦州市", "专利授权量", "2022", 1300.0, "件"),
    ],
    "c70_sheet_is_region.xlsx": [
        ("平湖市", "绿色食品数", "2022", 30.0, "个"),
        ("桐乡市", "绿色食品数", "2022", 40.0, "个"),
    ],
    "e07_year_in_title.xlsx": [
        (region, indicator, "2023", value, unit)
        for region, spent, share in [
            ("天津", 599.2, 3.58), ("河北", 912.1, 2.08), ("内蒙古", 228.1, 0.93), ("辽宁", 676.4, 2.24),
            ("青海", 30.3, 0.8), ("宁夏", 85.5, 1.61), ("新疆", 115.5, 0.6),
        ]
        for indicator, value, unit in [("全社会R&D经费支出", spent, "亿元"), ("全社会研发经费投入强度", share, "%")]
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_every_figure_is_taken_as_a_careful_person_would_enter_it(name: str, vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / name, vocabulary)
    assert taken(rows) == TAKEN[name]
    assert refused(rows) == []


KEPT_OUT: dict[str, tuple[list[tuple[object, ...]], list[tuple[object, ...]]]] = {
    "a07_target_title.xlsx": ([], [(row, "words_of_an_aim", "标题", "目标") for row in (4, 4, 5, 5)]),
    "a07c_2025年目标分解.csv": ([], [(3, "words_of_an_aim", "标题", "目标")]),
    "a09_multiplier_status.csv": (
        [("泰州市", "全社会R&D经费支出", "2021", 176.3, "亿元")],
        [
            (2, "words_of_a_multiplier", "Unit multiplier", "Thousands"),
            (3, "words_of_an_aim", "Observation status", "Forecast"),
        ],
    ),
    "a26_fits_by_chance.csv": (
        [("张家港市", HIGH_TECH, "2022", 986.0, "家")],
        [(2, "thousands_apart", "数值", "2")],
    ),
    "b65_note_says_target.csv": (
        [],
        [
            (2, "words_of_an_aim", "备注", "此为2025年目标"),
            (3, "words_of_an_aim", "备注", "预计数，以年报为准"),
        ],
    ),
    "b69_unknown_part.csv": (
        [],
        [
            (2, "words_of_a_part_of_the_year", "时段", "1—6月"),
            (3, "words_of_a_part_of_the_year", "时段", "上半年"),
        ],
    ),
    "c67_month_and_cumulative.xlsx": (
        [("萧山区", "专利授权量", "2023-06", 5100.0, "件")],
        [(3, "month_beside_sum", "2023年6月 本月", "820")],
    ),
    "c68_known_but_unused_column.csv": (
        [],
        [(2, "words_of_a_scope", "类别", "农村"), (3, "words_of_a_scope", "类别", "60岁以上")],
    ),
    "f03_growth_title.csv": ([], [(3, "words_of_a_change", "标题", "同比")]),
    "f31_scope_title.csv": ([], [(3, "words_of_a_scope", "标题", "规模以上")]),
    "g1_targets_as_observed.csv": ([], [(row, "words_of_an_aim", "标题", "目标") for row in (3, 4)]),
}


@pytest.mark.parametrize("name", KEPT_OUT)
def test_what_is_no_whole_observed_figure_is_kept_out_by_its_words(name: str, vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / name, vocabulary)
    assert (taken(rows), refused(rows)) == KEPT_OUT[name]


def test_a_part_of_a_region_keeps_its_scope_and_the_whole_stays(vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / "a08_dimension.csv", vocabulary)
    assert rows.select("region_name_zh", "value", "scope").rows() == [
        ("金华市", 88.1, "市区"), ("衢州市", 90.2, "市区"), ("衢州市", 94.8, "全市"), ("丽水市", 99.2, "农村"),
    ]  # fmt: skip


def test_what_says_that_there_is_no_value_is_told_from_what_is_no_number(vocabulary: Vocabulary) -> None:
    rows = rows_of(DATA / "a27_absent.csv", vocabulary)
    assert rows["reason_code"].to_list() == ["absent_value"] * 5 + ["text_in_value"] * 3
