"""The page of what changed, and all pages as they were in an earlier publication."""

from pathlib import Path

import pytest

from plan_targets.changes.asked import changes_since
from plan_targets.changes.sentences import LANGUAGES, Language, Sentences
from tests.changes.publications import SECOND, THIRD, Published, publish_changes
from tests.pages.conftest import PAGES, open_page, words


@pytest.fixture(scope="module")
def made(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Three publications, the second with a change of each kind."""
    return publish_changes(published_path, tmp_path_factory.mktemp("changed") / "published")


@pytest.fixture
def changed(made: Published, monkeypatch: pytest.MonkeyPatch) -> Published:
    """The pages of this process read them."""
    monkeypatch.setenv("PUBLISHED_PATH", str(made.folder))
    return made


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_command_says(changed: Published, language: Language) -> None:
    app = open_page("changes", lang=language, since=changed.first, until=SECOND)
    assert not app.exception
    said = Sentences(changes_since(changed.first, SECOND), language)
    written = plain(words(app))
    for change in said.changes.statuses:
        assert said.status_sentence(change) in written, change.target_id
        assert said.group(change.cause) in written
    assert all(said.edit_sentence(edit) in written for edit in said.changes.edits)
    # Each target that is still there leads to its trend.
    after = [change.after for change in said.changes.statuses if change.after]
    assert all(f"trend?indicator={row['indicator_id']}&regions={row['region_code']}" in written for row in after)
    assert len(app.get("download_button")) == 2


def test_it_opens_with_what_the_last_publication_changed(changed: Published) -> None:
    app = open_page("changes", lang="en")
    assert [box.value for box in app.selectbox] == [SECOND, THIRD]
    written = plain(words(app))
    assert "Verdicts that changed: 1;" in written and "Behind → On track" in written


def test_a_search_finds_a_change(changed: Published) -> None:
    app = open_page("changes", lang="en", since=changed.first, until=SECOND)
    app.text_input(key="changes.statuses.search").set_value("withdrawn figures are back").run()
    assert plain(words(app)).count("→") == 1


def test_the_overview_leads_to_it(changed: Published) -> None:
    assert "(changes?lang=zh)" in words(open_page("overview", lang="zh", family="all"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_it_shows_an_earlier_publication(changed: Published, page: str) -> None:
    app = open_page(page, lang="en", publication=changed.first)
    assert not app.exception
    assert any("It is not the current publication" in warning.value for warning in app.warning)
    assert changed.first in words(app)
    app.button(key="as_of_leave").click().run()
    assert "publication" not in app.query_params and THIRD in words(app)


def test_the_current_publication_by_its_id_is_no_earlier_one(changed: Published) -> None:
    assert not open_page("overview", lang="en", publication=THIRD).warning


@pytest.mark.parametrize(("language", "said"), [("zh", "没有保留发布“777”"), ("en", "No publication “777” is kept")])
def test_a_publication_that_is_not_kept_is_said_with_those_that_are(
    changed: Published, language: str, said: str
) -> None:
    app = open_page("quality", lang=language, publication="777")
    assert not app.exception and said in words(app) and SECOND in words(app)
    assert str(changed.folder) not in words(app)


def test_the_first_publication_has_nothing_to_compare(readers_folder: Path) -> None:
    app = open_page("changes", lang="zh")
    assert not app.exception and "这是第一次发布" in words(app) and not app.selectbox
