"""A year that is not over has no figure of the year, with or without a date of publication."""

from datetime import UTC, datetime

from tests.project import Project

TODAY = datetime.now(UTC).date()
THIS, LAST = TODAY.year, TODAY.year - 1
ROWS = {
    "undated": f"常州市,食品抽检合格率,%,{THIS},98.1,甲公报,官方,",
    "dated today": f"常州市,药品抽检合格率,%,{THIS},98.1,甲公报,官方,{TODAY}",
    "several years": f"常州市,新增市质量奖,个,{THIS - 4}-{THIS},12,甲公报,官方,",
    "the year before": f"常州市,食品抽检合格率,%,{LAST},97.9,甲公报,官方,",
    "a part of it": f"常州市,消费品质量合格率,%,{THIS}年1月,93.1,甲公报,官方,",
}


# What this module drops into the project that is built once.
FILES = {"unfinished.csv": "\n".join(["地区,指标,单位,年份,数值,来源,来源等级,发布日期", *ROWS.values(), ""])}


def test_a_year_that_is_not_over_is_refused_and_its_parts_are_taken(loaded: Project) -> None:
    refused = loaded.build_rows(
        "select row_number, reason_code, raw_value from marts.fct_rejected_row where file = 'unfinished.csv'"
    )
    assert sorted(refused.rows()) == [
        (2, "year_not_over", str(THIS)),
        (3, "year_not_over", str(THIS)),
        (4, "year_not_over", f"{THIS - 4}-{THIS}"),
    ]
    taken = loaded.build_rows(
        "select period, value from marts.fct_observation where file = 'unfinished.csv' order by period"
    )
    assert taken.rows() == [(str(LAST), 97.9), (f"{THIS}-01", 93.1)]
