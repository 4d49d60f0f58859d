"""The commands, as a scheduler calls them."""

import os
import shutil
from pathlib import Path

import pytest

from plan_targets.command.exits import Exit
from plan_targets.files.lock import take
from plan_targets.landing.store import loads, register_files
from tests.command.calls import LOADED, call, call_here
from tests.faults.toy import publish_toy, toy_name
from tests.gates.test_bad_seeds import REGIONS, name_no_level
from tests.project import Project


@pytest.fixture
def published(tmp_path: Path) -> Path:
    folder = tmp_path / "published"
    for name in ("one", "two"):
        publish_toy(folder, name)
    return folder


def test_publications_are_listed_and_withdrawn(published: Path) -> None:
    listed = call_here(published, "list", "publications")
    assert listed.returncode == Exit.DONE
    first, second = listed.stdout.splitlines()
    assert first.startswith("   000001-") and second.startswith("*  000002-")

    withdrawn = call_here(published, "withdraw", "publication", "--reason", "数据有误")
    assert withdrawn.returncode == Exit.DONE and "000001-" in withdrawn.stdout
    assert toy_name(published) == "one"
    first, second = call_here(published, "list", "publications").stdout.splitlines()
    assert first.startswith("*  000001-") and second.endswith("withdrawn 已撤回: 数据有误")

    again = call_here(published, "withdraw", "publication", "--reason", "again")
    assert again.returncode == Exit.WRONG_CALL and "only publication" in again.stderr


