"""Which publication readers see: the last good one, in the order of publication, whatever happened to the files."""

import shutil
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from plan_targets.publication.build_id import next_build_id, order_of
from plan_targets.publication.errors import ConflictError
from plan_targets.publication.pointer import exclusive, move_pointer, remove_old
from plan_targets.publication.read import NoPublicationError, current_publication, pointer_target, snapshot_folders
from plan_targets.publication.withdraw import WithdrawalError, withdraw_publication
from tests.faults.toy import publish_toy, toy_name


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Three publications: one, two and three."""
    folder = tmp_path / "published"
    for name in ("one", "two", "three"):
        publish_toy(folder, name, snapshots_kept=10)
    return folder


def flip_a_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "truncated database": lambda folder: (folder / "warehouse.duckdb").write_bytes(b"DUCK"),
    "empty database": lambda folder: (folder / "warehouse.duckdb").write_bytes(b""),
    "one byte changed": lambda folder: flip_a_byte(folder / "warehouse.duckdb"),
    "no database": lambda folder: (folder / "warehouse.duckdb").unlink(),
    "truncated manifest": lambda folder: (folder / "semantic_manifest.json").write_text(""),
    "half a record": lambda folder: (folder / "publication.json").write_text('{"build_id": "0000'),
    "a record of another kind": lambda folder: (folder / "publication.json").write_text("[]"),
    "no record": lambda folder: (folder / "publication.json").unlink(),
    "pointer to nothing": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_readers_keep_the_last_good_publication(damage: str, published: Path) -> None:
    DAMAGE[damage](current_publication(str(published)).folder)
    assert toy_name(published) == "two"
    assert current_publication(str(published)).is_fallback
    # The next publication is whole again, and follows the one that readers saw.
    publish_toy(published, "four")
    assert toy_name(published) == "four"
    assert not current_publication(str(published)).is_fallback


def test_damage_is_seen_by_a_reader_that_has_read_before(published: Path) -> None:
    assert toy_name(published) == "three"
    flip_a_byte(current_publication(str(published)).database)
    assert toy_name(published) == "two"


def test_without_a_pointer_readers_see_the_newest(published: Path) -> None:
    (published / "current").unlink()
    assert toy_name(published) == "three"


def test_with_every_publication_damaged_the_sentence_says_what_to_do(published: Path) -> None:
    for folder in snapshot_folders(published):
        (folder / "warehouse.duckdb").unlink()
    with pytest.raises(NoPublicationError, match="uv run dbt build"):
        current_publication(str(published))


def test_a_withdrawn_publication_is_not_shown_again(published: Path) -> None:
    three = current_publication(str(published)).build_id
    withdrawn, current = withdraw_publication(published, None, "wrong figures")
    assert (withdrawn, toy_name(published)) == (three, "two")
    assert current == current_publication(str(published)).build_id == Path(published / "current").readlink().name
    DAMAGE["no database"](current_publication(str(published)).folder)
    assert toy_name(published) == "one"


def test_a_withdrawal_that_was_cut_short_counts(published: Path) -> None:
    three = current_publication(str(published)).folder
    withdraw_publication(published, None, "wrong figures")
    with exclusive(published):
        move_pointer(published, three)
    assert toy_name(published) == "two"


def test_a_publication_after_a_withdrawal_gets_a_number_of_its_own(published: Path) -> None:
    withdraw_publication(published, None, "wrong figures")
    folder = publish_toy(published, "four", snapshots_kept=10)
    assert order_of(folder.name)[0] == 4
    assert toy_name(published) == "four"


def test_an_older_publication_is_withdrawn_without_moving_the_pointer(published: Path) -> None:
    two = snapshot_folders(published)[1].name
    withdraw_publication(published, two, "wrong figures")
    assert toy_name(published) == "three"
    DAMAGE["no database"](current_publication(str(published)).folder)
    assert toy_name(published) == "one"


def test_the_last_readable_publication_stays(published: Path) -> None:
    withdraw_publication(published, None, "wrong")
    withdraw_publication(published, None, "wrong too")
    with pytest.raises(WithdrawalError, match="only publication"):
        withdraw_publication(published, None, "wrong as well")
    with pytest.raises(WithdrawalError, match="no publication 000009"):
        withdraw_publication(published, "000009", "not there")
    assert toy_name(published) == "one"


def test_a_clock_that_runs_backwards_changes_no_order(tmp_path: Path) -> None:
    published = tmp_path / "published"
    for name, year in (("one", 2031), ("two", 2026), ("three", 2019)):
        publish_toy(published, name, moment=datetime(year, 1, 1), snapshots_kept=2)
        assert toy_name(published) == name
    # The oldest went, although the clock called it the newest.
    assert [folder.name[:6] for folder in snapshot_folders(published)] == ["000003", "000002"]
    DAMAGE["truncated database"](current_publication(str(published)).folder)
    assert toy_name(published) == "two"


def test_build_ids_follow_all_that_were_given() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5)
    assert next_build_id([], moment, "abcdefgh-1234") == "000001-20260102T030405Z-abcdefgh"
    known = ["000009-20300101T000000Z-aaaaaaaa.unfinished", "000010-20200101T000000Z-bbbbbbbb.json", "by hand"]
    assert next_build_id(known, moment, "abcdefgh").startswith("000011-")
    assert sorted(["by hand", "000010-20200101T000000Z-b", "1000000-20200101T000000Z-c"], key=order_of) == [
        "by hand",
        "000010-20200101T000000Z-b",
        "1000000-20200101T000000Z-c",
    ]


def test_retention_never_removes_what_readers_see(published: Path) -> None:
    oldest = snapshot_folders(published)[-1]
    with exclusive(published):
        move_pointer(published, oldest)
        remove_old(published, 1)
    assert snapshot_folders(published) == [oldest] == [pointer_target(published)]


def test_a_publication_in_the_making_is_left_alone(published: Path) -> None:
    other = published / "snapshots" / "000004-20260101T000000Z-otherone.unfinished"
    thread = threading.Thread(target=publish_toy, args=(published, "mine"))
    with exclusive(published):
        other.mkdir()
        thread.start()
        thread.join(1.0)
        assert thread.is_alive() and other.is_dir()
        assert toy_name(published) == "three"
        other.rmdir()
    thread.join(30)
    assert toy_name(published) == "mine"


def test_a_build_that_followed_another_publication_is_not_published(published: Path) -> None:
    overtaken = snapshot_folders(published)[1].name
    with pytest.raises(ConflictError, match=r"changed from 000002\S+ to 000003"):
        publish_toy(published, "late", previous=overtaken)
    assert toy_name(published) == "three"
