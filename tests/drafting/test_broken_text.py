"""Text as set type, converters and scanners leave it: mended by kind, and marked where it is no certainty."""

import pytest

from plan_targets.drafting.blocks import Line
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.rows import DraftRow
from plan_targets.drafting.units import known_units


def drafted(text: str) -> list[DraftRow]:
    lines = [Line("某市“十四五”质量发展规划"), Line("二、主要目标"), Line(text)]
    return [row for row in draft_of(lines, known_units()).rows if row.kind == "target"]


@pytest.mark.parametrize(
    ("text", "phrase", "value", "unit", "due"),
    [
        ("到 2025 年 ，食品抽检 合格率 达到 98 % 以上 。", "食品抽检合格率", 98, "%", 2025),
        ("到2025年，新增地方标准 1, 200 项。", "地方标准", 1200, "项", 2025),
        ("到2025年，新增地方标准 1 200 项。", "地方标准", 1200, "项", 2025),
        ("到2025年，食品抽检合格率达到98 . 5%。", "食品抽检合格率", 98.5, "%", 2025),
        ("到2025年，PM 2.5浓度降到28微克/立方米。", "PM2.5浓度", 28, "微克/立方米", 2025),
        ("至二〇二四年，食品抽检合格率达到98%。", "食品抽检合格率", 98, "%", 2024),
        ("到二0二四年，食品抽检合格率达到98%。", "食品抽检合格率", 98, "%", 2024),
    ],
)
def test_blanks_and_years_in_characters_mean_nothing(text: str, phrase: str, value: float, unit: str, due: int) -> None:
    (row,) = drafted(text)
    assert (row.phrase, row.reading.value, row.unit, row.due_year) == (phrase, value, unit, due)
    assert "scanner" not in row.doubts and "slipped_year" not in row.doubts


@pytest.mark.parametrize(
    ("printed", "value"), [("9O%", 90), ("94。5%", 94.5), ("8 6%", 86)], ids=["a letter", "a full stop", "a blank"]
)
def test_a_slip_of_a_scanner_in_a_number_is_mended_and_marked(printed: str, value: float) -> None:
    (row,) = drafted(f"到2025年，食品抽检合格率达到{printed}以上。")
    assert row.reading.value == value
    assert "scanner" in row.doubts


@pytest.mark.parametrize(
    ("printed", "due"),
    [("2O25", 2025), ("202l", 2021), ("2205", 2025), ("2052", 2052), ("20225", 2025), ("225", 2025), ("2Z25", 2025)],
)
def test_a_slipped_year_is_taken_from_the_plan_and_marked(printed: str, due: int) -> None:
    (row,) = drafted(f"到{printed}年，食品抽检合格率达到98%以上。")
    assert row.due_year == due
    # A year that may be one is left as it is.
    assert ("slipped_year" in row.doubts) == (printed != "2052")


def test_what_was_in_brackets_is_no_target_and_gives_no_year() -> None:
    rows = drafted("到2025年，高新技术企业1500家（2022年为900家），科技型中小企业2000家。")
    assert [(row.reading.value, row.due_year) for row in rows] == [(1500, 2025), (2000, 2025)]


def test_each_part_of_a_sum_has_its_own_year() -> None:
    rows = drafted("到2025年末，绿色食品认证达120个，其中2023年30个、2024年40个、2025年50个。")
    assert [(row.phrase, row.reading.value, row.due_year) for row in rows] == [
        ("绿色食品认证", 120, 2025),
        ("绿色食品认证", 30, 2023),
        ("绿色食品认证", 40, 2024),
        ("绿色食品认证", 50, 2025),
    ]
