"""What it takes to write a million figures as they are published, sorted, and with types of enumerated texts.

    uv run python -m tests.benchmarks.physical_design

The three are written and asked side by side, from one build; docs/decisions/physical-design.md draws on it.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plan_targets.publication.database import STORAGE_VERSION
from tests.benchmarks.load_time import write_file
from tests.benchmarks.scale.generator import SEED, size_of
from tests.benchmarks.scale.parts import DROPPED, Bench, build

TABLE = "marts.fct_observation"
# Texts of more than so many kinds are no lists.
MOST_KINDS = 5_000
SERIES = 20
# Of so many the fastest counts: the first reads the table from the disk.
ROUNDS = 3
QUESTIONS = (
    "select year, avg(value) from figures where indicator_id = $indicator and is_preferred group by year",
    "select period, value from figures where indicator_id = $indicator and region_code = $region",
)
SORTED = f"select * from {TABLE} order by indicator_id, region_code, period"


def main() -> None:
    """Prints a line for each way: seconds to write, size, and the median of questions about one indicator or series."""
    with tempfile.TemporaryDirectory() as folder:
        project = Bench(Path(folder), DROPPED, SEED).project("project")
        write_file(project.folder / "landing" / "million.csv", DROPPED)
        build(project)
        with duckdb.connect(str(project.folder / "target" / "warehouse.duckdb")) as connection:
            ways: dict[str, Callable[[], str]] = {
                "as published": lambda: f"select * from {TABLE}",
                "sorted": lambda: SORTED,
                "enumerated": lambda: _enumerated(connection),
            }
            taken: dict[str, list[Taken]] = {name: [] for name in ways}
            for number in range(ROUNDS):
                for name, query in ways.items():
                    taken[name].append(_measure(connection, query, Path(folder) / f"{name} {number}"))
            for name, rounds in taken.items():
                written, copied, asked = (min(each.seconds[part] for each in rounds) for part in range(3))
                print(
                    f"{name:<16}{written:>6.2f} s {rounds[0].bytes / 1e6:>7.1f} MB   Parquet {copied:>5.2f} s "
                    f"{rounds[0].bytes_of_parquet / 1e6:>6.1f} MB   a question {asked * 1000:>5.1f} ms"
                )


@dataclass(frozen=True)
class Taken:
    """What one round took: seconds to write, to copy as Parquet and to ask a question; and the sizes."""

    seconds: tuple[float, float, float]
    bytes: int
    bytes_of_parquet: int


def _measure(connection: duckdb.DuckDBPyConnection, query: Callable[[], str], folder: Path) -> Taken:
    folder.mkdir()
    file, parquet = folder / "figures.duckdb", folder / "figures.parquet"
    start = time.perf_counter()
    connection.execute(f"attach '{file}' as written (storage_version '{STORAGE_VERSION}')")
    connection.execute(f"create table written.figures as {query()}")
    connection.execute("checkpoint written")
    connection.execute("detach written")
    written = time.perf_counter()
    connection.execute(f"copy ({query()}) to '{parquet}' (format parquet, compression zstd)")
    copied = time.perf_counter()
    seconds = (written - start, copied - written, _ask(file))
    return Taken(seconds, size_of(file), size_of(parquet))


def _enumerated(connection: duckdb.DuckDBPyConnection) -> str:
    """The table with a type of its own for each column of few texts; making those is part of writing it."""
    columns = [name for name, kind, *_ in connection.execute(f"describe {TABLE}").fetchall() if kind == "VARCHAR"]
    counts = connection.execute(f"select {', '.join(f'count(distinct {name})' for name in columns)} from {TABLE}")
    few = [name for name, kinds in zip(columns, counts.fetchall()[0], strict=True) if kinds <= MOST_KINDS]
    for name in few:
        texts = f"select distinct {name} from {TABLE} where {name} is not null order by all"
        connection.execute(f"drop type if exists list_of_{name}")
        connection.execute(f"create type list_of_{name} as enum ({texts})")
    typed = ", ".join(f"cast({name} as list_of_{name}) as {name}" for name in few)
    return f"select * replace ({typed}) from {TABLE}"


def _ask(file: Path) -> float:
    with duckdb.connect(str(file), read_only=True) as connection:
        series = connection.execute(
            "select distinct indicator_id::varchar, region_code from figures order by hash(region_code, indicator_id) "
            f"limit {SERIES}"
        ).fetchall()
        taken = []
        for indicator, region in series:
            for question in QUESTIONS:
                asked = {"indicator": indicator, "region": region}
                start = time.perf_counter()
                connection.execute(question, {name: asked[name] for name in asked if f"${name}" in question}).fetchall()
                taken.append(time.perf_counter() - start)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
