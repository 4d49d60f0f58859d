"""A promise is not refused because nobody knew its word: the plan brings the indicator itself."""

from datetime import datetime
from pathlib import Path

import pytest

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plans.reading import PlanReading, read_file
from plan_targets.landing.plans.versions import read_plans
from plan_targets.landing.records import Load

HEAD = "规划名称,舟山市桃花岛规划,,,,,\n地区,舟山市,,,,,\n规划期,2024-2027,,,,,\n"
HEADER = "指标,单位,基期值,目标值,目标年份,方向,累计方式"


def load_of(folder: Path, *rows: str, name: str = "plan.csv", number: int = 1, head: str = HEAD) -> Load:
    path = folder / f"{number}_{name}"
    path.write_text("\n".join([head + HEADER, *rows]) + "\n", encoding="utf-8")
    return Load(f"load_{number}", name, path, number, datetime(2024, 4, 1), "", path.stat().st_size, None)


def read(load: Load, vocabulary: Vocabulary, lists: Lists) -> PlanReading:
    (reading,) = read_file(load, vocabulary, lists)
    return reading


@pytest.mark.parametrize(
    ("row", "name", "unit", "direction", "accumulation"),
    [
        ("桃花岛绿植指标,%,,95以上,2027,,", "桃花岛绿植指标", "%", 1, "level"),
        ("桃花岛绿植指标,%,,不超过5,2027,,", "桃花岛绿植指标", "%", -1, "level"),
        ("1.桃花岛绿植指标（％）,,,95,2027,越高越好,", "桃花岛绿植指标", "%", 1, "level"),
        ("桃花岛绿植指标,%,,95,2027,逆向,", "桃花岛绿植指标", "%", -1, "level"),
        # A word of the name says it, the last one first: 投诉 is bad, its 办结率 is not.
        ("桃花岛渡轮检修合格率,%,,95,2027,,", "桃花岛渡轮检修合格率", "%", 1, "level"),
        ("桃花岛渡轮检修不合格率,%,,5,2027,,", "桃花岛渡轮检修不合格率", "%", -1, "level"),
        ("桃花岛渡轮投诉办结率,%,,95,2027,,", "桃花岛渡轮投诉办结率", "%", 1, "level"),
        ("桃花岛渡轮事故起数,起,,3,2027,,", "桃花岛渡轮事故起数", "起", -1, "level"),
        ("桃花岛渡轮油耗累计下降,%,,14,2027,,", "桃花岛渡轮油耗累计下降", "%", 1, "change_vs_base"),
        ("桃花岛渡轮班次,次,,降到30,2027,,", "桃花岛渡轮班次", "次", -1, "level"),
        ("新增桃花岛渡轮,个,,30以上,2027,,", "新增桃花岛渡轮", "个", 1, "annual_flow"),
        ("桃花岛渡轮正点排名,位,,3,2027,,位次", "桃花岛渡轮正点排名", "位", -1, "rank"),
        # What is told in words needs no unit.
        ("桃花岛渡轮码头,,,建成,2027,正向,事项", "桃花岛渡轮码头", "是/否", 1, "milestone"),
        ("桃花岛渡轮口碑排名,,,,2027,,位次", "桃花岛渡轮口碑排名", "位", -1, "rank"),
    ],
)
def test_a_target_of_an_unknown_indicator_brings_it_along(
    row: str,
    name: str,
    unit: str,
    direction: int,
    accumulation: str,
    vocabulary: Vocabulary,
    lists: Lists,
    tmp_path: Path,
) -> None:
    reading = read(load_of(tmp_path, row), vocabulary, lists)
    assert reading.rejections == []
    (newcomer,) = reading.newcomers.values()
    assert (newcomer.indicator_zh, newcomer.unit, newcomer.direction, newcomer.accumulation) == (
        name, unit, direction, accumulation,
    )  # fmt: skip
    (statement,) = reading.statements
    assert statement["indicator_id"] == newcomer.indicator_id and newcomer.indicator_id.startswith("provisional_")
    # The nearest known ones stand beside it, where there are any.
    assert newcomer.candidates or "合格率" not in name


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        # 率 up or down is not guessed, nor told by the baseline.
        ("桃花岛渡轮上座率,%,,95,2027,,", "missing_direction", "方向"),
        ("桃花岛渡轮上座率,%,80,95,2027,,", "missing_direction", "方向"),
        ("桃花岛渡轮上座率,%,,60-80,2027,,", "missing_direction", "方向"),
        ("桃花岛渡轮上座率,%,,95,2027,看情况,", "unknown_direction", "方向"),
        ("桃花岛渡轮上座率,,,95以上,2027,,", "missing_unit", "单位"),
        ("桃花岛渡轮上座率,海里每壶,,95以上,2027,,", "unknown_unit", "单位"),
        ("桃花岛渡轮码头,海里每壶,,建成,2027,正向,事项", "unknown_unit", "单位"),
        ("桃花岛渡轮上座率,%,,,2027,正向,", "absent_value", "目标值"),
        ("桃花岛渡轮上座率,%,,95以上,,,", "missing_due_year", "目标年份"),
        ("推进桃花岛渡轮建设；完善码头。,%,,95以上,2027,,", "unknown_indicator", "指标"),
        ("合计,%,,95以上,2027,,", "unknown_indicator", "指标"),
        ("制造业产品质量合格率,亿元,,95以上,2027,,", "unit_does_not_fit", "单位"),
    ],
)
def test_what_cannot_be_told_is_asked_for_in_its_cell(
    row: str, reason: str, column: str, vocabulary: Vocabulary, lists: Lists, tmp_path: Path
) -> None:
    reading = read(load_of(tmp_path, row), vocabulary, lists)
    assert [(one["reason_code"], one["column_name"]) for one in reading.rejections] == [(reason, column)]
    assert not reading.newcomers


