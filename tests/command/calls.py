"""Calls of the command line: of a copy of the project in a process, or of this repository in this one."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from plan_targets.command.main import run
from plan_targets.landing.store import loads
from tests.project import Project

# Where a copy has what the command said of the files that it loaded.
LOADED = "loaded.txt"


def call(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of that copy as a scheduler does."""
    return project.start("plan_targets.command", *arguments, **environment).wait()


def call_here(published: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in this process, which spares a start of Python; nobody sits before it."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["plan-targets", *arguments])
        patch.setattr(sys, "stdin", io.StringIO())
        for name, value in ({"PUBLISHED_PATH": str(published)} | environment).items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            run()
    return subprocess.CompletedProcess(list(arguments), int(ended.value.code or 0), out.getvalue(), err.getvalue())


def load_corrected(project: Project, *others: Path) -> str:
    """Loads those files, a correction of one that the copy has, and a new one; gives what went wrong."""
    (known,) = [load for load in loads(project.folder / "landing") if load.file == "huzhou_first.csv"]
    header, first, _ = known.path.read_text(encoding="utf-8").splitlines()
    corrected, new = project.folder / known.file, project.folder / "填报表.csv"
    # One figure as before, one that is new, one of nowhere.
    rows = [header, first, first.replace("2011", "2010").replace("97.1", "97.2"), first.replace("湖州市", "桃花源")]
    corrected.write_text("\n".join(rows), encoding="utf-8")
    new.write_text(f"{header}\n{first.replace('湖州市', '长治市')}\n", encoding="utf-8")
    answer = call(project, "load", *map(str, (*others, corrected, new)))
    (project.folder / LOADED).write_text(answer.stdout, encoding="utf-8")
    return "" if answer.returncode == 0 else answer.stdout or "failed"
