"""Places in a document sort as a reader meets them."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from plan_targets.locations import in_document

REPOSITORY = Path(__file__).resolve().parents[2]
# Plans that were read from beginning to end, so that the list of their statements is in their order. In Tongxiang's a
# sentence of the heading itself follows its four points.
READ_THROUGH = (
    "suzhou_quality_2030", "jiangsu_quality_2025", "taiyuan_quality_2025", "liangjiang_quality_2027",
)  # fmt: skip


@pytest.mark.parametrize(
    "locations",
    [
        ["一", "一(一)", "一(一)2", "一(一)10", "一(二)", "二", "九", "十", "十一", "二十", "二十一"],
        ["序", "主要目标", "主要目标表 2", "主要目标表 10", "一(一)", "二(三)", "附表1", "附表2"],
        ["第一章一", "第一章一(一)", "第一章一（二）", "第二章", "第十章", "第十一章"],
        ["三(九)", "三(十)", "三(十)表1 2", "三(十)表1 10", "三(十一)"],
        ["1", "1.1", "1.2", "1.10", "2"],
        [None, "“十四五”主要目标 3", "一"],
    ],
)
def test_locations_sort_as_a_reader_meets_them(locations: list[str | None]) -> None:
    assert sorted(reversed(locations), key=in_document) == locations


@pytest.mark.parametrize("plan", READ_THROUGH)
def test_the_locations_of_a_plan_that_was_read_through_are_in_its_order(plan: str) -> None:
    with (REPOSITORY / "seeds" / "plans" / "statements.csv").open(encoding="utf-8") as file:
        read = [row["location"] for row in csv.DictReader(file) if row["plan_id"] == plan]
    locations = [location for location, _ in groupby(read)]
    assert sorted(locations, key=in_document) == locations
