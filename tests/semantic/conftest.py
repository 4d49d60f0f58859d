"""A publication with verdicts to ask about.

The collected figures and the plans' targets hardly meet yet, so most real targets are not observed. Here some get
made-up verdicts, in the file that was built and in the snapshot alike, so that the same question can be put to both.
"""

from pathlib import Path

import duckdb
import pytest

from plan_targets.publication.read import Publication
from plan_targets.semantic import SnapshotReader
from tests.project import Project

# Every third target with a value gets a figure; its place in the list decides the verdict.
VERDICTS = """
    create temporary table verdicts as
    select
        target_id,
        1 + number % 5 as place,
        ['achieved', 'ahead', 'on_track', 'behind', 'off_track'][1 + number % 5] as status,
        [1.4, 1.1, 1.0, 0.6, -0.3][1 + number % 5] as pace
    from (
        select target_id, row_number() over (order by target_id) as number
        from {catalog}.marts.mart_target where target_value is not null
    )
    where number % 3 = 0;

    update {catalog}.marts.fct_progress as progress
    set status = verdicts.status, reason = null, pace = verdicts.pace, distance_closed = verdicts.pace / 2,
        observed_value = progress.target_value * (0.9 + verdicts.place / 10), gap = verdicts.place - 3.5,
        expected_value = progress.target_value * 0.95
    from verdicts
    where progress.target_id = verdicts.target_id and progress.method = 'distance_pace' and progress.is_latest;

    update {catalog}.marts.mart_target as target
    set status = progress.status, reason = progress.reason, pace = progress.pace, gap = progress.gap,
        distance_closed = progress.distance_closed, observed_value = progress.observed_value,
        expected_value = progress.expected_value, course = statuses.course, is_judgeable = statuses.is_judgeable
    from {catalog}.marts.fct_progress as progress
    inner join {catalog}.marts.dim_status as statuses using (status)
    where target.target_id = progress.target_id and progress.method = 'distance_pace' and progress.is_latest;

    update {catalog}.marts.mart_target_department as department
    set status = target.status
    from {catalog}.marts.mart_target as target
    where target.target_id = department.target_id;

    drop table verdicts;
"""


def give_verdicts(database: Path) -> None:
    """Writes the made-up verdicts into a DuckDB file with the marts."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as spoilt")
        connection.execute(VERDICTS.format(catalog="spoilt"))


@pytest.fixture(scope="session")
def judged_project(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built and published copy with verdicts. Read it, do not build it."""
    project = built_project.clone_to(tmp_path_factory.mktemp("judged") / "project")
    give_verdicts(project.folder / "target" / "warehouse.duckdb")
    give_verdicts(judged_publication(project).database)
    return project


def judged_publication(project: Project) -> Publication:
    """The publication of that copy, named by its folder: its files are no longer those that were published."""
    folder = (project.published / "current").resolve()
    record = Publication(folder, {"build_id": folder.name})
    return record


@pytest.fixture(scope="session")
def reader(judged_project: Project) -> SnapshotReader:
    """The semantic client on the publication with verdicts."""
    return SnapshotReader(judged_publication(judged_project))
