"""Tables of targets with cells: which column is what, in the many manners of plans."""

import csv
from pathlib import Path

import pytest

from plan_targets.drafting.blocks import Block, Line, Table
from plan_targets.drafting.document import read_document
from plan_targets.drafting.draft import draft_of
from plan_targets.drafting.rows import DraftRow
from plan_targets.drafting.units import known_units
from plan_targets.settings import SEEDS_FOLDER

PLANS = Path(__file__).parent / "data" / "plans"


def drafted(*blocks: Block, title: str = "某市“十四五”规划") -> list[DraftRow]:
    lines = [Line(title), Line("二、主要目标")]
    return [row for row in draft_of([*lines, *blocks], known_units()).rows if row.kind == "target"]


def table(*lines: str) -> Table:
    return Table(tuple(tuple(line.split("|")) for line in lines))


NATIONAL = table(
    "类别|指标|2020年|2025年|年均/累计|属性",
    "经济发展|1.国内生产总值（GDP）增长（%）|2.3|—|保持在合理区间、各年度视情提出|预期性",
    "经济发展|2.常住人口城镇化率（%）|60.6*|65|—|预期性",
    "创新驱动|3.全社会研发经费投入增长（%）|—|—|>7|预期性",
    "创新驱动|4.每万人口高价值发明专利拥有量（件）|6.3|12|—|预期性",
    "民生福祉|5.城镇调查失业率（%）|5.2|—|<5.5|预期性",
    "民生福祉|6.人均预期寿命（岁）|77.3*|—|〔1〕|预期性",
    "绿色生态|7.单位GDP能源消耗降低（%）|—|—|〔13.5〕|约束性",
    "绿色生态|8.森林覆盖率（%）|23.2*|24.1|—|约束性",
    "安全保障|9.粮食综合生产能力（亿吨）|—|>6.5|—|约束性",
)


def test_the_table_of_a_national_plan_is_read_with_its_bases_sums_and_attributes() -> None:
    rows = drafted(Line("专栏1 “十四五”时期经济社会发展主要指标"), NATIONAL)
    told = [
        (row.phrase, row.comparator, row.reading.value, row.unit, row.accumulation, row.modality, row.start_year)
        for row in rows
    ]
    assert told == [
        ("常住人口城镇化率", "eq", 65.0, "%", "level", "anticipated", None),
        ("全社会研发经费投入增长", "gt", 7.0, "%", "annual_flow", "anticipated", None),
        ("每万人口高价值发明专利拥有量", "eq", 12.0, "件", "stock", "anticipated", None),
        ("城镇调查失业率", "lt", 5.5, "%", "level", "anticipated", None),
        ("人均预期寿命", "eq", 1.0, "岁", "period_flow", "anticipated", 2021),
        ("单位GDP能源消耗降低", "eq", 13.5, "%", "change_vs_base", "binding", 2020),
        ("森林覆盖率", "eq", 24.1, "%", "level", "binding", None),
        ("粮食综合生产能力", "gt", 6.5, "亿吨", "level", "binding", None),
    ]
    assert {row.due_year for row in rows} == {2025}
    assert rows[0].reading.baseline == 60.6 and rows[0].baseline_year == 2020
    assert rows[0].location == "专栏1 “十四五”时期经济社会发展主要指标 2"


def test_words_in_a_cell_of_targets_are_listed_as_left_out() -> None:
    draft = draft_of([Line("二、主要目标"), NATIONAL], known_units())
    assert [one.printed for one in draft.left_out if one.reason == "words_in_cell"] == [
        "保持在合理区间、各年度视情提出"
    ]


def test_several_years_of_aims_give_a_row_each() -> None:
    rows = drafted(
        table(
            "序号|指标名称|单位|基期（2022年）|2025年目标|2027年目标|责任单位", "1|研发投入强度|%|3.2|3.6|3.65|市科技局"
        ),
        title="某市行动方案（2023—2027年）",
    )
    assert [(row.due_year, row.reading.value, row.reading.baseline, row.baseline_year) for row in rows] == [
        (2025, 3.6, 3.2, 2022),
        (2027, 3.65, 3.2, 2022),
    ]
    assert {row.offices for row in rows} == {"市科技局"}


def test_headers_over_two_rows_are_read_together() -> None:
    rows = drafted(
        table(
            "序号|指标|单位|指标值|指标值|属性",
            "序号|指标|单位|2020年|2025年|属性",
            "1|食品抽检合格率|%|98.1|≥98.5|约束性",
        )
    )
    assert [(row.comparator, row.reading.value, row.reading.baseline) for row in rows] == [("ge", 98.5, 98.1)]


def test_five_year_plans_as_columns_are_their_last_years() -> None:
    rows = drafted(table("指标|单位|“十三五”末|“十四五”末", "森林覆盖率|%|23.2|24.1"))
    assert [(row.due_year, row.baseline_year) for row in rows] == [(2025, 2020)]


def test_a_table_that_goes_on_on_the_next_page_keeps_its_header() -> None:
    rows = drafted(
        table("序号|指标|单位|2020年|2025年", "1|森林覆盖率|%|23.2|24.1"),
        table("2|食品抽检合格率|%|98|98.5", "3|湿地保护率|%|52|55"),
    )
    assert [(row.phrase, row.reading.value) for row in rows] == [
        ("森林覆盖率", 24.1),
        ("食品抽检合格率", 98.5),
        ("湿地保护率", 55.0),
    ]


def test_a_part_names_what_it_is_a_part_of() -> None:
    rows = drafted(table("指标|单位|2025年", "有效认证证书|张|35000", "其中：绿色产品认证证书|张|500"))
    assert [row.phrase for row in rows] == ["有效认证证书", "有效认证证书绿色产品认证证书"]


