"""A publication that is killed before any of its steps leaves readers with the old one or the new one, whole."""

import multiprocessing
import signal
from pathlib import Path

from tests.faults.toy import publish_and_die, publish_toy, toy_name

MOST_STEPS = 200


def test_killed_before_every_step(tmp_path: Path) -> None:
    published = tmp_path / "published"
    # Forks from a process that has imported everything (duckdb imports pandas late): a fresh one takes seconds.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["pandas", "tests.faults.toy"])
    for name in ("first", "second"):
        publish_toy(published, name)
    last, seen = "second", []
    for step in range(1, MOST_STEPS):
        child = processes.Process(target=publish_and_die, args=(published, f"new{step}", step))
        child.start()
        child.join(60)
        after = toy_name(published)
        assert after in (last, f"new{step}"), f"killed at step {step}"
        seen.append(after == f"new{step}")
        last = after
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
    # Killed early the old publication stays, late the new one is there, and both were tried.
    assert child.exitcode == 0 and seen == sorted(seen) and seen.count(False) > 10 and seen.count(True) > 3
    left = {path.name for path in published.rglob("*") if path.suffix in (".unfinished", ".leaving")}
    assert not left
    assert len(list((published / "snapshots").iterdir())) == 2
