"""Names that wait: what is listed, and what one decision does to the figures and targets that came under them."""

from pathlib import Path

import polars as pl
import pytest

from plan_targets.command.exits import Exit
from plan_targets.decisions.lists import accept, confirm
from plan_targets.decisions.rows import ALIAS_COLUMNS, INDICATOR_COLUMNS, DecisionError, Definition
from plan_targets.decisions.waiting import WaitingName, waiting_names
from plan_targets.semantic import SemanticClient
from tests.command.calls import call
from tests.project import Project

SEATS, SAMPLING, NOISE = "桃花岛渡轮上座率", "制造业产品抽检合格率", "桃花岛渡轮噪声值"
RESOLVED, LATE = "桃花岛游客投诉办结比", "桃花岛渡轮晚点率"


@pytest.fixture(scope="module")
def names(waiting_project: Project) -> dict[str, WaitingName]:
    return {one.name: one for one in waiting_names(SemanticClient(str(waiting_project.published)).current())}


def test_a_promise_of_an_unknown_word_is_taken_with_an_indicator_of_its_own(waiting_project: Project) -> None:
    targets = waiting_project.rows(
        "select printed_indicator_zh, indicator_id, value, unit from fct_statement"
        " where plan_id like 'plan_330900%' and kind = 'target' order by value desc, 1"
    )
    assert targets["printed_indicator_zh"].to_list() == [SAMPLING, "制造业产品质量合格率", SEATS, NOISE]
    brought = waiting_project.rows(
        "select name_zh, unit, direction, theme, nearest_indicators is not null as has_near, first_plan_id"
        " from dim_indicator where is_provisional order by name_zh"
    )
    assert brought.sort("name_zh")["name_zh"].to_list() == sorted([SEATS, SAMPLING, NOISE])
    by_name = {row["name_zh"]: row for row in brought.iter_rows(named=True)}
    assert by_name[NOISE]["direction"] == -1 and by_name[NOISE]["unit"] == "分"
    assert by_name[SEATS]["direction"] == 1 and by_name[SEATS]["theme"] == "unassigned"
    assert by_name[SAMPLING]["has_near"] and by_name[SAMPLING]["first_plan_id"].startswith("plan_330900")


def test_a_direction_that_cannot_be_told_is_asked_for_by_its_cell(waiting_project: Project) -> None:
    refused = waiting_project.rows(
        "select row_number, column_name, raw_value, reason_code from fct_rejected_row where file like '%plan.csv'"
    )
    assert refused.rows() == [(7, "方向", LATE, "missing_direction")]


def test_figures_under_the_plans_word_go_to_its_indicator(waiting_project: Project) -> None:
    taken = waiting_project.rows(
        "select printed_indicator_zh, indicator_id, value from fct_observation where file like '%figures.csv'"
    )
    assert set(taken["printed_indicator_zh"]) == {SEATS, SAMPLING}
    assert all(one.startswith("provisional_") for one in taken["indicator_id"])


def test_what_waits_is_listed_with_counts_senders_and_three_candidates(names: dict[str, WaitingName]) -> None:
    assert set(names) == {SEATS, SAMPLING, NOISE, RESOLVED, LATE}
    assert (names[RESOLVED].figure_count, names[RESOLVED].senders) == (2, "海事局")
    assert not names[RESOLVED].is_provisional and names[SEATS].is_provisional
    assert (names[SAMPLING].figure_count, names[SAMPLING].target_count) == (1, 1)
    assert names[LATE].target_count == 1
    near = {one.indicator_id: one.against for one in names[SAMPLING].candidates}
    assert len(near) == 3 and near["manufacturing_product_pass_rate"] == "-抽检"


def test_the_command_lists_them(waiting_project: Project) -> None:
    listed = call(waiting_project, "names")
    assert listed.returncode == Exit.DONE, listed.stderr
    assert f"{RESOLVED}（%）  refused 未采用  2 figures 数据, 0 targets 目标  from 来自 海事局" in listed.stdout
    assert "    manufacturing_product_pass_rate  制造业产品质量合格率  -抽检" in listed.stdout


