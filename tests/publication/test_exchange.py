"""A snapshot begins as a copy of the one before and ends as what was built, in no more room than it needs."""

import random
from pathlib import Path

import duckdb
import pytest

from plan_targets.publication.database import write_database

FIGURES, NAMES = "fct_figure", "dim_name"
TABLES = {FIGURES: ("A figure. One row for each number.", {"number": "Its number."}), NAMES: ("A name.", {})}
KEYS = {FIGURES: ["number", "part"], NAMES: ["name"]}
ROWS = 300_000


@pytest.fixture
def session() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema marts")
    connection.execute(
        f"create table marts.{FIGURES} as select range as number, 'a' as part, hash(range)::varchar as figure, "
        f"case when range % 3 = 0 then range end as perhaps from range({ROWS})"
    )
    connection.execute(f"create table marts.{NAMES} as select 'one' as name")
    return connection


def write_after(session: duckdb.DuckDBPyConnection, earlier: Path | None, path: Path) -> Path:
    unchanged = {NAMES} if earlier else set()
    write_database(session, path, TABLES, KEYS, earlier or path, unchanged)
    return path


def rows_that_differ(session: duckdb.DuckDBPyConnection, path: Path, table: str) -> int:
    session.execute(f"attach '{path}' as written (read_only)")
    try:
        one, other = f"select * from written.marts.{table}", f"select * from marts.{table}"
        both = f"(({one}) except all ({other})) union all (({other}) except all ({one}))"
        found: int = session.execute(f"select count(*) from ({both})").fetchall()[0][0]
        return found
    finally:
        session.execute("detach written")


def rows_as_they_lie(path: Path) -> int:
    """How many rows of the first version still lie where they did."""
    with duckdb.connect(str(path), read_only=True) as connection:
        counted = connection.execute(f"select count(*) from marts.{FIGURES} where rowid = number").fetchall()
        found: int = counted[0][0]
        return found


def test_few_rows_that_differ_are_exchanged(session: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first = write_after(session, None, tmp_path / "0")
    session.execute(f"update marts.{FIGURES} set perhaps = -1 where number between 10 and 19")
    session.execute(f"delete from marts.{FIGURES} where number between 20 and 29")
    session.execute(
        f"insert into marts.{FIGURES} select number, 'b', figure, null from marts.{FIGURES} where number < 5"
    )
    second = write_after(session, first, tmp_path / "1")
    assert [rows_that_differ(session, second, table) for table in TABLES] == [0, 0]
    assert rows_as_they_lie(second) == ROWS - 20
    with duckdb.connect(str(second), read_only=True) as connection:
        said = connection.execute("select comment from duckdb_columns() where column_name = 'number'").fetchall()
        assert said == [("Its number.",)]


def test_a_description_that_was_taken_away_goes(session: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first = write_after(session, None, tmp_path / "0")
    undescribed = {FIGURES: ("", {"number": ""}), NAMES: TABLES[NAMES]}
    write_database(session, tmp_path / "1", undescribed, KEYS, first, {FIGURES, NAMES})
    said = "select comment from duckdb_tables() union all select comment from duckdb_columns() where not internal"
    for path, wanted in ((first, 3), (tmp_path / "1", 1)):
        with duckdb.connect(str(path), read_only=True) as connection:
            assert sum(comment is not None for (comment,) in connection.execute(said).fetchall()) == wanted


@pytest.mark.parametrize(
    "change",
    [
        f"update marts.{FIGURES} set perhaps = number where number % 5 = 0",
        f"alter table marts.{FIGURES} add column more integer",
        f"alter table marts.{FIGURES} alter perhaps type double",
    ],
)
def test_a_table_of_other_columns_or_with_many_changes_is_written_anew(
    change: str, session: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first = write_after(session, None, tmp_path / "0")
    session.execute(change)
    second = write_after(session, first, tmp_path / "1")
    assert rows_that_differ(session, second, FIGURES) == 0


def test_the_file_does_not_grow_with_each_exchange(session: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    drawn = random.Random(20261128)
    latest = write_after(session, None, tmp_path / "0")
    whole = latest.stat().st_size
    for number in range(1, 13):
        session.execute(
            f"update marts.{FIGURES} set figure = hash(figure)::varchar where hash(number, {drawn.random()}) % 100 < 3"
        )
        latest = write_after(session, latest, tmp_path / str(number))
        assert latest.stat().st_size < 2 * whole
    assert rows_that_differ(session, latest, FIGURES) == 0


def test_a_file_with_much_room_in_it_is_not_copied(session: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first = write_after(session, None, tmp_path / "0")
    session.execute(f"delete from marts.{FIGURES} where number >= 1000")
    session.execute(f"insert into marts.{NAMES} select hash(range)::varchar from range(1000)")
    # Its last table lies at the end, and what is before it is empty.
    sparse = write_after(session, first, tmp_path / "1")
    again = write_after(session, sparse, tmp_path / "2")
    assert again.stat().st_size < 0.5 * first.stat().st_size
    assert [rows_that_differ(session, again, table) for table in TABLES] == [0, 0]
