"""The process beside dbt in which suites are judged.

Great Expectations takes seconds to import and to ask, in Python that would keep dbt's own threads waiting. So it runs
in a process of its own, which a build starts at once and which is ready when the first gate needs it. The two speak in
lines of JSON; the process ends with the one that started it, however that ends.
"""

import json
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

from plan_targets.files.errors import FaultError
from plan_targets.settings import PROJECT_FOLDER


class GateError(FaultError):
    """A suite could not be judged."""


class JudgingProcess:
    """Asks `plan_targets.gates.worker`, one question at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        # dbt runs gates in threads.
        self._lock = threading.RLock()
        # So many questions have answers that nobody waits for yet; they come in order.
        self._unread = 0
        self._is_writing = False

    def start(self) -> None:
        """Has the process get ready; does nothing when it runs already."""
        if self._is_running():
            # Whoever waits for an answer holds the lock, and nobody else need wait with them.
            return
        with self._lock:
            if not self._is_running():
                self._unread, self._is_writing = 0, False
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "plan_targets.gates.worker"],
                    cwd=PROJECT_FOLDER,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                )

    def _is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ends the process, if it runs."""
        with self._lock:
            if self.process is not None:
                self.process.kill()
                self.process.wait()

    def judge(self, suite_name: str, run_id: str, folder: Path, memory_limit: str) -> list[dict[str, Any]]:
        """The suite's rows about the tables that lie in the folder, as `schema.table.parquet`. Raises GateError."""
        with self._lock:
            self._ask_to_judge(suite_name, run_id, folder, memory_limit)
            self._read_up_to(1)
            rows: list[dict[str, Any]] = self._read()
            return rows

    def begin_judging(self, suite_name: str, run_id: str, folder: Path, memory_limit: str) -> None:
        """Has the same judged for the pages alone; the tables have to lie there until `finish`. Raises GateError."""
        with self._lock:
            self._ask_to_judge(suite_name, run_id, folder, memory_limit)

    def begin_data_docs(self, folder: Path) -> None:
        """Has the pages about what was judged written, unless they are being written. Raises GateError."""
        with self._lock:
            if not self._is_writing:
                self._ask({"data_docs": str(folder)})
                self._is_writing = True

    def finish(self) -> None:
        """Returns when all that was begun is done. Raises GateError."""
        with self._lock:
            self._is_writing = False
            self._read_up_to(0)

    def _ask_to_judge(self, suite_name: str, run_id: str, folder: Path, memory_limit: str) -> None:
        self._ask({"suite": suite_name, "run_id": run_id, "folder": str(folder), "memory_limit": memory_limit})

    def _ask(self, question: dict[str, str]) -> None:
        self.start()
        assert self.process is not None and self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise _ended() from error
        self._unread += 1

    def _read_up_to(self, unread: int) -> None:
        while self._unread > unread:
            self._read()

    def _read(self) -> Any:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise _ended()
        self._unread -= 1
        answer = json.loads(line)
        if "error" in answer:
            raise GateError(
                f"A suite could not be judged: {answer['error']}. Mend what this names, then run `uv run dbt build`.",
                f"无法按检查规则判定：{answer['error']}。请按所指改正后运行 `uv run dbt build`。",
            )
        return answer["rows"]


@cache
def judging_process() -> JudgingProcess:
    """The one of this process."""
    return JudgingProcess()


def _ended() -> GateError:
    return GateError(
        "The process that judges the gates ended before it answered; perhaps the machine ran out of memory. Run "
        "`uv run dbt build` again.",
        "检查关口的进程在给出结果前已结束，可能是内存不足；请重新运行 `uv run dbt build`。",
    )
