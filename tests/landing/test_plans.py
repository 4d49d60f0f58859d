"""A plan's target table: what is read from a row, and what a draft is told it lacks."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plans.reading import PlanReading, read_file
from plan_targets.landing.plans.versions import read_plans
from plan_targets.landing.records import Load
from plan_targets.landing.store import register_files

HEADER = "指标,单位,基期值,基期年份,目标值,目标年份,比较方式"


def write(folder: Path, *rows: str, **described: str) -> Path:
    """A plan's file with those rows; `described` replaces what it says of itself."""
    plan = {
        "规划名称": "常州市质量强市规划",
        "地区": "常州市",
        "印发日期": "2024-03-01",
        "规划期": "2024-2027",
    } | described
    lines = [f"{name},{text},,,,," for name, text in plan.items()]
    path = folder / "plan.csv"
    path.write_text("\n".join([*lines, ",,,,,,", HEADER, *rows]) + "\n", encoding="utf-8")
    return path


Read = Callable[[Path], PlanReading]


@pytest.fixture
def read(vocabulary: Vocabulary, lists: Lists) -> Read:
    def read_one(path: Path) -> PlanReading:
        load = Load("plan", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)
        return read_file(load, vocabulary, lists)[0]

    return read_one


RIGHT = "制造业产品质量合格率,%,93.5,2023,95以上,2027,"


@pytest.mark.parametrize(
    ("row", "target"),
    [
        (RIGHT, ("ge", "95", None, "%")),
        ("制造业产品质量合格率,,,,95%,2027,不低于", ("ge", "95", None, "%")),
        ("制造业产品质量合格率,%,,,93～95,2027年,", ("between", "93", "95", "%")),
        ("制造业产品质量合格率,‰,,,955,2027,大于", ("gt", "955", None, "‰")),
        ("首席质量官人数,人,,,1.2万,2027,", ("eq", "12000", None, "人")),
        ("首席质量官人数,,,,2-3万人,2027,", ("between", "20000", "30000", "人")),
        ("首席质量官人数,人,,,8000-1.2万,2027,", ("between", "8000", "12000", "人")),
        ("首席质量官人数,人,,,稳定,2027,", None),
        # The words that only a plan uses.
        ("制造业产品质量合格率,%,,,稳定在98以上,2027,", ("hold", "98", None, "%")),
        ("制造业产品质量合格率,,,,保持在98%以上,2027,", ("hold", "98", None, "%")),
        ("制造业产品质量合格率,%,,,98以上,2027,", ("ge", "98", None, "%")),
        ("制造业产品质量合格率,%,,,≥98,2027,", ("ge", "98", None, "%")),
        ("制造业产品质量合格率,%,,,不低于98,2027年底,", ("ge", "98", None, "%")),
        ("制造业产品质量合格率,%,,,达到98,到2027年,", ("eq", "98", None, "%")),
        ("制造业产品质量合格率,%,,,力争达到98,2027年末,", ("eq", "98", None, "%")),
        ("制造业产品质量合格率,%,,,提高到98以上,2027,", ("ge", "98", None, "%")),
        ("制造业产品质量合格率,%,,,98左右,2027,", ("eq", "98", None, "%")),
        ("制造业产品质量合格率,%,,,约98,2027,", ("eq", "98", None, "%")),
        ("PM2.5 平均浓度,μg/m³,,,控制在28以内,2027,", ("le", "28", None, "μg/m³")),
        ("PM2.5平均浓度,μg/m³,,,降到28以下,2027,", ("le", "28", None, "μg/m³")),
        ("PM2.5平均浓度,μg/m³,,,≤28,2027,", ("le", "28", None, "μg/m³")),
        ("1.森林覆盖率（%）,,,,56,2027,", ("eq", "56", None, "%")),
        ("（2）森林覆盖率（％）,,,,56,2027,", ("eq", "56", None, "%")),
        ("森林覆盖率①,%,,,56,2027,", ("eq", "56", None, "%")),
        ("国家创新型县（市）,是/否,,,建成,2027,", ("eq", None, None, "是/否")),
        ("制造业产品质量合格率,%,,,95-0,2027,", None),
    ],
)
def test_a_row_becomes_a_target(row: str, target: tuple[object, ...] | None, tmp_path: Path, read: Read) -> None:
    reading = read(write(tmp_path, row))
    found = [
        tuple(statement[name] for name in ("comparator", "value", "value_high", "unit"))
        for statement in reading.statements
        if statement["kind"] == "target"
    ]
    assert found == ([] if target is None else [target])
    assert (reading.plan is None) == (target is None) == bool(reading.rejections)


