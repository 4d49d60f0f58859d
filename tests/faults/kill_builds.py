"""Kills builds at random moments and looks at what readers have after each: `python -m tests.faults.kill_builds`.

Half of the kills fall anywhere in a build, the other half into its last step, where the publication is made. Before
each a file is dropped, so that its loading is killed too. After each, readers must see the publication of before, byte
for byte, or the complete new one; every so often a build is left alone, and must publish and have every file once.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from plan_targets.publication.layout import SNAPSHOTS, UNFINISHED
from plan_targets.publication.read import current_publication, pointer_target
from tests.forked import Forked
from tests.project import Project

ARGUMENTS = ("--no-use-colors", "build")
# These tell of the publications before, or grow with every dropped file; all other marts must be the same in all.
GROWING = {"fct_publication", "fct_quality_result", "fct_status_change", "fct_load", "fct_rejected_row"}
POLL_SECONDS = 0.001


@dataclass(frozen=True)
class Seen:
    """What readers see: the publication's id, the bytes of all its files, and the rows of its marts."""

    build_id: str
    digest: str
    rows: dict[str, int]


@dataclass
class Report:
    """What came of the kills."""

    last_good: int = 0
    complete_new: int = 0
    recoveries: int = 0
    moments: list[float] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)


def look(project: Project) -> Seen:
    """Reads the publication as readers do. Raises when it cannot be read, or when the pointer itself is broken."""
    publication = project.publication()
    assert not publication.is_fallback, f"the pointer names {pointer_target(project.published)}, which is not whole"
    digest = hashlib.sha256()
    for path in sorted(publication.folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(publication.folder)).encode() + path.read_bytes())
    tables = project.rows("select table_name from duckdb_tables() where schema_name = 'marts' order by all")[
        "table_name"
    ]
    counts = " union all ".join(f"select '{table}' as mart, count(*) as n from {table}" for table in tables)
    rows = dict(project.rows(counts).iter_rows())
    return Seen(publication.build_id, digest.hexdigest(), rows)


def start(project: Project) -> Forked:
    """Starts a build as a process group of its own."""
    return project.start("dbt", *ARGUMENTS)


def unfinished(project: Project) -> set[Path]:
    """The snapshots that are being written, or were left half written."""
    return set((project.published / SNAPSHOTS).glob(f"*{UNFINISHED}"))


def wait_for_publication(project: Project, build: Forked, leftovers: set[Path]) -> None:
    """Returns when this build begins to write its snapshot, or has ended; older leftovers do not count."""
    while build.poll() is None and not unfinished(project) - leftovers:
        time.sleep(POLL_SECONDS)


def kill(build: Forked) -> None:
    """Ends the build and whatever it started, at once."""
    if build.poll() is None:
        build.kill()
    build.wait()


def drop(project: Project, number: int) -> None:
    """Drops a file of one row, about a place that does not exist."""
    landing = project.folder / "landing"
    landing.mkdir(exist_ok=True)
    row = f"桃花源,食品抽检合格率,%,2023,{number}"
    (landing / f"{number:03}.csv").write_text(f"地区,指标,单位,年份,数值\n{row}\n", encoding="utf-8")


def measure(project: Project) -> tuple[float, float]:
    """The seconds of a whole build, and of its publication step: from the first trace of a snapshot to the end."""
    began = time.monotonic()
    build = start(project)
    wait_for_publication(project, build, set())
    published_at = time.monotonic()
    if build.wait().returncode != 0:
        sys.exit("The build that was to be measured failed.")
    ended = time.monotonic()
    return ended - began, ended - published_at


def kill_once(project: Project, generator: random.Random, whole: float, step: float, is_dense: bool) -> float:
    """Starts a build and kills it, anywhere or in its publication step; returns after how many seconds."""
    leftovers = unfinished(project)
    began = time.monotonic()
    build = start(project)
    if is_dense:
        wait_for_publication(project, build, leftovers)
        # Squared, so that most kills fall where the files are written and the pointer moves, and few at dbt's end.
        time.sleep(generator.random() ** 2 * step)
    else:
        time.sleep(generator.uniform(0, whole))
    kill(build)
    return time.monotonic() - began


def compare(before: Seen, after: Seen, report: Report) -> None:
    """Counts what readers have after a kill. Raises AssertionError when it is neither the old nor the new whole."""
    if after.build_id == before.build_id:
        assert after == before, f"{after.build_id} has changed"
        report.last_good += 1
        return
    assert after.build_id > before.build_id, f"{after.build_id} came after {before.build_id}"
    differing = {name for name in before.rows | after.rows if before.rows.get(name) != after.rows.get(name)}
    assert differing <= GROWING, f"{after.build_id} has other rows in {sorted(differing)}"
    report.complete_new += 1


def run(
    project: Project,
    kills: int,
    recover_every: int,
    seed: int,
    lengths: tuple[float, float] | None = None,
    is_loud: bool = False,
) -> Report:
    """Kills that many builds of the project, which is built and published, and returns what came of it.

    `lengths` are the seconds of a whole build and of its publication step, measured with one more build if not given.
    Raises AssertionError at the first publication that is not whole and at the first build that does not recover.
    """
    generator = random.Random(seed)
    whole, step = lengths or measure(project)
    report = Report()
    for number in range(1, kills + 1):
        before = look(project)
        drop(project, number)
        seconds = kill_once(project, generator, whole, step, is_dense=number % 2 == 0)
        report.moments.append(seconds / whole)
        state = "snapshot unfinished" if unfinished(project) else "no snapshot open"
        after = look(project)
        compare(before, after, report)
        report.states[f"{state}, {'old' if after.build_id == before.build_id else 'new'} publication"] += 1
        if is_loud:
            print(f"kill {number}: after {seconds:.2f} s, {state}, readers see {after.build_id}", flush=True)
        if number % recover_every == 0 or number == kills:
            recover(project)
            report.recoveries += 1
    return report


def recover(project: Project) -> None:
    """A build that is left alone must publish, with every file that was dropped as one load of one rejected row.

    Raises AssertionError with what dbt said when it does not.
    """
    before = current_publication(str(project.published)).build_id
    answer = project.dbt(*ARGUMENTS)
    assert answer.returncode == 0, answer.stdout
    assert look(project).build_id > before
    assert not unfinished(project)
    dropped = sorted(path.name for path in (project.folder / "landing").glob("*.csv"))
    loaded = project.rows("select file, row_count, rejected_count from fct_load where form <> 'seed' order by file")
    assert loaded.rows() == [(file, 1, 1) for file in dropped]


def main() -> None:
    """Runs on a fresh copy of the project and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--recover-every", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        project = Project.copy_to(Path(scratch) / "project")
        # Few snapshots, so that old ones are removed within the run.
        settings = project.folder / "dbt_project.yml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("snapshots_kept: 10", "snapshots_kept: 3"))
        recover_first = project.dbt(*ARGUMENTS)
        if recover_first.returncode != 0:
            sys.exit(recover_first.stdout)
        report = run(project, options.kills, options.recover_every, options.seed, is_loud=True)
    tenths = Counter(min(int(moment * 10), 9) for moment in report.moments)
    print(f"{options.kills} kills (seed {options.seed}): {report.last_good} left the last good publication, ", end="")
    print(f"{report.complete_new} the complete new one; {report.recoveries} builds in between, all published")
    print("kills by tenth of a build's length: " + ", ".join(str(tenths[tenth]) for tenth in range(10)))
    for state, count in sorted(report.states.items()):
        print(f"  {count:>3}  {state}")


if __name__ == "__main__":
    main()
