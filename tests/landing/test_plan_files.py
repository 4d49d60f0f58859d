"""Plans as offices lay them out: each gives the targets that a careful person would enter, or says what is missing."""

from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.comments import Comment

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_observations
from plan_targets.landing.plans.reading import read_file
from plan_targets.landing.records import Load

DATA = Path(__file__).parent / "data"
AIR, FOREST = "空气质量优良天数比例", "森林覆盖率"
Rows = list[list[object]]
# Region, indicator, kind, comparator, value, year, and whether it is binding.
Statement = tuple[str, str, str, str, str | None, str, str]


def load_of(path: Path) -> Load:
    return Load("a", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)


def read(path: Path, vocabulary: Vocabulary, lists: Lists) -> tuple[list[Statement], list[tuple[int, str, str | None]]]:
    """The statements and what is refused: row, reason and column."""
    readings = read_file(load_of(path), vocabulary, lists)
    names = ("region_code", "indicator_id", "kind", "comparator", "value", "due_year", "modality")
    statements = [tuple(one[name] for name in names) for reading in readings for one in reading.statements]
    refused = [
        (one["row_number"], one["reason_code"], one["column_name"])
        for reading in readings
        for one in reading.rejections
        if one["reason_code"] != "remark_row"
    ]
    return statements, refused  # type: ignore[return-value]


