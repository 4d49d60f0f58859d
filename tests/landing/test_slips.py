"""Figures that are a slip away from their series, and right ones that only look like it."""

from tests.project import Project

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"
RD, FOOD, GOODS = "全社会研发经费投入强度,%", "食品抽检合格率,%", "消费品质量合格率,%"
LABS, ENERGY = "检验检测机构资质认定(CMA)机构数,家", "单位地区生产总值能耗比上年变化率,%"

# Loaded first: what is held when the others come.
TAKEN = [
    *((f"淮安市,{RD}", year, value) for year, value in ((2018, 2.9), (2019, 3.0), (2020, 3.1), (2021, 3.2))),
    *((f"淮安市,{LABS}", year, value) for year, value in ((2018, 3400), (2019, 3600), (2020, 3700))),
    *((f"淮安市,{ENERGY}", year, value) for year, value in ((2015, -4.5), (2016, -4.8), (2017, -5.1), (2018, -4.2))),
    *((f"淮安市,{FOOD}", year, value) for year, value in ((2019, 98.1), (2020, 98.4), (2021, 98.6))),
    *((f"{city}市,{GOODS}", 2021, value) for city, value in (("南京", 92), ("无锡", 93), ("徐州", 95))),
]

WRONG = [
    (f"淮安市,{RD}", 2022, "0.33", "the decimal point"),
    (f"淮安市,{LABS}", 2021, "0.38", "万 lost"),
    (f"淮安市,{LABS}", 2022, "0.40", "万 lost, and the file agrees with itself"),
    (f"淮安市,{LABS}", 2020, "370", "another source, for a key that is held"),
    (f"淮安市,{LABS}", 2017, "超过34000", "a bound can be too large"),
    (f"淮安市,{ENERGY}", 2019, "4.6", "the sign"),
    (f"淮安市,{FOOD}", "2021-06", "9.91", "a part of a year, of a rate"),
    (f"淮安市,{FOOD}", 2022, "9.87", "the decimal point"),
    (f"宿迁市,{GOODS}", 2022, "0.93", "a fraction for a percentage, first of its series"),
    (f"宿迁市,{GOODS}", 2023, "0.94", "a fraction, and the file agrees with itself"),
]

RIGHT = [
    (f"淮安市,{RD}", 2023, "3.5"),
    (f"淮安市,{LABS}", 2023, "4300"),
    (f"淮安市,{LABS}", 2016, "超过300"),
    (f"淮安市,{ENERGY}", 2020, "-1.2"),
    (f"淮安市,{FOOD}", 2023, "98.9"),
    (f"淮安市,{FOOD}", 2018, "不足99"),
    (f"南通市,{GOODS}", 2022, "88.5"),
    # Three awards, then twelve.
    ("宿迁市,新增市质量奖,个", 2021, "3"),
    ("宿迁市,新增市质量奖,个", 2022, "12"),
]
DISAGREEING = (f"淮安市,{FOOD}", 2020, "93.1")


def lines(figures: list[tuple[str, object, object]], source: str) -> str:
    """A file of figures, each from a source of its own."""
    return HEADER + "".join(
        f"{series},{period},{value},{source}{number},官方,{int(str(period)[:4]) + 1}-03-01\n"
        for number, (series, period, value) in enumerate(figures)
    )


# What this module drops into the project that is built once; files are loaded in the order of their names.
FILES = {
    "slips_1.csv": lines(TAKEN, "公报1-"),
    "slips_2.csv": lines([row[:3] for row in WRONG], "公报2-"),
    "slips_3.csv": lines([*RIGHT, DISAGREEING], "公报3-"),
}


def test_what_is_held_was_taken(loaded: Project) -> None:
    assert loaded.rows("select count(*) as n from fct_observation where file = 'slips_1.csv'")["n"][0] == len(TAKEN)


def test_slips_are_kept_out(loaded: Project) -> None:
    refused = dict(
        loaded.rows("select row_number, reason_code from fct_rejected_row where file = 'slips_2.csv'").iter_rows()
    )
    # A slip that makes a fraction of a count is one without any neighbour to tell.
    assert refused == {
        row: "fraction_of_a_count" if why.startswith("万") else "scale_slip"
        for row, (_, _, _, why) in enumerate(WRONG, start=2)
    }


def test_what_only_looks_like_a_slip_is_taken(loaded: Project) -> None:
    refused = loaded.rows("select row_number, raw_value, reason_code from fct_rejected_row where file = 'slips_3.csv'")
    assert refused.rows() == []
    assert loaded.rows("select count(*) as n from fct_observation where file = 'slips_3.csv'")["n"][0] == len(RIGHT) + 1


def test_sources_that_disagree_are_named_and_both_stay(loaded: Project) -> None:
    found = loaded.rows(
        "select sample from fct_quality_result where expectation = 'sources_disagree' and is_latest_run and not success"
    )
    assert found.height == 1 and f'"value": "{DISAGREEING[2]}"' in found["sample"][0]
    both = loaded.rows(
        "select value from fct_observation where indicator_id = 'food_sampling_pass_rate' and region_code = '320800'"
        " and period = '2020' order by value"
    )
    assert both["value"].to_list() == [93.1, 98.4]
