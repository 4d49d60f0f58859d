"""What pages say of a verdict: how far it carries, which one speaks no more, and what is known where there is none."""

from pathlib import Path

import polars as pl

from app.texts import texts_of
from plan_targets.semantic import client
from tests.pages.conftest import open_page, words


def test_a_verdict_that_speaks_no_more_stays_visible_with_its_year(readers_folder: Path) -> None:
    written = words(open_page("trend", indicator="manufacturing_product_pass_rate", regions="100000"))
    assert "最近一次判断：2024 年 快于预期" in written
    english = words(open_page("trend", indicator="manufacturing_product_pass_rate", regions="100000", lang="en"))
    assert "Latest verdict: Ahead in 2024" in english


def test_what_rounding_leaves_open_is_said_with_both_answers(readers_folder: Path) -> None:
    written = words(open_page("trend", indicator="rd_intensity", regions="330000"))
    assert "取整范围内可能为“已实现”至“滞后”" in written


def test_the_clause_names_the_verdicts_year_figure_and_source(readers_folder: Path) -> None:
    written = words(open_page("trend", indicator="pm25_concentration", regions="310000"))
    assert "2025 年：26.3\N{NO-BREAK SPACE}μg/m³（可代表 26.25 至 26.35）" in written


def test_a_refusal_is_no_sentence_of_a_verdict(readers_folder: Path) -> None:
    refused = (
        client(str(readers_folder))
        .query(["target_count"], ["indicator", "region", "status", "status__is_refusal", "target__gap_to_target_year"])
        .filter(pl.col("status__is_refusal") & pl.col("target__gap_to_target_year").is_not_null())
        .unique(["indicator", "region"])
        .filter(pl.struct("indicator", "region").is_unique())
    )
    assert refused.height > 5
    for row in refused.sort("indicator").head(6).iter_rows(named=True):
        app = open_page("trend", indicator=row["indicator"], regions=row["region"])
        assert not app.exception
        assert "不及应达值" not in words(app) and "好于应达值" not in words(app), row


def test_the_list_says_how_far_the_latest_figure_is_from_the_target(readers_folder: Path) -> None:
    texts = texts_of("zh")
    app = open_page("overview", family="all", plan="taiyuan_quality_2025", status="not_observed")
    table = app.dataframe[-1].value
    shown = dict(zip(table[texts("column.indicator")], table[texts("column.gap_to_target")], strict=True))
    assert shown["食品抽检合格率"] == "−1.43 个百分点（2024）"


def test_a_path_is_drawn_in_every_year_from_its_baseline_to_its_due_year(readers_folder: Path) -> None:
    path = client(str(readers_folder)).query(
        ["path_value"],
        ["calendar_year"],
        [("target", "=", "suzhou_quality_2030.manufacturing_product_pass_rate.320500.2030")],
        ["calendar_year"],
    )
    assert path["calendar_year"].to_list() == list(range(2025, 2031))
    assert path["path_value"][0] == 96.76 and path["path_value"][-1] == 97
    # A level that was met when the plan began is drawn as the level, not as a fall towards it.
    values = client(str(readers_folder)).query(
        ["path_value"],
        ["calendar_year"],
        [("target", "=", "shanghai_quality_2025.manufacturing_quality_competitiveness_index.310000.2025")],
    )
    assert set(values["path_value"]) == {94}
    assert not open_page("trend", indicator="manufacturing_product_pass_rate", regions="320500").exception
