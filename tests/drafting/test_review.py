"""What a person decides on a draft, and the workbook that comes of it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from plan_targets.drafting.blocks import Line, Table
from plan_targets.drafting.document import Document
from plan_targets.drafting.marked import marked_passages
from plan_targets.drafting.plan import PlanDraft, plan_reader
from plan_targets.drafting.rehearsal import refusals
from plan_targets.drafting.review import Review

TITLE = "太原市质量提升行动方案（2023—2025年）"
TEXT = (
    "依托6个产业集群，到2025年，食品抽检合格率达到98%以上，单位产值水耗下降到3吨，新建实验室23个。"
    "制造业产品质量合格率、服务质量满意度分别达到94%、82分以上。"
)


def drafted(*blocks: Line | Table) -> PlanDraft:
    return plan_reader().draft(Document("规划.txt", (Line(TITLE), Line("一、主要目标"), *blocks)))


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    return drafted(Line(TEXT))


@pytest.fixture
def review(draft: PlanDraft) -> Review:
    return Review.of(draft)


def position_of(review: Review, printed: str) -> int:
    return next(at for at, row in enumerate(review.rows) if printed in row.proposed.row.printed)


def sheet_of(review: Review, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(BytesIO(review.workbook()))[name].iter_rows(values_only=True))


def targets(review: Review) -> list[dict[str, object]]:
    rows = sheet_of(review, "规划目标")
    header = next(at for at, row in enumerate(rows) if row[0] == "指标")
    return [dict(zip(map(str, rows[header]), row, strict=True)) for row in rows[header + 1 :] if any(row)]


def test_nothing_is_taken_that_nobody_looked_at(review: Review) -> None:
    assert review.counts == {"open": len(review.rows)}
    assert targets(review) == []
    assert "还没有核对" in {row[4] for row in sheet_of(review, "未采用的数字")}
    assert not review.is_finished


def test_an_accepted_row_is_taken_as_it_is(review: Review) -> None:
    at = position_of(review, "98%")
    review = review.with_row(at, review.rows[at].decided("accepted"))
    assert [(one["指标"], one["目标值"], one["比较方式"]) for one in targets(review)] == [
        ("食品抽检合格率", "98", "不低于")
    ]


def test_a_row_whose_cell_was_changed_is_corrected(review: Review) -> None:
    at = position_of(review, "98%")
    row = review.rows[at].edited({"目标值": "99"})
    assert row.decision == "corrected" and row.decided("accepted").decision == "corrected"
    assert [one["目标值"] for one in targets(review.with_row(at, row))] == ["99"]
    assert row.edited({"目标值": "98"}).decided("accepted").decision == "accepted"


def test_a_row_that_is_left_out_is_listed_with_that_reason(review: Review) -> None:
    at = position_of(review, "98%")
    review = review.with_row(at, review.rows[at].decided("left_out"))
    assert any("98%" in str(row[2]) and row[4] == "核对时没有采用" for row in sheet_of(review, "未采用的数字"))
    assert targets(review) == []
    assert review.rows[at].edited({"目标值": "97"}).decision == "left_out"


def test_a_row_is_not_whole_before_its_empty_cells_are_filled_in(review: Review) -> None:
    at = position_of(review, "23个")
    row = review.rows[at].decided("accepted")
    assert set(row.lacking) >= {"目标值"}
    review = review.with_row(at, row)
    assert at in review.lacking and not review.is_finished
    range_ = next(one for one in row.proposed.row.readings if one.value_high is not None)
    read = row.read_as(range_).edited({"指标": "新建实验室数"})
    assert (read.cells["目标值"], read.cells["目标上限"], read.cells["比较方式"]) == ("2", "3", "区间")
    assert read.lacking == ()


def test_a_place_among_others_needs_no_number(review: Review) -> None:
    row = review.rows[0].edited({"累计方式": "位次", "目标值": "", "单位": ""})
    assert row.lacking == ()


def test_another_indicator_does_not_keep_the_direction_of_the_one_before(review: Review) -> None:
    row = review.rows[position_of(review, "98%")]
    assert row.cells["方向"] == "越高越好"
    assert row.edited({"指标": "食品安全事故起数"}).cells["方向"] == ""


def test_a_review_is_finished_when_all_is_decided_and_whole(review: Review) -> None:
    for at, row in enumerate(review.rows):
        decision = "left_out" if row.lacking else "accepted"
        review = review.with_row(at, row.decided(decision))
    assert review.is_finished
    assert not review.with_plan({"地区": " "}).is_finished


def test_every_number_is_marked_where_it_stands(draft: PlanDraft) -> None:
    passage = next(one for one in marked_passages(draft) if "食品" in one.texts[0][0].text)
    ((text,),) = passage.texts
    marks = [(text.text[mark.start : mark.end].strip(), bool(mark.rows), mark.reason) for mark in text.marks]
    assert ("6个", False, "scope") in marks
    assert ("达到98%以上", True, "") in marks
    assert [mark.start for mark in text.marks] == sorted(mark.start for mark in text.marks)
    marked = [row for mark in text.marks for row in mark.rows]
    assert sorted(marked) == list(range(len(draft.rows)))


def test_a_number_in_a_table_is_marked_in_its_cell() -> None:
    table = Table((("指标", "2020年", "2025年"), ("食品抽检合格率(%)", "97", "98"), ("森林覆盖率(%)", "20", "24")))
    passage = next(one for one in marked_passages(drafted(table)) if one.is_table)
    marked = {(at, column): mark.rows for at, row in enumerate(passage.texts) for column, text in enumerate(row)
              for mark in text.marks}  # fmt: skip
    assert marked == {(1, 2): (0,), (2, 2): (1,)}


def test_a_number_beside_a_glued_table_is_marked_where_it_stands() -> None:
    path = next((Path(__file__).parent / "data" / "plans").glob("000_*.txt"))
    draft = plan_reader().read(path)
    told = 0
    for passage in marked_passages(draft):
        for text in (each for row in passage.texts for each in row):
            for mark in text.marks:
                for at in mark.rows:
                    printed = draft.rows[at].row.printed
                    assert printed in text.text[mark.start : mark.end], draft.rows[at].row.location
                    told += 1
    assert told == len(draft.rows)


def test_what_the_drop_folder_would_refuse_is_said_before(review: Review) -> None:
    at = position_of(review, "98%")
    assert refusals(review.with_row(at, review.rows[at].decided("accepted"))) == []
    wrong = review.rows[at].edited({"目标值": "980"})
    (refusal,) = refusals(review.with_row(at, wrong))
    assert (refusal.row, refusal.value) == (at, "980")
    assert refusal.chinese and refusal.english
