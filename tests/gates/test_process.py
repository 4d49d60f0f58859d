"""The process in which suites are judged: it says what is wrong in a sentence, and outlives its own errors."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_targets.gates.process import GateError, JudgingProcess

pytestmark = pytest.mark.build


@pytest.fixture(scope="module")
def judging() -> Iterator[JudgingProcess]:
    process = JudgingProcess()
    yield process
    process.stop()


def test_an_unknown_suite_is_told_and_the_next_question_is_answered(judging: JudgingProcess, tmp_path: Path) -> None:
    for name in ("nowhere", "nobody"):
        with pytest.raises(GateError, match=rf"There is no suite '{name}': expectations/suites has lists, .*无法"):
            judging.judge(name, "run", tmp_path)


def test_a_process_that_is_gone_is_told_and_another_answers(judging: JudgingProcess, tmp_path: Path) -> None:
    judging.start()
    assert judging.process is not None
    judging.process.send_signal(signal.SIGKILL)
    with pytest.raises(GateError, match="ended before it answered"):
        judging.judge("lists", "run", tmp_path)
    with pytest.raises(GateError, match="There is no suite"):
        judging.judge("nowhere", "run", tmp_path)


def test_it_ends_with_the_process_that_started_it(judging: JudgingProcess) -> None:
    judging.start()
    assert judging.process is not None and judging.process.stdin is not None
    judging.process.stdin.close()
    assert judging.process.wait(60) == 0
