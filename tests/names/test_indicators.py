"""An indicator's name is found by the alias list, its own name or its normal form; else the nearest are proposed."""

import csv
from functools import cache
from pathlib import Path

import pytest

from plan_targets.names.indicators import Asked, IndicatorNames

DATA = Path(__file__).with_name("data") / "wordings.csv"


@cache
def names() -> IndicatorNames:
    return IndicatorNames.from_seeds()


def wordings() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_no_wording_of_another_source_is_taken_into_a_wrong_series() -> None:
    found = {row["wording"]: names().find(Asked(row["wording"], unit=row["unit"])).indicator_id for row in wordings()}
    wrong = {
        row["wording"]: found[row["wording"]]
        for row in wordings()
        if found[row["wording"]] not in (None, row["indicator_id"])
    }
    assert wrong == {}


def test_the_right_indicator_is_among_the_three_nearest_of_nine_in_ten_wordings() -> None:
    assert len(wordings()) >= 60
    missed = [
        row["wording"]
        for row in wordings()
        if row["indicator_id"]
        not in {each.indicator_id for each in names().candidates(Asked(row["wording"], unit=row["unit"]))}
    ]
    assert len(missed) <= 0.1 * len(wordings()), missed


@pytest.mark.parametrize(
    ("asked", "indicator_id", "found_by"),
    [
        (Asked("单位GDP能耗较2020年累计下降"), "energy_per_gdp_reduction", "alias"),
        (Asked("全员劳动生产率", "labor_productivity"), "labor_productivity", "alias"),
        (Asked("全员劳动生产率", "a_label_of_a_collector"), "labor_productivity", "own_name"),
        (Asked("labor_productivity"), "labor_productivity", "own_name"),
        (Asked("制造业产品质量合格率", "mfg_rate_2025"), "manufacturing_product_pass_rate", "own_name"),
        (Asked("制造业产品质量合格率(%)"), "manufacturing_product_pass_rate", "normal_form"),
        (Asked("製造業產品質量合格率"), "manufacturing_product_pass_rate", "alias"),
        (Asked("制造业产品合格率(质量)"), "manufacturing_product_pass_rate", "normal_form"),
        (Asked("全省空气质量优良天数比率"), "air_good_days_ratio", "normal_form"),
        (Asked("单位生产总值能耗比2020年降低"), "energy_per_gdp_reduction", "normal_form"),
        (Asked("水产品例行监测质量安全合格率"), "aquatic_product_monitoring_pass_rate", "normal_form"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_the_order_of_alias_own_name_and_normal_form(
    asked: Asked, indicator_id: str, found_by: str
) -> None:
    match = names().find(asked)
    assert (match.indicator_id, match.found_by) == (indicator_id, found_by)


@pytest.mark.parametrize(
    ("name", "never"),
    [
        ("农产品质量安全抽检例行监测合格率", "agricultural_product_monitoring_pass_rate"),
        ("地表水国控断面优良水质比例", "surface_water_good_ratio_provincial_sections"),
        ("地表水省考断面优良水质比例", "surface_water_good_ratio_national_sections"),
        ("食品安全总体合格率", "food_sampling_pass_rate"),
        ("产品质量监督抽查合格率(市级)", "product_supervision_pass_rate"),
        ("GDP占研发经费比重", "rd_intensity"),
        ("PM10平均浓度", "pm25_concentration"),
    ],
)
def test_a_qualifier_is_never_left_out(name: str, never: str) -> None:
    assert names().find(Asked(name)).indicator_id != never


def test_a_label_that_means_another_indicator_contradicts_the_name() -> None:
    match = names().find(Asked("制造业产品质量合格率", "food_sampling_pass_rate"))
    assert match.indicator_id is None
    assert match.candidates


def test_candidates_say_what_speaks_against_them() -> None:
    nearest = names().candidates(Asked("地表水国控断面优良水质比例", unit="天"))
    by_id = {each.indicator_id: each for each in nearest}
    assert set(by_id["surface_water_good_ratio_national_sections"].against) == {"+考", "-控", "% ≠ 天"}


def test_the_most_telling_note_decides() -> None:
    asked = Asked(
        "地表水优良(I-III类)水质断面比例", "surface_water_good_ratio", "%", "level_rate", "第四季度192个省控断面"
    )
    assert names().find(asked).indicator_id == "surface_water_good_ratio_provincial_sections_quarter"
