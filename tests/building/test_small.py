"""Which builds are small, so that DuckDB leaves what it does for the sake of large tables."""

from pathlib import Path

import duckdb
import pytest

from plan_targets.building.small import SMALL_BYTES, SMALL_ROWS, is_small


@pytest.mark.parametrize(
    ("name", "size", "rows", "expected"),
    [
        ("none", 0, 0, True),
        ("figures.csv", SMALL_BYTES - 1, SMALL_ROWS - 1, True),
        ("市场监管局/figures.csv", SMALL_BYTES, 0, False),
        ("figures.csv", 10, SMALL_ROWS, False),
        # It says where data lies, and not how much.
        ("figures.dataset.yml", 10, 0, False),
    ],
)
def test_rows_that_are_there_and_bytes_that_come(
    name: str, size: int, rows: int, expected: bool, tmp_path: Path
) -> None:
    file = tmp_path / "landing" / name
    if size:
        file.parent.mkdir(parents=True)
        with file.open("wb") as written:
            written.truncate(size)
    with duckdb.connect() as connection:
        connection.execute(f"create table figures as select range as figure from range({rows})")
        assert is_small(connection, tmp_path / "landing") is expected
