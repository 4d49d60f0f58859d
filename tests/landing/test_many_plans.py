"""Plans' target tables as offices lay them out, each with the targets as printed.

data/plans.json has the cells of each, what the plan is, its targets and what is refused; an indicator that no list
has is null there: the plan brings it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of
from plan_targets.landing.plans.reading import read_file
from plan_targets.landing.records import Load
from tests.landing.test_many_layouts import content

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "plans.json").read_text(encoding="utf-8"))


def load_of(case: dict[str, Any], folder: Path) -> Load:
    path = folder / case["file"]
    path.write_bytes(content(case))
    return Load("load", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_plan_is_read_as_it_is_printed(
    case: dict[str, Any], tmp_path: Path, vocabulary: Vocabulary, lists: Lists
) -> None:
    load = load_of(case, tmp_path)
    assert kind_of(load, vocabulary) == "plan"
    (reading,) = read_file(load, vocabulary, lists)
    plan = reading.plan or {}
    assert [plan.get(name) for name in ("title_zh", "region_code", "period_start", "period_end")] == case["plan"]
    targets = []
    for one in reading.statements:
        if one["kind"] == "target":
            brought = str(one["indicator_id"]) in reading.newcomers
            low, high = (None if one[name] is None else float(str(one[name])) for name in ("value", "value_high"))
            about = [one["row_number"], None if brought else one["indicator_id"]]
            targets.append([*about, one["comparator"], low, high, one["unit"], int(str(one["due_year"]))])
    assert targets == case["targets"]
    refused = [[one["row_number"], one["column_name"], one["reason_code"]] for one in reading.rejections]
    assert refused == case["refused"]


def test_a_report_of_how_far_aims_were_reached_holds_figures(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = [
        ["济宁市质量强市“十四五”主要目标完成情况"],
        ["指标", "单位", "2024年实际完成", "2025年目标"],
        ["制造业产品质量合格率", "%", 94.1, 94.5],
    ]
    load = load_of({"file": "report.xlsx", "sheet": "Sheet1", "rows": rows}, tmp_path)
    assert kind_of(load, vocabulary) == "observations"
