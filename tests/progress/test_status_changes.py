"""Why a headline changed: builds of a copy of the project, with a small plan for each kind of change."""

from pathlib import Path

import polars as pl
import pytest

from plan_targets.landing.store import loads, restore, withdraw
from tests.progress.change_cases import CASES, SECOND_PLAN, Case
from tests.progress.changes import REGION, REGION_NAME, State, clear, fill, name_of
from tests.progress.drawn_changes import Drawn, draw
from tests.progress.methods import METHODS
from tests.progress.official_changes import NEW_LOWEST, OLD_LOWEST, Replay, replays
from tests.project import Project, Row

CUTOFFS = "seeds/reference/progress_cutoffs.csv"
# The cut-off between behind and on track that moves, and that only a measure between the two can tell apart.
OLD_CUTOFF, NEW_CUTOFF = str(OLD_LOWEST), str(NEW_LOWEST)
EDITED_CUTOFF_SETS = ("distance_pace", "open_sdg_cagr")
# A figure that an office drops, withdraws and brings back.
DROPPED = "a_load_is_restored"


DRAWN = draw(25, seed=64)
DRAWN_STATES = {name: states for drawn in DRAWN for name, states in drawn.states().items()}
REPLAYS = replays(seed=64)
REPLAYED_BEFORE, REPLAYED_AFTER = (
    {name: state for replay in REPLAYS for name, state in replay.states()[moment].items()} for moment in (0, 1)
)
# Status and category, by case and method.
Headlines = dict[tuple[str, str], tuple[str, str | None]]


def with_new_cutoff(rows: list[Row]) -> list[Row]:
    for row in rows:
        if row["cutoff_set"] in EDITED_CUTOFF_SETS:
            row.update({bound: NEW_CUTOFF for bound in ("lower_bound", "upper_bound") if row[bound] == OLD_CUTOFF})
    return rows


def build(project: Project) -> pl.DataFrame:
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout[-4000:]
    return project.rows("select * from fct_status_change")


