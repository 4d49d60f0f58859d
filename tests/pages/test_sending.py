"""An office sees what would become of its table before anything is kept, and sends it for its own regions only."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.queries import entry
from app.queries.sending import Look, NotLookedAtError, look_at
from plan_targets.access.access import EVERYTHING, NOTHING, Access
from plan_targets.access.sending import may_send_for
from plan_targets.landing.store import loads
from tests.pages.conftest import open_page, words

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"
# One that is new, one that readers see otherwise, one that nobody knows.
TABLE = HEADER + (
    "温州市,食品抽检合格率,%,2011,97.1,温州公报,官方,2012-03-01\n"
    "温州市,食品抽检合格律,%,2012,97.6,温州公报,官方,2013-03-01\n"
    "温洲市,食品抽检合格率,%,2012,97.6,温州公报,官方,2013-03-01\n"
)
TABLE_WITH_ANOTHERS = TABLE + "南京市,食品抽检合格率,%,2011,97.1,南京公报,官方,2012-03-01\n"
OFFICE = Access(
    regions=frozenset({"330000"}), sends_for=frozenset({"330300"}), sender="温州市市场监管局"
)  # fmt: skip


@pytest.fixture
def landing(published_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A drop folder of the test's own."""
    folder = tmp_path / "landing"
    folder.mkdir()
    monkeypatch.setenv("LANDING_PATH", str(folder))
    monkeypatch.setenv("PUBLISHED_PATH", str(published_path))
    return folder


@pytest.fixture
def as_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reader sends for 温州."""
    monkeypatch.setattr(entry, "entry", lambda: entry.Entry(access=OFFICE))
    yield


def upload(app: AppTest, text: str) -> AppTest:
    app.file_uploader[0].upload("食品.csv", text.encode(), "text/csv")
    return app.run()


def test_a_table_is_looked_at_then_sent_and_listed_unless_it_holds_rows_of_another_region(
    landing: Path, as_office: None
) -> None:
    app = upload(open_page("sending"), TABLE_WITH_ANOTHERS)
    assert not app.exception
    assert "采用 2 个数，其中新增 2 个、更改 0 个；有 2 行不采用" in words(app)
    refused = next(frame.value for frame in app.dataframe if "相近的名称" in frame.value.columns)
    assert refused["行"].to_list() == [3, 4]
    assert any("食品抽检合格率" in str(near) for near in refused["相近的名称"])
    assert any("温州市" in str(near) for near in refused["相近的名称"])
    assert any("有 1 行不是您负责报送的地区（第 5 行" in error.value for error in app.error)
    assert app.button(key="sending.send").disabled
    # Until it is sent nothing is kept.
    assert loads(landing) == []

    # The same look, were all of it the office's own.
    file, look = app.session_state["sending.looked"]
    app.session_state["sending.looked"] = file, replace(look, foreign=[])
    app.run().button(key="sending.send").click().run()
    assert not app.exception and "已报送" in words(app)
    (load,) = loads(landing)
    assert load.file == "温州市市场监管局/食品.csv"
    listed = next(frame.value for frame in app.dataframe if "报送时间" in frame.value.columns)
    assert listed["文件"].to_list() == [load.file] and listed["状态"].to_list() == ["等待下一次构建"]


@pytest.mark.parametrize(("access", "sentence"), [(NOTHING, "角色不能报送"), (EVERYTHING, "未开放")])
def test_who_may_not_send_is_told_so(
    landing: Path, access: Access, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "entry", lambda: entry.Entry(access=access))
    app = open_page("sending")
    assert not app.exception and not app.file_uploader
    assert any(sentence in info.value for info in app.info)


def test_what_is_no_table_does_not_go(landing: Path) -> None:
    # That the command refuses such a file is in test_drafts.
    assert not Look("坏.xlsx", is_known=False, taken=[], refused=[{"reason_code": "unreadable"}], foreign=[]).may_go
    with pytest.raises(NotLookedAtError) as caught:
        look_at("README.md", b"text", OFFICE)
    assert "/tmp" not in str(caught.value) and "README.md" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "may"),
    [("330300", True), ("330302", True), ("330000", False), ("330100", False), ("320100", False), (None, False)],
)
def test_a_region_is_ones_own_with_all_inside_it(code: str | None, may: bool) -> None:
    assert may_send_for(OFFICE, code) is may
    assert not may_send_for(NOTHING, code)
