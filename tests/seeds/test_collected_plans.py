"""Plans above and beside the documents: where they were read, what they answer to, and how their words are coded."""

import csv
from functools import cache

import pytest

from plan_targets.settings import SEEDS_FOLDER
from tests.project import Project

Row = dict[str, str]


@cache
def rows(name: str) -> list[Row]:
    with (SEEDS_FOLDER / "plans" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def plans() -> dict[str, Row]:
    return {row["plan_id"]: row for name in ("plans", "plans_collected") for row in rows(name)}


def test_every_plan_says_where_it_was_read_and_only_a_whole_document_is_called_whole() -> None:
    assert all(row["source_title"] and row["source_grade"] for row in plans().values())
    assert all(row["source_url"] or row["is_whole_document"] == "true" for row in plans().values())
    assert {row["is_whole_document"] for row in rows("plans")} == {"true"}
    assert {row["is_whole_document"] for row in rows("plans_collected")} == {"false"}


def test_a_plan_answers_to_one_whose_period_meets_its_own_and_never_to_itself() -> None:
    for plan_id, plan in plans().items():
        seen, parent_id = {plan_id}, plan["parent_plan_id"]
        while parent_id:
            parent = plans()[parent_id]
            assert parent_id not in seen, plan_id
            assert int(parent["period_start"]) <= int(plan["period_end"]), plan_id
            assert int(parent["period_end"]) >= int(plan["period_start"]), plan_id
            seen.add(parent_id)
            parent_id = parent["parent_plan_id"]
    assert plans()["tongxiang_quality_2027"]["parent_plan_id"] == "zhejiang_quality_2025"
    assert plans()["zhejiang_quality_2025"]["parent_plan_id"] == "national_quality_2025"


def test_words_that_keep_a_level_are_coded_as_hold_in_every_plan() -> None:
    kept = [row for row in rows("statements_collected") if row["kind"] == "target" and "稳定" in row["note_zh"]]
    kept += [row for row in rows("statements_collected") if "“保持" in row["note_zh"]]
    assert len(kept) >= 9
    assert {row["comparator"] for row in kept} == {"hold"}


def test_the_years_of_a_change_run_forward_and_its_targets_lie_in_the_plan_or_beyond() -> None:
    for row in rows("statements_collected"):
        if row["start_year"]:
            assert int(row["start_year"]) < int(row["due_year"]), row["statement_id"]
        if row["accumulation"] == "change_vs_base":
            assert row["start_year"], row["statement_id"]
        if row["kind"] == "target":
            assert int(row["due_year"]) >= int(plans()[row["plan_id"]]["period_start"]), row["statement_id"]


@pytest.fixture(scope="module")
def published(built_project: Project) -> Project:
    return built_project


def test_what_a_plan_sets_for_its_provinces_is_told_apart_from_its_own_aims(published: Project) -> None:
    quotas = published.rows("select plan_id, region_code from fct_target where is_quota order by region_code")
    assert quotas["plan_id"].unique().to_list() == ["national_energy_saving_2015"]
    assert quotas.height == 27 - 1
    promised = published.rows(
        "select is_quota from fct_target where plan_id = 'national_energy_saving_2015' and region_code = '100000'"
    )
    assert promised["is_quota"].to_list() == [False]


def test_a_plan_without_a_target_is_a_warning_and_stays_among_the_plans(published: Project) -> None:
    warned = published.rows(
        "select severity, success from fct_quality_result where expectation = 'every_plan_has_targets'"
    )
    assert warned.rows() == [("warn", False)]
    assert published.rows("select 1 from dim_plan where plan_id = 'jiaxing_quality_2020'").height == 1
