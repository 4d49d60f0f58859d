"""What is removed on purpose does not block every later build, and what is missing by mistake does."""

from pathlib import Path

import duckdb
import pytest

from plan_targets.command.lists import publication_lines
from plan_targets.gates.suite import read_suite
from plan_targets.publication.confirm import confirm_removal, confirmed_reason
from plan_targets.publication.read import current_publication
from plan_targets.settings import SUITES_FOLDER
from tests.faults.toy import publish_toy
from tests.gates.test_bad_seeds import REMOVED


def broken(now: int, before: dict[str, int], withdrawn: str = "", is_confirmed: bool = False) -> bool:
    """Whether the rule on fewer observations is broken, on tables that have just what it reads."""
    (rule,) = (rule for table in read_suite("marts").tables for rule in table.rules if rule.name == REMOVED)
    with duckdb.connect(":memory:") as connection:
        connection.execute("create schema staging; create schema marts")
        connection.execute(f"create table marts.fct_observation as select range from range({now})")
        connection.execute("create table staging.stg_previous_load_counts (load_id text, observation_count bigint)")
        connection.execute("create table staging.stg_loads (load_id text, is_withdrawn boolean)")
        connection.execute("create table staging.stg_confirmed_removals (build_id text, reason text)")
        for load_id, count in before.items():
            connection.execute("insert into staging.stg_previous_load_counts values (?, ?)", [load_id, count])
            if load_id != "seed":
                connection.execute("insert into staging.stg_loads values (?, ?)", [load_id, load_id == withdrawn])
        if is_confirmed:
            connection.execute("insert into staging.stg_confirmed_removals values ('000001', 'a plan ended')")
        query = rule.arguments["unexpected_rows_query"].format(batch="marts.fct_observation")
        return bool(connection.execute(query).fetchall())


def test_half_of_the_figures_gone_stops_and_the_first_build_does_not() -> None:
    assert broken(499, {"seed": 600, "a": 400})
    assert not broken(500, {"seed": 600, "a": 400})
    assert not broken(0, {})


def test_withdrawn_loads_do_not_count_as_missing() -> None:
    assert not broken(100, {"seed": 100, "a": 900}, withdrawn="a")
    assert not broken(0, {"a": 900}, withdrawn="a")
    assert broken(40, {"seed": 100, "a": 900}, withdrawn="a")


def test_a_confirmed_removal_passes() -> None:
    assert not broken(1, {"seed": 1000}, is_confirmed=True)


def test_a_confirmation_counts_for_the_next_publication_only(tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish_toy(published, "one")
    one = current_publication(str(published)).build_id
    assert confirmed_reason(published, one) is None
    assert confirm_removal(published, "the plan has ended") == one
    assert confirmed_reason(published, one) == "the plan has ended"
    assert any("removal confirmed 已确认删减: the plan has ended" in line for line in publication_lines(published))
    publish_toy(published, "two")
    assert confirmed_reason(published, current_publication(str(published)).build_id) is None


@pytest.mark.parametrize("suite", sorted(path.name for path in SUITES_FOLDER.glob("*.yml")))
def test_no_remedy_deletes_publications(suite: str) -> None:
    text = (SUITES_FOLDER / suite).read_text(encoding="utf-8").lower()
    assert "published and build" not in text and "folder published" not in text and "删去 published" not in text
