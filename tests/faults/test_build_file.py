"""The file that a build writes: held by one process, set aside when damaged, explained when it cannot be had."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from plan_targets.building import guard
from plan_targets.files.errors import BusyError, EnvironmentFaultError, explain
from plan_targets.files.lock import take


@pytest.fixture
def build_file(tmp_path: Path) -> Path:
    """A build file with a table of some size."""
    path = tmp_path / "target" / "warehouse.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table numbers as select range, hash(range) from range(300000)")
    return path


def prepare(path: Path) -> list[str]:
    """What the guard says while it takes the file; the lock is let go again."""
    said: list[str] = []
    guard.prepare(path, 0, said.append, is_thorough=True)
    guard._locks.pop(path).close()
    return said


def test_a_whole_file_is_left_as_it_is(build_file: Path) -> None:
    assert prepare(build_file) == []
    with duckdb.connect(str(build_file)) as connection:
        assert connection.execute("select count(*) from numbers").fetchall() == [(300000,)]


def test_a_first_build_needs_nothing(tmp_path: Path) -> None:
    assert prepare(tmp_path / "new" / "warehouse.duckdb") == []


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.99])
def test_a_truncated_file_is_set_aside(share: float, build_file: Path) -> None:
    os.truncate(build_file, int(build_file.stat().st_size * share))
    (said,) = prepare(build_file)
    assert "was damaged" in said and "已损坏" in said
    assert not build_file.exists() and build_file.with_name("warehouse.duckdb.damaged").exists()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_spoilt_file_is_set_aside(share: float, build_file: Path) -> None:
    with build_file.open("r+b") as stream:
        stream.seek(int(build_file.stat().st_size * share))
        stream.write(os.urandom(20_000))
    (said,) = prepare(build_file)
    assert "was damaged" in said
    assert prepare(build_file) == []


def test_what_a_killed_build_left_is_taken_up_or_set_aside(build_file: Path) -> None:
    script = (
        "import duckdb, os, sys; connection = duckdb.connect(sys.argv[1]);"
        "connection.execute('create table more as select range from range(300000)');"
        "connection.execute('create or replace view seen as select * from more'); os.kill(os.getpid(), 9)"
    )
    log = build_file.with_name("warehouse.duckdb.wal")
    assert subprocess.run([sys.executable, "-c", script, str(build_file)]).returncode == -9
    assert log.exists()
    assert prepare(build_file) == []
    assert not log.exists()

    assert subprocess.run([sys.executable, "-c", script.replace("more", "again"), str(build_file)]).returncode == -9
    with log.open("r+b") as stream:
        stream.seek(log.stat().st_size // 2)
        stream.write(os.urandom(200))
    prepare(build_file)
    assert not log.exists()
    with duckdb.connect(str(build_file)):
        pass


def test_another_program_that_has_the_file_open_is_named(build_file: Path) -> None:
    script = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(build_file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        with pytest.raises(EnvironmentFaultError, match=rf"open in another program, .*PID {reader.pid}"):
            guard.prepare(build_file, 0, print, is_thorough=True)
        reader.communicate()
    guard._locks.pop(build_file).close()
    assert prepare(build_file) == []


def test_a_second_build_waits_and_then_says_for_whom(build_file: Path) -> None:
    lock_file = build_file.with_name("warehouse.duckdb.lock")
    said: list[str] = []
    with (
        take(lock_file, build_file, 0, print),
        pytest.raises(BusyError, match=f"in use by process {os.getpid()}, since .*正被另一个进程使用"),
    ):
        guard.prepare(build_file, 0.5, said.append, is_thorough=True)
    assert len(said) == 1 and "waiting" in said[0]
    assert prepare(build_file) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "is full"),
        (duckdb.IOException("Could not write file: File too large"), "is full"),
        (PermissionError(13, "Permission denied"), "may not be read or written"),
        (OSError(30, "Read-only file system"), "may not be read or written"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_an_error_of_the_machine_becomes_a_sentence(error: Exception, words: str) -> None:
    explained = explain(error, "/data/warehouse.duckdb")
    assert explained is not None
    assert words in str(explained) and "/data/warehouse.duckdb" in str(explained) and "后重试" in str(explained)


def test_an_error_of_the_data_is_not_taken_for_one_of_the_machine() -> None:
    assert explain(duckdb.ConversionException("Could not convert"), "/data") is None
