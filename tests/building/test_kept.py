"""Tables that nothing has changed for are kept, and what is kept is what a build from nothing makes."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from plan_targets.building.guard import find_damage
from plan_targets.building.kept import LOADS, RECORDS, content_of
from plan_targets.landing.store import loads, restore, withdraw
from plan_targets.publication.read import Publication, connect, current_publication
from plan_targets.settings import SUITES_FOLDER
from tests.project import Project

# Made anew in every build: they say of the build itself when and under which name it ran.
OF_THE_BUILD = {"fct_publication", "fct_quality_result"}
VOLATILE = "exclude (build_id)"
SUITES = {path.stem for path in SUITES_FOLDER.glob("*.yml")}

HEADER = "地区,指标,单位,年份,数值,来源,来源等级,发布日期\n"
DAY = "2024-03-31"
CITIES = ("常州市", "泰州市", "盐城市", "台州市")


def statuses(project: Project) -> dict[str, str]:
    """What dbt says that it did with each node of the last command, by the node's name."""
    results = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {result["unique_id"]: result["adapter_response"].get("_message", "") for result in results}


def made(project: Project) -> set[str]:
    """The tables that the last command made anew."""
    said = {node.split(".")[2]: message for node, message in statuses(project).items() if node.startswith("model.")}
    return {name for name, message in said.items() if message != "KEPT" and not name.startswith("gate_")}


def build(project: Project, *arguments: str) -> None:
    answer = project.dbt("build", *arguments)
    assert answer.returncode == 0, answer.stdout


def differing(one: Project, other: Project, day: str = "") -> list[str]:
    """The marts of the two publications, as of that day if one is given, that do not hold the same rows."""
    with duckdb.connect() as session:
        for name, project in (("one", one), ("other", other)):
            session.execute(f"attach '{publication(project, day).database}' as {name} (read_only)")
        tables = session.execute("select table_name from duckdb_tables() where database_name = 'one'").fetchall()
        found = []
        for (table,) in tables:
            columns = VOLATILE if table == "fct_status_change" else ""
            rows = [f"select * {columns} from {name}.marts.{table}" for name in ("one", "other")]
            both = f"({rows[0]} except all {rows[1]}) union all ({rows[1]} except all {rows[0]})"
            if table not in OF_THE_BUILD and session.execute(f"select count(*) from ({both})").fetchall() != [(0,)]:
                found.append(table)
        return found


def told(project: Project, day: str) -> list[tuple[object, ...]]:
    """What the gates of the last build said, with the rows that they show of what they found."""
    with connect(publication(project, day)) as reader:
        return reader.execute(
            "select * exclude (run_id, ran_at) from fct_quality_result "
            "where run_id = (select arg_max(run_id, ran_at) from fct_quality_result) order by all"
        ).fetchall()


