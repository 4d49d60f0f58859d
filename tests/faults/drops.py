"""A drop folder without dbt, so that a kill can be tried before every call to the system.

Run as a program it does so for a test, in a process for each kill; starting Python anew for each would take minutes.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from plan_targets.landing.store import register_files, restore, withdraw

# Of the interpreter's own functions, those that ask the system for something.
SYSTEM = {"posix", "io", "_io", "fcntl"}
# These only compute.
NO_CALLS = {"fspath", "getpid", "text_encoding", "_path_normpath", "readable", "fileno"}
FILES = {"FileIO", "BufferedReader", "BufferedWriter", "TextIOWrapper"}


def drop(landing: Path, name: str, text: str) -> Path:
    """Drops a file."""
    landing.mkdir(exist_ok=True)
    path = landing / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def kill_before_call(step: int) -> Callable[[FrameType, str, Any], None]:
    """A profiler that ends the process with SIGKILL right before its step-th call to the system."""
    left = step

    def watch(_: FrameType, event: str, function: Any) -> None:
        nonlocal left
        if (
            event == "c_call"
            and function.__name__ not in NO_CALLS
            and (
                getattr(function, "__module__", None) in SYSTEM
                or type(getattr(function, "__self__", None)).__name__ in FILES
            )
        ):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return watch


def skip_flushes() -> None:
    """A killed process loses nothing that it handed over: waiting for the disk only takes time here."""
    os.fsync = lambda descriptor: os.fstat(descriptor) and None  # type: ignore[assignment]


def act(action: str, landing: Path, load_id: str) -> None:
    """Changes the store."""
    if action == "register":
        register_files(landing)
    elif action == "withdraw":
        withdraw(load_id, "数据有误", landing)
    else:
        restore(load_id, landing)


class Killer:
    """Changes a store in processes that are killed."""

    def __init__(self) -> None:
        """Starts the program that forks them."""
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.drops"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def act_and_die(self, action: str, landing: Path, load_id: str, step: int) -> bool:
        """Registers, withdraws or restores; whether that was killed before its step-th call, or ended by itself.

        Raises AssertionError when it failed.
        """
        assert self._program.stdin is not None and self._program.stdout is not None
        print(action, landing, load_id, step, sep="\t", file=self._program.stdin, flush=True)
        code = int(self._program.stdout.readline())
        assert code in (0, -signal.SIGKILL)
        return code != 0

    def close(self) -> None:
        """Ends the program."""
        self._program.communicate()


def main() -> None:
    """Reads what to do from each line, does it in a process of its own and prints how that ended."""
    skip_flushes()
    for line in sys.stdin:
        action, landing, load_id, step = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            sys.setprofile(kill_before_call(int(step)))
            act(action, Path(landing), load_id)
            sys.setprofile(None)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