def test_a_damaged_publication_is_listed_as_such(published: Path) -> None:
    (published / "current" / "warehouse.duckdb").write_bytes(b"")
    listed = call_here(published, "list", "publications").stdout
    assert "damaged 已损坏" in listed and "last good one" in listed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("load", "no/such/file.csv"), "is not a file"),
        (("load",), "Missing argument"),
        (("check", "no/such/draft.xlsx"), "is not a file"),
        (("publish", "--as-of", "June"), "--as-of"),
        (("withdraw", "load", "nothing-00000000", "--reason", "x"), "no load"),
        (("restore", "nothing-00000000"), "no load"),
        (("withdraw", "publication", "nothing", "--reason", "x"), "no publication nothing"),
        (("unknown",), "unknown"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_sentence(
    arguments: tuple[str, ...], words: str, published: Path, tmp_path: Path
) -> None:
    answer = call_here(published, *arguments, LANDING_PATH=str(tmp_path / "landing"))
    assert answer.returncode == Exit.WRONG_CALL
    assert words in answer.stderr and "Traceback" not in answer.stderr


def test_a_file_is_dropped_whole_under_its_name(published: Path, tmp_path: Path) -> None:
    landing, file = tmp_path / "landing", tmp_path / "figures.csv"
    for content in ("a,b\n1,2\n", "a,b\n1,3\n", "a,b\n1,3\n"):
        file.write_text(content, encoding="utf-8")
        answer = call_here(published, "load", "--no-build", str(file), LANDING_PATH=str(landing))
        assert answer.returncode == Exit.DONE
        assert {path.name for path in landing.iterdir()} == {".loads", "figures.csv"}
        assert (landing / "figures.csv").read_text(encoding="utf-8") == content


def test_two_files_of_one_name_in_one_call_are_both_kept(published: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    files = [tmp_path / name / "填报表.csv" for name in ("b", "a")]
    for number, file in enumerate(files):
        file.parent.mkdir()
        file.write_text(f"地区,指标,单位,年份,数值\n{file.parent.name},,,,\n", encoding="utf-8")
        os.utime(file, (1_700_000_000 + number, 1_700_000_000 + number))
    arguments = ("load", "--no-build", *map(str, reversed(files)))
    answer = call_here(published, *arguments, LANDING_PATH=str(landing))
    assert answer.returncode == Exit.DONE, answer.stderr
    # In the order of their last change, whatever the order of the call.
    kept = loads(landing)
    assert [load.path.read_text(encoding="utf-8") for load in kept] == [f.read_text(encoding="utf-8") for f in files]
    for file, load, line in zip(files, kept, answer.stdout.splitlines(), strict=True):
        assert line == f"{file}: kept 已保存: {load.load_id} (填报表.csv)"
    again = call_here(published, *arguments, "--from", "市场监管局", LANDING_PATH=str(landing))
    assert again.stdout.count("unchanged 未变") == 2 and len(loads(landing)) == 2


def test_names_that_are_long_are_taken_and_too_long_ones_are_a_sentence(published: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    (tmp_path / f"{'表' * 83}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    for name, code in (("表" * 83, Exit.DONE), ("表" * 200, Exit.WRONG_CALL)):
        answer = call_here(published, "load", "--no-build", str(tmp_path / f"{name}.csv"), LANDING_PATH=str(landing))
        assert answer.returncode == code, answer.stderr
        assert len(answer.stderr) < 500 and "Traceback" not in answer.stderr
    assert "文件名过长" in answer.stderr and len(loads(landing)) == 1


def test_a_cancelled_prompt_has_a_code_of_its_own(published: Path, tmp_path: Path) -> None:
    answer = call_here(published, "withdraw", "load", "any-00000000", LANDING_PATH=str(tmp_path / "landing"))
    assert answer.returncode == Exit.CANCELLED and "已取消" in answer.stderr


def test_the_list_of_loads_says_that_there_are_none_and_what_is_not_published(published: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    empty = call_here(published, "list", "loads", LANDING_PATH=str(landing))
    assert empty.returncode == Exit.DONE and "No file has been loaded yet" in empty.stdout
    landing.mkdir()
    (landing / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    register_files(landing)
    listed = call_here(tmp_path / "nothing", "list", "loads", LANDING_PATH=str(landing))
    assert listed.returncode == Exit.DONE and listed.stdout.rstrip().endswith("not published yet 尚未发布")
    nothing = call_here(tmp_path / "nothing", "withdraw", "publication", "--reason", "x")
    assert nothing.returncode == Exit.WRONG_CALL and "Nothing has been published yet" in nothing.stderr


def test_what_is_not_withdrawn_is_not_restored(published: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (load,) = register_files(landing)
    answer = call_here(published, "restore", load.load_id, "--no-build", LANDING_PATH=str(landing))
    assert answer.returncode == Exit.WRONG_CALL and "is not withdrawn" in answer.stderr


def test_a_load_ends_with_what_became_of_each_file(loaded_again: Project) -> None:
    said = (loaded_again.folder / LOADED).read_text(encoding="utf-8").splitlines()
    assert said[-2:] == [
        f"{loaded_again.folder / 'huzhou_first.csv'}: 1 taken, 1 refused, 1 unchanged 采用 1，未采用 1，未变 1",
        f"{loaded_again.folder / '填报表.csv'}: 1 taken, 0 refused, 0 unchanged 采用 1，未采用 0，未变 0",
    ]
    listed = call(loaded_again, "list", "loads").stdout.splitlines()
    before, after = [line for line in listed if "huzhou_first.csv" in line]
    assert "2 taken, 0 refused, 0 unchanged" in before and "1 taken, 1 refused, 1 unchanged" in after


def test_a_load_is_withdrawn_and_restored(published: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "figures.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (load,) = register_files(landing)
    for arguments, state in (
        (("withdraw", "load", load.load_id, "--reason", "数据有误", "--no-build"), True),
        (("restore", load.load_id, "--no-build"), False),
    ):
        answer = call_here(published, *arguments, LANDING_PATH=str(landing))
        assert answer.returncode == Exit.DONE and load.load_id in answer.stdout
        assert [load.is_withdrawn for load in loads(landing)] == [state]


def test_a_disk_that_cannot_be_written_ends_with_3(published: Path, tmp_path: Path) -> None:
    (tmp_path / "landing").write_text("a file where a folder should be", encoding="utf-8")
    (tmp_path / "figures.csv").write_text("a,b\n", encoding="utf-8")
    arguments = ("load", "--no-build", str(tmp_path / "figures.csv"))
    answer = call_here(published, *arguments, LANDING_PATH=str(tmp_path / "landing"))
    assert answer.returncode == Exit.ENVIRONMENT
    assert "cannot be read or written" in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.parametrize("kind", [(), ("--plan",)])
def test_a_template_is_a_workbook(kind: tuple[str, ...], published: Path, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    answer = call_here(published, "template", *kind, str(file))
    assert answer.returncode == Exit.DONE and file.read_bytes().startswith(b"PK")
    answer = call_here(published, "template", *kind, str(tmp_path / "nowhere" / "template.xlsx"))
    assert answer.returncode == Exit.ENVIRONMENT and "Traceback" not in answer.stderr


def test_a_draft_is_checked_where_nothing_of_its_kind_was_published(
    built_project: Project, published: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.csv"
    draft.write_text("名称,数值\na,1\n", encoding="utf-8")
    answer = call(built_project, "check", str(draft), PUBLISHED_PATH=str(published))
    assert answer.returncode == Exit.STOPPED
    assert f"\n{draft}: " in answer.stdout


def test_check_publishes_nothing_and_stops_at_a_gate(project: Project) -> None:
    before = project.publication()
    passed = call(project, "check")
    assert passed.returncode == Exit.DONE, passed.stdout
    assert project.publication() == before

    project.edit(REGIONS, name_no_level)
    stopped = call(project, "check")
    assert stopped.returncode == Exit.STOPPED, stopped.stdout
    assert f"{REGIONS}, row " in stopped.stdout and "gates 关口检查" in stopped.stdout
    assert "Traceback" not in stopped.stdout + stopped.stderr
    assert project.publication() == before


def test_publish_while_another_build_runs_ends_with_3(project: Project) -> None:
    build_file = project.folder / "target" / "warehouse.duckdb"
    with take(build_file.with_name("warehouse.duckdb.lock"), build_file, 0, print):
        answer = call(project, "publish", WAREHOUSE_WAIT_SECONDS="0")
    assert answer.returncode == Exit.ENVIRONMENT
    assert "FAULT 故障" in answer.stdout and "in use by process" in answer.stdout


def test_a_publication_that_cannot_be_made_ends_with_3(project: Project) -> None:
    pointer = project.published / "current"
    folder = pointer.resolve()
    pointer.unlink()
    shutil.copytree(folder, pointer)
    answer = call(project, "publish")
    assert answer.returncode == Exit.ENVIRONMENT, answer.stdout
    assert "FAULT 故障" in answer.stdout and "is a folder, but has to be a link" in answer.stdout
    assert "Readers still see the last good publication" in answer.stdout
    assert project.publication().folder == pointer
