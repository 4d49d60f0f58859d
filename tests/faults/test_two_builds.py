"""Two builds of one project at once."""

import subprocess
import time

from plan_targets.publication.build_id import order_of
from plan_targets.publication.read import snapshot_folders
from tests.project import DBT, Project


def start(project: Project, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(DBT), "--no-use-colors", "build"],
        cwd=project.folder,
        env=project.environment | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_second_build_waits_and_a_hurried_one_says_so(project: Project) -> None:
    lock_file = project.folder / "target" / "warehouse.duckdb.lock"
    held_before = lock_file.read_text()
    first = start(project)
    while lock_file.read_text() == held_before:
        assert first.poll() is None
        time.sleep(0.05)
    second, hurried = start(project), start(project, WAREHOUSE_WAIT_SECONDS="0")
    hurried_said, _ = hurried.communicate(timeout=600)
    first_said, _ = first.communicate(timeout=600)
    second_said, _ = second.communicate(timeout=600)

    assert hurried.returncode == 2
    assert f"in use by process {first.pid}" in hurried_said and "Traceback" not in hurried_said
    assert (first.returncode, second.returncode) == (0, 0), first_said + second_said
    assert "waiting for that" in second_said and "waiting for that" not in first_said
    assert [order_of(folder.name)[0] for folder in snapshot_folders(project.published)] == [3, 2, 1]
    listed = project.rows("select build_id from fct_publication order by build_id")["build_id"].to_list()
    assert listed == [folder.name for folder in reversed(snapshot_folders(project.published))]