def test_a_baseline_goes_with_the_indicator_of_its_target(vocabulary: Vocabulary, lists: Lists, tmp_path: Path) -> None:
    reading = read(load_of(tmp_path, "桃花岛渡轮上座率,%,80,95以上,2027,,"), vocabulary, lists)
    assert [one["kind"] for one in reading.statements] == ["target", "baseline"]
    assert len({one["indicator_id"] for one in reading.statements}) == len(reading.newcomers) == 1


def test_two_plans_with_one_word_share_the_indicator_and_a_contradicting_one_is_refused(
    vocabulary: Vocabulary, lists: Lists, tmp_path: Path
) -> None:
    def of(city: str) -> str:
        return HEAD.replace("舟山市", city)

    loads = [
        load_of(tmp_path, "渡轮上座率,%,,95以上,2027,,", name="a.csv", number=1),
        load_of(tmp_path, "渡轮上座比例,%,,90以上,2027,,", name="b.csv", number=2, head=of("衢州市")),
        load_of(
            tmp_path,
            "渡轮上座率,%,,90以内,2027,,",
            "森林覆盖率,%,,60,2027,,",
            name="c.csv",
            number=3,
            head=of("丽水市"),
        ),
    ]
    rows = read_plans(loads, vocabulary, lists).to_dicts()
    assert [row["indicator_zh"] for row in rows if row["record"] == "indicator"] == ["渡轮上座率"]
    named = {(row["file"], row["indicator_id"]) for row in rows if row["record"] == "statement"}
    ids = {indicator_id for file, indicator_id in named if file in ("a.csv", "b.csv")}
    assert len(ids) == 1 and ("c.csv", "forest_coverage") in named and len(named) == 3
    refused = [(row["file"], row["reason_code"], row["column_name"]) for row in rows if row["record"] == "rejection"]
    assert refused == [("c.csv", "direction_conflict", "方向")]


def test_a_later_version_may_turn_the_direction_around(vocabulary: Vocabulary, lists: Lists, tmp_path: Path) -> None:
    loads = [
        load_of(tmp_path, "渡轮上座率,%,,95,2027,正向,", number=1),
        load_of(tmp_path, "渡轮上座率,%,,95,2027,逆向,", number=2),
    ]
    rows = read_plans(loads, vocabulary, lists).to_dicts()
    assert [(row["load_id"], row["direction"]) for row in rows if row["record"] == "indicator"] == [("load_2", "-1")]
