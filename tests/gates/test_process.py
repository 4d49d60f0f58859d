"""The process in which suites are judged: it says what is wrong in a sentence, and outlives its own errors."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_targets.gates.process import GateError, JudgingProcess

pytestmark = pytest.mark.build

LIMIT = "1GB"


@pytest.fixture(scope="module")
def judging() -> Iterator[JudgingProcess]:
    process = JudgingProcess()
    yield process
    process.stop()


def test_an_unknown_suite_is_told_and_the_next_question_is_answered(judging: JudgingProcess, tmp_path: Path) -> None:
    for name in ("nowhere", "nobody"):
        with pytest.raises(GateError, match=rf"There is no suite '{name}': expectations/suites has lists, .*无法"):
            judging.judge(name, "run", tmp_path, LIMIT)


def test_a_process_that_is_gone_is_told_and_another_answers(judging: JudgingProcess, tmp_path: Path) -> None:
    judging.start()
    assert judging.process is not None
    judging.process.send_signal(signal.SIGKILL)
    with pytest.raises(GateError, match="ended before it answered"):
        judging.judge("lists", "run", tmp_path, LIMIT)
    with pytest.raises(GateError, match="There is no suite"):
        judging.judge("nowhere", "run", tmp_path, LIMIT)


def test_nobody_waits_for_an_answer_that_another_waits_for(judging: JudgingProcess, tmp_path: Path) -> None:
    """While a gate is judged, the other thread of dbt begins its nodes."""
    judging.start()
    assert judging.process is not None
    judging.process.send_signal(signal.SIGSTOP)
    refused: list[GateError] = []

    def ask() -> None:
        try:
            judging.judge("nowhere", "run", tmp_path, LIMIT)
        except GateError as error:
            refused.append(error)

    waiting, other = threading.Thread(target=ask), threading.Thread(target=judging.start)
    waiting.start()
    other.start()
    other.join(60)
    has_waited = other.is_alive()
    judging.process.send_signal(signal.SIGCONT)
    waiting.join()
    assert not has_waited and len(refused) == 1


def test_what_nobody_waits_for_is_judged_first_and_told_of(judging: JudgingProcess, tmp_path: Path) -> None:
    judging.begin_judging("nowhere", "run", tmp_path, LIMIT)
    with pytest.raises(GateError, match="There is no suite 'nowhere'"):
        judging.judge("nobody", "run", tmp_path, LIMIT)
    with pytest.raises(GateError, match="There is no suite 'nobody'"):
        judging.finish()
    judging.finish()


def test_it_ends_with_the_process_that_started_it(judging: JudgingProcess) -> None:
    judging.start()
    assert judging.process is not None and judging.process.stdin is not None
    judging.process.stdin.close()
    assert judging.process.wait(60) == 0
