"""Judges suites on Spark: Great Expectations asks the cluster about the tables where they are."""

import threading
from functools import cache
from typing import Any

from plan_targets.publication.layout import DATA_DOCS_FOLDER
from plan_targets.settings import target_folder
from plan_targets.spark.frames import spark_session


class SparkJudge:
    """What a gate's model gets as its session on Spark. One judges at a time: the library keeps one context."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._has_judged = False

    def judge(self, suite_name: str, run_id: str) -> list[dict[str, Any]]:
        """The suite's rows, one for each expectation. Raises ValueError when the suite file cannot be read."""
        # The session is in this process, so the library is too; it takes seconds to import.
        from plan_targets.gates.judging import judge_frames

        with self._lock:
            self._has_judged = True
            return judge_frames(suite_name, run_id, spark_session().table)

    def write_data_docs(self) -> None:
        """Writes the pages about everything judged so far; none where nothing was."""
        from plan_targets.gates.judging import write_data_docs

        if self._has_judged:
            write_data_docs(target_folder() / DATA_DOCS_FOLDER)


@cache
def spark_judge() -> SparkJudge:
    """The one of this process."""
    return SparkJudge()
