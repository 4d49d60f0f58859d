"""What a command of dbt says is what it said before messages that nobody reads were left out."""

import json

import pytest

from tests.project import Project

LISTED = ("ls", "--select", "dim_plan", "--resource-type", "model")
NAME = "plan_target_warehouse.marts.dim_plan"


@pytest.mark.parametrize(("flags", "shows"), [((), {"info"}), (("--debug",), {"info", "debug"}), (("--quiet",), set())])
def test_a_log_has_the_levels_that_it_was_asked_for(
    parsed_project: Project, flags: tuple[str, ...], shows: set[str]
) -> None:
    answer = parsed_project.start("dbt", "--log-format", "json", *flags, *LISTED).wait()
    said = [json.loads(line)["info"] for line in answer.stdout.splitlines() if line.startswith("{")]
    # What was asked for is printed at any level.
    printed = [info["msg"] for info in said if info["name"] == "PrintEvent"] or answer.stdout.split()
    assert NAME in printed
    assert {info["level"] for info in said if info["name"] != "PrintEvent"} == shows


def test_what_went_wrong_is_told_whole(parsed_project: Project) -> None:
    answer = parsed_project.start("dbt", "--quiet", "ls", "--select", "dim_plan", "--no-such-flag").wait()
    assert answer.returncode == 2 and "no-such-flag" in answer.stdout + answer.stderr
    answer = parsed_project.start("dbt", "--quiet", "compile", "--inline", "{{ ref('nowhere') }}").wait()
    assert answer.returncode != 0 and "depends on a node named 'nowhere' which was not found" in answer.stdout
