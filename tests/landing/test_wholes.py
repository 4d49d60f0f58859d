"""What is asked of the loads as a whole: series that go stale or get lost, sums, shares, targets, later versions."""

import json
from pathlib import Path

import pytest

from plan_targets.landing.store import loads, withdraw
from tests.project import Project

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"
JIANGSU = ["南京", "无锡", "徐州", "常州", "苏州", "南通", "连云港", "淮安", "盐城", "扬州", "镇江", "泰州", "宿迁"]
TAIYUAN = ["小店区", "迎泽区", "杏花岭区", "尖草坪区", "万柏林区", "晋源区", "清徐县", "阳曲县", "娄烦县", "古交市"]
MOST_OF_ZHEJIANG = ["杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山", "丽水"]


def rows(indicator: str, unit: str, figures: dict[str, object], year: int = 2019) -> str:
    """Rows of one year, each from a source of its own."""
    return "".join(
        f"{region},{indicator},{unit},{year},{value},{region}公报{year},官方,{year + 1}-03-01\n"
        for region, value in figures.items()
    )


# What this module drops into the project with all files.
FILES = {
    # One part of Shanxi has more than Shanxi; all of Jiangsu's together have less than Jiangsu.
    "sums.csv": HEADER
    + rows("首席质量官人数", "人", {"山西省": 100, "太原市": 150})
    + rows("首席质量官人数", "人", {"江苏省": 1000} | dict.fromkeys((f"{city}市" for city in JIANGSU), 50)),
    # Taiyuan's rate is above all of its counties'. So is Zhejiang's, but one of its cities is not in the list.
    "shares.csv": HEADER
    + rows("消费品质量合格率", "%", {"太原市": 95} | dict.fromkeys(TAIYUAN, 91))
    + rows("消费品质量合格率", "%", {"浙江省": 95} | dict.fromkeys((f"{city}市" for city in MOST_OF_ZHEJIANG), 91)),
    "stale.csv": HEADER + rows("护理型床位占养老机构床位比例", "%", {"苏州市": 40}, year=2012),
    "shorter.csv": HEADER + rows("流通领域药品抽检合格率", "%", {"扬州市": 97, "镇江市": 98}),
    "tidy.csv": HEADER + rows("食品抽检合格率", "%", {"桃花源": 97, "镇江市": 967}),
    "wide.csv": "地区,指标,单位,2018年,2019年\n宿迁市,食品抽检合格率,%,97,967\n",
    "far_target.csv": "规划名称,扬州市质量强市规划,,,,\n地区,扬州市,,,,\n规划期,2024-2027,,,,\n,,,,,\n"
    "指标,单位,基期值,基期年份,目标值,目标年份\n首席质量官人数,人,100,2023,9000,2027\n"
    "建立首席质量官制度企业,家,100,2023,150,2027\n",
}


Built = tuple[Project, dict[str, list[dict[str, object]]]]


def spoil(project: Project) -> Path:
    """Withdraws a load of the project, and gives a file that lacks a row of an earlier one."""
    landing = project.folder / "landing"
    (load,) = [load for load in loads(landing) if load.file == "sums.csv"]
    withdraw(load.load_id, "口径有误", landing)
    shorter = project.folder / "shorter.csv"
    shorter.write_text(FILES["shorter.csv"].rsplit("\n", 2)[0] + "\n", encoding="utf-8")
    return shorter


@pytest.fixture(scope="module")
def built(loaded_again: Project) -> Built:
    """The project after that, and what it found."""
    return loaded_again, findings(loaded_again)


def findings(project: Project) -> dict[str, list[dict[str, object]]]:
    """What each expectation of the suite found in the latest run."""
    found = project.rows(
        "select expectation, sample from fct_quality_result where suite = 'loads' and is_latest_run and not success"
    )
    return {expectation: json.loads(sample) for expectation, sample in found.iter_rows()}


def test_sums_are_held_against_their_parts(loaded: Project) -> None:
    found = {(row["region_code"], row["sum_of_parts"]) for row in findings(loaded)["parts_add_up_to_their_whole"]}
    assert {("140000", 150), ("320000", 650)} <= found


def test_a_share_lies_between_those_of_its_parts_where_all_parts_are_known(built: Built) -> None:
    found = built[1]["shares_lie_between_those_of_their_parts"]
    rates = [row["region_code"] for row in found if row["indicator_id"] == "consumer_goods_pass_rate"]
    assert rates == ["140100"]


def test_a_series_with_a_target_that_has_gone_stale_is_named(built: Built) -> None:
    stale = {(row["indicator_id"], row["region_code"]) for row in built[1]["series_with_a_target_are_fresh"]}
    fresh = built[0].rows(
        "select indicator_id, region_code from fct_observation where is_preferred"
        " group by all having max(year) >= (select max(year) from fct_observation where is_preferred) - 3"
    )
    assert ("nursing_bed_share", "320500") in stale
    assert not stale & set(fresh.iter_rows())


def test_a_series_that_is_gone_since_the_last_publication_is_named(built: Built) -> None:
    lost = {(row["value"], row["region_code"]) for row in built[1]["no_series_is_lost"]}
    assert {indicator for indicator, _ in lost} == {"chief_quality_officers"}
    assert {region for _, region in lost} >= {"140000", "320000"}


def test_a_target_far_from_its_baseline_is_named(built: Built) -> None:
    found = built[1]["targets_are_not_far_from_their_baselines"]
    ours = [row["target_value"] for row in found if str(row["value"]).startswith("plan_321000")]
    assert ours == [9000]


def test_a_figure_that_a_later_version_leaves_out_is_named_and_still_counts(built: Built) -> None:
    left_out = built[1]["a_later_version_of_a_file_has_all_its_figures"]
    (found,) = [row for row in left_out if row["file"] == "shorter.csv"]
    assert (found["file"], found["row_number"]) == ("shorter.csv", 3)
    kept = built[0].rows("select value from fct_observation where file = 'shorter.csv' and is_preferred order by value")
    assert kept["value"].to_list() == [97.0, 98.0]


def test_a_rejected_row_names_the_column_as_its_file_does(built: Built) -> None:
    refused = built[0].rows(
        "select file, row_number, column_name, raw_value from fct_rejected_row"
        " where file in ('tidy.csv', 'wide.csv') order by file, row_number"
    )
    assert refused.rows() == [
        ("tidy.csv", 2, "地区", "桃花源"),
        ("tidy.csv", 3, "数值", "967"),
        ("wide.csv", 2, "2019年", "967"),
    ]


def test_nothing_else_keeps_a_figure_out(built: Built) -> None:
    refused = built[0].rows(
        "select file, reason_code from fct_rejected_row"
        f" where file in {tuple(FILES)} and file not in ('tidy.csv', 'wide.csv')"
    )
    # The version that came again says one figure again.
    assert refused.rows() == [("shorter.csv", "repeated_figure")]
