"""Every page in both languages, by Streamlit's own test runner."""

import json
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.texts import texts_of
from app.texts.numbers import NOTHING
from plan_targets.publication.read import current_publication
from plan_targets.semantic import client
from tests.pages.conftest import LANGUAGES, PAGES, open_page, words

# A folder or a file of the server's, by its full path.
PATH = re.compile(r"(?<![\w:/.])/(?:[\w.-]+/)+[\w.-]+|\w:\\\\")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_an_error_and_names_its_publication(
    readers_folder: Path, page: str, language: str
) -> None:
    app = open_page(page, lang=language)
    assert not app.exception
    assert not app.error
    written = words(app)
    assert texts_of(language)(f"page.{page}") in written
    # Streamlit writes None where a table has nothing.
    assert all(table.proto.placeholder == NOTHING for table in app.dataframe)
    publication = current_publication(str(readers_folder))
    assert publication.build_id in written
    assert str(publication.record["as_of"]) in written
    # Where things lie on the server is nothing for readers.
    shown = [written, *(block.value for block in app.code)]
    assert not any(PATH.search(text) or str(readers_folder) in text for text in shown)


def test_chinese_comes_first(readers_folder: Path) -> None:
    assert texts_of("zh")("page.overview") in words(open_page("overview"))


def test_the_language_switch_changes_the_words_and_the_address(readers_folder: Path) -> None:
    app = open_page("overview")
    app.button_group("app.lang").set_value("en").run()
    assert texts_of("en")("page.overview") in words(app)
    assert app.query_params["lang"] in ("en", ["en"])


def test_the_overview_counts_what_the_layer_counts(readers_folder: Path) -> None:
    written = words(open_page("overview", family="all"))
    reader = client(str(readers_folder))
    counted = reader.query(["judgeable_target_count", "assessed_target_count", "targets_not_observed"])
    able, judged, unobserved = (int(counted[name][0]) for name in counted.columns)
    # Over those that can have a verdict, not over all that somebody wrote down.
    assert able < reader.query(["target_count"])["target_count"][0]
    assert f"可有结论的 {able:,} 个目标中 {judged:,} 个有结论" in written
    assert f"{unobserved:,} 个没有观测值" in written


def test_the_overview_shows_one_family_of_plans_or_all_by_level(readers_folder: Path) -> None:
    parents = dict(client(str(readers_folder)).query(group_by=["plan", "plan__parent_plan_id"]).iter_rows())
    # No family of a plan that was read whole has a verdict now, so that it begins with all.
    app = open_page("overview")
    assert texts_of("zh")("overview.family.all") in words(app)
    app.selectbox(key="overview.family").set_value("jiangsu_quality_2025").run()
    assert not app.exception
    shown = app.multiselect(key="overview.plan").options
    assert 1 < len(shown) < len(parents) / 2
    # What there is none of is not told.
    assert "没有结论：0 个" not in words(app) and "；0 个" not in words(app)


def test_no_page_calls_the_targets_of_a_plan_that_was_read_in_part_all_its_targets(readers_folder: Path) -> None:
    whole = dict(client(str(readers_folder)).query(group_by=["plan", "plan__is_whole_document"]).iter_rows())
    app = open_page("overview", family="all")
    options = app.multiselect(key="overview.plan").options
    in_part = [plan for plan, is_whole in whole.items() if str(is_whole).lower() == "false"]
    assert in_part and len(options) == len(whole)
    assert sum("节录" in option for option in options) == len(in_part)
    written = words(app)
    assert "全部目标" not in written and "不是它的所有目标" in written


def test_the_overview_can_be_narrowed_by_its_address(readers_folder: Path) -> None:
    written = words(open_page("overview", plan="taiyuan_quality_2025"))
    counted = client(str(readers_folder)).query(["judgeable_target_count"], where={"plan": "taiyuan_quality_2025"})
    assert f"可有结论的 {counted['judgeable_target_count'][0]} 个目标" in written
    assert texts_of("zh")("overview.family.all") in written


def test_what_an_address_names_and_does_not_exist_is_passed_over(readers_folder: Path) -> None:
    app = open_page("trend", indicator="no_such_indicator", regions="nowhere", lang="xx")
    assert not app.exception
    assert not app.error


def test_the_trend_page_shows_the_clause_and_the_conflict(readers_folder: Path) -> None:
    app = open_page("trend", indicator="standards_led_new", regions="320500")
    written = words(app)
    assert "主要目标表 18" in written
    assert texts_of("zh")("resolution.table_over_prose") in written
    assert any("2,500" in expander.label for expander in app.expander)


def test_the_trend_page_lists_bounds_and_what_was_passed_over(readers_folder: Path) -> None:
    app = open_page("trend", indicator="manufacturing_product_pass_rate", regions="320500,100000")
    texts = texts_of("zh")
    table = app.dataframe[-1].value
    shown = table[[texts("column.value"), texts("column.state")]].to_numpy().tolist()
    assert ["≥ 93%", texts("state.bound")] in shown
    assert any(texts("state.not_preferred") in state for _, state in shown)
    assert table[texts("column.source")].notna().all()
    assert table[texts("column.age")].notna().all()


def test_a_total_of_a_period_is_not_drawn_on_the_scale_of_years(readers_folder: Path) -> None:
    written = words(open_page("trend", indicator="municipal_quality_award_new", regions="320500"))
    assert "规划期累计数" in written


