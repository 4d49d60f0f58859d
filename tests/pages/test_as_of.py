"""The pages as of a day: they say so plainly until the reader goes back. That each page does is in test_states."""

import shutil
from pathlib import Path

import pytest

from plan_targets.publication.read import current_publication
from tests.pages.conftest import open_page, words

DAY = "2023-06-30"


@pytest.fixture
def readers_folder_with_a_day(published_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The publication that was made once, also as of a day."""
    folder = tmp_path / "published"
    shutil.copytree(published_path, folder, symlinks=True)
    shutil.copytree(published_path, folder / "as_of" / DAY, symlinks=True)
    monkeypatch.setenv("PUBLISHED_PATH", str(folder))
    return folder


def test_a_link_to_another_page_keeps_the_day_and_the_button_leaves_it(readers_folder_with_a_day: Path) -> None:
    app = open_page("overview", lang="en", as_of=DAY)
    del app.query_params["as_of"]
    app.switch_page("views/quality.py").run()
    assert app.warning and app.query_params["as_of"] in (DAY, [DAY])
    app.button(key="as_of_leave").click().run()
    assert not [warning for warning in app.warning if DAY in warning.value]
    assert "as_of" not in app.query_params
    assert current_publication(str(readers_folder_with_a_day)).build_id in words(app)


def test_a_day_without_a_publication_says_what_to_run(readers_folder_with_a_day: Path) -> None:
    app = open_page("overview", lang="en", as_of="2021-01-01")
    assert not app.exception
    assert "Nothing was published as of 2021-01-01" in words(app) and DAY in words(app)
    assert [code.value for code in app.code] == ["uv run plan-targets publish --as-of 2021-01-01"]
    app = open_page("overview", lang="zh", as_of="<b>gestern</b>")
    assert not app.exception and "YYYY-MM-DD" in words(app)
