"""Two builds of one project at once."""

import os
import signal
import time

from plan_targets.publication.build_id import order_of
from plan_targets.publication.read import snapshot_folders
from tests.forked import Forked
from tests.project import Project


def start(project: Project, **environment: str) -> Forked:
    return project.start("dbt", "--no-use-colors", "build", **environment)


def test_the_second_build_waits_and_a_hurried_one_says_so(project: Project) -> None:
    lock_file = project.folder / "target" / "warehouse.duckdb.lock"
    lock_before = lock_file.read_text()
    first = start(project)
    while lock_file.read_text() == lock_before:
        assert first.poll() is None
        time.sleep(0.05)
    # However slow the machine is, the others come while it builds.
    os.killpg(first.pid, signal.SIGSTOP)
    second, hurried = start(project), start(project, WAREHOUSE_WAIT_SECONDS="0")
    refused = hurried.wait()
    os.killpg(first.pid, signal.SIGCONT)
    built, waited = first.wait(), second.wait()

    assert refused.returncode == 2
    assert f"in use by process {first.pid}" in refused.stdout and "Traceback" not in refused.stdout
    assert (built.returncode, waited.returncode) == (0, 0), built.stdout + waited.stdout
    assert "waiting for that" in waited.stdout and "waiting for that" not in built.stdout
    assert [order_of(folder.name)[0] for folder in snapshot_folders(project.published)] == [3, 2, 1]
    listed = project.rows("select build_id from fct_publication order by build_id")["build_id"].to_list()
    assert listed == [folder.name for folder in reversed(snapshot_folders(project.published))]