@pytest.fixture(scope="module")
def project(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = built_project.unbuilt_clone_to(tmp_path_factory.mktemp("changes") / "project")
    clear(project)
    return project


@pytest.fixture(scope="module")
def told(project: Project) -> pl.DataFrame:
    others = {DROPPED: State()} | {name: before for name, (before, _) in DRAWN_STATES.items()}
    fill(project, {case.name: case.before for case in CASES} | REPLAYED_BEFORE | others)
    drop(project)
    assert build(project).is_empty()
    fill(project, {case.name: case.after for case in CASES} | REPLAYED_AFTER | others)
    project.edit(CUTOFFS, with_new_cutoff)
    withdraw(load_id(project), "数字有误", landing(project))
    return build(project)


def landing(project: Project) -> Path:
    return project.folder / "landing"


def load_id(project: Project) -> str:
    return loads(landing(project))[0].load_id


def drop(project: Project) -> None:
    landing(project).mkdir(exist_ok=True)
    row = f"{REGION_NAME},{name_of(DROPPED)},%,2024,91.80,公报,官方,2025-03-01"
    text = f"地区,指标,单位,年份,数值,来源,来源等级,发布日期\n{row}\n"
    (landing(project) / "公报.csv").write_text(text, encoding="utf-8")


def changes_of(case: Case, told: pl.DataFrame) -> list[Row]:
    # Of several plans and promises the first is what the case is about.
    state = case.after if case.after.promises else case.before
    target = f"{case.name}_{state.plan}.{case.name}.{REGION}.{state.promises[0].due}"
    return told.filter(pl.col("target_id") == target, pl.col("method") == case.method).to_dicts()


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


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_a_change_of_an_official_series_is_told_as_the_official_engine_explains_it(
    told: pl.DataFrame, replay: Replay
) -> None:
    """Category before and after, and the causes; what the engine calls the same is no change."""
    explained = replay.done
    assert said_of(replay, told) == ([] if explained.told is None else [(explained.told, explained.causes)])


def said_of(replay: Replay, told: pl.DataFrame) -> list[tuple[tuple[str, str], set[str]]]:
    rows = told.filter(pl.col("target_id").str.contains(f".{replay.name}.", literal=True), "is_latest")
    # The engine does not tell a target met early from a level that was met all along and has to be held.
    met = pl.all_horizontal(pl.col("category_before", "category_after") == "target_achieved")
    return [
        ((row["category_before"], row["category_after"]), set(row["causes"].split()))
        for row in rows.filter(pl.col("method") == "open_sdg_cagr", ~met.fill_null(False)).to_dicts()
    ]


def test_a_target_of_a_second_plan_points_to_what_it_replaces(told: pl.DataFrame) -> None:
    row = told.filter(pl.col("target_id").str.contains(f".{SECOND_PLAN}.", literal=True)).filter(method="distance_pace")
    target = f"{SECOND_PLAN}_{{}}.{SECOND_PLAN}.{REGION}.2030"
    assert row.select("target_id", "cause", "replaces_target_id").rows() == [
        (target.format("second"), "appeared", target.format("plan"))
    ]


@pytest.mark.parametrize("case", ["a_due_year_is_edited", "a_plan_is_replaced_by_its_successor"])
def test_a_target_that_goes_by_another_id_points_to_its_earlier_one(told: pl.DataFrame, case: str) -> None:
    row = told.filter(pl.col("target_id").str.contains(f".{case}.", literal=True)).row(0, named=True)
    assert row["replaces_target_id"] == f"{case}_plan.{case}.{REGION}.2030" != row["target_id"]


def test_nothing_else_is_told_of_a_case(told: pl.DataFrame) -> None:
    """One row for each target and method, all brought by this publication."""
    assert told.select("target_id", "method").is_unique().all() and told["is_latest"].all()
    assert told["build_id"].n_unique() == 1


@pytest.fixture(scope="module")
def headlines_before(project: Project, told: pl.DataFrame) -> Headlines:
    return headlines(project)


@pytest.fixture(scope="module")
def told_again(project: Project, headlines_before: Headlines) -> pl.DataFrame:
    restore(load_id(project), landing(project))
    others = {DROPPED: State()} | {name: after for name, (_, after) in DRAWN_STATES.items()}
    fill(project, {case.name: case.after for case in CASES} | REPLAYED_BEFORE | others)
    return build(project)


def headlines(project: Project) -> Headlines:
    rows = project.rows("select target_id, method, status, category from fct_progress where is_latest").to_dicts()
    return {(row["target_id"].split(".")[1], row["method"]): (row["status"], row["category"]) for row in rows}


def test_a_change_stays_in_later_publications_with_the_one_that_brought_it(
    told: pl.DataFrame, told_again: pl.DataFrame
) -> None:
    history = told_again.filter(~pl.col("is_latest"))
    assert (
        history.drop("is_latest").sort("target_id", "method").equals(told.drop("is_latest").sort("target_id", "method"))
    )


def test_what_was_withdrawn_and_is_back_is_no_new_figure(told: pl.DataFrame, told_again: pl.DataFrame) -> None:
    new = told_again.filter(pl.col("is_latest"), ~pl.col("target_id").str.contains("^(drawn|official)_"))
    assert set(new["target_id"]) == {f"{DROPPED}_plan.{DROPPED}.{REGION}.2030"}
    for rows, expected in (
        (told, ("behind", "not_observed", "vanished")),
        (new, ("not_observed", "behind", "restored")),
    ):
        row = rows.filter(pl.col("target_id").str.contains(f".{DROPPED}.", literal=True)).filter(method="distance_pace")
        assert row.select("status_before", "status_after", "cause").rows() == [expected]


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
def test_a_change_of_an_official_series_that_is_undone_is_told_back(told_again: pl.DataFrame, replay: Replay) -> None:
    explained = replay.undone
    assert said_of(replay, told_again) == ([] if explained.told is None else [(explained.told, explained.causes)])


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn.name)
def test_the_causes_are_the_edits_that_move_the_headline_alone(
    drawn: Drawn, project: Project, headlines_before: Headlines, told_again: pl.DataFrame
) -> None:
    """What each edit alone does is not asked of the counterfactuals but seen: the case was built with it alone, too."""
    since = headlines(project)
    for method in METHODS:
        before, after = headlines_before[drawn.name, method], since[drawn.name, method]
        alone = {group: since[f"{drawn.name}_{group}", method] for group in drawn.alone}
        moving = {group for group, headline in alone.items() if headline != before}
        leading = {group for group in moving if alone[group] == after}
        # Of a headline the category is the finer part.
        recategorising = {group for group in moving if alone[group][1] != before[1] != after[1]}
        near = {group for group in recategorising if alone[group][1] == after[1]}
        for group in drawn.alone:
            assert causes_of(f"{drawn.name}_{group}", method, told_again) == ({group} if group in moving else None)
        expected = leading or near or recategorising or moving or set(drawn.alone)
        assert causes_of(drawn.name, method, told_again) == (None if before == after else expected), method


def causes_of(case: str, method: str, told: pl.DataFrame) -> set[str] | None:
    rows = told.filter(pl.col("target_id").str.contains(f".{case}.", literal=True), "is_latest").filter(method=method)
    return set(str(rows["causes"].item()).split()) if rows.height else None
