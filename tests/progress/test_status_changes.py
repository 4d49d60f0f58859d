"""Why a headline changed: builds of a copy of the project, with a small plan for each kind of change."""

import polars as pl
import pytest

from tests.progress.change_cases import CASES, Case
from tests.progress.changes import REGION, clear, fill
from tests.project import Project, Row

CUTOFFS = "seeds/reference/progress_cutoffs.csv"
# The cut-off between behind and on track that moves, and that only a measure between the two can tell apart.
OLD_CUTOFF, NEW_CUTOFF = "0.95", "0.93"
SECOND_PLAN = "a_second_plan_asks_for_more"


def with_new_cutoff(rows: list[Row]) -> list[Row]:
    for row in rows:
        if row["cutoff_set"] == "distance_pace":
            row.update({bound: NEW_CUTOFF for bound in ("lower_bound", "upper_bound") if row[bound] == OLD_CUTOFF})
    return rows


def build(project: Project) -> pl.DataFrame:
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout[-4000:]
    return project.rows("select * from fct_status_change")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project.copy_to(tmp_path_factory.mktemp("changes") / "project")
    clear(project)
    return project


@pytest.fixture(scope="module")
def told(project: Project) -> pl.DataFrame:
    fill(project, {case.name: case.before for case in CASES})
    assert build(project).is_empty()
    fill(project, {case.name: case.after for case in CASES})
    project.edit(CUTOFFS, with_new_cutoff)
    return build(project)


def changes_of(case: Case, told: pl.DataFrame) -> list[Row]:
    # Of several promises the first is what the case is about.
    promise = (case.after.promises or case.before.promises)[0]
    ending = f".{case.name}.{REGION}.{promise.due}"
    return told.filter(pl.col("target_id").str.ends_with(ending), pl.col("method") == case.method).to_dicts()


def headline(row: Row, moment: str, case: Case) -> str | None:
    status = row[f"status_{moment}"]
    # A case that is about the category names it.
    return f"{status}/{row[f'category_{moment}']}" if case.told and "/" in str(case.told[0]) else status


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_is_told_with_the_cause_that_mattered(told: pl.DataFrame, case: Case) -> None:
    rows = changes_of(case, told)
    said = [(headline(row, "before", case), headline(row, "after", case), row["cause"]) for row in rows]
    assert said == ([] if case.told is None else [case.told])
    if case.causes:
        # Beside them the cut-offs moved, for every case of this build.
        assert case.causes <= set(str(rows[0]["causes"]).split()) <= case.causes | {"method_edit"}