@pytest.mark.parametrize(
    ("described", "column"),
    [
        ({"规划名称": ""}, "规划名称"),
        ({"地区": "桃花源"}, "地区"),
        ({"规划期": "2027"}, "规划期"),
        ({"规划期": "2027-2024"}, "规划结束年"),
        ({"规划期": "", "规划起始年": "2027", "规划结束年": "2024"}, "规划结束年"),
        ({"规划期": "2024-2070"}, "规划结束年"),
        ({"印发日期": "去年"}, "印发日期"),
        ({"印发日期": "2035-01-01"}, "印发日期"),
        ({"印发日期": "1924-03-01"}, "印发日期"),
        ({"规划编号": "suzhou_quality_2030"}, "plan_id"),
    ],
)
def test_a_plan_that_does_not_say_what_it_is_is_not_taken(
    described: dict[str, str], column: str, tmp_path: Path, read: Read
) -> None:
    path = write(tmp_path, RIGHT, **described)
    reading = read(path)
    assert reading.plan is None and not reading.statements
    # Said once, at the header of its targets.
    assert [rejection["row_number"] for rejection in reading.rejections] == [
        len(path.read_text(encoding="utf-8").splitlines()) - 1
    ]
    assert [rejection["column_name"] for rejection in reading.rejections] == [column]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("桃花指数,%,,,95,2027,", "方向"),
        (",%,,,95,2027,", "指标"),
        ("制造业产品质量合格率,,,,95,2027,", "单位"),
        ("制造业产品质量合格率,亿元,,,95,2027,", "单位"),
        ("制造业产品质量合格率,%,,,967,2027,", "目标值"),
        ("制造业产品质量合格率,%,,,约九成,2027,", "目标值"),
        ("制造业产品质量合格率,%,,,95-93,2027,", "目标值"),
        ("制造业产品质量合格率,,,,93%-95‰,2027,", "目标值"),
        ("制造业产品质量合格率,%,,,95,2027,区间", "目标值"),
        ("制造业产品质量合格率,%,,,95,2205,", "目标年份"),
        ("制造业产品质量合格率,%,,,95,2017,", "目标年份"),
        ("制造业产品质量合格率,%,93.5,2027,95,2027,", "基期年份"),
        ("注：目标为预期性指标,,,,,,", None),
        ("制造业产品质量合格率,%,,,95,,", "目标年份"),
        ("制造业产品质量合格率,%,,,95,2027,大概", "比较方式"),
        ("制造业产品质量合格率,%,,,95以上,2027,不超过", "比较方式"),
        ("制造业产品质量合格率,%,约九成,2023,95,2027,", "基期值"),
        ("制造业产品质量合格率,%,93.5,2205,95,2027,", "基期年份"),
        ("制造业产品质量合格率,%,,,95,2027,,多", None),
        ("制造业产品质量合格率,%,,,95", None),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_others_stay(
    row: str, column: str | None, tmp_path: Path, read: Read
) -> None:
    path = write(tmp_path, "食品抽检合格率,%,,,98,2027,", row)
    reading = read(path)
    assert reading.plan is not None
    assert ("food_sampling_pass_rate", "98") in {(one["indicator_id"], one["value"]) for one in reading.statements}
    assert [(rejection["row_number"], rejection["column_name"]) for rejection in reading.rejections] == [(8, column)]


HEADER_ROW = ["指标", "单位", "目标值", "目标年份"]


def test_every_sheet_may_hold_a_table(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        plan = workbook.add_worksheet("规划")
        for row, pair in enumerate((("规划名称", "常州市规划"), ("地区", "常州市"), ("规划期", "2024-2027"))):
            plan.write_row(row, 0, pair)
        for name, indicator in (("产品", "制造业产品质量合格率"), ("服务", "食品抽检合格率")):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, HEADER_ROW)
            sheet.write_row(1, 0, [indicator, "%", 95, 2027])
    reading = read(path)
    assert not reading.rejections
    assert [one["indicator_id"] for one in reading.statements] == [
        "manufacturing_product_pass_rate",
        "food_sampling_pass_rate",
    ]
    assert len({one["statement_id"] for one in reading.statements}) == 2


