"""Times the semantic client beside hand-written SQL on a mart of ten million rows, and prints the ratios.

Each question is asked in turn by hand-written SQL and by the client, compiling included, nothing cached; the answers
are compared first. Also printed: the time of a cached answer, and of a first answer in a fresh process with the
import. Run after a build: `uv run python -m tests.benchmarks.semantic_layer` (about six minutes).
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
from polars.testing import assert_frame_equal

from plan_targets.publication.read import connect
from plan_targets.semantic import Condition, SemanticClient, SnapshotReader
from tests.benchmarks.large_publication import make, publication_to_measure

PAIRS = 9
CACHED_ANSWERS = 200
FRESH_PROCESSES = 5
INDICATOR = "indicator_007"

FRESH = """
import time
start = time.perf_counter()
from plan_targets.semantic import client
answer = client({path!r}).query(["target_count"], ["status"])
print(time.perf_counter() - start)
"""


@dataclass(frozen=True)
class Case:
    """One question: what the client is asked, and the SQL a person would write for it."""

    name: str
    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    where: tuple[Condition, ...]
    order_by: tuple[str, ...]
    limit: int | None
    sql: str


CASES = (
    Case(
        "figures by theme and year",
        ("figure_count",),
        ("indicator__theme", "calendar_year"),
        (),
        ("indicator__theme", "calendar_year"),
        None,
        """
        select theme, year, count(observed_value)
        from warehouse.marts.mart_indicator_region_year inner join warehouse.marts.dim_indicator using (indicator_id)
        group by all order by all
        """,
    ),
    Case(
        "median age by source grade",
        ("median_data_age_days",),
        ("source__source_grade",),
        (),
        ("source__source_grade",),
        None,
        """
        select dim_source.source_grade, median(observation_age_days)
        from warehouse.marts.mart_indicator_region_year inner join warehouse.marts.dim_source using (source_id)
        group by all order by all
        """,
    ),
    Case(
        "share of bounds by theme and year",
        ("bound_share",),
        ("indicator__theme", "calendar_year"),
        (),
        ("indicator__theme", "calendar_year"),
        None,
        """
        select theme, year, count(*) filter (comparator in ('ge', 'gt', 'le', 'lt')) / count(*)
        from warehouse.marts.fct_observation inner join warehouse.marts.dim_indicator using (indicator_id)
        group by all order by all
        """,
    ),
    Case(
        "every peer group's median",
        ("peers_median",),
        ("indicator", "region__level", "calendar_year"),
        (),
        ("indicator", "region__level", "calendar_year"),
        None,
        """
        select indicator_id, level, year,
            median(case when observed_comparator in ('eq', 'approx') then observed_value end)
        from warehouse.marts.mart_indicator_region_year inner join warehouse.marts.dim_region using (region_code)
        group by all order by all
        """,
    ),
    Case(
        "the provinces' figures of a theme",
        ("observed_value", "yearly_change"),
        ("indicator__name_zh", "region__name_zh", "calendar_year"),
        (Condition("region__level", "=", "province"), Condition("indicator__theme", "=", "theme_7")),
        ("indicator__name_zh", "region__name_zh", "calendar_year"),
        None,
        """
        select dim_indicator.name_zh, dim_region.name_zh, year, observed_value, yoy_change
        from warehouse.marts.mart_indicator_region_year
        inner join warehouse.marts.dim_region using (region_code)
        inner join warehouse.marts.dim_indicator using (indicator_id)
        where level = 'province' and theme = 'theme_7'
        order by all
        """,
    ),
    Case(
        "every region's last two years of one indicator",
        ("observed_value", "yearly_change", "region_rank"),
        ("region__name_zh", "calendar_year"),
        (Condition("indicator", "=", INDICATOR), Condition("calendar_year", ">=", 2025)),
        ("region__name_zh", "calendar_year"),
        None,
        f"""
        select dim_region.name_zh, year, observed_value, yoy_change, region_rank
        from warehouse.marts.mart_indicator_region_year inner join warehouse.marts.dim_region using (region_code)
        where indicator_id = '{INDICATOR}' and year >= 2025
        order by all
        """,
    ),
    Case(
        "the whole theme, every region and year",
        ("observed_value",),
        ("indicator", "region", "calendar_year"),
        (Condition("indicator__theme", "=", "theme_3"),),
        (),
        None,
        """
        select indicator_id, region_code, year, observed_value
        from warehouse.marts.mart_indicator_region_year inner join warehouse.marts.dim_indicator using (indicator_id)
        where theme = 'theme_3'
        """,
    ),
)


def by_hand(connection: duckdb.DuckDBPyConnection, case: Case) -> pl.DataFrame:
    """The answer of the hand-written SQL."""
    return connection.cursor().execute(case.sql).pl()


def by_client(reader: SnapshotReader, case: Case) -> pl.DataFrame:
    """The client's answer."""
    return reader.query(case.metrics, case.group_by, case.where, case.order_by, case.limit)


def seconds(action: Callable[[], object]) -> float:
    """How long that takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def assert_same(case: Case, reader: SnapshotReader, connection: duckdb.DuckDBPyConnection) -> int:
    """Fails unless both answers are the same; returns their number of rows."""
    client, hand = by_client(reader, case), by_hand(connection, case)
    hand.columns = client.columns
    assert_frame_equal(client, hand, check_dtypes=False, check_row_order=bool(case.order_by), abs_tol=1e-9)
    return client.height


def pairs(case: Case, reader: SnapshotReader, connection: duckdb.DuckDBPyConnection) -> list[tuple[float, float]]:
    """Seconds of the client and of the hand-written SQL, in turn."""

    def uncached() -> None:
        reader.forget()
        by_client(reader, case)

    return [(seconds(uncached), seconds(lambda: by_hand(connection, case))) for _ in range(PAIRS)]


def main() -> None:
    """Prints a line for each question, and the medians."""
    with tempfile.TemporaryDirectory() as scratch:
        connection = connect(make(Path(scratch), publication_to_measure()))
        client = SemanticClient(scratch)
        reader = client.current()
        rows = connection.execute("select count(*) from mart_indicator_region_year").fetchall()[0][0]
        print(f"mart_indicator_region_year: {rows:,} rows")
        ratios = []
        for case in CASES:
            height = assert_same(case, reader, connection)
            times = pairs(case, reader, connection)
            ratio = statistics.median(client / hand for client, hand in times)
            ratios += [client / hand for client, hand in times]
            asked, written = (statistics.median(column) * 1e3 for column in zip(*times, strict=True))
            print(
                f"  {case.name} ({height:,} rows): client {asked:.0f} ms, by hand {written:.0f} ms, ratio {ratio:.2f}"
            )
        print(f"client over hand-written SQL: {statistics.median(ratios):.2f} (median of {len(ratios)} pairs)")
        kept = CASES[0]
        client.query(kept.metrics, kept.group_by)
        cached = [seconds(lambda: client.query(kept.metrics, kept.group_by)) for _ in range(CACHED_ANSWERS)]
        slowest = max(cached) * 1e3
        print(f"a cached answer: {statistics.median(cached) * 1e3:.2f} ms (median), {slowest:.2f} ms (slowest)")
    program = FRESH.format(path=None)
    fresh = [
        float(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout)
        for _ in range(FRESH_PROCESSES)
    ]
    print(f"a first answer in a fresh process, with the import: {statistics.median(fresh):.2f} s (median)")


if __name__ == "__main__":
    main()
