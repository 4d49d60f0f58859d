"""Questions that list rows: written without an aggregate where each row is one, and answered as MetricFlow would."""

import shutil
from copy import copy
from itertools import islice
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from plan_targets.publication.read import Publication
from plan_targets.semantic import Condition, SnapshotReader
from plan_targets.semantic.question import MOST_METRICS
from plan_targets.settings import PROJECT_FOLDER
from plan_targets.yaml_text import read_yaml
from tests.project import Project
from tests.semantic.conftest import judged_publication

FIGURES = ["observed_value", "yearly_change", "region_rank"]
BY_KEYS = ["indicator", "region", "calendar_year"]
PROVINCES = [Condition("region__level", "=", "province")]
BY_NAMES = ["indicator__name_zh", "region__name_en", "calendar_year"]


@pytest.fixture(scope="session")
def aggregating(reader: SnapshotReader) -> SnapshotReader:
    return without_listings(reader)


def without_listings(reader: SnapshotReader) -> SnapshotReader:
    """A reader of the same publication that leaves everything to MetricFlow."""
    other = SnapshotReader(reader.publication)
    # The compiler is shared by all readers of a manifest.
    other._compiler = copy(reader._compiler)
    other._compiler._listings = NoListings()
    return other


class NoListings:
    """In the place of `Listings`."""

    def find(self, *question: object) -> None:
        """Nothing is listed."""


def is_listed(reader: SnapshotReader, *question: object) -> bool:
    return "GROUP BY" not in reader.explain(*question).sql


def assert_same(reader: SnapshotReader, aggregating: SnapshotReader, *question: object) -> int:
    listed, aggregated = reader.query(*question), aggregating.query(*question)
    assert_frame_equal(listed, aggregated, check_row_order=False)
    return listed.height


@pytest.mark.parametrize(
    "where",
    [
        (),
        PROVINCES,
        [Condition("indicator__theme", "in", ("economy", "environment")), Condition("calendar_year", ">=", 2020)],
        [Condition("region__parent_region__name_zh", "contains", "省")],
        [Condition("source__source_grade", "is null")],
        [Condition("figure__is_bound", "=", True)],
        [Condition("figure", "is not null")],
    ],
)
@pytest.mark.parametrize("names", [BY_KEYS, BY_NAMES, [*BY_NAMES, "source__title", "figure__is_bound"]])
def test_what_is_listed_is_what_metricflow_answers(
    reader: SnapshotReader, aggregating: SnapshotReader, names: list[str], where: object
) -> None:
    # Counties of two cities share a name, provinces do not.
    assert is_listed(reader, FIGURES, names, where) == (names == BY_KEYS or where == PROVINCES)
    assert not is_listed(aggregating, FIGURES, names, where)
    assert_same(reader, aggregating, FIGURES, names, where)


def test_every_metric_of_a_row_is_listed_by_the_key_of_its_table(
    reader: SnapshotReader, aggregating: SnapshotReader
) -> None:
    values = reader._compiler._listings._values
    tables = {table.relation: table for table, _ in values.values()}
    assert len(tables) >= 8
    for table in tables.values():
        metrics = list(islice((name for name, (of, _) in values.items() if of is table), MOST_METRICS))
        by_others = [[*table.determined_by]] if table.determined_by else []
        for names in [[table.primary], *by_others]:
            assert is_listed(reader, metrics, names), (metrics, names)
            assert assert_same(reader, aggregating, metrics, names), metrics


def test_order_and_limit_are_kept(reader: SnapshotReader, aggregating: SnapshotReader) -> None:
    question = (FIGURES, BY_NAMES, PROVINCES, ["-calendar_year", "observed_value", *BY_NAMES[:2]], 50)
    assert is_listed(reader, *question)
    assert_frame_equal(reader.query(*question), aggregating.query(*question))
    assert reader.query(*question).height == 50


@pytest.mark.parametrize(
    ("metrics", "names"),
    [
        (["figure_count"], BY_KEYS),
        (["peers_median"], ["indicator", "region__level", "calendar_year"]),
        (["observed_value", "figure_count"], BY_KEYS),
        (["observed_value"], ["indicator", "region", "calendar_year", "metric_time__year"]),
        # Two tables.
        (["observed_value", "path_value"], ["target", "calendar_year", "indicator", "region"]),
    ],
)
def test_what_is_more_than_a_row_is_metricflows(reader: SnapshotReader, metrics: list[str], names: list[str]) -> None:
    assert not is_listed(reader, metrics, names)


def test_one_filtered_value_settles_as_grouping_does(reader: SnapshotReader, aggregating: SnapshotReader) -> None:
    where = [Condition("indicator__name_zh", "=", "地区生产总值"), Condition("calendar_year", "=", 2023)]
    assert is_listed(reader, FIGURES, ["region"], where)
    assert_same(reader, aggregating, FIGURES, ["region"], where)
    assert not is_listed(reader, ["peer_count"], ["region"], where)


@pytest.mark.parametrize(
    "spoilt",
    [
        # Two regions of one name, one without any, and figures of a region that is not in the list.
        "update marts.dim_region set name_zh = (select name_zh from marts.dim_region where region_code = '320000')"
        " where region_code = '330000'",
        "update marts.dim_region set name_zh = null where region_code = '330000'",
        "delete from marts.dim_region where region_code = '330000'",
    ],
)
def test_names_that_do_not_tell_regions_apart_are_left_to_the_guard(
    judged_project: Project, tmp_path: Path, spoilt: str
) -> None:
    folder = Path(shutil.copytree(judged_publication(judged_project).folder, tmp_path / "spoilt"))
    publication = Publication(folder, {"build_id": "spoilt"})
    with duckdb.connect(str(publication.database)) as connection:
        connection.execute(spoilt)
    reader = SnapshotReader(publication)
    names = ["indicator", "region__name_zh", "calendar_year"]
    assert not is_listed(reader, ["observed_value"], names, PROVINCES) or "update" not in spoilt
    assert not is_listed(reader, ["observed_value"], names)
    assert is_listed(reader, ["observed_value"], BY_KEYS)
    assert_same(reader, without_listings(reader), ["observed_value"], names, PROVINCES)


def test_what_a_listing_takes_for_a_key_is_one(reader: SnapshotReader) -> None:
    models = {
        model["name"]: model
        for path in (PROJECT_FOLDER / "models" / "marts").glob("*.yml")
        for model in read_yaml(path.read_text(encoding="utf-8"))["models"]
    }
    tables = {table.relation: table for table, _ in reader._compiler._listings._values.values()}
    for relation, table in tables.items():
        keys = _keys(models[relation.split(".")[-1].strip('"')])
        primary = table.entities[table.primary]
        columns = {table.expression(name.rpartition("__")[2]) for name in table.determined_by}
        # Anything else that determines a row is asked of the snapshot.
        is_written_of_them = bool(columns) and all(column in primary for column in columns)
        assert (columns if is_written_of_them else {primary}) in keys or any(
            all(column in primary for column in key) for key in keys
        ), relation


def _keys(model: dict) -> list[set[str]]:
    found = [set(one["columns"]) for one in model.get("constraints") or () if one["type"] == "primary_key"]
    for column in model["columns"]:
        marks = [one["type"] for one in column.get("constraints") or ()]
        if "primary_key" in marks:
            found.append({column["name"]})
    return found