def test_a_table_of_what_was_reached_holds_no_targets() -> None:
    assert not drafted(
        Line("“十三五”规划主要指标完成情况"),
        table("指标|单位|规划目标|完成值", "森林覆盖率|%|23|23.2"),
        title="某市“十四五”规划",
    )


def test_sentences_in_the_cells_of_a_table_of_tasks_are_read_as_text() -> None:
    rows = drafted(table("重点任务|工作内容", "质量攻关|到2025年，解决共性质量问题150个。"))
    assert [(row.phrase, row.reading.value, row.due_year) for row in rows] == [("共性质量问题", 150.0, 2025)]


def test_every_row_of_a_glued_table_is_found_with_the_right_reading_among_those_offered() -> None:
    document = read_document(next(PLANS.glob("000_*.txt")))
    rows = [row for row in draft_of(document.blocks, known_units()).rows if row.form == "table"]
    with (SEEDS_FOLDER / "plans" / "statements.csv").open(encoding="utf-8") as stream:
        statements = [one for one in csv.DictReader(stream) if one["location"].startswith("主要目标表")]
    wanted: dict[str, dict[str, float]] = {}
    for one in statements:
        wanted.setdefault(one["location"], {})[one["kind"]] = float(one["value"])
    assert len(wanted) == 26
    assert [row.location for row in rows] == list(wanted)
    for row in rows:
        values = wanted[row.location]
        assert (values["target"], values.get("baseline")) in [(one.value, one.baseline) for one in row.readings], row
        assert (len(row.readings) > 1) == ("glued_digits" in row.doubts)


@pytest.mark.parametrize(
    ("cell", "value", "high", "comparator"),
    [
        ("95以上", 95, None, "ge"),
        ("≥95", 95, None, "ge"),
        ("不低于95", 95, None, "ge"),
        ("达到95", 95, None, "ge"),
        ("稳定在95以上", 95, None, "hold"),
        ("＜5.5", 5.5, None, "lt"),
        ("控制在5以内", 5, None, "le"),
        ("85-88", 85, 88, "between"),
        ("95左右", 95, None, "eq"),
        ("95%", 95, None, "eq"),
    ],
)
def test_a_cell_says_how_its_number_binds(cell: str, value: float, high: float | None, comparator: str) -> None:
    rows = drafted(table("指标|单位|2025年", f"满意率|%|{cell}"))
    assert [(row.reading.value, row.reading.value_high, row.comparator, row.unit) for row in rows] == [
        (value, high, comparator, "%")
    ]


Told = tuple[str, float | None, str, int | None, str]


def told(rows: list[DraftRow]) -> list[Told]:
    return [(row.phrase, row.reading.value, row.unit, row.due_year, row.region) for row in rows]


def test_two_tables_side_by_side_are_two_tables() -> None:
    rows = drafted(
        table(
            "指标|2025年|指标|2025年",
            "食品抽检合格率（%）|98|森林覆盖率（%）|24",
            "药品抽检合格率（%）|99|湿地保护率（%）|52",
        )
    )
    assert told(rows) == [
        ("食品抽检合格率", 98, "%", 2025, ""),
        ("药品抽检合格率", 99, "%", 2025, ""),
        ("森林覆盖率", 24, "%", 2025, ""),
        ("湿地保护率", 52, "%", 2025, ""),
    ]
    assert rows[2].spot.cell == (1, 3)


def test_a_table_with_years_down_is_read_by_its_columns() -> None:
    rows = drafted(
        table("年份|食品抽检合格率（%）|发明专利（件）", "2020年|97|50", "2023年|97.5|80", "2025年|98.5|120")
    )
    assert told(rows) == [
        ("食品抽检合格率", 97.5, "%", 2023, ""),
        ("食品抽检合格率", 98.5, "%", 2025, ""),
        ("发明专利", 80, "件", 2023, ""),
        ("发明专利", 120, "件", 2025, ""),
    ]
    assert [row.reading.baseline for row in rows] == [97, 97, 50, 50]


def test_a_table_with_a_row_for_each_region_names_the_region_of_each_target() -> None:
    rows = drafted(
        table("序号|城市|2025年PM2.5浓度（微克/立方米）|负责人", "1|南京市|28|某某", "2|苏州市|27|某某"),
        title="江苏省“十四五”规划",
    )
    assert told(rows) == [
        ("PM2.5浓度", 28, "微克/立方米", 2025, "南京市"),
        ("PM2.5浓度", 27, "微克/立方米", 2025, "苏州市"),
    ]


def test_a_column_of_growth_has_a_unit_of_its_own() -> None:
    rows = drafted(table("指标|2020年|2025年|年均增长（%）", "地区生产总值（亿元）|3000|4200|7"))
    assert told(rows) == [
        ("地区生产总值", 4200, "亿元", 2025, ""),
        ("地区生产总值年均增长", 7, "%", 2025, ""),
    ]
    assert rows[1].reading.baseline is None


def test_a_table_of_tasks_says_by_when_and_who() -> None:
    rows = drafted(
        table(
            "序号|重点任务|责任单位|完成时限",
            "1|培育省级品牌50个|市市场监管局|2024年底",
            "2|到2023年，制定国家标准20项|市发展改革委|2025年",
        )
    )
    assert [(row.reading.value, row.due_year, row.offices, row.is_inferred_year) for row in rows] == [
        (50, 2024, "市市场监管局", False),
        (20, 2023, "市发展改革委", False),
    ]
