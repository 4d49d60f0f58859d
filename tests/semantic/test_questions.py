"""Ten questions give the same figures through MetricFlow's own command, the client and hand-written SQL."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from plan_targets.publication.read import connect
from plan_targets.semantic import SnapshotReader
from tests.project import Project
from tests.semantic.conftest import judged_publication
from tests.semantic.questions import SQL

# `mf` in one process: its start takes longer than the ten answers.
COMMAND = """
import sys
from dbt_metricflow.cli.main import cli

for question in sys.argv[2:]:
    arguments = ["query", "--saved-query", question, "--csv", f"{sys.argv[1]}/{question}.csv"]
    cli.main(arguments, standalone_mode=False)
"""


@pytest.fixture(scope="module")
def by_command(judged_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answers of MetricFlow's command to all questions."""
    folder = tmp_path_factory.mktemp("answers")
    answer = subprocess.run(
        [sys.executable, "-c", COMMAND, str(folder), *SQL],
        cwd=judged_project.folder,
        env=judged_project.environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder


def by_hand(project: Project, question: str) -> pl.DataFrame:
    with connect(judged_publication(project)) as connection:
        return connection.execute(SQL[question]).pl()


def assert_same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert set(one.columns) == set(other.columns)
    assert_frame_equal(one, other.select(one.columns), check_row_order=False, check_dtypes=False, abs_tol=1e-9)


def test_there_are_ten_questions_and_each_is_asked_in_sql_too(reader: SnapshotReader) -> None:
    questions = {name for name, query in reader.catalogue.saved_queries.items() if query.serves == "question"}
    assert len(questions) == 10
    assert questions == set(SQL)


@pytest.mark.parametrize("question", SQL)
def test_the_client_gives_what_hand_written_sql_gives(
    question: str, reader: SnapshotReader, judged_project: Project
) -> None:
    answer = reader.run_saved(question)
    assert answer.height > 0
    assert_same(answer, by_hand(judged_project, question))


@pytest.mark.parametrize("question", SQL)
def test_the_command_gives_what_the_client_gives(question: str, reader: SnapshotReader, by_command: Path) -> None:
    assert_same(reader.run_saved(question), pl.read_csv(by_command / f"{question}.csv", infer_schema_length=None))


@pytest.mark.parametrize("question", SQL)
def test_asked_word_by_word_it_is_the_same_as_saved(question: str, reader: SnapshotReader) -> None:
    saved = reader.catalogue.saved_queries[question]
    where = {
        "question_lagging": [("status", "in", ["behind", "off_track"])],
        "question_series": [("indicator", "=", "manufacturing_product_pass_rate"), ("figure__is_observed", "=", True)],
        "question_rank": [
            ("indicator", "=", "manufacturing_product_pass_rate"),
            ("region__level", "=", "province"),
            ("figure__is_observed", "=", True),
        ],
        "question_age": [("figure__is_observed", "=", True)],
        "question_checks": [("quality_result__is_latest_run", "=", True)],
    }
    answer = reader.query(saved.metrics, saved.group_by, where.get(question, ()), saved.order_by, saved.limit)
    # The order has no say in ties.
    assert_same(answer, reader.run_saved(question))


def test_an_answer_is_in_the_order_asked_for(reader: SnapshotReader) -> None:
    lagging = reader.run_saved("question_lagging").get_column("pace").to_list()
    # A target that was missed without a baseline lags without a pace, and comes last.
    known = [pace for pace in lagging if pace is not None]
    assert lagging == sorted(known) + [None] * (len(lagging) - len(known))
    slowest_last = reader.query(["pace"], ["target"], [("target__is_assessed", "=", True)], ["-pace"])
    paces = slowest_last.get_column("pace")
    assert paces.equals(paces.sort(descending=True, nulls_last=True))
    assert paces.count() > 20
