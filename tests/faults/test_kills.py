"""The short form of `tests.faults.kill_builds`; the long one is a hundred kills."""

import json

from tests.faults.kill_builds import run
from tests.project import Project

# Of a build's time; a guess is enough to fall into it.
PUBLICATION_SHARE = 0.1


def test_killed_builds_leave_a_whole_publication(project: Project) -> None:
    """One kill anywhere, and one where the publication is made."""
    last = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    whole = last["elapsed_time"]
    report = run(project, kills=2, recover_every=2, seed=7, lengths=(whole, whole * PUBLICATION_SHARE))
    assert report.last_good + report.complete_new == 2
    assert report.recoveries == 1
