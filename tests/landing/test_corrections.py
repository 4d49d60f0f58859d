"""Which file corrects which: the later one of the same sender; where nobody is known, both stand and it is shown.

The project with all files takes three rounds of these; each test looks at what became of one kind of them.
"""

import os
from pathlib import Path

import pytest

from plan_targets.landing.store import loads, register_files
from tests.project import Project

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期,网址\n"
BARE = "地区,指标,单位,年份,数值\n"
PLAN = (
    "规划名称,{title},,,\n地区,金华市,,,\n规划期,2024-2027,,,\n,,,,\n指标,单位,目标值,目标年份,属性\n"
    "空气质量优良天数比例,%,{value},2027,约束性\n"
)


def of(
    city: str, value: object, date: str = "2024-03-01", grade: str = "官方", url: str = "", source: str = "公报"
) -> str:
    return f"{HEADER}{city},食品抽检合格率,%,2023,{value},{city}{source},{grade},{date},{url}\n"


def bare(city: str, value: object, office: str = "") -> str:
    above = f"填报单位：{office},,,,\n" if office else ""
    return f"{above}{BARE}{city},食品抽检合格率,%,2023,{value}\n"


def versions(region: str) -> str:
    """A figure, one that is mistyped unless the region is right, and one that is never right."""
    rows = (
        "常州市,食品抽检合格率,%,2012,98.1",
        f"{region},食品抽检合格率,%,2012,97",
        "常州市,消费品质量合格率,%,2012,九成",
    )
    return HEADER + "".join(f"{row},常州公报,官方,2013-03-01,\n" for row in rows)


# What is dropped in each round, by name.
ROUNDS: list[dict[str, str]] = [
    {
        "back.csv": of("长治市", 97.1),
        "date.csv": of("晋城市", 97.1, date="2024-06-01"),
        "grade.csv": of("朔州市", 96.0),
        "other.csv": of("朔州市", 98.0, grade="媒体", source="报道"),
        "url.csv": of("阳泉市", 97.0, url="http://wrong.example"),
        "later.csv": of("大同市", 97.0, date="2024-03-01"),
        "填报表.csv": bare("忻州市", 99.1),
        "甲局/填报表.csv": of("临汾市", 97.1),
        "乙局/填报表.csv": bare("运城市", 97.1),
        "office.csv": bare("吕梁市", 97.1, office="吕梁市市场监管局"),
        "two.csv": bare("太原市", 97.1, office="太原市市场监管局"),
        "copy.csv": of("晋中市", 97.1),
        "plan.csv": PLAN.format(title="金华市质量提升规划", value=95),
        "other_plan.csv": PLAN.format(title="东阳市质量提升规划", value=90).replace("金华市,", "东阳市,"),
        "两份.csv": bare("丽水市", 97.1),
        "两份 (1).csv": bare("丽水市", 97.4),
        "市场监管局/versions.csv": versions("桃花源"),
    },
    {
        "back.csv": of("长治市", 97.4),
        "date.csv": of("晋城市", 97.4, date="2024-03-01"),
        "grade.csv": of("朔州市", 96.0, grade="转载"),
        "url.csv": of("阳泉市", 97.0, url="http://right.example"),
        "later.csv": of("大同市", 97.6, date="2025-03-01"),
        "填报表.csv": bare("忻州市", 98.6),
        "丙局/填报表.csv": of("临汾市", 97.3),
        "乙局/填报表.csv": bare("运城市", 97.3),
        "office.csv": bare("吕梁市", 97.3, office="吕梁市市场监管局"),
        "two.csv": bare("太原市", 97.3, office="太原市统计局"),
        "another_name.csv": of("晋中市", 97.3),
        "plan.csv": PLAN.format(title="金华市质量提升规划", value=96),
        "other_plan.csv": PLAN.format(title="东阳市食品安全规划", value=80).replace("金华市,", "东阳市,"),
        "市场监管局/versions.csv": versions("无锡市"),
    },
    {
        "back.csv": of("长治市", 97.1),
        "填报表.csv": bare("忻州市", 99.1),
        "plan.csv": PLAN.format(title="金华市质量提升规划", value=95),
    },
]

# Dropped together, and when they were last changed.
COPIES = {"两份.csv": 1_700_000_000, "两份 (1).csv": 1_700_000_001}


def drop_rounds(landing: Path) -> None:
    """Drops the rounds one after the other, each registered before the next comes."""
    for round_ in ROUNDS:
        for name, text in round_.items():
            path = landing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            if name in COPIES:
                os.utime(path, (COPIES[name], COPIES[name]))
        register_files(landing)


def told(project: Project, city: str) -> list[tuple[object, ...]]:
    """Value, date, grade and address of every figure for the city, which one holds."""
    return project.build_rows(
        "select value, cast(published_on as varchar), source_grade, source_url, is_preferred from marts.fct_observation"
        f" inner join seeds.regions using (region_code) where name_zh = '{city}' and year = 2023"
        " and indicator_id = 'food_sampling_pass_rate' and file not like 'seeds/%' order by load_id, value"
    ).rows()


def preferred(project: Project, city: str) -> list[tuple[object, ...]]:
    return [row[:-1] for row in told(project, city) if row[-1]]


def found(project: Project, file: str) -> set[tuple[str, str, str]]:
    rows = project.build_rows(
        "select reason_code, column_name, raw_value from intermediate.int_findings"
        f" where file = '{file}' and reason_code in ('corrected', 'unsettled_contradiction', 'repeated_figure',"
        " 'contradicts_earlier_load', 'publication_backwards')"
    )
    return set(rows.rows())