def write(folder: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def described(city: str = "舟山市", period: str = "2024-2027") -> Rows:
    return [["规划名称", f"{city}质量强市规划"], ["地区", city], ["规划期", period], []]


def target(region: str, indicator: str, value: str, year: str = "2027", comparator: str = "eq") -> Statement:
    return (region, indicator, "target", comparator, value, year, "unstated")


TABLE = ["指标", "单位", "目标值", "目标年份"]
ZHOUSHAN, QUZHOU, LISHUI = "330900", "330800", "331100"
AIR_96, FOREST_82 = [AIR, "%", 96, 2027], [FOREST, "%", 82, 2027]


@pytest.mark.parametrize(
    ("file", "statements", "refused"),
    [
        (
            "b02_two_plans.xlsx",
            [
                (QUZHOU, "air_good_days_ratio", "target", "eq", "96", "2027", "binding"),
                (LISHUI, "air_good_days_ratio", "target", "eq", "94", "2027", "binding"),
                (LISHUI, "forest_coverage", "target", "eq", "82", "2027", "anticipated"),
            ],
            [],
        ),
        (
            "b03_plan_two_years.csv",
            [
                (ZHOUSHAN, "air_good_days_ratio", "target", "eq", "96", "2025", "binding"),
                (ZHOUSHAN, "air_good_days_ratio", "baseline", "eq", "95.9", "2022", "binding"),
                (ZHOUSHAN, "air_good_days_ratio", "target", "eq", "97", "2027", "binding"),
            ],
            [],
        ),
        (
            "c53_plan_one_cell.csv",
            [("330500", "air_good_days_ratio", "target", "eq", "92", "2027", "binding")],
            [],
        ),
    ],
)
def test_a_plan_that_was_sent(
    file: str,
    statements: list[Statement],
    refused: list[tuple[int, str, str | None]],
    vocabulary: Vocabulary,
    lists: Lists,
) -> None:
    assert kind_of(load_of(DATA / file), vocabulary) == "plan"
    assert read(DATA / file, vocabulary, lists) == (statements, refused)


def test_names_words_and_years_as_people_write_them(vocabulary: Vocabulary, lists: Lists) -> None:
    statements, refused = read(DATA / "b04_plan_names.csv", vocabulary, lists)
    assert refused == []
    assert [one[1:] for one in statements if one[2] == "target"] == [
        ("pm25_concentration", "target", "eq", "26", "2027", "binding"),
        ("forest_coverage", "target", "eq", "56", "2027", "anticipated"),
        ("air_good_days_ratio", "target", "eq", "93", "2027", "binding"),
        ("high_tech_enterprises", "target", "eq", "4000", "2027", "anticipated"),
        ("manufacturing_product_pass_rate", "target", "eq", "95", "2027", "anticipated"),
        ("public_service_quality_satisfaction", "target", "ge", "82", "2027", "anticipated"),
    ]


@pytest.mark.parametrize(
    ("sheets", "statements", "refused"),
    [
        # One below the other in one sheet.
        (
            {"a": [*described("衢州市"), TABLE, AIR_96, [], *described("丽水市"), TABLE, FOREST_82]},
            [target(QUZHOU, "air_good_days_ratio", "96"), target(LISHUI, "forest_coverage", "82")],
            [],
        ),
        # What the plans are on one sheet, their targets on others: whose they are is not said.
        (
            {"a": described("衢州市"), "b": described("丽水市"), "c": [TABLE, AIR_96]},
            [],
            [(1, "plan_incomplete", "规划名称、地区、规划期")],
        ),
        # A second sheet for another region that does not say which plan it is.
        (
            {"a": [*described("衢州市"), TABLE, AIR_96], "b": [["地区", "丽水市"], [], TABLE, FOREST_82]},
            [target(QUZHOU, "air_good_days_ratio", "96")],
            [(3, "plan_incomplete", "规划名称、规划期")],
        ),
        # The second one lacks its period: the first is taken.
        (
            {"a": [*described("衢州市"), TABLE, AIR_96, [], *described("丽水市")[:2], [], TABLE, FOREST_82]},
            [target(QUZHOU, "air_good_days_ratio", "96")],
            [(11, "plan_incomplete", "规划期")],
        ),
        # Described in one cell, in one row, with full-width signs.
        (
            {"a": [["规划名称：舟山市质量强市规划；地区：舟山市；规划期：2024-2027年"], [], TABLE, AIR_96]},
            [target(ZHOUSHAN, "air_good_days_ratio", "96")],
            [],
        ),
        (
            {"a": [["规划名称", "舟山市规划", "地区", "舟山"], ["规划期限：", "2024年至2027年"], [], TABLE, AIR_96]},
            [target(ZHOUSHAN, "air_good_days_ratio", "96")],
            [],
        ),
        (
            {"a": [*described(period="“十四五”"), TABLE, [AIR, "%", 96, 2025]]},
            [target(ZHOUSHAN, "air_good_days_ratio", "96", "2025")],
            [],
        ),
        # Years side by side, with and without words.
        (
            {"a": [*described(period="2021-2025"), ["指标", "单位", "2020年", "2025年"], [AIR, "%", 95.9, 97]]},
            [
                target(ZHOUSHAN, "air_good_days_ratio", "97", "2025"),
                (ZHOUSHAN, "air_good_days_ratio", "baseline", "eq", "95.9", "2020", "unstated"),
            ],
            [],
        ),
        (
            {
                "a": [
                    *described(period="2021-2025"),
                    ["序号", "指标名称", "2020年（基期）(%)", "2025年（目标）(%)", "属性"],
                    [1, AIR, "95.9", "97以上", "【约束性】"],
                    [2, FOREST, None, 82, "预期性指标"],
                ]
            },
            [
                (ZHOUSHAN, "air_good_days_ratio", "target", "ge", "97", "2025", "binding"),
                (ZHOUSHAN, "air_good_days_ratio", "baseline", "eq", "95.9", "2020", "binding"),
                (ZHOUSHAN, "forest_coverage", "target", "eq", "82", "2025", "anticipated"),
            ],
            [],
        ),
        # Without a description nothing says that the years are a plan's, but for the word for what is binding.
        (
            {"a": [["指标", "单位", "2020年", "2025年", "属性"], [AIR, "%", 95.9, 97, "约束性"]]},
            [],
            [(1, "plan_incomplete", "规划名称、地区、规划期")],
        ),
        # The year in which the plan begins may be either.
        (
            {"a": [*described(period="2021-2025"), ["指标", "单位", "2021年", "2025年"], [AIR, "%", 95.9, 97]]},
            [target(ZHOUSHAN, "air_good_days_ratio", "97", "2025")],
            [(5, "unknown_column", "2021年")],
        ),
        # All that is missing in one sentence.
        (
            {"a": [["规划名称", "舟山市规划"], [], ["指标", "单位", "目标值"], [AIR, "%", 96], [FOREST, "%", 82]]},
            [],
            [(3, "plan_incomplete", "地区、规划期")],
        ),
        (
            {"a": [*described(), ["指标", "单位", "目标值"], [AIR, "%", 96], [FOREST, "%", 82]]},
            [],
            [(5, "missing_column", "目标年份")],
        ),
    ],
)
def test_a_plan_in_another_layout(
    sheets: dict[str, Rows],
    statements: list[Statement],
    refused: list[tuple[int, str, str | None]],
    tmp_path: Path,
    vocabulary: Vocabulary,
    lists: Lists,
) -> None:
    path = write(tmp_path, **sheets)
    assert kind_of(load_of(path), vocabulary) == "plan"
    assert read(path, vocabulary, lists) == (statements, refused)


def test_a_target_merged_over_two_indicators_is_neithers(tmp_path: Path, vocabulary: Vocabulary, lists: Lists) -> None:
    path = write(tmp_path, a=[*described(), TABLE, AIR_96, [FOREST, "%", None, 2027]])
    book = openpyxl.load_workbook(path)
    book["a"].merge_cells("C6:C7")
    book.save(path)
    statements, refused = read(path, vocabulary, lists)
    assert statements == []
    assert refused == [(6, "merged_figure", "目标值"), (7, "merged_figure", "目标值")]


def test_a_comment_on_a_target_says_nothing_against_it(tmp_path: Path, vocabulary: Vocabulary, lists: Lists) -> None:
    path = write(tmp_path, a=[*described(), TABLE, AIR_96])
    book = openpyxl.load_workbook(path)
    book["a"]["C6"].comment = Comment("规划目标，力争达到97", "张三")
    book["a"].oddHeader.center.text = "2027年目标任务表"
    book.save(path)
    assert read(path, vocabulary, lists) == ([target(ZHOUSHAN, "air_good_days_ratio", "96")], [])


def figures_of(path: Path, vocabulary: Vocabulary) -> list[tuple[object, ...]]:
    rows = read_observations(load_of(path), vocabulary)
    return rows.select("sheet", "row_number", "value", "reason_code").rows()


def test_figures_beside_targets_are_read_as_figures(tmp_path: Path, vocabulary: Vocabulary, lists: Lists) -> None:
    figures = [["地区", "指标", "单位", "年份", "数值"], ["舟山市", AIR, "%", 2023, 95.9]]
    # A name that speaks of the targets says nothing of the figures beside them.
    path = write(tmp_path, 完成情况=figures, 目标=[*described(), TABLE, AIR_96]).rename(
        tmp_path / "目标与完成情况.xlsx"
    )
    assert kind_of(load_of(path), vocabulary) == "plan and observations"
    assert figures_of(path, vocabulary) == [("完成情况", 2, 95.9, None)]
    assert read(path, vocabulary, lists) == ([target(ZHOUSHAN, "air_good_days_ratio", "96")], [])


def test_targets_that_say_no_plan_do_not_lose_the_figures_beside_them(vocabulary: Vocabulary, lists: Lists) -> None:
    path = DATA / "c66_figures_and_targets.xlsx"
    assert kind_of(load_of(path), vocabulary) == "plan and observations"
    assert figures_of(path, vocabulary) == [("完成情况", 2, 77.0, None)]
    assert read(path, vocabulary, lists) == ([], [(1, "plan_incomplete", "规划名称、规划期")])


def test_a_title_in_two_cells_makes_no_plan_of_figures(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows: Rows = [
        ["标题", "舟山市历年空气质量"],
        [],
        ["地区", "指标", "单位", "2021年", "2022年"],
        ["舟山市", AIR, "%", 95, 96],
    ]
    path = write(tmp_path, 表=rows)
    assert kind_of(load_of(path), vocabulary) == "observations"
    taken = read_observations(load_of(path), vocabulary).filter(pl.col("reason_code").is_null())
    assert taken["value"].to_list() == [95, 96]
