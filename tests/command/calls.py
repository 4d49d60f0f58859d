"""Calls of the command line: of a copy of the project in a process, or of this repository in this one."""

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from plan_targets.command.main import run
from tests.project import Project


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
