"""How much memory a build's tables may take is said in an amount that DuckDB knows, or nothing is opened."""

from pathlib import Path

import pytest

from plan_targets.building.guard import MEMORY_VARIABLE
from tests.project import Project


@pytest.mark.parametrize("text", ["abc", "", "25%", "3"])
def test_what_is_no_amount_of_memory_is_one_sentence(built_project: Project, tmp_path: Path, text: str) -> None:
    # dbt notes the profile with what it read of the project: the copy that everybody clones keeps its own.
    project = built_project.unbuilt_clone_to(tmp_path / "project")
    answer = project.start("dbt", "--no-use-colors", "run", "--select", "dim_plan", **{MEMORY_VARIABLE: text}).wait()
    said = answer.stdout + answer.stderr
    assert answer.returncode == 2, said
    assert f"{MEMORY_VARIABLE} is an amount of memory, such as 3GB, not '{text}'." in said and "应为内存大小" in said
    assert "Traceback" not in said
