"""Judges suites for `plan_targets.gates.process`: a question a line on standard input, an answer a line on output."""

import gc
import importlib.util
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, TextIO

import duckdb


def run(questions: TextIO, answers: TextIO) -> None:
    """Answers until the asking process closes its end, which its own end does too."""
    for line in questions:
        try:
            answer: dict[str, Any] = {"rows": _answer(json.loads(line))}
        except Exception as error:
            # The process that asked tells it to people, and this one can still judge what comes.
            answer = {"error": str(error).strip().rstrip(".")}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()


def _answer(question: dict[str, str]) -> list[dict[str, Any]]:
    from plan_targets.gates import judging

    if "data_docs" in question:
        judging.write_data_docs(Path(question["data_docs"]))
        return []
    folder = Path(question["folder"])
    # What has no room in memory goes beside the tables, and with them.
    with duckdb.connect(
        config={"memory_limit": question["memory_limit"], "temp_directory": str(folder / "spill")}
    ) as session:
        for path in folder.glob("*.parquet"):
            schema, table = path.stem.split(".")
            quoted = str(path).replace("'", "''")
            session.execute(f"create schema if not exists {schema}")
            session.execute(f"create view {schema}.{table} as select * from read_parquet('{quoted}')")
        return judging.judge(question["suite"], question["run_id"], session)


def _load_when_used(name: str) -> None:
    """Has a module loaded when something of it is used; Python's own documentation has it so.

    Great Expectations imports `scipy.stats`, a third of its own import, for two expectations that no suite has.
    """
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.loader is not None
    spec.loader = importlib.util.LazyLoader(spec.loader)
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


def main() -> None:
    """Makes ready first, so that the first question need not wait for the imports."""
    # Ctrl-C ends dbt, and with it this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not come between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # Nothing of what an import makes is garbage, and looking for it takes a fifth of the time.
    gc.disable()
    _load_when_used("scipy.stats")
    import plan_targets.gates.judging  # noqa: F401

    gc.freeze()
    gc.enable()
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    run(sys.stdin, answers)


if __name__ == "__main__":
    main()