def test_every_indicator_that_has_a_target_can_be_opened(readers_folder: Path, request: pytest.FixtureRequest) -> None:
    """Of those alike in all that a page asks of them one; each when asked for every step."""
    alike = [
        "indicator__unit", "indicator__direction", "target__comparator", "target__accumulation", "reason",
    ]  # fmt: skip
    asked = client(str(readers_folder)).current().query(["target_count"], ["indicator", *alike]).sort("indicator")
    if not request.config.getoption("--every-step"):
        asked = asked.unique(alike, keep="first", maintain_order=True)
    indicators = asked["indicator"].unique(maintain_order=True).to_list()
    assert len(indicators) > 40
    app = open_page("trend")
    failed = []
    for indicator in indicators:
        app.selectbox[0].set_value(indicator).run()
        if app.exception or app.error:
            failed.append(indicator)
    assert failed == []


def test_the_quality_page_shows_what_failed_with_its_rows(readers_folder: Path) -> None:
    app = open_page("quality")
    failed = (
        client(str(readers_folder))
        .current()
        .run_saved("quality_checks", where=[("quality_result__success", "=", False)])
    )
    assert failed.height > 0
    for title in failed["quality_result__title_zh"]:
        assert any(title in expander.label for expander in app.expander)
    # The samples of what failed, all checks, the loads, the rejected rows, the sources, the runs and the publications.
    samples = sum(json.loads(sample) != [] for sample in failed["quality_result__sample"])
    assert len(app.dataframe) >= samples + 6
    # Where things lie on the server is nothing for readers.
    assert not PATH.search(words(app)) and not any(PATH.search(block.value) for block in app.code)


def test_the_rejected_rows_are_shown_with_their_reasons(readers_folder: Path) -> None:
    texts = texts_of("zh")
    app = open_page("quality")
    rejected = client(str(readers_folder)).query(["rejected_row_count"])["rejected_row_count"][0]
    # The rows that failed a check have a reason too, but were not refused.
    titles = {texts(f"column.{name}") for name in ("file", "row_number", "raw_value", "reason")}
    tables = [frame.value for frame in app.dataframe if titles <= set(frame.value.columns)]
    assert [len(table) for table in tables] == [rejected]
    assert tables[0][texts("column.reason")].notna().all()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_loads_are_shown_with_what_became_of_them(readers_folder: Path, language: str) -> None:
    texts = texts_of(language)
    app = open_page("quality", lang=language)
    names = ["file", "first_seen_at", "brought", "taken", "revised", "rejected"]
    titles = [texts(f"column.{name}") for name in names]
    (loads,) = [frame.value for frame in app.dataframe if titles[1] in frame.value.columns]
    counted = client(str(readers_folder)).query(
        ["loaded_row_count", "taken_row_count", "revised_row_count", "refused_row_count"]
    )
    assert loads[titles[2:]].sum().to_list() == list(counted.row(0))
    assert sorted(loads[titles[:2]].values.tolist()) == [
        ["seeds/observations/collected_2025_on.csv", texts("quality.loads.kept")],
        ["seeds/observations/collected_through_2024.csv", texts("quality.loads.kept")],
    ]


@pytest.mark.parametrize("spoiled", ["warehouse.duckdb", "semantic_manifest.json", "publication.json"])
@pytest.mark.parametrize("way", ["removed", "cut off", "overwritten"])
def test_a_damaged_publication_is_told_in_a_sentence(
    readers_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: str, way: str
) -> None:
    folder = tmp_path / "published"
    shutil.copytree(readers_folder, folder, symlinks=True)
    monkeypatch.setenv("PUBLISHED_PATH", str(folder))
    path = folder / "current" / spoiled
    content = path.read_bytes()
    path.unlink()
    if way == "cut off":
        path.write_bytes(content[: len(content) // 2])
    elif way == "overwritten":
        path.write_bytes(b"not what it was")
    app = open_page("overview")
    assert not app.exception
    assert not app.error
    assert texts_of("zh")("nothing.damaged") in words(app)
    assert not PATH.search(words(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_of_one_figure_can_be_shown(readers_folder: Path, language: str) -> None:
    counted = client(str(readers_folder)).current().query(["figure_count"], ["indicator", "region"])
    one = counted.filter(counted["figure_count"] == 1).sort("indicator", "region").row(0, named=True)
    app = open_page("trend", lang=language, indicator=one["indicator"], regions=one["region"])
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1


def test_an_open_page_shows_a_new_publication_at_its_next_interaction(
    readers_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    shutil.copytree(readers_folder, folder, symlinks=True)
    monkeypatch.setenv("PUBLISHED_PATH", str(folder))
    app = open_page("overview")
    first = current_publication(str(folder))
    assert first.build_id in words(app)
    _publish_again(folder, first.folder, "20990101T000000Z-next")
    app.run()
    assert "20990101T000000Z-next" in words(app)
    assert first.build_id not in words(app)


def _publish_again(published: Path, snapshot: Path, build_id: str) -> None:
    following = snapshot.parent / build_id
    shutil.copytree(snapshot, following)
    record = json.loads((following / "publication.json").read_text(encoding="utf-8"))
    (following / "publication.json").write_text(json.dumps(record | {"build_id": build_id}), encoding="utf-8")
    waiting = published / "next"
    waiting.symlink_to(following)
    waiting.replace(published / "current")


def test_app_can_be_imported_wherever_it_is_started_from(
    readers_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    app: AppTest = open_page("overview")
    assert not app.exception
