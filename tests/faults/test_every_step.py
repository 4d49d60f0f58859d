"""A publication that is killed before any of its steps leaves readers with the old one or the new one, whole."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.toy import publish_toy, toy_name

MOST_STEPS = 200
# Between one kill and the next; with `--every-step` there is none.
STRIDE = 2


def test_killed_before_every_step(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    stride = 1 if request.config.getoption("--every-step") else STRIDE
    published = tmp_path / "published"
    for name in ("first", "second"):
        publish_toy(published, name)
    last, seen = "second", []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.toy"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None and program.stdout is not None
        for step in range(1, MOST_STEPS, stride):
            print(published, f"new{step}", step, sep="\t", file=program.stdin, flush=True)
            code = int(program.stdout.readline())
            after = toy_name(published)
            assert after in (last, f"new{step}"), f"killed at step {step}"
            seen.append(after == f"new{step}")
            last = after
            if code == 0:
                break
            assert code == -signal.SIGKILL
        program.stdin.close()
    # Killed early the old publication stays, late the new one is there, and both were tried.
    assert code == 0 and seen == sorted(seen) and seen.count(False) * stride > 10 and seen.count(True) * stride > 3
    left = {path.name for path in published.rglob("*") if path.suffix in (".unfinished", ".leaving")}
    assert not left
    assert len(list((published / "snapshots").iterdir())) == 2
