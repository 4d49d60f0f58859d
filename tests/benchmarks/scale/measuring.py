"""Wall time, processor time and peak memory of a command with all processes that it starts."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

GIB = 1 << 30
_EVERY = 0.2
# Looking takes no more than such a part of the time, however many processes a machine has.
_SHARE = 0.02


@dataclass(frozen=True)
class Sample:
    """What a command's processes had taken by a moment, and what they held in memory then."""

    at: float
    processor_seconds: float
    bytes: int


@dataclass(frozen=True)
class Measured:
    """What a command took, and what it printed."""

    seconds: float
    processor_seconds: float
    samples: tuple[Sample, ...]
    returncode: int
    printed: str

    @property
    def peak_bytes(self) -> int:
        """The most that its processes were seen to hold."""
        return max((sample.bytes for sample in self.samples), default=0)

    @property
    def peak_gib(self) -> float:
        """The peak in GiB."""
        return self.peak_bytes / GIB


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Runs the command in the folder to its end."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        looking = _Looking(process.pid)
        looking.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        looking.has_ended.set()
        looking.join()
        output.seek(0)
        text = output.read().decode("utf-8", errors="replace")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, tuple(looking.samples), process.returncode, text)


class _Looking(threading.Thread):
    """Looks at the processes again and again: what several share counts once among them."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.has_ended = pid, threading.Event()
        self.samples: list[Sample] = []

    def run(self) -> None:
        pause = _EVERY
        while not self.has_ended.wait(pause):
            start = time.thread_time()
            tree = _tree(self.pid)
            self.samples.append(Sample(time.time(), sum(map(_processor_seconds, tree)), sum(map(_memory, tree))))
            pause = max(_EVERY, (time.thread_time() - start) / _SHARE)


def _tree(root: int) -> set[int]:
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # Behind the name in brackets: the state, then the parent.
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found, size = {root}, 0
    while size != len(found):
        size = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found


def _processor_seconds(pid: int) -> float:
    """What it took, with what its children took that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
