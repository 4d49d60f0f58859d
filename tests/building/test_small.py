"""Which builds are small, and until when, so that DuckDB leaves what it does for the sake of large tables."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from plan_targets.building import small
from plan_targets.building.small import SMALL_BYTES, SMALL_ROWS, is_small

SEEN = "select current_setting('threads')::varchar, current_setting('disabled_compression_methods')"


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


def test_a_build_with_large_tables_is_a_small_one_until_it_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "is_building", lambda: True)
    monkeypatch.setattr(small, "variable", lambda _: "landing")
    monkeypatch.setattr(small, "is_small", lambda *_: False)
    with duckdb.connect() as connection:
        (all_there_is,) = connection.execute(SEEN).fetchall()
    for is_anew, expected in ((False, [("1", "FSST"), all_there_is]), (True, [all_there_is, all_there_is])):
        monkeypatch.setattr(small, "is_anew", lambda answer=is_anew: answer)
        credentials = SimpleNamespace(config_options={}, settings={})
        with duckdb.connect() as connection:
            small.Plugin.configure_connection(SimpleNamespace(creds=credentials), connection)
            seen = [connection.execute(SEEN).fetchall()[0]]
            small.suit_large_tables(connection)
            seen.append(connection.execute(SEEN).fetchall()[0])
        assert seen == expected


@pytest.mark.parametrize(
    ("rows", "told", "expected"),
    [(SMALL_ROWS - 1, {}, ("1", "FSST")), (SMALL_ROWS, {}, None), (SMALL_ROWS, {"threads": 3}, ("3", ""))],
)
def test_large_tables_are_published_with_all_there_is_though_this_command_made_none(
    rows: int, told: dict[str, int], expected: tuple[str, str] | None
) -> None:
    with duckdb.connect() as connection:
        (all_there_is,) = connection.execute(SEEN).fetchall()
        connection.execute("set threads = 1")
        connection.execute("set disabled_compression_methods = 'fsst'")
        connection.execute(f"create table figures as select range as figure from range({rows})")
        small.suit_publication(connection, told)
        assert connection.execute(SEEN).fetchall() == [expected or all_there_is]
