"""Programs of a project's copy, forked from a process that has imported the libraries.

Importing dbt and Great Expectations takes longer than most of what a test asks of them. A forked program is a process
of its own, with its folder, environment and output, and it imports the project's own code from the copy it runs in.
"""

import atexit
import json
import multiprocessing
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.preloaded"])
# Of this repository, which the copy has too.
_OURS = ("app", "plan_targets", "tests")


class Forked:
    """A program that runs."""

    def __init__(self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Starts `dbt` or `python -m module` with those arguments in the folder."""
        self.arguments = arguments
        self._output = tempfile.TemporaryDirectory()
        outputs = [str(Path(self._output.name) / name) for name in ("stdout", "stderr")]
        self.process = _FORKS.Process(target=_run, args=(list(arguments), str(folder), dict(environment), outputs))
        self.process.start()

    @property
    def pid(self) -> int:
        """Its number, which is its group's too."""
        assert self.process.pid is not None
        return self.process.pid

    def kill(self) -> None:
        """Ends it and whatever it started, at once."""
        os.killpg(self.pid, signal.SIGKILL)

    def poll(self) -> int | None:
        """How it ended, unless it runs."""
        return self.process.exitcode

    def wait(self, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """How it ended and what it printed. Raises TimeoutExpired."""
        self.process.join(timeout)
        if self.process.exitcode is None:
            self.kill()
            raise subprocess.TimeoutExpired(list(self.arguments), timeout)
        said = [(Path(self._output.name) / name).read_text(encoding="utf-8") for name in ("stdout", "stderr")]
        return subprocess.CompletedProcess(list(self.arguments), self.process.exitcode, *said)


def _run(arguments: list[str], folder: str, environment: dict[str, str], outputs: list[str]) -> None:
    os.setsid()
    for descriptor, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), descriptor)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    # No test cuts the power: waiting for the disk only takes time.
    os.fsync = os.fstat  # type: ignore[assignment]
    # What a copy has compiled, its clones need not.
    sys.dont_write_bytecode = False
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]
    sys.path[:] = [folder, *(path for path in sys.path if path != folder)]
    module, *sys.argv[1:] = arguments
    sys.argv[0] = module
    try:
        if module == "dbt":
            _judge_beside()
            from dbt.cli.main import cli

            cli()
        else:
            _dbt_beside(folder)
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        # A forked process ends without them.
        atexit._run_exitfuncs()
        sys.stdout.flush()


def _judge_beside() -> None:
    """The process that judges, forked too: dbt has threads when it would start it."""
    from plan_targets.gates.process import judging_process

    (questions, ask), (answer, answers) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        for descriptor in (ask, answer):
            os.close(descriptor)
        os.dup2(questions, 0)
        os.dup2(answers, 1)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        from plan_targets.gates import worker

        worker.main()
        atexit._run_exitfuncs()
        os._exit(0)
    for descriptor in (questions, answers):
        os.close(descriptor)
    judging_process().process = _Judge(pid, ask, answer)  # type: ignore[assignment]


def _dbt_beside(folder: str) -> None:
    """The process in which a command runs dbt, forked before the command has threads; it ends with the command."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        ours.close()
        asked, outputs, *_ = socket.recv_fds(theirs, 1 << 16, 1)
        if not asked:
            os._exit(0)
        question = json.loads(asked)
        for descriptor in (1, 2):
            os.dup2(outputs[0], descriptor)
        os.close(outputs[0])
        os.environ.clear()
        os.environ.update(question["environment"])
        os.chdir(folder)
        sys.argv = ["dbt", *question["arguments"]]
        _judge_beside()
        from dbt.cli.main import cli

        code: int | str | None = 0
        try:
            cli()
        except SystemExit as end:
            code = end.code
        atexit._run_exitfuncs()
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 1)
    theirs.close()
    from plan_targets.command import dbt

    def start(arguments: list[str]) -> _Dbt:
        output, written = os.pipe()
        question = {"arguments": arguments, "environment": dict(os.environ)}
        socket.send_fds(ours, [json.dumps(question).encode()], [written])
        os.close(written)
        return _Dbt(pid, output)

    dbt.start_dbt = start  # type: ignore[assignment]


class _Dbt:
    """What `run_dbt` asks of a process."""

    def __init__(self, pid: int, output: int) -> None:
        self.pid = pid
        self.stdout = open(output, encoding="utf-8", errors="replace")  # noqa: SIM115
        self.returncode: int | None = None

    def __enter__(self) -> "_Dbt":
        return self

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class _Judge:
    """What `JudgingProcess` asks of a process."""

    def __init__(self, pid: int, ask: int, answer: int) -> None:
        self.pid = pid
        self.stdin = open(ask, "w", encoding="utf-8")  # noqa: SIM115
        self.stdout = open(answer, encoding="utf-8")  # noqa: SIM115

    def poll(self) -> None:
        return None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return os.waitpid(self.pid, 0)[1]
