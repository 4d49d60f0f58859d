"""Looks after the file that a build writes, before dbt opens it: `plugins` in profiles.yml loads this.

One process at a time, and never a broken file: a second build waits and says for whom; a file that a killed build or a
disk left damaged is set aside, and the build starts from an empty one, because everything in it can be built again.
"""

import atexit
import contextlib
import gc
import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt_common.exceptions import DbtRuntimeError

from plan_targets.building.commands import is_building
from plan_targets.building.kept import LOADS, RECORDS
from plan_targets.files.errors import LOCKED_WORDS, FaultError, explain
from plan_targets.files.lock import Lock, take

WAIT_VARIABLE = "WAREHOUSE_WAIT_SECONDS"
WAIT_SECONDS = 900.0
# Of a build's tables; profiles.yml reads it.
MEMORY_VARIABLE = "WAREHOUSE_MEMORY_LIMIT"
LETTING_GO_SECONDS = 2.0

# Held until the process ends, as DuckDB holds the file.
_locks: dict[Path, Lock] = {}
# The files that were whole when this process took them, so that their state at its end is one to go by.
_whole: set[Path] = set()


class Plugin(BasePlugin):  # type: ignore[misc]
    """dbt-duckdb's way in, called once before the file is opened."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Raises dbt's own error with one sentence when the file cannot be had."""
        # What dbt has parsed stays until its end, and need not be looked through for garbage (dbt_plan_targets.py).
        gc.freeze()
        if self.creds.path == ":memory:":
            return
        # On a full disk dbt's log file fails with every line: its tracebacks would bury the sentence.
        logging.raiseExceptions = False
        try:
            _require_memory_limit()
            prepare(Path(self.creds.path).absolute(), _wait_seconds(), AdapterLogger("Warehouse").info, is_building())
        except FaultError as error:
            raise DbtRuntimeError(str(error)) from error


def prepare(build_file: Path, wait_seconds: float, say: Callable[[str], object], is_thorough: bool) -> None:
    """Takes the build file for this process and sees that it can be opened; says when it had to be replaced.

    Raises BusyError when another build does not end in time, and EnvironmentFaultError when the disk, a permission or
    another program stands in the way.
    """
    try:
        if build_file not in _locks:
            lock_file = build_file.with_name(build_file.name + ".lock")
            _locks[build_file] = take(lock_file, build_file, wait_seconds, say)
        # What a killed build had spilled to the disk.
        shutil.rmtree(f"{build_file}.tmp", ignore_errors=True)
        is_as_left = _is_as_left(build_file)
        _stamp(build_file).unlink(missing_ok=True)
        damage = find_damage(build_file, is_thorough and not is_as_left)
        if damage:
            say(_set_aside(build_file, damage))
        if damage or is_thorough or is_as_left:
            _leave_stamp(build_file)
    except OSError as error:
        raise explain(error, build_file) or error from error


def find_damage(build_file: Path, is_thorough: bool) -> str | None:
    """Why the file cannot be used, in DuckDB's words; none when it can, or when there is none yet.

    Opening replays the log that a killed build left. Thorough means that every table is read, because DuckDB checks a
    block only when it reads it, and that no table is kept for what was noted of it, because whoever wrote to the file
    last was killed or was no command of ours. Raises EnvironmentFaultError for what a new file would not mend.
    """
    if not build_file.exists():
        _wal(build_file).unlink(missing_ok=True)
        return None
    try:
        with _opened(build_file) as connection:
            for schema, table in _tables(connection) if is_thorough else []:
                connection.execute(f'select bit_xor(hash(rows)) from "{schema}"."{table}" as rows').fetchall()
            if is_thorough:
                for table in (LOADS, RECORDS):
                    connection.execute(f"drop table if exists {table}")
    except duckdb.Error as error:
        fault = explain(error, build_file)
        if fault:
            raise fault from error
        return str(error).splitlines()[0]
    return None


def _is_as_left(build_file: Path) -> bool:
    """Whether the file is as the last command left it; then what that command could read can be read."""
    try:
        return not _wal(build_file).exists() and _stamp(build_file).read_text(encoding="utf-8") == _state(build_file)
    except OSError:
        return False


def _leave_stamp(build_file: Path) -> None:
    """Notes the file's state when the process ends, once."""
    if build_file not in _whole:
        _whole.add(build_file)
        atexit.register(_note_state, build_file)


def _note_state(build_file: Path) -> None:
    # The last connection to be closed writes what is in the log into the file.
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
    with contextlib.suppress(OSError):
        if not _wal(build_file).exists():
            _stamp(build_file).write_text(_state(build_file), encoding="utf-8")


def _state(build_file: Path) -> str:
    state = build_file.stat()
    return json.dumps({"size": state.st_size, "changed_at": state.st_mtime_ns})


def _stamp(build_file: Path) -> Path:
    return build_file.with_name(build_file.name + ".left")


def _opened(build_file: Path) -> duckdb.DuckDBPyConnection:
    """The file, opened; a moment later where a program that is just ending has let go of our lock and not yet of it."""
    last_try = time.monotonic() + LETTING_GO_SECONDS
    while True:
        try:
            return duckdb.connect(str(build_file))
        except duckdb.IOException as error:
            if time.monotonic() > last_try or not any(words in str(error) for words in LOCKED_WORDS):
                raise
            time.sleep(0.2)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
    ).fetchall()


def _set_aside(build_file: Path, damage: str) -> str:
    # The newest damaged file is kept for those who want to know why; readers never used it.
    aside = build_file.with_name(build_file.name + ".damaged")
    if _wal(build_file).exists():
        _wal(build_file).replace(_wal(aside))
    build_file.replace(aside)
    return (
        f"The build file was damaged and is now {aside}; this build starts from an empty one. Publications are not "
        f"affected. 构建文件已损坏，已移至 {aside}；本次从空文件重新构建，已发布的内容不受影响。({damage})"
    )


def _wal(build_file: Path) -> Path:
    return build_file.with_name(build_file.name + ".wal")


def _wait_seconds() -> float:
    text = os.environ.get(WAIT_VARIABLE, "")
    try:
        return float(text or WAIT_SECONDS)
    except ValueError as error:
        raise FaultError(
            f"{WAIT_VARIABLE} is a number of seconds, not '{text}'.", f"{WAIT_VARIABLE} 应为秒数，而不是“{text}”。"
        ) from error


def _require_memory_limit() -> None:
    text = os.environ.get(MEMORY_VARIABLE)
    if text is None:
        return
    try:
        # Before the build file is opened with it, where dbt would show where in the program that failed.
        duckdb.connect(config={"memory_limit": text}).close()
    except duckdb.Error as error:
        raise FaultError(
            f"{MEMORY_VARIABLE} is an amount of memory, such as 3GB, not '{text}'.",
            f"{MEMORY_VARIABLE} 应为内存大小，如 3GB，而不是“{text}”。",
        ) from error
