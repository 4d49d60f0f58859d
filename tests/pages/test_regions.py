"""The page of regions: statuses by indicator and region, whole years in order, and the way down and back."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from app.charts.heat_map import HeatMapTexts, heat_map
from app.charts.ranking import RankingTexts, ranking
from app.charts.region_tiles import COLUMNS, ROWS, TILES, MapTexts, region_points, region_tiles
from app.charts.small_multiples import small_multiples
from app.charts.theme import STATUS_STYLES
from app.texts import texts_of
from plan_targets.semantic import SnapshotReader, client
from tests.pages.conftest import LANGUAGES, open_page, words
from tests.pages.test_charts import layers
from tests.pages.test_plans import rows_with

MAP_TEXTS = MapTexts("标题", "状态", "数值")


@pytest.fixture
def published(readers_folder: Path) -> SnapshotReader:
    return client(str(readers_folder)).current()


def test_the_way_goes_down_by_clicks_and_back(published: SnapshotReader) -> None:
    app = open_page("regions")
    for region in ("320000", "320500"):
        app.button_group(key="regions.down").set_value(region).run()
        assert not app.exception
        assert app.query_params["region"] in (region, [region])
    assert "苏州市" in words(app)
    app.button(key="regions.way.320000").click().run()
    assert app.query_params["region"] in ("320000", ["320000"])
    assert app.button(key="regions.way.320000").disabled
    app.button(key="regions.way.100000").click().run()
    assert "中国及其" in words(app)


def test_a_county_is_reached_by_its_address_and_stands_beside_other_counties(published: SnapshotReader) -> None:
    app = open_page("regions", region="330483")
    written = words(app)
    assert not app.exception
    assert "桐乡市与" in written
    assert [button.key for button in app.button if str(button.key).startswith("regions.way.")][-1] == (
        "regions.way.330483"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_of_the_heat_map_is_told_in_words(published: SnapshotReader, language: str) -> None:
    texts = texts_of(language)
    app = open_page("regions", lang=language, region="320000")
    below = published.query(group_by=["region", "region__parent_code"])
    ids = [*below.filter(pl.col("region__parent_code") == "320000")["region"], "320000"]
    pairs = published.query(["target_count"], ["indicator", "region"]).filter(
        pl.col("region").is_in(ids) & (pl.col("target_count") > 0)
    )
    shown = rows_with(app, texts, "status", "region", "indicator", "gap_to_target", without="plan")
    assert len(shown) == pairs.height > 0
    labels = published.query(group_by=["status", f"status__label_{language}"])[f"status__label_{language}"].to_list()
    marks = {style.mark for style in STATUS_STYLES.values()}
    for row in shown:
        mark, label = row["status"].split(" ", 1)
        assert mark in marks and label in labels


@pytest.mark.parametrize(("indicator", "region"), [("rd_expenditure", "320000"), ("air_good_days_ratio", "100000")])
def test_a_ranking_has_whole_years_only_and_the_marts_own_ranks(
    published: SnapshotReader, indicator: str, region: str
) -> None:
    texts = texts_of("zh")
    app = open_page("regions", region=region, indicator=indicator)
    year = int(app.selectbox(key="regions.year").value)
    shown = rows_with(app, texts, "region_rank", "region", "distance")
    judged = published.query(
        ["region_rank", "gap_to_target_in_year"],
        ["region", "region__name_zh", "region__parent_code", "figure__is_partial_year", "figure__scope",
         "figure__observed_comparator"],
        where={"indicator": indicator, "calendar_year": year},
    )  # fmt: skip
    below = judged.filter(pl.col("region__parent_code") == region)
    whole = below.filter(
        pl.col("region_rank").is_not_null()
        & ~pl.col("figure__is_partial_year").cast(pl.Boolean)
        & pl.col("figure__scope").is_null()
        & ~pl.col("figure__observed_comparator").is_in(["ge", "gt", "le", "lt"])
    )
    expected = {row["region__name_zh"]: row for row in whole.iter_rows(named=True)}
    assert {row["region"]: row["region_rank"] for row in shown} == {
        name: row["region_rank"] for name, row in expected.items()
    }
    for row in shown:
        has_distance = expected[row["region"]]["gap_to_target_in_year"] is not None
        assert (row["distance"] == texts("regions.ranking.no_target")) != has_distance


def test_the_tiles_are_the_provinces_and_keep_their_directions(published: SnapshotReader) -> None:
    regions = published.query(group_by=["region", "region__level", "region__longitude", "region__latitude"])
    provinces = {
        row["region"]: (float(row["region__longitude"]), float(row["region__latitude"]))
        for row in regions.filter(pl.col("region__level") == "province").iter_rows(named=True)
    }
    assert set(TILES) == set(provinces)
    assert len(set(TILES.values())) == len(TILES)
    assert all(0 <= column < COLUMNS and 0 <= row < ROWS for column, row in TILES.values())
    for one, (longitude, latitude) in provinces.items():
        for other, (its_longitude, its_latitude) in provinces.items():
            if longitude - its_longitude > 2:
                assert TILES[one][0] >= TILES[other][0], (one, other)
            if latitude - its_latitude > 2:
                assert TILES[one][1] <= TILES[other][1], (one, other)


def region(region_id: str, **more: Any) -> dict[str, Any]:
    return {
        "region_id": region_id, "region": region_id, "short": region_id, "longitude": 118.8, "latitude": 32.1,
        "color": "#ffffff", "ink": "#000000", "mark": "▲", "number": "3%", "said": "▲ 3%",
        "status_label": "快于预期", "value": "3%", "has_something": True,
    } | more  # fmt: skip


def test_a_tile_says_its_status_by_mark_and_word() -> None:
    drawn = region_tiles(pl.DataFrame([region("320000"), region("330000")]), MAP_TEXTS)
    names, said, marks = layers(drawn, "text")
    assert {row["said"] for row in said["rows"]} == {"▲ 3%"}
    assert {row["short"] for row in names["rows"]} == {"320000", "330000"}
    # On a phone a name that is too wide is its letters, and the mark has a line of its own.
    assert {row["letters"] for row in names["rows"]} == {"JS", "ZJ"}
    assert {(row["number"], row["mark"]) for row in marks["rows"]} == {("3%", "▲")}
    assert layers(drawn, "rect")


def test_points_need_coordinates_and_their_names_do_not_lie_on_each_other() -> None:
    near = [region("a"), region("b", latitude=32.11), region("c", longitude=None), region("d", latitude=33.5)]
    drawn = region_points(pl.DataFrame(near), MAP_TEXTS)
    label = layers(drawn, "text")[0]["rows"]
    assert {row["name"] for row in label} == {"▲ a", "▲ b", "▲ d"}
    anchors = {row["name"]: (row["dx"], row["dy"]) for row in label}
    assert anchors["▲ a"] != anchors["▲ b"]


def test_a_heat_map_has_a_mark_in_each_cell() -> None:
    cells = pl.DataFrame(
        [
            {"indicator": "合格率", "indicator_order": 0, "region": "江苏", "status": status, "status_label": status,
             "target": "≥ 93%（2025）"}
            for status in ("achieved", "behind")
        ]
    )  # fmt: skip
    drawn = heat_map(cells, ["江苏"], HeatMapTexts("标题", "状态", "目标"))
    marks = layers(drawn, "text")[0]["rows"]
    assert {row["mark"] for row in marks} == {STATUS_STYLES["achieved"].mark, STATUS_STYLES["behind"].mark}


def test_a_ranking_draws_the_target_only_where_there_is_one() -> None:
    rows = [
        {"rank": 1, "region": "a", "value": 3.0, "target_value": 2.5, "color": "#000", "name": "1. a", "said": "3%",
         "value_words": "3%", "target_words": "2.5%"},
        {"rank": 2, "region": "b", "value": 2.0, "target_value": None, "color": "#000", "name": "2. b", "said": "2%",
         "value_words": "2%", "target_words": "—"},
    ]  # fmt: skip
    (tick,) = layers(ranking(pl.DataFrame(rows), RankingTexts("标题", "数值", "目标")), "tick")
    assert "isValid" in str(tick["transform"])


def test_small_lines_stop_at_a_missing_year_and_a_break() -> None:
    rows = [
        {"region": "a", "year": year, "value": 1.0, "is_break": year == 2022, "label": "1 项", "short": "1"}
        for year in (2018, 2019, 2021, 2022)
    ]
    aims = pl.DataFrame({"region": ["a"], "value": [2.0]})
    (line,) = layers(small_multiples(pl.DataFrame(rows), aims, "标题"), "line")
    assert len({row["stretch"] for row in line["rows"]}) == 3


def test_regions_without_anything_to_compare_say_so(published: SnapshotReader) -> None:
    app = open_page("regions", region="330483", scope="peers", indicator="china_quality_award")
    assert not app.exception and not app.error
