"""The pages' server is ready when it opens its port, and asks on when one question cannot be answered."""

import asyncio
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import serving
from app.queries import warm
from app.queries.session import reader_in
from plan_targets.semantic import SemanticError, client
from tests.project import REPOSITORY

# In a process of its own: what this one has imported, other tests have.
READY = """
import sys
from app import serving
from app.queries import progress, session
assert "metricflow.engine.metricflow_engine" in sys.modules
asked = []
serving.start_asking = asked.append
serving.get_ready()
assert {"altair", "app.components.targets_table", "app.charts.trend"} <= set(sys.modules)
assert len(asked) == 1
"""


def test_what_pages_use_is_there_before_the_first_reader(published_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", READY],
        cwd=REPOSITORY,
        env={"PUBLISHED_PATH": str(published_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr


def test_the_server_waits_until_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    monkeypatch.setattr(serving, "get_ready", lambda: (time.sleep(0.05), done.append(True)))

    async def start() -> list[bool]:
        async with serving.lifespan(serving.app):
            return list(done)

    # A browser of another test may have left its loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(lambda: asyncio.run(start())).result() == [True]


def test_the_pages_start_without_a_publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setenv("PUBLISHED_PATH", str(tmp_path))
    monkeypatch.setattr(serving, "start_asking", asked.append)
    serving.get_ready()
    assert asked == []


def test_a_question_that_cannot_be_answered_keeps_no_other_from_being_asked(
    readers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = reader_in("zh", client(str(readers_folder)).current())
    asked: list[str] = []

    def refused() -> None:
        raise SemanticError("No.", "否。")

    monkeypatch.setattr(
        warm, "standard_questions", lambda reader: iter([refused, lambda: asked.append(reader.language)])
    )
    monkeypatch.setattr(warm.gc, "freeze", lambda: None)
    warm._ask_all(now)
    assert sorted(asked) == ["en", "zh"]