def test_what_is_merged_holds_for_its_rows_and_a_second_table_for_its_own(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("规划")
        for row, pair in enumerate((("规划名称", "常州市规划"), ("地区", "常州市"), ("规划期", "2024-2027"))):
            sheet.write_row(row, 0, pair)
        sheet.write_row(4, 0, ["指标", "目标值(%)", "目标年份"])
        sheet.write_row(5, 0, ["制造业产品质量合格率", 95])
        sheet.write_row(6, 0, ["食品抽检合格率", 98])
        sheet.merge_range(5, 2, 6, 2, 2027)
        sheet.write_row(8, 0, ["指标", "单位", "目标年份", "目标值"])
        sheet.write_row(9, 0, ["首席质量官人数", "人", 2026, 9000])
    reading = read(path)
    assert not reading.rejections
    assert [(one["value"], one["unit"], one["due_year"]) for one in reading.statements] == [
        ("95", "%", "2027"),
        ("98", "%", "2027"),
        ("9000", "人", "2026"),
    ]


def test_an_id_that_is_taken_is_refused(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "规划名称,常州市规划\n地区,常州市\n规划期,2024-2027\n表述编号,指标,单位,目标值,目标年份\n"
        "one,制造业产品质量合格率,%,95,2027\none,食品抽检合格率,%,98,2027\nsuzhou_t01_target,消费品质量合格率,%,95,2027\n",
        encoding="utf-8",
    )
    reading = read(path)
    assert [one["statement_id"] for one in reading.statements] == ["one"]
    assert [(one["row_number"], one["column_name"], one["reason_code"]) for one in reading.rejections] == [
        (6, "表述编号", "repeated_statement"),
        (7, "表述编号", "repeated_statement"),
    ]


def test_a_number_in_front_does_not_make_a_target_another_one(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "规划名称,常州市规划\n地区,常州市\n规划期,2024-2027\n序号,指标,单位,目标值,目标年份\n"
        "1,制造业产品质量合格率,%,95,2027\n2,制造业产品质量合格率,%,97,2027\n",
        encoding="utf-8",
    )
    reading = read(path)
    assert [one["value"] for one in reading.statements] == ["95"]
    assert [(one["row_number"], one["reason_code"]) for one in reading.rejections] == [(6, "repeated_statement")]


def test_a_plan_of_baselines_alone_is_taken(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "规划名称,常州市规划\n地区,常州市\n规划期,2024-2027\n类别,指标,单位,目标值,目标年份\n基期,制造业产品质量合格率,%,95,2023\n",
        encoding="utf-8",
    )
    reading = read(path)
    assert reading.plan is not None and not reading.rejections
    assert [(one["kind"], one["value"]) for one in reading.statements] == [("baseline", "95")]


def test_baselines_of_a_plan_whose_targets_cannot_be_read_wait_for_them(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "规划名称,常州市规划\n地区,常州市\n规划期,2024-2027\n指标,单位,基期值,基期年,目标值,目标年份\n"
        "制造业产品质量合格率,%,95,2023,待定,2027\n",
        encoding="utf-8",
    )
    reading = read(path)
    assert reading.plan is None and not reading.statements
    assert "plan_incomplete" in {one["reason_code"] for one in reading.rejections}


def test_a_plan_stays_with_the_file_that_gave_it_first(tmp_path: Path, vocabulary: Vocabulary, lists: Lists) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    write(landing, RIGHT).rename(landing / "first.csv")
    write(landing, "食品抽检合格率,%,,,98,2027,").rename(landing / "other.csv")
    register_files(landing)
    write(landing, RIGHT.replace("95", "96")).rename(landing / "first.csv")
    loads = register_files(landing)
    rows = read_plans(loads, vocabulary, lists)
    preferred = rows.filter(record="statement", kind="target")
    assert preferred.select("file", "value").rows() == [("first.csv", "96")]
    refused = rows.filter(record="rejection").select("file", "reason_code").unique(maintain_order=True)
    assert set(refused.rows()) == {("first.csv", "superseded_plan"), ("other.csv", "plan_already_known")}
