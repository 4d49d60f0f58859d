"""Whatever is sent as a filter reaches no file, no other table and no write, and gets a clear answer."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from plan_targets.publication.read import connect
from plan_targets.semantic import Condition, ConditionError, SemanticError, SnapshotReader, parse_condition
from tests.project import Project
from tests.semantic.conftest import judged_publication
from tests.semantic.hostile import texts

# DuckDB reads these as numbers, which they are.
ALSO_NUMBERS = {"0x27"}
SECRET = "a secret that no answer may hold"


@pytest.fixture(scope="module")
def target_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that the texts try to read or write."""
    file = tmp_path_factory.mktemp("hostile") / "secret.csv"
    file.write_text(f"secret\n{SECRET}\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def hostile_texts(target_file: Path) -> list[str]:
    return texts(str(target_file))


@pytest.fixture(autouse=True, scope="module")
def nothing_is_touched(reader: SnapshotReader, judged_project: Project, target_file: Path):
    """Snapshot and file are byte for byte what they were, and nothing new stands beside them."""
    database = judged_publication(judged_project).database

    def state() -> tuple[object, ...]:
        files = (database, target_file)
        sums = tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)
        return sums, sorted(target_file.parent.iterdir()), sorted(database.parent.iterdir())

    before = state()
    yield
    assert state() == before


def test_there_are_two_hundred(hostile_texts: list[str]) -> None:
    assert len(hostile_texts) >= 200


def refused(ask: Callable[[], object], error: type[SemanticError] = SemanticError) -> None:
    with pytest.raises(error) as raised:
        ask()
    # Words for a person: one line, in both languages, without SQL's or Python's own talk.
    for message in (str(raised.value), raised.value.message_zh):
        assert 10 <= len(message) <= 1_000
        assert "\n" not in message
        assert "Traceback" not in message
        assert SECRET not in message


def test_as_a_filter_each_is_refused(reader: SnapshotReader, hostile_texts: list[str]) -> None:
    for text in hostile_texts:
        refused(lambda text=text: parse_condition(text), ConditionError)
        refused(lambda text=text: reader.query(["target_count"], ["plan"], text), ConditionError)
        refused(lambda text=text: reader.query(["target_count"], ["plan"], [text]), ConditionError)


def test_as_a_name_each_is_refused(reader: SnapshotReader, hostile_texts: list[str]) -> None:
    for text in hostile_texts:
        refused(lambda text=text: reader.query([text], ["plan"]))
        refused(lambda text=text: reader.query(["target_count"], [text]))
        refused(lambda text=text: reader.query(["target_count"], ["plan"], [Condition(text, "=", "x")]))
        refused(lambda text=text: reader.query(["target_count"], ["plan"], order_by=[text]))
        refused(lambda text=text: reader.run_saved(text))
        refused(lambda text=text: reader.values(text))
        refused(lambda text=text: Condition("plan", text, "x"), ConditionError)
        refused(lambda text=text: reader.query(["target_count"], ["plan"], limit=text))


@pytest.mark.parametrize("operator", ["=", "!=", "<", ">=", "contains", "starts with"])
def test_as_a_value_each_is_only_a_value(reader: SnapshotReader, hostile_texts: list[str], operator: str) -> None:
    everything = reader.query(["target_count"], ["plan__title_zh"])
    titles = everything.get_column("plan__title_zh").to_list()
    matches = {
        "=": lambda title, text: title == text,
        "!=": lambda title, text: title != text,
        "<": lambda title, text: title.encode() < text.encode(),
        ">=": lambda title, text: title.encode() >= text.encode(),
        "contains": lambda title, text: text.lower() in title.lower(),
        "starts with": lambda title, text: title.lower().startswith(text.lower()),
    }[operator]
    for text in hostile_texts:
        try:
            condition = Condition("plan__title_zh", operator, text)
        except ConditionError:
            assert len(text) > 1_000 or any(ord(character) < 32 or ord(character) == 127 for character in text)
            continue
        answer = reader.query(["target_count"], ["plan__title_zh"], [condition])
        assert set(answer.get_column("plan__title_zh")) == {title for title in titles if matches(title, text)}


def test_as_a_value_of_a_number_each_is_refused(reader: SnapshotReader, hostile_texts: list[str]) -> None:
    for text in hostile_texts:
        if text in ALSO_NUMBERS:
            continue
        where = [("calendar_year", "=", text)]
        refused(lambda where=where: reader.query(["target_count"], ["plan"], where), ConditionError)


@pytest.mark.parametrize("value", [{"a": 1}, [1], None, float("nan"), float("inf"), 10**30, b"x", object()])
def test_a_value_of_no_known_kind_is_refused(reader: SnapshotReader, value: object) -> None:
    refused(lambda: Condition("calendar_year", "=", value), ConditionError)  # type: ignore[arg-type]


def test_sql_with_its_values_written_in_gives_the_same(reader: SnapshotReader, hostile_texts: list[str]) -> None:
    connection = reader._connection.cursor()
    for text in hostile_texts[::7]:
        try:
            where = [Condition("plan__title_zh", "!=", text)]
        except ConditionError:
            continue
        shown = reader.explain(["target_count"], ["plan__title_zh"], where, ["plan__title_zh"]).text()
        answer = reader.query(["target_count"], ["plan__title_zh"], where, ["plan__title_zh"])
        assert connection.execute(shown).fetchall() == answer.rows()


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "copy warehouse.marts.fct_target to '{file}.out'",
        "attach '{file}.db' as other",
        "install httpfs",
        "load httpfs",
        "create table warehouse.marts.mine as select 1",
        "delete from warehouse.marts.fct_target",
        "update warehouse.marts.fct_target set value = 0",
        "drop table warehouse.marts.fct_target",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '1GB'",
        "reset enable_external_access",
    ],
)
def test_the_connection_itself_refuses(judged_project: Project, target_file: Path, statement: str) -> None:
    with connect(judged_publication(judged_project)) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement.replace("{file}", str(target_file))).fetchall()
