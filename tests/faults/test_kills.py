"""The short form of `tests.faults.kill_builds`; the long one is a hundred kills."""

from tests.faults.kill_builds import run
from tests.project import Project


def test_killed_builds_leave_a_whole_publication(project: Project) -> None:
    report = run(project, kills=4, recover_every=4, seed=7)
    assert report.last_good + report.complete_new == 4
    assert report.recoveries == 1
