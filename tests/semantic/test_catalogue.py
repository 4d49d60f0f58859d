"""Every name has its words in both languages, and the published documents say what the manifest says."""

import json
import re

import pytest

from plan_targets.semantic import SnapshotReader
from plan_targets.semantic.documentation import PAGE, metrics_page
from plan_targets.semantic.interchange import interchange_document
from tests.project import Project

CHINESE = re.compile(r"[\u4e00-\u9fff]")
UNITS = {"indicator", "count", "days", "share", "ratio", "rank"}


def described(reader: SnapshotReader) -> list[object]:
    catalogue = reader.catalogue
    return [*catalogue.metrics.values(), *catalogue.dimensions.values(), *catalogue.saved_queries.values()]


def test_every_name_has_its_words_in_both_languages(reader: SnapshotReader) -> None:
    for item in described(reader):
        assert CHINESE.search(item.label_zh), item.name
        assert CHINESE.search(item.description_zh), item.name
        assert item.label_en, item.name
        assert item.label_en != item.name, item.name
        assert not CHINESE.search(item.label_en), item.name
        assert item.description_en, item.name
        assert not CHINESE.search(item.description_en), item.name


def test_every_metric_has_a_unit_and_a_format(reader: SnapshotReader) -> None:
    for metric in reader.catalogue.metrics.values():
        assert metric.unit in UNITS, metric.name
        assert metric.format, metric.name
        assert metric.table.label_zh, metric.name


def test_labels_tell_metrics_apart_in_both_languages(reader: SnapshotReader) -> None:
    for language in ("zh", "en"):
        labels = [metric.label(language) for metric in reader.catalogue.metrics.values()]
        assert len(set(labels)) == len(labels)


def test_what_has_to_be_one_can_be_asked_for(reader: SnapshotReader) -> None:
    for metric in reader.catalogue.shown_metrics():
        offered = {name for name, _ in reader.dimensions_of([metric.name])}
        assert set(metric.one_of_each) <= offered, metric.name


def test_every_metric_is_answered_by_what_has_to_be_one(reader: SnapshotReader) -> None:
    for metric in reader.catalogue.shown_metrics():
        group_by = metric.one_of_each or [reader.dimensions_of([metric.name])[0][0]]
        answer = reader.query([metric.name], group_by)
        assert answer.columns == [*group_by, metric.name]


def test_every_offered_name_is_answered(reader: SnapshotReader) -> None:
    """Each table's metrics by each name that people are offered for them."""
    one_of_table = {
        metric.table.label_en: metric for metric in reader.catalogue.shown_metrics() if not metric.one_of_each
    }
    for metric in one_of_table.values():
        names = [name for name, _ in reader.dimensions_of([metric.name])]
        # A few at a time: one name that is not answered would hide behind all others.
        for some in (names[at : at + 8] for at in range(0, len(names), 8)):
            assert reader.query([metric.name], some, limit=1).columns == [*some, metric.name]


def test_every_saved_query_is_answered(reader: SnapshotReader) -> None:
    for name, saved in reader.catalogue.saved_queries.items():
        answer = reader.run_saved(name)
        assert answer.columns == [*saved.group_by, *saved.metrics], name


def test_a_saved_query_can_be_narrowed(reader: SnapshotReader) -> None:
    plans = reader.run_saved("statement_list", limit=1).get_column("plan")
    narrowed = reader.run_saved("statement_list", [("plan", "=", plans[0])], ["-statement__due_year", "statement"])
    assert set(narrowed.get_column("plan")) == {plans[0]}
    assert narrowed.height == reader.query(["statement_count"], where={"plan": plans[0]}).item()
    years = narrowed.get_column("statement__due_year").drop_nulls().to_list()
    assert years == sorted(years, reverse=True)


def test_the_page_of_metrics_is_what_the_manifest_says(reader: SnapshotReader) -> None:
    manifest = reader.publication.manifest.read_text(encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == metrics_page(manifest), (
        "docs/metrics.md is old: run `uv run dbt parse && uv run python -m plan_targets.semantic.documentation`"
    )


def test_the_interchange_document_has_every_metric_and_no_part_of_one(reader: SnapshotReader) -> None:
    document = json.loads(interchange_document(reader.publication.manifest.read_text(encoding="utf-8")))
    (model,) = document["semantic_model"]
    assert {metric["name"] for metric in model["metrics"]} == set(reader.catalogue.choosable_metrics)
    gap = next(metric for metric in model["metrics"] if metric["name"] == "gap")
    assert "与应达值差距" in gap["ai_context"]["synonyms"]
    assert {dataset["name"] for dataset in model["datasets"]} >= {"figures", "targets", "indicators", "regions"}


@pytest.mark.parametrize(
    "command", [["validate-configs"], ["list", "metrics"], ["list", "dimensions", "--metrics", "target_count"]]
)
def test_the_command_works_in_the_repository(built_project: Project, command: list[str]) -> None:
    answer = built_project.start("dbt_metricflow.cli.main", *command).wait()
    said = answer.stdout + answer.stderr
    assert answer.returncode == 0, said
    assert "ERROR:" not in said
    if command == ["validate-configs"]:
        assert re.findall(r"ERRORS: (\d+), FUTURE_ERRORS: (\d+), WARNINGS: (\d+)", said)
        assert set(re.findall(r"(?:ERRORS|FUTURE_ERRORS|WARNINGS): (\d+)", said)) == {"0"}
