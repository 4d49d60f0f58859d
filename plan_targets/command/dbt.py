"""Runs dbt, shows its progress, and turns what it reports into sentences and an exit code."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plan_targets.command.exits import Exit
from plan_targets.command.progress import Progress
from plan_targets.files.errors import explain
from plan_targets.settings import PROJECT_FOLDER

# How the macros mark a fault of the machine among what they say.
FAULT_MARK = "FAULT 故障"
RESULT_EVENTS = {"LogModelResult", "LogTestResult", "LogSeedResult", "LogNodeNoOpResult", "LogSnapshotResult"}
SENTENCE_EVENTS = {"JinjaLogInfo", "AdapterEventInfo"}
# The tests of gates are explained by the macros, row by row.
EXPLAINED_TESTS = ("gate_passes_",)
# The macros at the end of a command, which have said already what they refuse.
HOOK = "operation."
MESSAGE_LINES = 4


class Listener:
    """Takes dbt's events one by one and keeps what decides the exit code."""

    def __init__(self, progress: Progress) -> None:
        """Says what people need to know through `progress`."""
        self._progress = progress
        self._has_fault = False
        self._failed_tests: set[str] = set()
        self._has_error = False
        self._is_refused = False

    def take(self, event: dict[str, Any]) -> None:
        """One event of dbt's JSON log."""
        name, data = event["info"]["name"], event["data"]
        node = data.get("node_info", {})
        if name == "LogStartLine":
            self._progress.begin(node["node_relation"]["schema"], data["total"])
        elif name in RESULT_EVENTS:
            self._progress.finish(node["node_name"], data.get("total") or data.get("num_models") or 0)
            if data.get("status") == "fail":
                self._take_failed_test(node)
        elif name in SENTENCE_EVENTS:
            self._has_fault |= FAULT_MARK in event["info"]["msg"]
            self._progress.say(event["info"]["msg"].removeprefix("Warehouse adapter: "))
        elif name == "RunResultError" and node["unique_id"].startswith(HOOK):
            self._is_refused = True
        elif name == "RunResultError" and node["unique_id"] not in self._failed_tests:
            self._take_error(data["msg"])
        elif name == "MainEncounteredError":
            self._take_end(data["exc"])

    def exit_code(self, dbt_code: int) -> Exit:
        """What the command ends with; a fault of the machine explains the rest, and an error more than a test."""
        if self._has_fault:
            return Exit.ENVIRONMENT
        if self._has_error:
            return Exit.PROJECT
        if self._failed_tests or self._is_refused:
            return Exit.STOPPED
        return Exit.DONE if dbt_code == 0 else Exit.PROJECT

    def _take_failed_test(self, node: dict[str, Any]) -> None:
        self._failed_tests.add(node["unique_id"])
        name = node["node_name"]
        if not name.startswith(EXPLAINED_TESTS):
            self._progress.say(
                f"STOPPED 已拦截 The test {name} did not hold; `uv run dbt test --select {name}` shows its query. "
                f"数据检验 {name} 未通过。"
            )

    def _take_error(self, message: str) -> None:
        self._has_error = True
        # dbt hands on the traceback of a Python model; its last line says what happened.
        lines = [line.strip() for line in message.splitlines() if line.strip()]
        is_traceback = any(line.startswith("Traceback") for line in lines)
        shown = [lines[0], lines[-1]] if is_traceback else lines[:MESSAGE_LINES]
        self._progress.say("ERROR 错误 " + " ".join(shown))

    def _take_end(self, message: str) -> None:
        lines = [line.strip() for line in message.splitlines() if line.strip()]
        fault = explain(Exception(message), f"{PROJECT_FOLDER}/target")
        if fault:
            lines = [str(fault)]
        elif lines[0] == "Database Error":
            # The database stands first only when it cannot be had at all; plan_targets.building.guard says why.
            lines = lines[2:]
        else:
            self._has_error = True
            self._progress.say("ERROR 错误 " + " ".join(lines))
            return
        self._has_fault = True
        self._progress.say(f"{FAULT_MARK} {' '.join(lines)}")


def run_dbt(arguments: Iterable[str], progress: Progress) -> Exit:
    """Runs dbt with those arguments, as `uv run dbt` does, and returns how it ended."""
    listener = Listener(progress)
    with start_dbt(["--log-format", "json", *arguments]) as process:
        assert process.stdout is not None
        for line in process.stdout:
            event = _event(line)
            if event:
                listener.take(event)
    progress.close()
    return listener.exit_code(process.returncode)


def start_dbt(arguments: list[str]) -> "subprocess.Popen[str]":
    """A process of dbt in the project's folder, with what it prints as lines of text."""
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("dbt")), *arguments],
        cwd=PROJECT_FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _event(line: str) -> dict[str, Any] | None:
    # Whatever a library prints by itself is not for people who wait for a build.
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and {"info", "data"} <= event.keys() else None
