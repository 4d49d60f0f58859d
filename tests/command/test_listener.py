"""How dbt's events become sentences and an exit code."""

from typing import Any

import pytest

from plan_targets.command.dbt import Listener
from plan_targets.command.exits import Exit
from plan_targets.command.progress import Progress

TRACEBACK = """Runtime Error in model stg_x (models/staging/stg_x.py)
  Python model failed:
  Traceback (most recent call last):
    File "x.py", line 1, in model
  ValueError: the file ends in the middle of a row
"""


def event(name: str, message: str = "", **data: Any) -> dict[str, Any]:
    return {"info": {"name": name, "msg": message}, "data": data}


def node(name: str, schema: str = "marts") -> dict[str, Any]:
    return {"node_name": name, "unique_id": f"node.{name}", "node_relation": {"schema": schema}}


def failed_test(name: str) -> list[dict[str, Any]]:
    # dbt says it twice: when the test ends, and again among the failures at the end.
    return [
        event("LogTestResult", node_info=node(name), num_models=9, status="fail"),
        event("RunResultError", node_info=node(name), msg="Got 1 result, configured to fail if != 0"),
    ]


FAULT = event("JinjaLogInfo", "FAULT 故障 The disk is full.", node_info={})
LOCKED = event("MainEncounteredError", exc="Database Error\n  Runtime Error\n    /x is in use by process 7.")
BROKEN = event("MainEncounteredError", exc="Parsing Error\n  models/x.yml is no YAML")
REFUSED = event("RunResultError", msg="Nothing was published.", node_info={"unique_id": "operation.p.p-on-run-end-2"})
MODEL_ERROR = event("RunResultError", msg=TRACEBACK, node_info=node("stg_x"))


@pytest.mark.parametrize(
    ("events", "dbt_code", "expected"),
    [
        ([], 0, Exit.DONE),
        (failed_test("gate_passes_gate_observations_"), 1, Exit.STOPPED),
        (failed_test("unique_dim_plan_plan_id"), 1, Exit.STOPPED),
        ([FAULT, REFUSED], 1, Exit.ENVIRONMENT),
        ([REFUSED], 1, Exit.STOPPED),
        ([REFUSED, MODEL_ERROR], 1, Exit.PROJECT),
        ([FAULT, MODEL_ERROR], 1, Exit.ENVIRONMENT),
        ([LOCKED], 2, Exit.ENVIRONMENT),
        ([BROKEN], 2, Exit.PROJECT),
        ([MODEL_ERROR], 1, Exit.PROJECT),
        ([MODEL_ERROR, *failed_test("unique_dim_plan_plan_id")], 1, Exit.PROJECT),
        ([], -9, Exit.PROJECT),
    ],
)
def test_the_exit_code_says_who_has_to_act(events: list[dict[str, Any]], dbt_code: int, expected: Exit) -> None:
    listener = Listener(Progress(is_terminal=False))
    for one in events:
        listener.take(one)
    assert listener.exit_code(dbt_code) == expected


def test_sentences_reach_people_and_tracebacks_do_not(capsys: pytest.CaptureFixture[str]) -> None:
    listener = Listener(Progress(is_terminal=False))
    for one in (LOCKED, MODEL_ERROR, *failed_test("gate_passes_gate_marts_"), *failed_test("unique_dim_plan_plan_id")):
        listener.take(one)
    said = capsys.readouterr().out
    assert "FAULT 故障 /x is in use by process 7." in said
    assert "the file ends in the middle of a row" in said and "Traceback" not in said
    assert "unique_dim_plan_plan_id" in said and "gate_passes" not in said


def test_progress_names_each_stage_once(capsys: pytest.CaptureFixture[str]) -> None:
    listener = Listener(Progress(is_terminal=False))
    for name, schema in (("a", "staging"), ("b", "staging"), ("c", "marts"), ("d", "dbt_test__audit")):
        listener.take(event("LogStartLine", node_info=node(name, schema), total=4))
        listener.take(event("LogModelResult", node_info=node(name, schema), total=4))
    assert capsys.readouterr().out.splitlines() == ["[   0/4] reading 读取", "[   2/4] marts 集市"]


def test_progress_counts_on_one_line_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(is_terminal=True)
    progress.begin("marts", 2)
    progress.finish("dim_plan", 2)
    progress.say("a sentence")
    assert capsys.readouterr().out == "\r\033[K[   1/2] dim_plan\r\033[Ka sentence\n"