def test_decisions_move_figures_and_targets_along(waiting_project: Project, tmp_path: Path) -> None:
    project = waiting_project.clone_to(tmp_path / "project")

    def decide(*arguments: str) -> str:
        answer = call(project, "names", *arguments)
        assert answer.returncode == Exit.DONE, answer.stderr
        return answer.stdout

    merged = decide("accept", SAMPLING, "manufacturing_product_pass_rate")
    assert "was provisional_" in merged
    decide(
        "confirm", SEATS, "ferry_seat_occupancy", "--name-en", "Ferry seat occupancy", "--theme", "public_service",
        "--name-zh", "渡轮上座率",
    )  # fmt: skip
    decide("confirm", NOISE, "ferry_noise", "--name-en", "Ferry noise", "--theme", "environment")
    decide(
        "confirm", RESOLVED, "complaints_resolved_share", "--name-en", "Complaints resolved", "--theme", "service",
        "--unit", "%", "--direction", "1",
    )  # fmt: skip
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout
    moved = dict(
        project.rows(
            "select printed_indicator_zh, indicator_id from fct_statement"
            " where printed_indicator_zh is not null and kind = 'target'"
        ).iter_rows()
    )
    # The plan still says what it said; the target is the known indicator's.
    assert moved[SAMPLING] == "manufacturing_product_pass_rate"
    assert moved[SEATS] == "ferry_seat_occupancy" and moved[NOISE] == "ferry_noise"
    figures = project.rows(
        "select printed_indicator_zh, indicator_id, value from fct_observation where file like '%figures.csv'"
    )
    assert set(figures.select("printed_indicator_zh", "indicator_id").iter_rows()) == {
        (SAMPLING, "manufacturing_product_pass_rate"), (SEATS, "ferry_seat_occupancy"),
        (RESOLVED, "complaints_resolved_share"),
    }  # fmt: skip
    confirmed = project.rows(
        "select indicator_id, name_zh, direction, unit from dim_indicator where indicator_id like 'ferry%' order by 1"
    )
    assert confirmed.rows() == [("ferry_noise", NOISE, -1, "分"), ("ferry_seat_occupancy", "渡轮上座率", 1, "%")]
    assert project.rows("select * from dim_indicator where is_provisional").is_empty()
    waiting = project.rows("select name_zh from mart_waiting_name")
    assert waiting["name_zh"].to_list() == [LATE]


@pytest.mark.parametrize(
    ("name", "indicator_id", "unit", "says"),
    [
        (RESOLVED, "manufacturing_product_pas_rate", None, "manufacturing_product_pass_rate"),
        ("", "manufacturing_product_pass_rate", None, "名称为空"),
        ("制造业产品质量合格率", "food_sampling_pass_rate", None, "本身就是指标"),
        (RESOLVED, "manufacturing_product_pass_rate", "海里", "单位清单中没有 海里"),
    ],
)
def test_an_alias_that_contradicts_the_lists_is_not_written(
    name: str, indicator_id: str, unit: str | None, says: str, reference: Path
) -> None:
    before = (reference / "indicator_aliases.csv").read_text(encoding="utf-8")
    with pytest.raises(DecisionError, match=says):
        accept(name, indicator_id, unit, reference=reference)
    assert (reference / "indicator_aliases.csv").read_text(encoding="utf-8") == before


def test_a_name_that_means_something_already_is_said_so(reference: Path) -> None:
    accept(RESOLVED, "food_sampling_pass_rate", reference=reference)
    with pytest.raises(DecisionError, match="无须再加"):
        accept(RESOLVED, "food_sampling_pass_rate", reference=reference)
    with pytest.raises(DecisionError, match="change that row"):
        accept(RESOLVED, "manufacturing_product_pass_rate", reference=reference)


@pytest.mark.parametrize(
    ("indicator_id", "said", "says"),
    [
        ("渡轮", Definition(RESOLVED, "a", "service", "%", 1), "不能作编号"),
        ("food_sampling_pass_rate", Definition(RESOLVED, "a", "service", "%", 1), "用 names accept"),
        ("ferry", Definition(RESOLVED, "a", "service"), "--unit --direction"),
        ("ferry", Definition(RESOLVED, "a", "unassigned", "%", 1), "没有主题"),
        ("ferry", Definition(RESOLVED, "a", "service", "海里", 1), "单位清单中没有"),
        ("ferry", Definition("森林覆盖率", "a", "service", "%", 1), "已经是指标"),
    ],
)
def test_an_indicator_that_cannot_stand_in_the_list_is_not_written(
    indicator_id: str, said: Definition, says: str, reference: Path
) -> None:
    before = (reference / "indicators.csv").read_text(encoding="utf-8")
    with pytest.raises(DecisionError, match=says):
        confirm(RESOLVED, indicator_id, said, reference=reference)
    assert (reference / "indicators.csv").read_text(encoding="utf-8") == before


def test_rows_have_the_columns_of_their_lists(reference: Path) -> None:
    for file, columns in (("indicator_aliases", ALIAS_COLUMNS), ("indicators", INDICATOR_COLUMNS)):
        assert tuple(pl.read_csv(reference / f"{file}.csv", infer_schema=False).columns) == columns
