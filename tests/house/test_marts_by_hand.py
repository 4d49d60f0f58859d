"""The large marts as the scale benchmark makes them by hand: every way makes the same, and a difference is seen."""

from pathlib import Path

import duckdb
import pytest

from tests.benchmarks.scale import generator
from tests.benchmarks.scale.comparing import rows_that_differ
from tests.benchmarks.scale.parts import Bench, references

# More than so few regions have years for: some are told of months.
ROWS = 20_000
FEW = " and hash(region_code) % 900 = 0"


def test_each_way_makes_the_same_marts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "REGIONS", generator.REGIONS + FEW)
    bench = Bench(tmp_path, ROWS, generator.SEED)
    references(bench, ("duckdb", "polars", "pandas"))
    with duckdb.connect(str(bench.marts["duckdb"])) as made:
        kinds = made.execute("select distinct period_kind, is_judging, is_whole_year from fct_observation").fetchall()
        assert {("year", True, True), ("part_of_year", True, False), ("part_of_year", False, None)} <= set(kinds)
        ranked = "select count(region_rank), count(yoy_change) from mart_indicator_region_year"
        assert min(made.execute(ranked).fetchall()[0]) > 0
    for way in ("polars", "pandas"):
        assert rows_that_differ("duckdb", way, bench.marts) == 0, way
    with duckdb.connect(str(bench.marts["duckdb"])) as made:
        made.execute("update fct_observation set value = value + 1 where rowid = 0")
        made.execute("update mart_indicator_region_year set region_rank = -1 where rowid = 0")
    assert rows_that_differ("duckdb", "polars", bench.marts) == 2
