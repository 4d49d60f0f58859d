"""A clock that was ahead when the last build ran, and is right again."""

import duckdb

from plan_targets.files.digests import digest_of
from plan_targets.publication.layout import RECORD_FILE
from plan_targets.publication.read import connect, current_publication
from tests.project import Project


def test_what_is_latest_does_not_depend_on_the_clock(project: Project) -> None:
    before = project.publication()
    with duckdb.connect(str(project.folder / "target" / "warehouse.duckdb")) as connection:
        gates = connection.execute("select table_name from duckdb_tables() where schema_name = 'quality'").fetchall()
        assert gates
        for (gate,) in gates:
            connection.execute(f"update quality.{gate} set ran_at = ran_at + interval 1 year")
    digest = digest_of(before.database)
    with duckdb.connect(str(before.database)) as connection:
        connection.execute("update marts.fct_quality_result set ran_at = ran_at + interval 1 year")
        connection.execute("update marts.fct_publication set published_at = published_at + interval 1 year")
    record = before.folder / RECORD_FILE
    record.write_text(record.read_text(encoding="utf-8").replace(digest, digest_of(before.database)), encoding="utf-8")

    with connect(current_publication(str(project.published))) as reader:
        answer = project.dbt("build", "--vars", "{snapshots_kept: 1}")
        assert answer.returncode == 0, answer.stdout
        # Old snapshots go, and a reader of one is not disturbed.
        assert not before.folder.exists()
        assert reader.execute("select count(*) from fct_target").fetchone() != (0,)
    after = project.publication()
    assert after.build_id > before.build_id and not before.folder.exists()
    listed = project.rows("select build_id, is_current from fct_publication order by build_id")
    assert listed.rows() == [(before.build_id, False), (after.build_id, True)]
    latest = project.rows("select distinct run_id from fct_quality_result where is_latest_run")["run_id"].to_list()
    assert len(latest) == 1 and after.build_id.endswith(latest[0][:8])
