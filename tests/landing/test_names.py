"""Names in dropped files: found by what stands around them, or refused with the candidates."""

from tests.project import Project

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"


FIGURE = "食品抽检合格率,%,2019,97.{},{},官方,2020-03-01\n"
DISTRICTS = ["玄武区", "秦淮区", "鼓楼区"]
ALONE = ["鼓楼区", "吴江市", "江苏省苏州市吴中区", "常熟市", "桃花源"]
# What this module drops into the project that is built once.
FILES = {
    "districts.csv": HEADER
    + "".join(f"{name},{FIGURE.format(number, '南京年报')}" for number, name in enumerate(DISTRICTS, start=1)),
    "alone.csv": HEADER + "".join(f"{name},{FIGURE.format(5, '年报')}" for name in ALONE),
}


def test_the_rows_beside_a_name_tell_which_region_it_is(loaded: Project) -> None:
    rows = loaded.build_rows(
        "select region_code from marts.fct_observation where file = 'districts.csv' order by region_code"
    )
    assert rows["region_code"].to_list() == ["320102", "320104", "320106"]


def test_a_name_that_several_regions_have_is_refused_with_all_of_them(loaded: Project) -> None:
    rows = loaded.build_rows(
        "select raw_value, reason_code, candidates from marts.fct_rejected_row "
        "where file = 'alone.csv' order by row_number"
    ).rows()
    assert [row[:2] for row in rows] == [("鼓楼区", "ambiguous_region"), ("桃花源", "unknown_region")]
    assert "江苏省南京市鼓楼区 (320106)" in rows[0][2]
    assert "江苏省徐州市鼓楼区 (320302)" in rows[0][2]


def test_counties_former_names_and_names_behind_their_parents_are_found(loaded: Project) -> None:
    rows = loaded.build_rows("select region_code from marts.fct_observation where file = 'alone.csv' order by 1")
    assert rows["region_code"].to_list() == ["320506", "320509", "320581"]
