"""The page that reads a plan: a document in, decisions on its rows, a workbook out."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from app.components.reading.rows import apply_edits
from app.components.reading.state import STATE, Session
from app.texts import LANGUAGES, texts_of
from tests.pages.conftest import open_page, words

TITLE = "太原市质量提升行动方案（2023—2025年）"
TEXT = (
    "依托6个产业集群，到2025年，食品抽检合格率达到98%以上，新建实验室23个，制造业产品质量合格率达到94%，"
    "公共服务质量满意度达到82分以上。"
)
PLAN = f"{TITLE}\n一、主要目标\n{TEXT}\n".encode()
OLDER = f"{TITLE}\n一、主要目标\n到2025年，食品抽检合格率达到97%以上，森林覆盖率达到24%。\n".encode()


def opened(language: str = "zh", content: bytes = PLAN, name: str = "规划.txt") -> AppTest:
    page = open_page("reading", lang=language)
    page.file_uploader(key="reading.upload.document").upload(name, content, "text/plain")
    return page.run()


def session_of(page: AppTest) -> Session:
    session: Session = page.session_state[STATE]
    return session


def position(page: AppTest, printed: str) -> int:
    rows = session_of(page).review.rows
    return next(at for at, row in enumerate(rows) if printed in row.proposed.row.printed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_becomes_a_marked_text_and_a_draft(readers_folder: Path, language: str) -> None:
    page = opened(language)
    texts = texts_of(language)
    written = words(page)
    assert not page.exception and not page.error
    assert "达到98%以上<sup>" in written
    assert 'class="ptw-none"' in written and "6个" in written
    assert texts("reading.left_out.title", count=str(len(session_of(page).review.left_out))) in written
    reasons = page.dataframe[-1].value[texts("column.reason")].tolist()
    assert ("说明范围，不是承诺" if language == "zh" else "says what is meant, and promises nothing") in reasons


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "content", "chinese", "english"),
    [
        ("规划.pdf", b"%PDF-1.7 nothing", "文件已损坏", "damaged"),
        ("规划.txt", b"   ", "没有文字", "no text"),
        ("规划.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧式", "old Word"),
    ],
)
def test_a_document_that_cannot_be_read_is_a_sentence(
    readers_folder: Path, language: str, name: str, content: bytes, chinese: str, english: str
) -> None:
    page = opened(language, content, name)
    assert not page.exception
    assert (chinese if language == "zh" else english) in page.error[0].value


def test_one_row_is_accepted_and_the_next_that_waits_follows(readers_folder: Path) -> None:
    page = opened()
    at = session_of(page).at
    page.button(key="reading.one.accepted").click().run()
    assert session_of(page).review.rows[at].decision == "accepted"
    assert session_of(page).at != at
    page.button(key="reading.one.left_out").click().run()
    assert session_of(page).review.counts["left_out"] == 1


def test_a_doubtful_number_is_settled_by_one_of_its_readings_and_an_indicator(readers_folder: Path) -> None:
    page = opened()
    at = position(page, "23个")
    session_of(page).at = at
    page.run()
    indicator = next(one for one in page.radio if one.key.startswith(f"reading.one.indicator.{at}."))
    indicator.set_value(session_of(page).review.rows[at].proposed.row.phrase).run()
    reading = next(one for one in page.radio if one.key.startswith(f"reading.one.reading.{at}."))
    assert reading.options[:2] == ["23", "2—3"]
    reading.set_value(1).run()
    page.button(key="reading.one.accepted").click().run()
    row = session_of(page).review.rows[at]
    assert (row.decision, row.cells["目标值"], row.cells["目标上限"]) == ("corrected", "2", "3")
    assert row.cells["指标"] == row.proposed.row.phrase


def test_an_edited_cell_of_the_table_is_a_correction(readers_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = opened()
    session = session_of(page)
    at = position(page, "98%")
    line = session.shown.index(at)
    edits = {"edited_rows": {line: {"value": "99"}, session.shown.index(at) + 1: {"decision": "left_out"}}}
    monkeypatch.setattr("app.components.reading.rows.st.session_state", {"table": edits})
    apply_edits(session, "table")
    assert (session.review.rows[at].decision, session.review.rows[at].cells["目标值"]) == ("corrected", "99")
    assert session.review.rows[session.shown[line + 1]].decision == "left_out"


def test_the_decisions_stay_while_other_pages_are_visited(readers_folder: Path) -> None:
    page = opened()
    page.button(key="reading.one.accepted").click().run()
    page.switch_page("views/overview.py").run()
    page.switch_page("views/reading.py").run()
    assert sum(session_of(page).review.counts.values()) - session_of(page).review.counts["open"] == 1
    assert "已核对 1 条" in words(page)


def test_an_older_document_shows_what_changed(readers_folder: Path) -> None:
    page = opened()
    page.button(key="reading.one.accepted").click().run()
    page.file_uploader(key="reading.upload.older").upload("原.txt", OLDER, "text/plain")
    page.run()
    shown = page.dataframe[-1].value
    assert shown[texts_of("zh")("column.change")].tolist()[0] == "更改"
    assert "取消" in shown[texts_of("zh")("column.change")].tolist()
    assert session_of(page).review.counts["accepted"] == 1


def test_the_workbook_holds_what_was_accepted_and_nothing_else(readers_folder: Path) -> None:
    page = opened()
    page.button(key="reading.accept_sure").click().run()
    accepted = [row for row in session_of(page).review.rows if row.is_taken]
    sheet = openpyxl.load_workbook(BytesIO(session_of(page).review.workbook()))["规划目标"]
    assert [row[0].value for row in sheet.iter_rows(min_row=11) if row[0].value] == [
        row.cells["指标"] for row in accepted
    ]


def test_a_page_that_may_not_load_says_so(readers_folder: Path) -> None:
    page = opened()
    assert not [button for button in page.button if button.key == "reading.drop"]
    assert "pages_may_load" in words(page)


def test_a_page_that_may_load_puts_the_checked_plan_into_the_drop_folder(
    readers_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGES_MAY_LOAD", "yes")
    monkeypatch.setenv("LANDING_PATH", str(tmp_path))
    page = opened()
    assert page.button(key="reading.drop").disabled
    page.button(key="reading.accept_sure").click().run()
    page.button(key="reading.leave_out_shown").click().run()
    assert session_of(page).review.is_finished
    page.button(key="reading.drop").click().run()
    assert "已放入投放文件夹" in page.success[0].value
    assert (tmp_path / "规划_目标.xlsx").is_file()
