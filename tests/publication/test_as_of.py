"""A publication as of a day stands beside the current one: neither replaces, follows or precedes the other."""

import subprocess
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from plan_targets.command.exits import Exit
from plan_targets.command.lists import publication_lines
from plan_targets.publication import write
from plan_targets.publication.as_of import WrongDayError, folder_as_of, published_days
from plan_targets.publication.pointer import remove_old_days
from plan_targets.publication.read import NoPublicationAsOfError, current_publication, short_commit, snapshot_folders
from plan_targets.publication.withdraw import withdraw_publication
from plan_targets.semantic import RequestError, SemanticClient
from tests.faults.toy import publish_toy, toy_name
from tests.project import Project

DAY = "2023-06-30"
QUESTION = (["target_count"], ["plan", "status"], (), ["plan", "status"])


def test_a_build_as_of_a_day_replaces_nothing_and_changes_no_history(project: Project) -> None:
    current = project.publication()

    answer = project.dbt("build", "--vars", f"as_of: {DAY}")

    assert answer.returncode == 0, answer.stdout
    # A day is nothing for which the project would have to be read anew.
    assert "partial parsing" not in answer.stdout
    assert f"as of {DAY}, beside the current publication" in answer.stdout and "与当前发布并存" in answer.stdout
    assert project.publication() == current
    past = current_publication(str(project.published), DAY)
    assert past.record["previous_build_id"] is None and past.record["is_as_of"] is True
    reader = SemanticClient(str(project.published), DAY).current()
    assert reader.publication == past
    assert reader.query(["publication_count"]).item() == 1
    assert SemanticClient(str(project.published)).current().publication == current

    # The next build follows the current one, and what was asked of the past is no change, no run and no publication.
    client = SemanticClient(str(project.published))
    reader, answered = client.current(), client.query(*QUESTION)
    published = project.start("plan_targets.command", "publish").wait()
    assert published.returncode == Exit.DONE, published.stdout
    after = project.publication()
    # A reader asks it from the next question on; a page that took its reader before goes on with what it took.
    assert client.current() is not reader and client.current().publication == after
    assert client.query(["publication_count"]).item() == reader.query(["publication_count"]).item() + 1
    assert_frame_equal(reader.query(*QUESTION), answered)
    assert after.record["previous_build_id"] == current.build_id
    assert project.rows("select * from fct_status_change").is_empty()
    assert project.rows("select distinct is_as_of from fct_publication")["is_as_of"].to_list() == [False]
    listed = project.rows("select build_id from fct_publication order by build_id")["build_id"].to_list()
    assert listed == [current.build_id, after.build_id]
    runs = project.rows("select distinct left(run_id, 8) as run from fct_quality_result")["run"].to_list()
    assert sorted(runs) == sorted(build_id[-8:] for build_id in listed)


def test_a_wrong_day_is_one_sentence_before_anything_is_built(project: Project) -> None:
    answer = project.dbt("build", "--select", "stg_plans", "--vars", "as_of: ../../elsewhere")
    assert answer.returncode == 2 and "Traceback" not in answer.stdout
    assert "as_of is a day written YYYY-MM-DD" in answer.stdout and "as_of 应为" in answer.stdout


@pytest.mark.parametrize("day", ["2023-6-30", "2023-02-30", "../../elsewhere", "gestern"])
def test_only_a_day_names_a_folder(day: str, tmp_path: Path) -> None:
    with pytest.raises(WrongDayError, match=r"as_of is a day written YYYY-MM-DD.*as_of 应为"):
        folder_as_of(tmp_path, day)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A current publication and one for each of two days."""
    folder = tmp_path / "published"
    publish_toy(folder, "now")
    publish_toy(folder_as_of(folder, "2022-12-31"), "earlier")
    publish_toy(folder_as_of(folder, DAY), "then")
    return folder


def test_each_day_has_its_own_pointer_and_its_own_history(published: Path) -> None:
    assert published_days(published) == [DAY, "2022-12-31"]
    assert toy_name(published) == "now"
    assert toy_name(folder_as_of(published, DAY)) == "then"
    publish_toy(folder_as_of(published, DAY), "then again")
    assert toy_name(folder_as_of(published, DAY)) == "then again"
    assert [toy_name(published), toy_name(folder_as_of(published, "2022-12-31"))] == ["now", "earlier"]
    assert current_publication(str(published), DAY).record["previous_build_id"].startswith("000001-")


def test_a_day_is_taken_back_by_itself(published: Path) -> None:
    publish_toy(folder_as_of(published, DAY), "wrong")
    withdraw_publication(folder_as_of(published, DAY), None, "wrong figures")
    assert toy_name(folder_as_of(published, DAY)) == "then"
    assert toy_name(published) == "now" and len(snapshot_folders(published)) == 1


def test_a_day_without_a_publication_is_a_sentence_with_what_to_run(published: Path) -> None:
    with pytest.raises(NoPublicationAsOfError) as caught:
        current_publication(str(published), "2021-01-01")
    for words in ("as of 2021-01-01", DAY, "uv run plan-targets publish --as-of 2021-01-01", "没有截至 2021-01-01"):
        assert words in str(caught.value)
    with pytest.raises(WrongDayError, match="YYYY-MM-DD"):
        current_publication(str(published), "../snapshots")
    with pytest.raises(RequestError, match="YYYY-MM-DD"):
        SemanticClient(str(published), "30.6.2023").query(["target_count"])


def test_only_a_set_number_of_days_is_kept(published: Path) -> None:
    remove_old_days(published, 1, spared=DAY)
    assert published_days(published) == [DAY]
    assert not list((published / "as_of").glob("*.leaving"))
    remove_old_days(published, 0, spared=DAY)
    assert published_days(published) == [DAY] and toy_name(published) == "now"


def test_the_list_of_publications_tells_the_days_apart(published: Path) -> None:
    lines = list(publication_lines(published))
    assert [line.split()[0] for line in lines] == ["*", "as", "*", "as", "*"]
    assert f"as of 截至 {DAY}, beside the current one" in lines[1]


def test_a_commit_with_changes_says_that_it_is_dirty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "PROJECT_FOLDER", tmp_path)
    assert write.git_commit() is None
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    (tmp_path / ".gitignore").write_text("published\n")
    for command in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "First")):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    commit = write.git_commit()
    assert commit is not None and len(commit) == 40
    (tmp_path / "published").write_text("")
    assert write.git_commit() == commit
    # A file that git does not know yet is read by a build as any other.
    (tmp_path / "new.csv").write_text("a\n")
    assert write.git_commit() == f"{commit}-dirty"
    assert short_commit(f"{commit}-dirty") == f"{commit[:10]}-dirty" and short_commit(None) == ""
