"""A lock between processes that the kernel lets go of when its holder ends, however it ends."""

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from plan_targets.files.errors import BusyError

PAUSE_SECONDS = 0.2


def take(path: Path, place: Path, wait_seconds: float, say: Callable[[str], object]) -> IO[str]:
    """Locks the file `path`, which stands for `place`, and returns it; closing it or ending the process unlocks.

    While another process holds it, says so once and waits. Raises BusyError, which names the holder, when it still
    does after `wait_seconds`, and OSError when the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("a+", encoding="utf-8")
    deadline = time.monotonic() + wait_seconds
    has_said = False
    while not _try(stream):
        if time.monotonic() >= deadline:
            holder = _holder(stream)
            stream.close()
            raise BusyError(
                f"{place} is in use by {holder}. Wait until that has ended, then run the command again.",
                f"{place} 正被另一个进程使用，请等它结束后重试。",
            )
        if not has_said:
            say(f"{place} is in use by {_holder(stream)}; waiting for that to end. 正在等待另一个进程结束。")
            has_said = True
        time.sleep(PAUSE_SECONDS)
    # Who holds it is for people; a full disk is no reason not to hold it.
    with contextlib.suppress(OSError):
        stream.truncate(0)
        stream.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        stream.flush()
    return stream


@contextlib.contextmanager
def held(path: Path, place: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock for the length of a `with` block. Raises as `take` does."""
    stream = take(path, place, wait_seconds, print)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            stream.close()


def _try(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read() or "another process"
