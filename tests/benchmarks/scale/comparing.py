"""Whether two ways made the same mart, row by row."""

from pathlib import Path

import duckdb

from tests.benchmarks.scale.references import COLUMNS

TOLERANCE = 1e-9
_NUMBERS = ("value", "lowest_value", "highest_value")


def rows_that_differ(one: str, other: str, marts: dict[str, Path]) -> int:
    """How many rows are in one alone, or differ in a column, of the marts of those names."""
    with duckdb.connect() as connection:
        return _count(connection, *(_relation(connection, name, marts[name]) for name in (one, other)))


def rows_that_differ_from_the_warehouse(build_file: Path, files: list[str], mart: Path) -> tuple[int, int]:
    """The same for what the warehouse made of those files, and how many of its rows could not be compared.

    Where the project keeps figures of the series itself, another may hold than among the delivered ones alone, and a
    delivered one may break with them and be refused.
    """
    listed = ", ".join(f"'{file}'" for file in files)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build_file}' as warehouse (read_only)")
        connection.execute(
            f"""
            create temporary view both_told as
            select distinct indicator_id, region_code from warehouse.marts.fct_observation
            where file not in ({listed})
            """
        )
        withheld = connection.execute(
            f"""
            select count(*) from warehouse.marts.fct_observation
            semi join both_told using (indicator_id, region_code)
            where file in ({listed})
            """
        ).fetchall()[0][0]
        columns = ", ".join(COLUMNS)
        connection.execute(
            f"""
            create temporary view built as
            select {columns} from warehouse.marts.fct_observation
            anti join both_told using (indicator_id, region_code)
            where file in ({listed})
            """
        )
        hand = _relation(connection, "hand", mart)
        connection.execute(
            f"create temporary view wanted as select {columns} from {hand} anti join both_told "
            "using (indicator_id, region_code)"
        )
        return _count(connection, "built", "wanted"), withheld


def _relation(connection: duckdb.DuckDBPyConnection, name: str, mart: Path) -> str:
    if mart.is_dir():
        return f"read_parquet('{mart}/*.parquet')"
    with mart.open("rb") as stream:
        if stream.read(4) == b"PAR1":
            return f"read_parquet('{mart}')"
    connection.execute(f"attach if not exists '{mart}' as {name} (read_only)")
    return f"{name}.mart"


def _count(connection: duckdb.DuckDBPyConnection, one: str, other: str) -> int:
    same = " and ".join(
        f"abs(coalesce(one.{name}, 0) - coalesce(other.{name}, 0)) <= {TOLERANCE} "
        f"and (one.{name} is null) = (other.{name} is null)"
        if name in _NUMBERS
        else f"one.{name} is not distinct from other.{name}"
        for name in COLUMNS
    )
    found: int = connection.execute(
        f"""
        select count(*) from {one} as one full outer join {other} as other on one.observation_id = other.observation_id
        where not coalesce({same}, false)
        """
    ).fetchall()[0][0]
    return found