def test_going_back_to_what_was_said_first_holds(loaded: Project) -> None:
    assert preferred(loaded, "长治市") == [(97.1, "2024-03-01", "official", None)]
    assert len(told(loaded, "长治市")) == 3
    assert found(loaded, "back.csv") == {("corrected", "数值", "97.1 → 97.4"), ("corrected", "数值", "97.4 → 97.1")}


def test_a_corrected_date_takes_effect_though_it_is_the_earlier_one(loaded: Project) -> None:
    assert preferred(loaded, "晋城市") == [(97.4, "2024-03-01", "official", None)]
    assert ("corrected", "发布日期", "2024-06-01 → 2024-03-01") in found(loaded, "date.csv")


def test_a_corrected_grade_takes_effect_and_is_said(loaded: Project) -> None:
    assert preferred(loaded, "朔州市") == [(98.0, "2024-03-01", "press", None)]
    assert found(loaded, "grade.csv") == {("corrected", "来源等级", "official → mirror")}


def test_a_corrected_address_takes_effect_and_is_said(loaded: Project) -> None:
    assert preferred(loaded, "阳泉市") == [(97.0, "2024-03-01", "official", "http://right.example")]
    assert found(loaded, "url.csv") == {("corrected", "网址", "http://wrong.example → http://right.example")}


def test_a_later_publication_in_the_same_file_is_news_and_no_correction(loaded: Project) -> None:
    assert preferred(loaded, "大同市") == [(97.6, "2025-03-01", "official", None)]
    assert found(loaded, "later.csv") == set()


def test_of_two_files_of_one_name_without_a_sender_both_stand_and_the_contradiction_is_shown(
    loaded: Project,
) -> None:
    assert [row[0] for row in preferred(loaded, "忻州市")] == [99.1]
    assert sorted(row[0] for row in told(loaded, "忻州市")) == [98.6, 99.1, 99.1]
    assert found(loaded, "填报表.csv") == {
        ("unsettled_contradiction", "数值", "98.6 (填报表.csv: 99.1)"),
        ("unsettled_contradiction", "数值", "99.1 (填报表.csv: 98.6)"),
    }


def test_two_offices_that_name_one_source_both_stand(loaded: Project) -> None:
    assert sorted(row[0] for row in told(loaded, "临汾市")) == [97.1, 97.3]
    assert found(loaded, "丙局/填报表.csv") == {("unsettled_contradiction", "数值", "97.3 (甲局/填报表.csv: 97.1)")}
    assert sorted(row[0] for row in told(loaded, "太原市")) == [97.1, 97.3]
    assert found(loaded, "two.csv") == {("unsettled_contradiction", "数值", "97.3 (two.csv: 97.1)")}


@pytest.mark.parametrize(("city", "file"), [("运城市", "乙局/填报表.csv"), ("吕梁市", "office.csv")])
def test_a_file_corrects_the_one_of_the_same_office(city: str, file: str, loaded: Project) -> None:
    assert [row[0] for row in preferred(loaded, city)] == [97.3]
    assert found(loaded, file) == {("corrected", "数值", "97.1 → 97.3")}


def test_one_source_in_two_files_has_one_figure(loaded: Project) -> None:
    assert [row[0] for row in told(loaded, "晋中市")] == [97.1]
    assert found(loaded, "another_name.csv") == {("contradicts_earlier_load", "数值", "97.3")}


def test_a_correction_of_the_same_day_counts_as_a_revision(loaded: Project) -> None:
    counts = loaded.build_rows(
        "select file, load_number, revised_count, unchanged_count from marts.fct_load where file in"
        " ('back.csv', 'office.csv', '填报表.csv') order by file, load_number"
    )
    revised: dict[str, list[int]] = {}
    for file, _, count, _ in counts.rows():
        revised.setdefault(file, []).append(count)
    assert revised == {"back.csv": [0, 1, 1], "office.csv": [0, 1], "填报表.csv": [0, 0, 0]}


def test_a_plans_last_delivery_holds(loaded: Project) -> None:
    targets = loaded.build_rows(
        "select plan_id, value from intermediate.int_targets where plan_id in"
        " (select plan_id from staging.stg_plans where regexp_matches(title_zh, '^(金华|东阳)市'))"
        " order by value"
    )
    assert targets["value"].to_list() == [90.0, 95.0]


def test_another_plan_under_the_same_file_name_replaces_nothing(loaded: Project) -> None:
    refused = loaded.build_rows(
        "select reason_code from staging.stg_landed_plan_rows where record = 'rejection' and file = 'other_plan.csv'"
    )
    assert set(refused["reason_code"]) == {"plan_already_known"}


def test_of_two_copies_dropped_together_the_one_changed_last_holds(loaded: Project) -> None:
    assert [row[0] for row in preferred(loaded, "丽水市")] == [97.4]
    copies = [load for load in loads(loaded.folder / "landing") if load.file.startswith("两份")]
    assert [Path(load.file).stem for load in copies] == ["两份", "两份 (1)"]


def test_messages_are_of_the_newest_version_and_an_unchanged_figure_is_none(loaded: Project) -> None:
    told = loaded.build_rows(
        "select row_number, reason_code from intermediate.int_findings where is_told and file like '%versions.csv'"
        " order by row_number"
    )
    assert told.rows() == [(4, "text_in_value")]
    # What was refused of the first version stays on record.
    refused = loaded.build_rows("select reason_code from marts.fct_rejected_row where file like '%versions.csv'")
    assert sorted(refused["reason_code"]) == ["repeated_figure", "text_in_value", "text_in_value", "unknown_region"]
    counts = loaded.build_rows(
        "select taken_count, rejected_count, unchanged_count from marts.fct_load where file like '%versions.csv'"
        " order by first_seen_at"
    )
    assert counts.rows() == [(1, 2, 0), (1, 2, 1)]
