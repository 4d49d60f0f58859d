"""A second document of the same plan beside the first, and the command that drafts."""

from pathlib import Path

import openpyxl
import pytest

from plan_targets.drafting.blocks import Line
from plan_targets.drafting.comparison import compare
from plan_targets.drafting.document import Document
from plan_targets.drafting.plan import PlanDraft, plan_reader
from tests.command.calls import call_here

FIRST = "到2025年，食品抽检合格率达到98%以上，制造业产品质量合格率达到94%，公共服务质量满意度达到82分以上。"
SECOND = "到2025年，制造业产品质量合格率达到95%，食品抽检合格率达到98%以上，森林覆盖率达到24%。"


def draft(text: str) -> PlanDraft:
    lines = (Line("某市质量提升行动方案（2023—2025年）"), Line("一、主要目标"), Line(text))
    return plan_reader().draft(Document("规划.txt", lines))


def changes(first: str, second: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (one.change, (one.after or one.before).row.phrase, one.fields)  # type: ignore[union-attr]
        for one in compare(draft(first), draft(second))
    ]


def test_what_is_new_changed_dropped_and_the_same_is_told_apart_whatever_the_order() -> None:
    assert changes(FIRST, SECOND) == [
        ("changed", "制造业产品质量合格率", ("value",)),
        ("same", "食品抽检合格率", ()),
        ("new", "森林覆盖率", ()),
        ("dropped", "公共服务质量满意度", ()),
    ]


def test_a_target_put_off_to_another_year_is_changed_and_not_dropped() -> None:
    assert changes(FIRST[:20] + "。", "到2027年，食品抽检合格率达到98%以上。") == [
        ("changed", "食品抽检合格率", ("due_year",))
    ]


def test_a_bound_that_became_stricter_is_changed() -> None:
    assert changes("到2025年，食品抽检合格率达到98%。", "到2025年，食品抽检合格率超过98%。") == [
        ("changed", "食品抽检合格率", ("comparator",))
    ]


def test_a_rate_and_its_change_are_two_targets() -> None:
    assert [change for change, *_ in changes("到2025年，能耗强度为0.5%。", "到2025年，能耗强度比2020年下降14%。")] == [
        "new",
        "dropped",
    ]


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "原规划.txt", tmp_path / "修订.txt"
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(f"某市质量提升行动方案（2023—2025年）\n一、主要目标\n{text}\n", encoding="utf-8")
    return paths


def test_the_command_writes_the_draft_beside_the_document(documents: tuple[Path, Path], tmp_path: Path) -> None:
    answer = call_here(tmp_path, "draft", str(documents[0]))
    assert answer.returncode == 0, answer.stderr
    workbook = openpyxl.load_workbook(tmp_path / "原规划_草稿.xlsx")
    assert [name for name in workbook.sheetnames if workbook[name].sheet_state == "visible"] == [
        "规划目标",
        "未采用的数字",
        "核对说明",
    ]
    sheet = workbook["规划目标"]
    assert sheet["B1"].value == "某市质量提升行动方案(2023—2025年)"
    header = [cell.value for cell in sheet[10]]
    first = dict(zip(header, [cell.value for cell in sheet[11]], strict=True))
    assert (first["指标"], first["目标值"], first["比较方式"], first["目标年份"]) == (
        "食品抽检合格率",
        "98",
        "不低于",
        "2025",
    )
    assert first["原文"].startswith("到2025年") and first["把握"] == "有把握"


def test_the_command_says_what_a_second_document_changed(documents: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = documents
    answer = call_here(tmp_path, "draft", str(new), str(tmp_path / "草稿.xlsx"), "--against", str(old))
    assert answer.returncode == 0, answer.stderr
    assert "新增 new: 1  更改 changed: 1  取消 dropped: 1  未变 same: 1" in answer.stdout
    rows = list(openpyxl.load_workbook(tmp_path / "草稿.xlsx")["与原文件比较"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["更改", "未变", "新增", "取消"]


def test_a_document_that_cannot_be_read_ends_the_command_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "规划.pdf").write_bytes(b"%PDF-1.7 nothing")
    answer = call_here(tmp_path, "draft", str(tmp_path / "规划.pdf"))
    assert answer.returncode == 2
    assert "文件已损坏" in answer.stderr and "Traceback" not in answer.stderr
    assert not (tmp_path / "规划_草稿.xlsx").exists()
