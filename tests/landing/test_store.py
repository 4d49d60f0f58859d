"""The store of loads: what is kept, told apart, mended and refused. No dbt."""

import hashlib
import itertools
import json
import os
import socket
import threading
from pathlib import Path

import pytest

from plan_targets.files.errors import BusyError
from plan_targets.files.lock import take
from plan_targets.landing import store
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import read_observations
from plan_targets.landing.records import Load
from plan_targets.landing.store import (
    WithdrawalStateError,
    deliver,
    loads,
    register_files,
    restore,
    withdraw,
)
from tests.faults.drops import drop


def texts(registered: list[Load]) -> list[str]:
    return [load.path.read_text(encoding="utf-8") for load in registered]


def reasons(load: Load, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    frame = read_observations(load, vocabulary)
    return frame.select("reason_code", "reason_value").rows()


def content_pair_with_one_beginning() -> tuple[str, str]:
    """Two texts whose digests begin with the same eight digits."""
    seen: dict[str, str] = {}
    for number in itertools.count():
        text = f"太原市,空气质量优良天数,天,2023,{number}\n"
        beginning = hashlib.sha256(text.encode()).hexdigest()[:8]
        if beginning in seen:
            return seen[beginning], text
        seen[beginning] = text
    raise AssertionError


def test_two_files_whose_digests_begin_alike_are_two_loads(tmp_path: Path) -> None:
    one, other = content_pair_with_one_beginning()
    for name in ("taiyuan.csv", "datong.csv"):
        drop(tmp_path, name, one if name == "taiyuan.csv" else other)
        register_files(tmp_path)
    assert texts(loads(tmp_path)) == [one, other]
    drop(tmp_path, "taiyuan.csv", other)
    drop(tmp_path, "datong.csv", one)
    assert len({load.load_id for load in register_files(tmp_path)}) == len(loads(tmp_path)) == 4


def test_going_back_to_earlier_bytes_is_a_delivery_of_its_own(tmp_path: Path) -> None:
    for text in ("v1", "v1", "v2", "v1", "v1", "v2"):
        drop(tmp_path, "a.csv", text)
        register_files(tmp_path)
        register_files(tmp_path)
    assert texts(loads(tmp_path)) == ["v1", "v2", "v1", "v2"]
    assert [load.number for load in loads(tmp_path)] == [1, 2, 3, 4]
    # The same bytes under another name are what was said already.
    drop(tmp_path, "copy.csv", "v1")
    assert len(register_files(tmp_path)) == 4


def test_a_withdrawn_load_does_not_come_back_by_itself(tmp_path: Path) -> None:
    for text in ("v1", "v2", "v1"):
        drop(tmp_path, "a.csv", text)
        register_files(tmp_path)
    withdraw(loads(tmp_path)[2].load_id, "数据有误", tmp_path)
    assert len(register_files(tmp_path)) == 3
    drop(tmp_path, "a.csv", "v2")
    assert len(register_files(tmp_path)) == 3


def test_files_dropped_together_come_in_the_order_of_their_last_change(tmp_path: Path) -> None:
    older, newer = drop(tmp_path, "表.csv", "older"), drop(tmp_path, "表 (1).csv", "newer")
    os.utime(older, (1_700_000_000, 1_700_000_000))
    os.utime(newer, (1_700_000_060, 1_700_000_060))
    assert texts(register_files(tmp_path)) == ["older", "newer"]


def test_a_delivered_file_overwrites_nothing(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    drop(landing, "填报表.csv", "dropped by hand")
    brought = [drop(tmp_path / name, "填报表.csv", name) for name in ("a", "b")]
    deliveries = [deliver(path, landing) for path in (*brought, brought[1])]
    assert [delivery.is_new for delivery in deliveries] == [True, True, False]
    assert texts(loads(landing)) == ["dropped by hand", "a", "b"]
    assert texts(register_files(landing)) == ["dropped by hand", "a", "b"]
    # Brought from where it is, it is as if it had been dropped there.
    assert not deliver(landing / "填报表.csv", landing).is_new
    sent = deliver(brought[0], landing, "市场监管局").load
    assert (sent.file, (landing / "市场监管局" / "填报表.csv").read_text(encoding="utf-8")) == ("填报表.csv", "a")


def test_changed_bytes_are_found_and_mended_when_the_file_comes_again(tmp_path: Path, vocabulary: Vocabulary) -> None:
    drop(tmp_path, "a.csv", "right")
    (load,) = register_files(tmp_path)
    (tmp_path / "a.csv").unlink()
    for spoil in (lambda: load.path.write_text("wrong", encoding="utf-8"), load.path.unlink):
        spoil()
        (damaged,) = register_files(tmp_path)
        assert reasons(damaged, vocabulary) == [("damaged_load", f"{load.load_id}/content.csv")]
        drop(tmp_path, "other name.csv", "right")
        (mended,) = register_files(tmp_path)
        assert mended == load
        (tmp_path / "other name.csv").unlink()


@pytest.mark.parametrize("text", ["", '{"load_id": "a', "[]", '{"file": "a.csv"}', "\x00\x00"])
def test_a_damaged_record_is_a_sentence_and_loses_no_bytes(text: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    drop(tmp_path, "a.csv", "figures")
    (load,) = register_files(tmp_path)
    record = load.path.parent / "record.json"
    record.write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").unlink()
    (damaged,) = register_files(tmp_path)
    assert reasons(damaged, vocabulary) == [("damaged_load", f"{load.load_id}/record.json")]
    assert texts([damaged]) == ["figures"]
    # It can be withdrawn by its name, or comes again.
    assert withdraw(load.load_id, "数据有误", tmp_path).is_withdrawn
    drop(tmp_path, "a.csv", "figures")
    (withdrawn,) = register_files(tmp_path)
    assert withdrawn.is_withdrawn
    restore(load.load_id, tmp_path)
    (mended,) = register_files(tmp_path)
    assert (mended.load_id, mended.file, mended.trouble) == (load.load_id, "a.csv", None)
    assert [path.name for path in (tmp_path / ".loads").glob(".damaged-*")] == [f".damaged-{load.load_id}"]


def test_a_damaged_withdrawal_is_still_one(tmp_path: Path) -> None:
    drop(tmp_path, "a.csv", "figures")
    (load,) = register_files(tmp_path)
    withdraw(load.load_id, "数据有误", tmp_path)
    (load.path.parent / "withdrawn.json").write_text('{"reas', encoding="utf-8")
    (damaged,) = register_files(tmp_path)
    assert damaged.withdrawn is not None and "撤回记录已损坏" in damaged.withdrawn["reason"]
    assert not restore(load.load_id, tmp_path).is_withdrawn


def test_a_store_of_an_earlier_version_is_read_and_what_it_left_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / ".loads" / "taiyuan-6332975d"
    content = "地区,指标,单位,年份,数值\n"
    record = {
        "load_id": folder.name,
        "file": "taiyuan.csv",
        "number": 1,
        "first_seen_at": "2026-01-31T08:00:00",
        "loaded_by": "clerk",
        "size": len(content.encode()),
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
    # Two loads of one number, and what a killed build had left: a whole load under a hidden name.
    for name, text in ((folder.name, content), ("datong-00000000", "other"), (".unfinished-x", content)):
        kept = folder.with_name(name)
        kept.mkdir(parents=True)
        (kept / "content.csv").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        (kept / "record.json").write_text(json.dumps(record | {"load_id": name, "sha256": digest}), encoding="utf-8")
    (folder / ".record.json.123").write_text("{", encoding="utf-8")
    (folder / "withdrawn.json").write_text('{"reason": "数据有误"}', encoding="utf-8")
    drop(tmp_path, "taiyuan.csv", content)
    registered = register_files(tmp_path)
    assert [(load.load_id, load.number, load.is_withdrawn, load.trouble) for load in registered] == [
        ("datong-00000000", 1, False, None),
        (folder.name, 2, True, None),
    ]
    assert not (tmp_path / ".loads" / ".unfinished-x").exists() and not (folder / ".record.json.123").exists()


def test_whoever_changes_the_store_holds_its_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(tmp_path, "a.csv", "a")
    (load,) = register_files(tmp_path)
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.0)
    outside = drop(tmp_path.parent / "elsewhere", "b.csv", "b")
    actions = (
        lambda: register_files(tmp_path),
        lambda: withdraw(load.load_id, "数据有误", tmp_path),
        lambda: deliver(outside, tmp_path),
    )
    with take(tmp_path / ".loads" / ".lock", tmp_path, 0, print):
        for action in actions:
            with pytest.raises(BusyError, match=f"in use by process {os.getpid()}, since"):
                action()
        assert loads(tmp_path) == [load]


def test_no_two_loads_have_one_number_whoever_registers_at_once(tmp_path: Path) -> None:
    for number in range(12):
        drop(tmp_path, f"{number}.csv", str(number))
    threads = [threading.Thread(target=register_files, args=(tmp_path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [load.number for load in loads(tmp_path)] == list(range(1, 13))
    assert sorted(texts(loads(tmp_path)), key=int) == [str(number) for number in range(12)]


@pytest.mark.parametrize("way", ["file", "folder", "chain", "dots", "absent", "folder_in_folder"])
def test_a_link_that_leads_out_of_the_folder_is_never_read(way: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    landing, outside = tmp_path / "landing", tmp_path / "outside"
    secret = drop(outside, "secret.csv", "db_password=hunter2,x\n")
    landing.mkdir()
    link = landing / "figures.csv"
    if way == "file":
        link.symlink_to(secret)
    elif way == "folder":
        link.symlink_to(outside, target_is_directory=True)
    elif way == "chain":
        (landing / "甲局").mkdir()
        (landing / "甲局" / "second.csv").symlink_to(secret)
        link.symlink_to(landing / "甲局" / "second.csv")
    elif way == "dots":
        link.symlink_to("../outside/secret.csv")
    elif way == "absent":
        link.symlink_to(outside / "nothing.csv")
    else:
        (landing / "乙局").mkdir()
        link = landing / "乙局" / "all"
        link.symlink_to("../../outside")
    found = {load.file: reasons(load, vocabulary) for load in register_files(landing)}
    assert found[link.relative_to(landing).as_posix()] == [("link_leads_outside", "")]
    assert "hunter2" not in str(found)
    assert [path for path in (landing / ".loads").rglob("content*")] == []


def test_links_inside_and_hard_links_are_files_like_others(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    file = drop(landing, "甲局/a.csv", "a")
    (landing / "link.csv").symlink_to(file)
    (landing / "乙局").symlink_to("甲局")
    os.link(drop(tmp_path, "outside.csv", "b"), landing / "hard.csv")
    assert sorted(texts(register_files(landing))) == ["a", "b"]
    assert {load.trouble for load in loads(landing)} == {None}


def test_what_is_no_file_of_bytes_is_refused_without_waiting(tmp_path: Path, vocabulary: Vocabulary) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket.csv"))
        found = {load.file: reasons(load, vocabulary) for load in register_files(tmp_path)}
    assert found.keys() == {"pipe.csv", "link.csv", "socket.csv"}
    assert all(reason == [("no_regular_file", "")] for reason in found.values())


def test_a_withdrawal_is_neither_repeated_nor_undone_twice(tmp_path: Path) -> None:
    drop(tmp_path, "a.csv", "a")
    (load,) = register_files(tmp_path)
    with pytest.raises(WithdrawalStateError, match="is not withdrawn"):
        restore(load.load_id, tmp_path)
    withdraw(load.load_id, "数据有误", tmp_path)
    with pytest.raises(WithdrawalStateError, match="withdrawn already: 数据有误"):
        withdraw(load.load_id, "again", tmp_path)


def test_an_unknown_load_names_those_near_it_and_no_more(tmp_path: Path) -> None:
    for number in range(40):
        drop(tmp_path, f"figures-{number}.csv", str(number))
    known = register_files(tmp_path)
    with pytest.raises(store.UnknownLoadError, match=known[7].load_id) as raised:
        restore(known[7].load_id[:-1], tmp_path)
    assert len(str(raised.value)) < 400
