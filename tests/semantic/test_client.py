"""The client reads what is current, keeps answers for that publication only, and stays out of others' way."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from plan_targets.semantic import NoPublicationError, SemanticClient, SnapshotReader, compile
from plan_targets.semantic.reader import ANSWERS_KEPT
from tests.project import REPOSITORY

# Enough for threads to meet in between.
THREAD_QUESTIONS = 20_000
QUESTION = (["target_count"], ["plan", "status"], (), ["plan", "status"])


@pytest.fixture
def fresh_reader(reader: SnapshotReader) -> SnapshotReader:
    """A reader with nothing in its cache yet."""
    return SnapshotReader(reader.publication)


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoPublicationError, match="uv run dbt build"):
        SemanticClient(str(tmp_path)).query(["target_count"])


@pytest.mark.parametrize(
    "text", [None, "", "{}", "[]", '{"semantic_models": [{}], "metrics": [], "saved_queries": []}']
)
def test_a_damaged_manifest_is_said(reader: SnapshotReader, tmp_path: Path, text: str | None) -> None:
    folder = tmp_path / "snapshot"
    shutil.copytree(reader.publication.folder, folder)
    manifest = folder / reader.publication.manifest.name
    manifest.unlink() if text is None else manifest.write_text(text, encoding="utf-8")
    with pytest.raises(NoPublicationError, match="cannot be read"):
        SnapshotReader(type(reader.publication)(folder, {"build_id": "damaged"}))


def test_a_manifest_of_another_catalog_is_read_all_the_same(reader: SnapshotReader, tmp_path: Path) -> None:
    """A build may write a file of another name; a snapshot is always attached under the same one."""
    folder = tmp_path / "snapshot"
    shutil.copytree(reader.publication.folder, folder)
    manifest = folder / reader.publication.manifest.name
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("warehouse", "elsewhere"), encoding="utf-8")
    moved = SnapshotReader(type(reader.publication)(folder, {"build_id": "moved"}))
    assert_frame_equal(moved.query(*QUESTION), reader.query(*QUESTION))


def test_the_same_question_is_answered_from_the_cache(
    fresh_reader: SnapshotReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fresh_reader.query(*QUESTION)
    monkeypatch.setattr(fresh_reader, "_run", lambda compiled: pytest.fail("asked again"))
    assert_frame_equal(fresh_reader.query(*QUESTION), first)


def test_changing_an_answer_does_not_change_the_kept_one(fresh_reader: SnapshotReader) -> None:
    first = fresh_reader.query(*QUESTION)
    first[0, "target_count"] = -1
    first.drop_in_place("status")
    again = fresh_reader.query(*QUESTION)
    assert again.columns == ["plan", "status", "target_count"]
    assert again.get_column("target_count").min() > 0


def test_the_cache_is_bounded(fresh_reader: SnapshotReader) -> None:
    for year in range(ANSWERS_KEPT + 50):
        fresh_reader.query(["target_count"], where=[("calendar_year", "=", 1000 + year)])
    assert len(fresh_reader._answers) == ANSWERS_KEPT


def test_questions_that_differ_in_a_value_alone_are_compiled_once(
    fresh_reader: SnapshotReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def year(value: int) -> pl.DataFrame:
        return fresh_reader.query(["target_count"], ["plan"], [("calendar_year", "=", value)], ["plan"])

    first = year(2025)
    monkeypatch.setattr(fresh_reader._compiler._engine, "explain", lambda request: pytest.fail("compiled again"))
    assert not year(2027).equals(first)


def test_several_threads_get_the_same_answers(fresh_reader: SnapshotReader) -> None:
    names = [name for name, saved in fresh_reader.catalogue.saved_queries.items() if saved.serves == "question"]
    expected = {name: SnapshotReader(fresh_reader.publication).run_saved(name) for name in names}
    wrong: list[str] = []

    def ask(offset: int) -> None:
        for name in names[offset:] + names[:offset]:
            if fresh_reader.run_saved(name).height != expected[name].height:
                wrong.append(name)

    threads = [threading.Thread(target=ask, args=(offset,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_threads_that_push_each_other_out_of_the_compiled_ones_get_answers(
    reader: SnapshotReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compile, "COMPILED_KEPT", 1)
    crowded = SnapshotReader(reader.publication)
    switched = sys.getswitchinterval()
    errors: list[Exception] = []

    def ask(group_by: str) -> None:
        try:
            for _ in range(THREAD_QUESTIONS):
                crowded.explain(["target_count"], [group_by])
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("plan", "status", "plan", "status")]
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(switched)
    assert errors == []


def test_counts_are_whole_numbers_and_years_are_years(reader: SnapshotReader) -> None:
    answer = reader.query(["target_count"], ["calendar_year", "metric_time__year"])
    assert answer.schema == {"calendar_year": pl.Int32, "metric_time__year": pl.Date, "target_count": pl.Int64}
    assert answer.get_column("metric_time__year").dt.year().to_list() == answer.get_column("calendar_year").to_list()


def test_a_group_without_any_is_zero_not_empty(reader: SnapshotReader) -> None:
    answer = reader.query(["targets_off_track", "share_off_track", "target_count"], ["indicator__theme"])
    none = answer.filter(pl.col("targets_off_track") == 0)
    assert none.height > 0
    assert none.get_column("share_off_track").to_list() == [0.0] * none.height


def test_a_share_of_nothing_is_empty_not_zero(reader: SnapshotReader) -> None:
    answer = reader.query(["share_on_course", "assessed_target_count"], ["plan", "indicator__theme"])
    unassessed = answer.filter(pl.col("assessed_target_count") == 0)
    assert unassessed.height > 0
    assert unassessed.get_column("share_on_course").null_count() == unassessed.height


def test_the_page_of_a_question_shows_its_values(reader: SnapshotReader) -> None:
    where = [("plan__title_zh", "=", "it's; --"), ("calendar_year", "in", [2025, 2030])]
    text = reader.explain(["target_count"], ["plan"], where).text()
    assert "'it''s; --'" in text
    assert "$value" not in text


def test_values_and_pick_lists(reader: SnapshotReader) -> None:
    assert reader.values("region__level") == sorted(reader.values("region__level"))
    assert "province" in reader.values("region__level")
    assert reader.pick_list("region__level") == reader.values("region__level")
    assert reader.pick_list("indicator", most=3) is None


def test_names_offered_for_several_metrics_fit_them_all(reader: SnapshotReader) -> None:
    offered = [name for name, _ in reader.dimensions_of(["target_count", "observation_count"])]
    assert "indicator__theme_name_zh" in offered
    assert "target__modality" not in offered
    answer = reader.query(["target_count", "observation_count"], ["indicator__theme_name_zh"])
    assert answer.get_column("target_count").sum() == reader.query(["target_count"]).item()


def test_importing_the_client_imports_neither_gates_nor_pages() -> None:
    program = "import sys, json, plan_targets.semantic; print(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(answer.stdout)}
    assert not loaded & {"great_expectations", "streamlit", "dbt", "pandas", "starlette", "uvicorn", "scipy"}


def test_every_target_is_found_from_its_own_statement(reader: SnapshotReader) -> None:
    """The statements' semantic model derives the target's id; it is the id that the targets have."""
    stated = reader.query(["statement_count"], ["statement", "target"], [("statement__kind", "=", "target")])
    of_statement = dict(stated.select("statement", "target").iter_rows())
    targets = reader.query(["target_count"], ["target", "target__statement_id"])
    for target, statement, _ in targets.iter_rows():
        assert of_statement[statement] == target
