"""A plan's target table: what is read from a row, and what a draft is told it lacks."""

from datetime import datetime
from pathlib import Path

import pytest

from app.command.drafts import draft_problems
from app.loads.plan_lists import Lists
from app.loads.plans import PlanReading, read_plan
from app.loads.records import Load
from app.loads.vocabulary import Vocabulary

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


def read(path: Path) -> PlanReading:
    load = Load("plan", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)
    return read_plan(load, Vocabulary.from_seeds(), Lists.from_seeds())


RIGHT = "制造业产品质量合格率,%,93.5,2023,95以上,2027,"


@pytest.mark.parametrize(
    ("row", "target"),
    [
        (RIGHT, ("ge", "95", None, "%")),
        ("制造业产品质量合格率,,,,95%,2027,不低于", ("ge", "95", None, "%")),
        ("制造业产品质量合格率,%,,,93～95,2027年,", ("between", "93", "95", "%")),
        ("制造业产品质量合格率,‰,,,955,2027,大于", ("gt", "955", None, "‰")),
        ("首席质量官人数,人,,,1.2万,2027,", ("eq", "12000", None, "人")),
        ("首席质量官人数,人,,,稳定,2027,", None),
    ],
)
def test_a_row_becomes_a_target(row: str, target: tuple[object, ...] | None, tmp_path: Path) -> None:
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
        ({"规划期": "2027"}, "规划起始年"),
        ({"规划期": "2027-2024"}, "规划起始年"),
        ({"规划期": "", "规划起始年": "2027", "规划结束年": "2024"}, "规划结束年"),
        ({"规划期": "2024-2070"}, "规划结束年"),
        ({"印发日期": "去年"}, "印发日期"),
        ({"规划编号": "suzhou_quality_2030"}, "plan_id"),
    ],
)
def test_a_plan_that_does_not_say_what_it_is_is_not_taken(
    described: dict[str, str], column: str, tmp_path: Path
) -> None:
    path = write(tmp_path, RIGHT, **described)
    reading = read(path)
    assert reading.plan is None and not reading.statements
    assert [rejection["row_number"] for rejection in reading.rejections] == [
        len(path.read_text(encoding="utf-8").splitlines())
    ]
    assert any(f"“{column}”列" in sentence for sentence in draft_problems(path))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("桃花指数,%,,,95,2027,", "指标"),
        (",%,,,95,2027,", "指标"),
        ("制造业产品质量合格率,,,,95,2027,", "单位"),
        ("制造业产品质量合格率,亿元,,,95,2027,", "单位"),
        ("制造业产品质量合格率,%,,,967,2027,", "目标值"),
        ("制造业产品质量合格率,%,,,约九成,2027,", "目标值"),
        ("制造业产品质量合格率,%,,,95,2205,", "目标年份"),
        ("制造业产品质量合格率,%,,,95,,", "目标年份"),
        ("制造业产品质量合格率,%,,,95,2027,大概", "比较方式"),
        ("制造业产品质量合格率,%,,,95以上,2027,不超过", "比较方式"),
        ("制造业产品质量合格率,%,约九成,2023,95,2027,", "基期值"),
        ("制造业产品质量合格率,%,93.5,2205,95,2027,", "基期年份"),
        ("制造业产品质量合格率,%,,,95,2027,,多", None),
        ("制造业产品质量合格率,%,,,95", None),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_others_stay(row: str, column: str | None, tmp_path: Path) -> None:
    path = write(tmp_path, "食品抽检合格率,%,,,98,2027,", row)
    reading = read(path)
    assert reading.plan is not None
    assert ("food_sampling_pass_rate", "98") in {(one["indicator_id"], one["value"]) for one in reading.statements}
    (sentence,) = draft_problems(path)
    assert sentence.startswith("第 8 行 row") and (column is None or f"“{column}”列 column" in sentence)
    assert [(rejection["row_number"], rejection["column_name"]) for rejection in reading.rejections] == [(8, column)]
