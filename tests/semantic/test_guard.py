"""Figures that must not meet do not meet: the client says why, and the metrics are null for everyone else."""

import json

import pytest

from plan_targets.publication.read import connect
from plan_targets.semantic import MixedFiguresError, SnapshotReader
from plan_targets.semantic.catalogue import read_catalogue
from plan_targets.semantic.compile import Compiler
from plan_targets.semantic.question import Question
from tests.project import Project
from tests.semantic.conftest import judged_publication

RATE = ("indicator", "=", "manufacturing_product_pass_rate")


@pytest.mark.parametrize(
    ("metric", "group_by", "where", "missing"),
    [
        ("observed_value", (), (), {"indicator", "region", "calendar_year"}),
        ("observed_value", ("indicator__theme", "region", "calendar_year"), (), {"indicator"}),
        ("observed_value", ("indicator__unit", "region", "calendar_year"), (), {"indicator"}),
        ("observed_value", ("region__level", "calendar_year"), (RATE,), {"region"}),
        ("observed_value", ("region__parent_region__name_zh", "calendar_year"), (RATE,), {"region"}),
        ("observed_value", ("region",), (RATE,), {"calendar_year"}),
        ("observed_value", ("region", "calendar_year"), (("indicator", "!=", "x"),), {"indicator"}),
        ("observed_value", ("region", "calendar_year"), (("indicator", "in", ["x", "y"]),), {"indicator"}),
        ("yearly_change", ("region",), (RATE,), {"calendar_year"}),
        ("target_value", ("indicator", "region"), (), {"target"}),
        ("gap", ("plan",), (), {"target"}),
        ("pace", ("indicator__theme",), (), {"target"}),
        ("expected_value_in_year", ("target", "calendar_year"), (), {"progress__method"}),
        ("expected_value_in_year", ("target",), (("progress__is_page_method", "=", True),), {"calendar_year"}),
        ("peers_median", ("calendar_year",), (("region__level", "=", "city"),), {"indicator"}),
        ("peers_median", ("calendar_year",), (RATE,), {"region__level"}),
        ("statement_value", ("plan", "indicator"), (), {"statement"}),
        ("observation_value", ("indicator", "region", "calendar_year"), (), {"observation"}),
    ],
)
def test_a_mix_is_refused_with_what_is_missing(
    reader: SnapshotReader, metric: str, group_by: tuple[str, ...], where: tuple[tuple, ...], missing: set[str]
) -> None:
    with pytest.raises(MixedFiguresError) as raised:
        reader.query([metric], group_by, where)
    assert set(raised.value.suggestions) == missing
    assert reader.catalogue.metrics[metric].label_zh in raised.value.message_zh
    for name in missing:
        assert name in str(raised.value)


@pytest.mark.parametrize(
    ("metric", "group_by", "where"),
    [
        ("observed_value", ("indicator__name_zh", "region__name_en", "calendar_year"), ()),
        ("observed_value", ("region",), (RATE, ("calendar_year", "=", 2023))),
        ("observed_value", ("region", "calendar_year"), (("indicator__name_zh", "=", "制造业产品质量合格率"),)),
        ("observed_value", ("figure",), ()),
        ("target_value", ("target",), ()),
        ("target_value", ("plan", "indicator", "region", "target__due_year"), ()),
        ("expected_value_in_year", ("target", "calendar_year", "progress__method"), ()),
        ("gap_in_year", ("target",), (("progress__is_latest", "=", True), ("progress__is_page_method", "=", True))),
        ("peers_median", ("indicator", "region__level", "calendar_year"), ()),
        ("region_rank", ("indicator", "region", "calendar_year"), ()),
        ("target_count", ("indicator__theme",), ()),
        ("median_pace", ("plan",), ()),
    ],
)
def test_one_figure_each_is_answered(
    reader: SnapshotReader, metric: str, group_by: tuple[str, ...], where: tuple[tuple, ...]
) -> None:
    assert reader.query([metric], group_by, where).height > 0


def test_every_metric_in_an_indicators_unit_says_what_has_to_be_one(reader: SnapshotReader) -> None:
    for metric in reader.catalogue.shown_metrics():
        if metric.unit in ("indicator", "rank"):
            assert metric.one_of_each, metric.name


def test_for_other_tools_a_mix_is_null(reader: SnapshotReader, judged_project: Project) -> None:
    """The SQL of a guarded metric gives nothing where two figures meet, whoever runs it."""
    # The client refuses the question before it gets here.
    mixed = reader._compiler._sql(Question(("observed_value",), ("region", "calendar_year")), ())
    with connect(judged_publication(judged_project)) as connection:
        rows = connection.execute(mixed).pl()
        crowded = connection.execute(
            "select region_code as region, year as calendar_year, count(*) as figures"
            " from mart_indicator_region_year group by all"
        ).pl()
    for row in rows.join(crowded, on=["region", "calendar_year"]).iter_rows(named=True):
        assert row["figures"] == 1 or row["observed_value"] is None


def test_saved_queries_keep_the_rule_too(reader: SnapshotReader) -> None:
    for name in reader.catalogue.saved_queries:
        reader.explain_saved(name)


def test_a_saved_query_that_would_mix_figures_is_refused(reader: SnapshotReader) -> None:
    manifest = json.loads(reader.publication.manifest.read_text(encoding="utf-8"))
    query = next(query for query in manifest["saved_queries"] if query["name"] == "question_series")
    query["query_params"]["where"]["where_filters"] = [
        {"where_sql_template": "{{ Entity('indicator') }} in ('manufacturing_product_pass_rate', 'air_good_days')"}
    ]
    text = json.dumps(manifest)
    with pytest.raises(MixedFiguresError) as raised:
        Compiler(text, read_catalogue(text)).compile(Question((), saved_query="question_series"))
    assert set(raised.value.suggestions) == {"indicator"}
