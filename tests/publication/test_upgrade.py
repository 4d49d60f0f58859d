"""A build file and a publication that an earlier version of the project made are taken up as they are."""

import json

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import RECORD_FILE
from tests.project import Project

# What came after the last release, or may come after this one: a build must not need any of it to be there.
GATE_COLUMNS = ("as_of", "is_raised", "remedy_zh")
PUBLISHED_COLUMNS = {
    "fct_quality_result": ("is_raised", "remedy_zh"),
    "fct_publication": ("is_as_of", "warning_count", "statement_count"),
    "fct_progress": ("method_version", "target_high"),
    "fct_observation": ("load_id", "is_judging", "is_whole_year", "figure_time"),
    "fct_target": ("direction", "change_sign", "plan_baseline_year"),
    "fct_status_change": ("build_id", "causes", "category_before"),
}
PUBLISHED_TABLES = ("mart_cascade", "dim_status", "dim_progress_cutoff")


def make_older(project: Project) -> None:
    """Takes columns and tables out of the build file and the publication, and puts others in another order."""
    with duckdb.connect(str(project.folder / "target" / "warehouse.duckdb")) as connection:
        gates = connection.execute("select table_name from duckdb_tables() where schema_name = 'quality'").fetchall()
        assert len(gates) > 3
        for (gate,) in gates:
            for column in GATE_COLUMNS:
                connection.execute(f"alter table quality.{gate} drop column {column}")
            connection.execute(
                f"create or replace table quality.{gate} as select ran_at, * exclude (ran_at) from quality.{gate}"
            )
        connection.execute("alter table quality.gate_loads add column gone_since text")
    publication = project.publication()
    record = publication.folder / RECORD_FILE
    digest = digest_of(publication.database)
    with duckdb.connect(str(publication.database)) as connection:
        for table, columns in PUBLISHED_COLUMNS.items():
            for column in columns:
                connection.execute(f"alter table marts.{table} drop column {column}")
        for table in PUBLISHED_TABLES:
            connection.execute(f"drop table marts.{table}")
    text = record.read_text(encoding="utf-8").replace(digest, digest_of(publication.database))
    older = {name: said for name, said in json.loads(text).items() if name not in ("is_as_of", "contents")}
    record.write_text(json.dumps(older), encoding="utf-8")


def test_an_upgrade_from_an_older_layout_builds_and_keeps_the_history(project: Project) -> None:
    before = project.publication()
    make_older(project)

    answer = project.dbt("build")

    assert answer.returncode == 0, answer.stdout
    assert project.publication().record["previous_build_id"] == before.build_id
    assert project.rows("select build_id from fct_publication").height == 2
    runs = project.rows(
        "select run_id, count(*) as rules, count(title_en) as titles from fct_quality_result group by all"
    )
    assert runs.height == 2 and runs["rules"].to_list() == runs["titles"].to_list()
    # Nothing that readers were told has changed, although it was not known before what the verdicts were made from.
    assert project.rows("select * from fct_status_change").is_empty()
