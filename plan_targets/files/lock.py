"""A lock between processes that the system lets go of when its holder ends, however it ends."""

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from plan_targets.files.errors import BusyError

PAUSE_SECONDS = 0.2
# Windows lets nobody read the byte that it locks, the first.
HOLDER_OFFSET = 1


class Lock:
    """A lock that is held until it is closed or the process ends."""

    def __init__(self, lock: FileLock) -> None:
        """Takes a lock that was acquired."""
        self._lock = lock

    def close(self) -> None:
        """Lets the lock go."""
        with contextlib.suppress(OSError):
            self._lock.release(force=True)

    def __enter__(self) -> "Lock":
        """Holds on."""
        return self

    def __exit__(self, *_: object) -> None:
        """Lets the lock go."""
        self.close()


def take(path: Path, locked_path: Path, wait_seconds: float, say: Callable[[str], object]) -> Lock:
    """Locks the file `path`, which stands for `locked_path`; closing what is returned or ending the process unlocks.

    While another process holds it, says so once and waits. Raises BusyError, which names the holder, when it still
    does after `wait_seconds`, and OSError when the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Never a lock that is only a file's being there: a killed process would leave it held.
    lock = FileLock(
        path, thread_local=False, fallback_to_soft=False, preserve_lock_file=True, on_acquired=_write_holder
    )
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait_seconds > 0:
            say(f"{locked_path} is in use by {_holder(path)}; waiting for that to end. 正在等待另一个进程结束。")
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=PAUSE_SECONDS)
        except Timeout:
            raise BusyError(
                f"{locked_path} is in use by {_holder(path)}. Wait until that has ended, then run the command again.",
                f"{locked_path} 正被另一个进程使用，请等它结束后重试。",
            ) from None
    return Lock(lock)


@contextlib.contextmanager
def locked(path: Path, locked_path: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock for the length of a `with` block. Raises as `take` does."""
    with take(path, locked_path, wait_seconds, print):
        yield


def _write_holder(descriptor: int) -> None:
    text = f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    # Who holds it is for people; a full disk is no reason not to hold it.
    with contextlib.suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, b" " * HOLDER_OFFSET + text.encode())


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError), path.open("rb", buffering=0) as stream:
        stream.seek(HOLDER_OFFSET)
        return stream.read().decode(errors="replace") or "another process"
    return "another process"
