"""The comparison of two engines' marts finds what differs, and nothing else."""

import duckdb
import polars as pl
import pytest

from tests.benchmarks.spark.rows import differing_rows, rows_that_differ

MART = pl.DataFrame({"target_id": ["a", "b", None], "value": [1.0, None, 3e9], "build_id": ["1", "1", "1"]})


def test_order_builds_and_noise_do_not_count() -> None:
    other = MART.reverse().with_columns(pl.col("value") * (1 + 1e-12), build_id=pl.lit("2"))
    assert rows_that_differ(MART, other) == 0
    assert rows_that_differ(MART.clear(), MART.clear()) == 0
    assert _of_tables(MART, other) == _of_tables(MART, MART.reverse()) == 0


@pytest.mark.parametrize(
    "other",
    [
        MART.with_columns(pl.col("value").fill_null(0.0)),
        MART.with_columns(pl.col("value") * (1 + 1e-6)),
        MART.with_columns(pl.col("target_id").fill_null("c")),
        MART.head(2),
        MART.drop("value"),
    ],
)
def test_what_differs_counts(other: pl.DataFrame) -> None:
    assert rows_that_differ(MART, other) > 0
    assert rows_that_differ(other, MART) > 0
    # A third that is equal hides nothing.
    assert _of_tables(MART, MART.reverse(), other) == rows_that_differ(MART, other)


def _of_tables(*frames: pl.DataFrame) -> int:
    with duckdb.connect() as connection:
        return differing_rows(*(connection.from_arrow(frame.to_arrow()) for frame in frames))
