"""Whether two ways made the same marts, row by row."""

from pathlib import Path

import duckdb

from tests.benchmarks.scale.marts import MARTS

TOLERANCE = 1e-9
_NUMBERS = (
    "value", "observed_value", "printed_value", "lowest_value", "highest_value", "figure_time", "prior_year_value",
    "yoy_change",
)  # fmt: skip
# A project's own figure of an indicator has a rank among those that were delivered.
_RANK = "region_rank"


def rows_that_differ(one: str, other: str, marts: dict[str, Path]) -> int:
    """How many rows are in one alone, or differ in a column, of the marts of those names."""
    with duckdb.connect() as connection:
        return sum(
            _count(connection, mart, *(_relation(connection, name, marts[name], mart) for name in (one, other)))
            for mart in MARTS
        )


def rows_that_differ_from_the_warehouse(build_file: Path, files: list[str], marts: Path) -> tuple[int, int]:
    """The same for what the warehouse made of those files, and how many of its rows could not be compared.

    Where the project keeps figures or targets of the series itself, another may hold than among the delivered ones
    alone, and a delivered one may break with them and be refused. Ranks are compared for indicators of which the
    project keeps nothing.
    """
    listed = ", ".join(f"'{file}'" for file in files)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{build_file}' as warehouse (read_only)")
        connection.execute(
            f"""
            create temporary table both_told as
            select indicator_id, region_code from warehouse.marts.fct_observation where file not in ({listed})
            union select indicator_id, region_code from warehouse.marts.fct_target
            """
        )
        withheld, differ = 0, 0
        for mart, columns in MARTS.items():
            built = f"warehouse.marts.{mart}"
            count = f"select count(*) from {built} semi join both_told using (indicator_id, region_code)"
            if mart == "fct_observation":
                count += f" where file in ({listed})"
            withheld += connection.execute(count).fetchall()[0][0]
            hand = _relation(connection, "hand", marts, mart)
            compared = ", ".join(
                f"case when indicator_id not in (select indicator_id from both_told) then {column} end as {column}"
                if column == _RANK
                else column
                for column in columns
            )
            for name, relation in (("built", built), ("wanted", hand)):
                connection.execute(
                    f"create or replace temporary view {name} as select {compared} from {relation} "
                    "anti join both_told using (indicator_id, region_code)"
                )
            differ += _count(connection, mart, "built", "wanted")
        return differ, withheld


def _relation(connection: duckdb.DuckDBPyConnection, name: str, marts: Path, mart: str) -> str:
    if marts.is_dir():
        return f"read_parquet('{marts / mart}/*.parquet')"
    connection.execute(f"attach if not exists '{marts}' as {name} (read_only)")
    return f"{name}.{mart}"


def _count(connection: duckdb.DuckDBPyConnection, mart: str, one: str, other: str) -> int:
    same = " and ".join(
        f"abs(coalesce(one.{name}, 0) - coalesce(other.{name}, 0)) <= {TOLERANCE} "
        f"and (one.{name} is null) = (other.{name} is null)"
        if name in _NUMBERS
        else f"one.{name} is not distinct from other.{name}"
        for name in MARTS[mart]
    )
    found: int = connection.execute(
        f"""
        select count(*) from {one} as one full outer join {other} as other on one.observation_id = other.observation_id
        where not coalesce({same}, false)
        """
    ).fetchall()[0][0]
    return found
