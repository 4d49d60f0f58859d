"""Which figures of the last publication a build reads to explain what became of verdicts."""

import runpy

import duckdb

from tests.project import REPOSITORY

MODEL = REPOSITORY / "models" / "intermediate" / "changes" / "int_previous_figures.py"


def test_series_that_targets_read_and_what_moved_to_them_or_from_them() -> None:
    asked = runpy.run_path(str(MODEL))["ASKED"]
    columns = "(observation_id, indicator_id, region_code, source_id, period)"
    with duckdb.connect() as session:
        session.execute("create table series as select 'read' as indicator_id, '1' as region_code")
        for name, rows in {
            "previous": [
                ("stayed", "read", "1", "a", "2020"), ("left", "read", "1", "b", "2021"),
                ("came_from", "unread", "1", "c", "2022"), ("was_there", "unread", "1", "b", "2021"),
                ("elsewhere", "unread", "1", "a", "2020"), ("other_region", "read", "2", "a", "2020"),
            ],
            "observations": [
                ("stayed", "read", "1", "a", "2020"), ("came", "read", "1", "c", "2022"),
                ("was_there", "unread", "1", "b", "2021"), ("elsewhere", "unread", "1", "a", "2020"),
            ],
        }.items():  # fmt: skip
            session.execute(
                f"create table {name} as select * from (values {', '.join(map(str, rows))}) as rows{columns}"
            )
        found = {row[0] for row in session.execute(asked).fetchall()}
    assert found == {"stayed", "left", "came_from", "was_there"}
