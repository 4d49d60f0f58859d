"""The page of plans: each target back to its words, who owes it, and the plans above, below and before it."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.components.plans.versions import compare
from app.texts import Texts, texts_of
from plan_targets.locations import in_document
from plan_targets.semantic import SnapshotReader, client
from tests.pages.conftest import LANGUAGES, open_page, words

CONTRADICTED = "suzhou_quality_2030"
WITH_OFFICES = "taiyuan_quality_2025"
LOWER = "tongxiang_quality_2027"


@pytest.fixture
def published(readers_folder: Path) -> SnapshotReader:
    return client(str(readers_folder)).current()


def rows_with(app: AppTest, texts: Texts, *columns: str, without: str = "severity") -> list[dict[str, Any]]:
    """The rows of the first table that has all those columns and not that one, under the columns' names."""
    titles = {texts(f"column.{name}"): name for name in columns}
    for shown in app.dataframe:
        if set(titles) <= set(shown.value.columns) and texts(f"column.{without}") not in shown.value.columns:
            return [
                {titles.get(title, title): value for title, value in row.items()}
                for row in shown.value.to_dict("records")
            ]
    raise AssertionError(f"No table has {sorted(titles)}.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_plan_is_shown_with_its_location(published: SnapshotReader, language: str) -> None:
    texts = texts_of(language)
    stated = published.run_saved("statement_list").filter(pl.col("plan") == CONTRADICTED)
    shown = rows_with(open_page("plans", lang=language, plan=CONTRADICTED), texts, "location", "kind", "role")
    assert [row["location"] for row in shown] == sorted(stated["statement__location"], key=in_document)
    taken = published.query(["target_count"], ["target__statement_id"], where={"plan": CONTRADICTED})
    assert sum(row["role"] == texts("statement.taken") for row in shown) == taken.drop_nulls().height


def test_contradicting_numbers_stand_side_by_side_with_both_locations(published: SnapshotReader) -> None:
    texts = texts_of("zh")
    contradicted = published.query(["conflict_count"], ["target"], where={"plan": CONTRADICTED})
    shown = rows_with(
        open_page("plans", plan=CONTRADICTED),
        texts,
        "statement_taken",
        "statement_other",
        "location_taken",
        "location_other",
        "rule",
    )
    assert len(shown) == contradicted["conflict_count"].sum() > 0
    assert all(row["statement_taken"] != row["statement_other"] for row in shown)
    standards = next(row for row in shown if "2,500" in row["statement_taken"])
    cells = [standards[name] for name in ("location_taken", "location_other", "rule")]
    assert cells == ["主要目标表 18（表格）", "二(三)（正文）", texts("resolution.table_over_prose")]


def test_what_nobody_has_a_figure_of_is_listed(published: SnapshotReader) -> None:
    observed = published.query(["figure_count"], ["indicator", "region"]).filter(pl.col("figure_count") > 0)
    asked = published.query(["target_count"], ["target", "indicator", "region"], where={"plan": CONTRADICTED})
    silent = asked.join(observed, on=["indicator", "region"], how="anti").height
    app = open_page("plans", plan=CONTRADICTED)
    assert len(rows_with(app, texts_of("zh"), "office", "location", without="known")) == silent > 0
    assert f"{asked.height} 个目标中 {silent} 个从无观测值" in words(app)


def test_bureaus_of_two_regions_are_two_offices(published: SnapshotReader) -> None:
    texts = texts_of("zh")
    app = open_page("plans", plan=WITH_OFFICES, view="offices")
    options = app.button_group(key="plans.office").options
    same = [option for option in options if "市场监管局" in str(option)]
    assert len(same) >= 2
    # One click more shows what one of them owes, and only in its own region.
    office = "330483.market_regulation"
    app.button_group(key="plans.office").set_value(office).run()
    owed = published.query(
        ["assignment_count"],
        ["target", "region"],
        where={"department": "market_regulation", "region": "330483"},
    )
    assert len(rows_with(app, texts, "departments", "target")) == owed["target"].n_unique()
    assert app.query_params["office"] in (office, [office])


def test_how_many_targets_name_no_office_is_said(published: SnapshotReader) -> None:
    total = published.query(["target_count"], where={"plan": WITH_OFFICES})["target_count"][0]
    named = published.query(["department_target_count"], where={"plan": WITH_OFFICES})["department_target_count"][0]
    everywhere = published.query(["target_count"])["target_count"][0]
    named_everywhere = published.query(["department_target_count"])["department_target_count"][0]
    written = words(open_page("plans", plan=WITH_OFFICES, view="offices"))
    assert f"本规划 {total} 个目标中 {total - named} 个没有写明责任部门" in written
    assert f"全部规划 {everywhere} 个目标中 {everywhere - named_everywhere} 个没有写明" in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_stands_beside_the_plan_above(published: SnapshotReader, language: str) -> None:
    texts = texts_of(language)
    pairs = published.query(
        ["cascade_count"],
        ["cascade", "cascade__is_at_least_as_ambitious", "cascade__ambition_basis"],
        where={"cascade__lower_plan": LOWER},
    )
    shown = rows_with(
        open_page("plans", lang=language, plan=LOWER, view="cascade"), texts,
        "this_target", "this_status", "other_plan", "other_target", "other_status", "ambition", "ambition_basis",
    )  # fmt: skip
    assert len(shown) == pairs.height > 0
    said = {True: "at_least", False: "less", None: "unknown"}
    expected = [texts(f"plans.ambition.{said[value]}") for value in pairs["cascade__is_at_least_as_ambitious"]]
    assert sorted(row["ambition"] for row in shown) == sorted(expected)
    labels = set(published.query(group_by=["status", f"status__label_{language}"])[f"status__label_{language}"])
    assert all(row[f"{side}_status"].split(" ", 1)[1] in labels for row in shown for side in ("this", "other"))
    # The plan that it answers to comes first.
    assert ("浙江" if language == "zh" else "Zhejiang") in shown[0]["other_plan"]


def test_each_plan_shows_all_its_sides_without_an_error(published: SnapshotReader) -> None:
    app = open_page("plans")
    for view in ("offices", "cascade", "versions"):
        app.button_group(key="plans.view").set_value(view).run()
        assert not app.exception and not app.error, view
    for plan in app.selectbox(key="plans.plan").options[:8]:
        app.selectbox(key="plans.plan").set_value(_id_of(published, app, plan)).run()
        assert not app.exception and not app.error, plan


def _id_of(published: SnapshotReader, app: AppTest, name: str) -> str:
    position = app.selectbox(key="plans.plan").options.index(name)
    plans = published.query(["target_count"], ["plan", "plan__period_end"]).sort("plan__period_end", "plan")
    return str(plans["plan"][position])


def target(indicator: str, due: int, value: float, unit: str = "%") -> dict[str, Any]:
    return {
        "indicator_id": indicator, "region_id": "320000", "due_year": due, "target_value": value,
        "target_value_high": None, "comparator": "ge", "unit": unit, "is_approximate": False,
    }  # fmt: skip


def test_two_versions_are_told_apart_by_what_changed() -> None:
    before = pl.DataFrame([target("a", 2025, 90), target("b", 2025, 5), target("b", 2030, 8), target("gone", 2025, 1)])
    after = pl.DataFrame([target("a", 2027, 93), target("b", 2025, 5), target("b", 2030, 8), target("added", 2027, 2)])
    cells = {
        ((pair["after"] or pair["before"])["indicator_id"], (pair["after"] or pair["before"])["due_year"]): pair[
            "change"
        ]
        for pair in compare(before, after)
    }
    assert cells == {
        ("a", 2027): "changed", ("b", 2025): "same", ("b", 2030): "same", ("added", 2027): "new",
        ("gone", 2025): "dropped",
    }  # fmt: skip
