"""A standalone cluster of Spark on this machine: a master and workers, on loopback, until it is interrupted.

    uv run --extra spark python -m plan_targets.spark.cluster

It is what `dbt build --target spark` finds without being told of another.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pyspark
import typer

HOST = "127.0.0.1"
FOLDER = "spark_cluster"
CLASSES = "org.apache.spark.deploy"


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs: its address, and its processes."""

    address: str
    master: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def running(workers: int, cores: int, memory: str, port: int, folder: Path) -> Iterator[Cluster]:
    """Starts a master and so many workers, each with so many cores and so much memory; ends them on leaving."""
    logs = folder.absolute() / FOLDER
    logs.mkdir(parents=True, exist_ok=True)
    address = f"spark://{HOST}:{port}"
    master = _start(logs, "master", "Master", "--host", HOST, "--port", str(port), "--webui-port", "0")
    started = [
        _start(
            logs, f"worker{number}", "Worker", "--host", HOST, "--cores", str(cores), "--memory", memory,
            "--webui-port", "0", "--work-dir", str(logs / "work"), address,
        )
        for number in range(1, workers + 1)
    ]  # fmt: skip
    try:
        yield Cluster(address, master, started)
    finally:
        processes = [*started, master]
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def main(workers: int = 2, cores: int = 1, memory: str = "2g", port: int = 7077, folder: Path = Path("target")) -> None:
    """Starts a master and so many workers, each with so many cores and so much memory; waits for an interruption."""
    signal.signal(signal.SIGTERM, _interrupt)
    with suppress(KeyboardInterrupt), running(workers, cores, memory, port, folder) as cluster:
        numbers = ", ".join(str(process.pid) for process in [cluster.master, *cluster.workers])
        print(
            f"Spark listens on {cluster.address}; its processes are {numbers}, their logs in {folder / FOLDER}.",
            flush=True,
        )
        # The master is the cluster: workers may come and go.
        cluster.master.wait()


def _start(logs: Path, name: str, role: str, *arguments: str) -> subprocess.Popen[bytes]:
    home = Path(pyspark.__file__).parent
    with (logs / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), f"{CLASSES}.{role.lower()}.{role}", *arguments],
            env=os.environ | {"SPARK_HOME": str(home), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": HOST},
            stdout=log,
            stderr=subprocess.STDOUT,
            # As on machines of their own: an interruption is for whoever started the cluster, who then ends them.
            start_new_session=True,
        )


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    typer.run(main)
