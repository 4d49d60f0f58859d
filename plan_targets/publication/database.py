"""The file of a snapshot: what stays comes from the file of before; of large tables only what differs is written."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from plan_targets.publication.data_package import Description
from plan_targets.publication.layout import SCHEMA

# The form of the oldest release that DuckDB keeps up (1.4): it and all since read it, and texts are written in three
# quarters of the time that the oldest form takes.
STORAGE_VERSION = "v1.4.0"
TABLES = f"""
select table_name, estimated_size from duckdb_tables() where database_name = 'snapshot' and schema_name = '{SCHEMA}'
"""
COLUMNS = f"""
select column_name, data_type from duckdb_columns()
where database_name = {{database}} and schema_name = '{SCHEMA}' and table_name = $table order by column_index
"""
# Of a table of so many rows those that differ are exchanged, where they are no more than such a part of it; else it is
# written anew, as a smaller one is in less time than it takes to compare it.
LARGE_ROWS, EXCHANGED_SHARE = 200_000, 0.1
# Where more of a file than that is empty, the next is not begun as a copy of it.
EMPTY_SHARE = 0.25


def write_database(
    session: duckdb.DuckDBPyConnection,
    path: Path,
    tables: Mapping[str, Description],
    keys: Mapping[str, Sequence[str]],
    earlier: Path,
    unchanged: set[str],
) -> None:
    """Writes the snapshot's file with those tables of `marts` and, as comments, what they are.

    Where tables are unchanged since the file `earlier`, it begins as a copy of it; `keys` has the columns of each key.
    Raises OSError and duckdb.Error.
    """
    cursor = session.cursor()
    try:
        _begin_as_copy(cursor, earlier if unchanged else None, path)
        # One transaction: each is flushed to the disk by itself, and there are as many comments as columns.
        cursor.execute("begin transaction")
        cursor.execute(f"create schema if not exists snapshot.{SCHEMA}")
        there = dict(cursor.execute(TABLES).fetchall())
        staying = {
            name
            for name, rows in there.items()
            if name in unchanged
            or (
                name in tables
                and name in keys
                and rows >= LARGE_ROWS
                and _exchange_rows(cursor, name, keys[name], rows)
            )
        }
        for name in there.keys() - staying:
            cursor.execute(f"drop table snapshot.{SCHEMA}.{name}")
        if there.keys() - staying:
            # Their room is for the new ones: else a file of a million rows would be twice as large with each delivery.
            cursor.execute("commit")
            cursor.execute("checkpoint snapshot")
            cursor.execute("begin transaction")
        for table, description in tables.items():
            if table not in staying:
                cursor.execute(f"create table snapshot.{SCHEMA}.{table} as select * from {SCHEMA}.{table}")
            for comment in _comments(table, description):
                cursor.execute(comment)
        cursor.execute("commit")
        cursor.execute("checkpoint snapshot")
    finally:
        # After a full disk the snapshot may be past detaching; its own error is the one to hear.
        with contextlib.suppress(duckdb.Error):
            cursor.execute("rollback")
        with contextlib.suppress(duckdb.Error):
            cursor.execute("detach snapshot")
        cursor.close()


def _begin_as_copy(cursor: duckdb.DuckDBPyConnection, earlier: Path | None, path: Path) -> None:
    """Attaches the file as `snapshot`: a copy of the earlier one; empty where there is none, or that is sparse."""
    # Whatever form the build file has: a reader's DuckDB may be older than ours.
    attach = f"attach {_quoted(path)} as snapshot (storage_version '{STORAGE_VERSION}')"
    if earlier is not None:
        shutil.copyfile(earlier, path)
    cursor.execute(attach)
    if earlier is not None:
        size = "select free_blocks > total_blocks * ? from pragma_database_size() where database_name = 'snapshot'"
        if cursor.execute(size, [EMPTY_SHARE]).fetchall() == [(True,)]:
            cursor.execute("detach snapshot")
            path.unlink()
            cursor.execute(attach)


def _exchange_rows(cursor: duckdb.DuckDBPyConnection, table: str, key: Sequence[str], rows: int) -> bool:
    """Makes the rows of the snapshot's table those of the built one, if few differ and it has the same columns.

    Rows are told apart by two numbers: that of their key, and that of all their columns.
    """
    before_columns, columns = (
        cursor.execute(COLUMNS.format(database=database), {"table": table}).fetchall()
        for database in ("'snapshot'", "current_database()")
    )
    if before_columns != columns:
        return False
    of_key = ", ".join(key)
    written, built = f"snapshot.{SCHEMA}.{table}", f"{SCHEMA}.{table}"
    # Two numbers for each row are compared in half the time that its texts take.
    numbers = f"hash({of_key}) as key_number, hash(told) as content"
    by_number = "using (key_number, content)"
    counts = [
        cursor.execute(f"create or replace temporary table {name} as {query}").fetchall()[0][0]
        for name, query in (
            ("written_rows", f"select rowid as place, {numbers} from {written} as told"),
            ("built_rows", f"select {numbers} from {built} as told"),
            ("leaving_rows", f"select place from written_rows anti join built_rows {by_number}"),
            ("coming_rows", f"from built_rows anti join written_rows {by_number}"),
        )
    ]
    is_little = bool(sum(counts[2:]) <= rows * EXCHANGED_SHARE)
    if is_little:
        cursor.execute(f"delete from {written} where rowid in (select leaving_rows.place from leaving_rows)")
        cursor.execute(
            f"insert into {written} select told.* from {built} as told semi join coming_rows "
            f"on hash({of_key}) = coming_rows.key_number and hash(told) = coming_rows.content"
        )
    for name in ("written_rows", "built_rows", "leaving_rows", "coming_rows"):
        cursor.execute(f"drop table {name}")
    return is_little


def _comments(table: str, description: Description) -> Iterator[str]:
    # The next reader of the file needs them, whatever tool opens it.
    target, (of_table, of_columns) = f"snapshot.{SCHEMA}.{table}", description
    yield f"comment on table {target} is {_quoted(of_table) if of_table else 'null'}"
    for column, text in of_columns.items():
        yield f"comment on column {target}.{column} is {_quoted(text) if text else 'null'}"


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