@pytest.fixture(scope="module")
def spoilt(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy that was built again after somebody wrote to its build file and moved the columns of a list."""
    project = built_project.clone_to(tmp_path_factory.mktemp("kept") / "project")
    units = project.folder / "seeds" / "reference" / "units.csv"
    frame = pl.read_csv(units, infer_schema=False)
    frame.select(reversed(frame.columns)).write_csv(units)
    project.dbt("run", "--empty", "--select", "dim_region")
    with duckdb.connect(str(project.folder / "target" / "warehouse.duckdb")) as session:
        session.execute("update marts.dim_plan set title_zh = 'x'")
        session.execute("drop table marts.fct_statement")
    build(project)
    return project


@pytest.fixture(scope="module")
def settled(spoilt: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy that was built and published twice since, so that nothing is new to it, not even its own publication."""
    project = spoilt.clone_to(tmp_path_factory.mktemp("settled") / "project")
    build(project)
    return project


def test_what_was_made_without_rows_is_kept_by_nobody(spoilt: Project, built_project: Project) -> None:
    """And a table that somebody changed or dropped is made anew; a list is read by the names of its columns."""
    assert {"dim_region", "dim_plan", "fct_statement"} <= made(spoilt)
    assert statuses(spoilt)["seed.plan_target_warehouse.units"] != "KEPT"
    assert differing(spoilt, built_project) == []


def test_a_build_with_nothing_new_makes_only_what_is_about_itself(settled: Project) -> None:
    assert made(settled) == {
        "current_build", "fct_publication", "fct_quality_result", "fct_status_change", "publication",
        "stg_confirmed_removals", "stg_loads", "stg_previous_publications", "stg_previous_quality_results",
        "stg_row_rules",
    }  # fmt: skip
    assert {node for node, said in statuses(settled).items() if node.startswith("seed.") and said != "KEPT"} == set()
    runs = settled.rows(
        "select run_id, count(*) as results, sum(success::int) as held from fct_quality_result group by run_id"
    )
    assert len(runs) == 3
    assert len(set(runs.select("results", "held").rows())) == 1
    assert (settled.publication().folder / "data_docs" / "index.html").is_file()


def test_what_is_unchanged_is_published_as_the_same_file(settled: Project) -> None:
    folder = settled.publication().folder
    earlier = folder.parent / settled.publication().record["previous_build_id"]
    same = {path.name for path in folder.glob("parquet/*") if path.samefile(earlier / "parquet" / path.name)}
    assert {"fct_observation.parquet", "fct_target.parquet"} <= same
    assert "fct_publication.parquet" not in same


def test_after_any_step_the_marts_are_those_of_a_build_from_nothing(
    settled: Project, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Loads come, are revised, withdrawn and restored, and lists are edited, in an order that is drawn.

    Before that two loads come one after the other, and what a build makes of the first is in the build file as it was.
    What is built from nothing is compared indicator by indicator, as in a large build.
    """
    drawn = random.Random(20261127)
    project = settled.clone_to(tmp_path / "project")
    exchange_rows_of_small_tables(project)
    landing = project.folder / "landing"
    landing.mkdir()
    drop_a_load(project, drawn)
    revise_figures(project, drawn)
    build(project)
    first, *others = [load.load_id for load in loads(landing)]
    withdraw(others[0], "录入有误", landing)
    drop_a_load(project, drawn)
    build(project)
    run = project.folder / "target" / "run" / "plan_target_warehouse" / "models" / "intermediate" / "observations"
    for table in ("int_observations_mapped", "int_row_findings"):
        said = (run / f"{table}.sql").read_text(encoding="utf-8")
        assert "delete from" in said and f"not in ('{first}')" in said
    (third,) = {load.load_id for load in loads(landing)} - {first, *others}
    for table in ("staging.stg_landed_rows", "intermediate.int_region_matches", "intermediate.int_observations_mapped"):
        left = set(project.build_rows(f"select distinct load_id from {table}")["load_id"])
        assert {first, third} <= left and (others[0] in left) == (table == "staging.stg_landed_rows")

    # Each kind of change comes in one of two steps, and the second is built for a day of the past.
    for number in range(9 if request.config.getoption("--every-step") else 1):
        order = drawn.sample(CHANGES, len(CHANGES))
        for day, changes in (("", order[:3]), (DAY, order[3:])):
            whole = project.clone_to(tmp_path / f"whole_{number}{day}")
            for change in changes:
                change(project, drawn)
            build(project, *for_day(day))
            # When each file came is the store's to say, and the same for both.
            for folder in ("landing", "seeds"):
                replace(project.folder / folder, whole.folder / folder)
            fill_small_tables_in_parts(whole)
            build_from_nothing(whole, day)
            assert filled_in_parts(whole) == said_to_be_by_indicator(whole) != set()
            assert not {node for node, said in statuses(whole).items() if said == "KEPT"}
            step = (number, day, [change.__name__ for change in changes])
            pages = publication(project, day).folder / "data_docs" / "validations"
            # Those of gates that only said again what they had said, too.
            assert {path.name for path in pages.iterdir()} == SUITES, step
            assert differing(project, whole, day) == [], step
            assert told(project, day) == told(whole, day) != [], step
            shutil.rmtree(whole.folder)


def said_to_be_by_indicator(project: Project) -> set[str]:
    """The models of which their ymls say that figures of one indicator follow from those of the same."""
    manifest = json.loads((project.folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    return {node["name"] for node in manifest["nodes"].values() if node["config"]["meta"].get("by_indicator")}


def filled_in_parts(project: Project) -> set[str]:
    """The tables that the last command filled with one statement for each part."""
    statements = (project.folder / "target" / "run" / "plan_target_warehouse" / "models").rglob("*.sql")
    return {path.stem for path in statements if "by name select * from (" in path.read_text(encoding="utf-8")}


def publication(project: Project, day: str) -> Publication:
    """That as of the day, the current one where there is no day."""
    return current_publication(str(project.published), day)


def for_day(day: str) -> list[str]:
    return ["--vars", f"as_of: {day}"] if day else []


def test_the_columns_of_a_table_without_rows_are_part_of_its_content() -> None:
    with duckdb.connect() as session:
        session.execute("create table name (text varchar, number bigint)")
        contents = {content_of(session, "name")}
        for change in (
            "alter number type double",
            "rename number to count",
            "add column more date",
            "drop column more",
        ):
            session.execute(f"alter table name {change}")
            contents.add(content_of(session, "name"))
        # The last is as the one before the column came.
        assert len(contents) == 4
        session.execute("insert into name values ('one', 1)")
        assert content_of(session, "name") not in contents


def test_whoever_was_killed_leaves_no_keys_of_loads(tmp_path: Path) -> None:
    """Else they would say of rows that a table has lost since that they are in it."""
    build_file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(build_file)) as session:
        for table in (RECORDS, LOADS):
            session.execute(f"create table {table} as select 'model.one' as node_id, 'a' as load_id, 'k' as key")
    assert find_damage(build_file, is_thorough=True) is None
    with duckdb.connect(str(build_file)) as session:
        assert session.execute("select table_name from duckdb_tables()").fetchall() == []


def test_a_load_that_was_away_when_nothing_was_kept_comes_back_whole(settled: Project, tmp_path: Path) -> None:
    project = settled.clone_to(tmp_path / "project")
    landing, away = project.folder / "landing", tmp_path / "away"
    landing.mkdir()
    drop_a_load(project, random.Random(1))
    rows = "select count(*) as rows from staging.stg_landed_rows"
    counted = []
    for is_there in (True, False, True):
        if is_there != landing.exists():
            (away if is_there else landing).rename(landing if is_there else away)
        if not is_there:
            # As a build leaves it that was killed before it made anything.
            (project.folder / "target" / "warehouse.duckdb.left").unlink()
        answer = project.dbt("run", "--select", "+stg_landed_rows")
        assert answer.returncode == 0, answer.stdout
        counted.append(project.build_rows(rows).item())
    assert counted == [6, 0, 6]


def test_a_test_that_may_find_less_is_asked_again(settled: Project, tmp_path: Path) -> None:
    project = settled.clone_to(tmp_path / "project")
    file = project.folder / "tests" / "dbt" / "few_plans.sql"
    for bound, code in ((1000, 0), (1, 1)):
        text = f"{{{{ config(error_if='>{bound}', warn_if='>{bound}') }}}} select * from {{{{ ref('dim_plan') }}}}"
        file.write_text(text, encoding="utf-8")
        answer = project.dbt("test", "--select", "few_plans")
        assert answer.returncode == code, answer.stdout


def build_from_nothing(project: Project, day: str) -> None:
    """Throws away what builds made, and builds, under a page that holds the publication open: it notices nothing."""
    before = project.publication()
    with connect(before) as reader:
        (listed,) = reader.execute("select count(*) from fct_publication").fetchall()
        assert project.dbt("clean").returncode == 0
        assert not (project.folder / "target").exists() and project.publication() == before
        build(project, *for_day(day))
        assert reader.execute("select count(*) from fct_publication").fetchall() == [listed]
    assert before.folder.is_dir() and (project.publication() == before) == bool(day)
    if not day:
        after = project.publication()
        assert after.build_id > before.build_id
        last = project.rows("select build_id, is_current from fct_publication order by published_at, build_id").tail(2)
        assert last.rows() == [(before.build_id, False), (after.build_id, True)]


def exchange_rows_of_small_tables(project: Project) -> None:
    """Has this copy publish every table with more than a few rows as it publishes large ones."""
    path = project.folder / "plan_targets" / "publication" / "database.py"
    text = path.read_text(encoding="utf-8")
    assert "LARGE_ROWS, EXCHANGED_SHARE = 200_000, 0.1" in text
    path.write_text(text.replace("LARGE_ROWS, EXCHANGED_SHARE = 200_000, 0.1", "LARGE_ROWS, EXCHANGED_SHARE = 50, 0.5"))


def fill_small_tables_in_parts(project: Project) -> None:
    """Has this copy compare few rows at a time, as it compares many in a large build."""
    path = project.folder / "macros" / "materializations" / "parts.sql"
    text = path.read_text(encoding="utf-8")
    assert "rows_of_a_gibibyte = 2500000" in text
    path.write_text(text.replace("rows_of_a_gibibyte = 2500000", "rows_of_a_gibibyte = 700"), encoding="utf-8")


def replace(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def drop_a_load(project: Project, drawn: random.Random) -> None:
    rows = "".join(
        f"{city},食品抽检合格率,%,{year},{drawn.uniform(96.5, 98.5):.1f},甲公报{year},官方,{year + 1}-03-01\n"
        for city in drawn.sample(CITIES, 2)
        for year in (2021, 2022, 2023)
    )
    name = f"load_{drawn.randrange(10**6)}.csv"
    (project.folder / "landing" / name).write_text(HEADER + rows, encoding="utf-8")


def revise_figures(project: Project, drawn: random.Random) -> None:
    rows = f"{drawn.choice(CITIES)},食品抽检合格率,%,2022,{drawn.uniform(96.5, 98.5):.1f},乙公报2024,官方,2024-06-01\n"
    (project.folder / "landing" / f"revision_{drawn.randrange(10**6)}.csv").write_text(HEADER + rows, encoding="utf-8")


def withdraw_or_restore(project: Project, drawn: random.Random) -> None:
    landing = project.folder / "landing"
    known = loads(landing)
    if known:
        load = drawn.choice(known)
        restore(load.load_id, landing) if load.is_withdrawn else withdraw(load.load_id, "录入有误", landing)


def correct_a_collected_figure(project: Project, drawn: random.Random) -> None:
    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        row = drawn.choice([row for row in rows if row["indicator_zh"] == "制造业产品质量合格率"])
        row["value"] = f"{float(row['value']) - 0.1:.2f}"
        return rows

    project.edit("seeds/observations/collected_through_2024.csv", change)


def add_an_alias(project: Project, drawn: random.Random) -> None:
    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        added = dict.fromkeys(rows[0], "") | {
            "indicator_zh": f"食品抽检达标率{drawn.randrange(10**6)}",
            "indicator_id": "food_sampling_pass_rate",
        }
        return [*rows, added]

    project.edit("seeds/reference/indicator_aliases.csv", change)


CHANGES: list[Callable[[Project, random.Random], None]] = [
    drop_a_load, revise_figures, withdraw_or_restore, correct_a_collected_figure, add_an_alias,
]  # fmt: skip
