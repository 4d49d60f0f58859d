"""A kill before any call to the system while the store of loads changes: no load is half there, doubled or lost."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_targets.landing.store import loads, register_files, withdraw
from tests.faults.drops import Killer, act, drop

MOST_STEPS = 2000
# Between one kill and the next; with `--every-step` there is none.
STRIDE = 5


def hidden(landing: Path) -> list[str]:
    return [path.name for path in landing.rglob(".*") if path.name not in (".loads", ".lock")]


@pytest.fixture
def killer() -> Iterator[Killer]:
    program = Killer()
    yield program
    program.close()


@pytest.mark.parametrize("action", ["register", "withdraw", "restore"])
def test_killed_before_every_call(
    action: str, killer: Killer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    stride = 1 if request.config.getoption("--every-step") else STRIDE
    monkeypatch.setattr("os.fsync", os.fstat)
    before = tmp_path / "before"
    drop(before, "first.csv", "first")
    (first,) = register_files(before)
    if action == "register":
        # A correction, a second file in a sender's folder, and the bytes of the first again.
        drop(before, "first.csv", "corrected")
        drop(before, "甲局/second.csv", "second")
        drop(before, "third.csv", "first")
    elif action == "restore":
        withdraw(first.load_id, "数据有误", before)
    expected = {
        "register": {("first.csv", "first"), ("first.csv", "corrected"), ("甲局/second.csv", "second")},
    }.get(action, {("first.csv", "first")})
    states = []
    for step in range(1, MOST_STEPS, stride):
        landing = tmp_path / "landing"
        shutil.rmtree(landing, ignore_errors=True)
        shutil.copytree(before, landing)
        is_killed = killer.act_and_die(action, landing, first.load_id, step)
        # Whoever looks before the next build sees whole loads.
        seen = loads(landing)
        assert all(load.trouble is None and load.path.is_file() for load in seen), f"killed at call {step}"
        states.append((len(seen), seen[0].is_withdrawn))
        # The next one needs no hand.
        if action == "register" or states[-1] != states[0] or not is_killed:
            register_files(landing)
        else:
            act(action, landing, first.load_id)
        kept = loads(landing)
        assert {(load.file, load.path.read_text(encoding="utf-8")) for load in kept} == expected
        assert len(kept) == len(expected)
        assert [load.number for load in kept] == list(range(1, len(kept) + 1))
        assert hidden(landing) == [], f"killed at call {step}"
        assert all(load.is_withdrawn == (action == "withdraw") for load in kept)
        if not is_killed:
            break
    assert not is_killed
    # Killed early nothing had happened, late all of it had, and nothing was undone in between.
    assert states == sorted(states, reverse=action == "restore")
    assert len(set(states)) == (3 if action == "register" else 2)
    assert len(states) * stride > (60 if action == "register" else 15)
