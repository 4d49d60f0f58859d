"""A build file and a publication that an earlier version made, by a clock that was ahead, are taken up as they are."""

import json

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import RECORD_FILE
from plan_targets.publication.read import connect
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
    """Takes columns and tables out of both, puts others in another order, and has all of it happen in a year."""
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
        for (gate,) in gates:
            connection.execute(f"update quality.{gate} set ran_at = ran_at + interval 1 year")
    publication = project.publication()
    record = publication.folder / RECORD_FILE
    digest = digest_of(publication.database)
    with duckdb.connect(str(publication.database)) as connection:
        connection.execute("update marts.fct_quality_result set ran_at = ran_at + interval 1 year")
        connection.execute("update marts.fct_publication set published_at = published_at + interval 1 year")
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

    with connect(project.publication()) as reader:
        answer = project.dbt("build", "--vars", "{snapshots_kept: 1}")
        assert answer.returncode == 0, answer.stdout
        # Old snapshots go, and a reader of one is not disturbed.
        assert not before.folder.exists()
        assert reader.execute("select count(*) from fct_target").fetchone() != (0,)
    after = project.publication()
    assert after.build_id > before.build_id and after.record["previous_build_id"] == before.build_id
    # What is latest does not depend on the clock.
    listed = project.rows("select build_id, is_current from fct_publication order by build_id")
    assert listed.rows() == [(before.build_id, False), (after.build_id, True)]
    latest = project.rows("select distinct run_id from fct_quality_result where is_latest_run")["run_id"].to_list()
    assert len(latest) == 1 and after.build_id.endswith(latest[0][:8])
    runs = project.rows(
        "select run_id, count(*) as rules, count(title_en) as titles from fct_quality_result group by all"
    )
    assert runs.height == 2 and runs["rules"].to_list() == runs["titles"].to_list()
    # Nothing that readers were told has changed, although it was not known before what the verdicts were made from.
    assert project.rows("select * from fct_status_change").is_empty()
