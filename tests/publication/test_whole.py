"""What a command of dbt has to have built and checked before it may publish."""

import pytest

from plan_targets.publication.whole import RefusedError, require_all_rows, require_gates, require_suites, require_whole

REQUIRED = {"model.p.fct": "fct", "seed.p.list": "list", "test.p.key": "key", "unit_test.p.rule": "rule"}
WHOLE = {"model.p.fct": "success", "seed.p.list": "success", "test.p.key": "pass", "unit_test.p.rule": "pass"}


def test_a_whole_build_is_published() -> None:
    require_whole(REQUIRED, WHOLE | {"saved_query.p.any": "no-op"})
    require_whole(REQUIRED, WHOLE | {"test.p.key": "warn"})


@pytest.mark.parametrize("node", REQUIRED)
def test_whatever_did_not_run_is_named(node: str) -> None:
    with pytest.raises(RefusedError, match=rf"left out 1 of 4 .*: {REQUIRED[node]}\. Run `uv run dbt build`"):
        require_whole(REQUIRED, {name: status for name, status in WHOLE.items() if name != node})
    with pytest.raises(RefusedError, match=rf"1 项（共 4 项）没有运行：{REQUIRED[node]}。"):
        require_whole(REQUIRED, WHOLE | {node: "skipped"})


@pytest.mark.parametrize("node", REQUIRED)
@pytest.mark.parametrize("status", ["error", "fail", "runtime error", "partial success"])
def test_whatever_failed_is_named_and_not_what_was_skipped_for_it(node: str, status: str) -> None:
    results = {name: "skipped" for name in WHOLE} | {node: status}
    with pytest.raises(RefusedError, match=rf"^{REQUIRED[node]} failed or did not hold"):
        require_whole(REQUIRED, results)


def test_a_test_that_only_a_dropped_node_had_still_counts() -> None:
    with pytest.raises(RefusedError, match=r"test\.p\.other failed"):
        require_whole(REQUIRED, WHOLE | {"test.p.other": "fail"})


def test_many_names_are_counted() -> None:
    with pytest.raises(RefusedError, match=r"left out 20 of 20 .*\(\+15\)"):
        require_whole({f"test.p.{number}": f"t{number:02}" for number in range(20)}, {})


def test_tables_without_their_rows_are_not_published() -> None:
    require_all_rows(is_empty=False, is_sample=False)
    with pytest.raises(RefusedError, match=r"--empty"):
        require_all_rows(is_empty=True, is_sample=False)
    with pytest.raises(RefusedError, match=r"--sample"):
        require_all_rows(is_empty=False, is_sample=True)


def test_a_gate_holds_even_when_its_model_has_no_test() -> None:
    require_gates([])
    with pytest.raises(RefusedError, match=r"observations\.value_is_in_range.*未通过关口检查"):
        require_gates(["observations.value_is_in_range"])


def test_a_suite_without_a_gate_is_named() -> None:
    require_suites(["loads", "marts"], ["marts", "loads"])
    with pytest.raises(RefusedError, match=r"by the suite marts\."):
        require_suites(["loads", "marts"], ["loads"])
