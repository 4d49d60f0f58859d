"""A limited reader gets the rows of its regions and plans, and everything else is as if it were not published."""

from pathlib import Path

import duckdb
import pytest

from plan_targets.access.access import EVERYTHING, NOTHING, Access, together
from plan_targets.access.limit import connect_as
from plan_targets.access.marts import MARTS
from plan_targets.publication.read import Publication
from plan_targets.semantic import Condition, NotAllowedError, SemanticClient, SnapshotReader
from tests.project import Project

ZHEJIANG = Access(regions=frozenset({"330000"}))
NATIONAL_PLAN = "national_quality_2025"


@pytest.fixture(scope="module")
def publication(built_project: Project) -> Publication:
    return built_project.publication()


@pytest.fixture(scope="module")
def reader(publication: Publication) -> SnapshotReader:
    return SnapshotReader(publication, ZHEJIANG)


@pytest.fixture(scope="module")
def everything(publication: Publication) -> SnapshotReader:
    return SnapshotReader(publication)


def regions_inside(everything: SnapshotReader, code: str) -> set[str]:
    """The region and what lies in it, found by hand."""
    parents = dict(everything._connection.execute("select region_code, parent_code from marts.dim_region").fetchall())
    inside = {code}
    while more := {region for region, parent in parents.items() if parent in inside} - inside:
        inside |= more
    return inside


def test_every_mart_is_there_with_the_columns_and_types_it_has(publication: Publication) -> None:
    """Every question that can be compiled can be put to a limited connection."""
    columns = (
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and database_name = 'warehouse' order by all"
    )
    refused = {mart for mart, rule in MARTS.items() if rule is None}
    with connect_as(publication, EVERYTHING) as whole, connect_as(publication, ZHEJIANG) as limited:
        expected = [row for row in whole.execute(columns).fetchall() if row[0] not in refused]
        assert limited.execute(columns).fetchall() == expected


def test_no_row_of_another_region_is_left_in_any_mart(publication: Publication, everything: SnapshotReader) -> None:
    inside = regions_inside(everything, "330000")
    assert len(inside) > 50
    with connect_as(publication, ZHEJIANG) as limited:
        holding = limited.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts' "
            "and column_name like '%region_code'"
        ).fetchall()
        assert len(holding) > 10
        for mart, column in holding:
            found = {row[0] for row in limited.execute(f"select distinct {column} from marts.{mart}").fetchall()}
            # A plan that promises something for the region may be one of the nation.
            others = found - inside - ({"100000"} if mart == "dim_plan" else set())
            assert not others, (mart, column, others)


def test_all_rows_of_the_region_are_left(publication: Publication, everything: SnapshotReader) -> None:
    inside = sorted(regions_inside(everything, "330000"))
    with connect_as(publication, ZHEJIANG) as limited, connect_as(publication, EVERYTHING) as whole:
        for mart in ("fct_observation", "fct_target", "fct_statement", "mart_indicator_region_year", "fct_progress"):
            count = f"select count(*) from marts.{mart} where list_contains($regions, region_code)"
            expected = whole.execute(count, {"regions": inside}).fetchone()
            assert limited.execute(f"select count(*) from marts.{mart}").fetchone() == expected
            assert expected is not None and expected[0] > 0, mart


def test_nothing_names_the_snapshot_behind_the_views(publication: Publication) -> None:
    """Not even SQL, which no question can contain, finds the rows under a name that can be known beforehand."""
    with connect_as(publication, ZHEJIANG) as first, connect_as(publication, ZHEJIANG) as second:
        names = [
            {row[0] for row in one.execute("select database_name from duckdb_databases()").fetchall()}
            for one in (first, second)
        ]
        shared = (names[0] & names[1]) - {"system", "temp"}
        assert shared == {"memory", "warehouse"}
        with pytest.raises(duckdb.PermissionException):
            first.execute("select * from read_text('/etc/hostname')")
        with pytest.raises(duckdb.InvalidInputException):
            first.execute("set enable_external_access = true")


def test_totals_of_the_whole_warehouse_are_not_told(reader: SnapshotReader) -> None:
    told = reader._connection.execute("select * from marts.fct_publication").pl()
    assert told.height and told.get_column("build_id").null_count() == 0
    assert told.get_column("target_count").null_count() == told.height
    checks = reader._connection.execute("select sample, observed, success from marts.fct_quality_result").pl()
    assert checks.get_column("sample").null_count() == checks.get_column("observed").null_count() == checks.height
    assert checks.get_column("success").null_count() == 0


def test_a_source_counts_only_the_figures_that_are_seen(publication: Publication) -> None:
    with connect_as(publication, ZHEJIANG) as limited:
        wrong = limited.execute(
            "select source_id from marts.dim_source as sources where observation_count <> "
            "(select count(*) from marts.fct_observation as figures where figures.source_id = sources.source_id)"
        ).fetchall()
        assert not wrong


def test_a_figure_does_not_name_the_file_that_another_office_sent(publication: Publication) -> None:
    office = Access(regions=frozenset({"330000"}), sender="浙江省统计局")
    with connect_as(publication, office) as limited:
        counted = limited.execute("select count(*) from marts.fct_load").fetchone()
        told = limited.execute("select count(*), count(load_id), count(file) from marts.fct_observation").fetchone()
    assert counted == (0,) and told is not None
    assert told[0] > 0 and told[1:] == (0, 0)


def test_what_cannot_be_limited_is_refused_with_a_sentence(reader: SnapshotReader) -> None:
    metric = next(name for name in reader.catalogue.metrics if name.startswith("waiting_name"))
    with pytest.raises(NotAllowedError, match="cannot be limited") as caught:
        reader.query([metric])
    assert "warehouse." not in str(caught.value) and "无法限定" in caught.value.message_zh


def test_who_has_no_region_and_no_plan_sees_no_row(publication: Publication) -> None:
    with connect_as(publication, NOTHING) as nothing:
        for mart in ("fct_observation", "fct_target", "dim_region", "dim_plan", "dim_source", "fct_load"):
            assert nothing.execute(f"select count(*) from marts.{mart}").fetchone() == (0,), mart


def test_a_listed_plan_is_seen_whole_with_the_figures_its_targets_wait_for(
    publication: Publication, everything: SnapshotReader
) -> None:
    plan = everything.query(["target_count"], ["plan"], order_by=["-target_count", "plan"], limit=1)["plan"].item()
    limited = SnapshotReader(publication, Access(plans=frozenset({plan})))
    of_plan = [Condition("plan", "=", plan)]
    assert limited.query(["target_count"]).item() == everything.query(["target_count"], where=of_plan).item()
    pairs = set(
        everything.query(["target_count"], ["indicator", "region"], of_plan).select("indicator", "region").rows()
    )
    counted = (["observation_count"], ["indicator", "region"])
    whole = {(indicator, region): count for indicator, region, count in everything.query(*counted).iter_rows()}
    seen = {(indicator, region): count for indicator, region, count in limited.query(*counted).iter_rows()}
    assert seen == {pair: count for pair, count in whole.items() if pair in pairs}


def test_two_accesses_never_share_an_answer(published_path: Path) -> None:
    question = (["target_count"], ["region"])
    whole = SemanticClient(str(published_path)).query(*question)
    limited = SemanticClient(str(published_path), access=ZHEJIANG).query(*question)
    again = SemanticClient(str(published_path)).query(*question)
    assert whole.height == again.height > limited.height > 0


def test_several_roles_add_up() -> None:
    both = together([ZHEJIANG, Access(plans=frozenset({NATIONAL_PLAN}), sends_for=frozenset({"330100"}), sender="局")])
    assert (both.regions, both.plans, both.sender) == (frozenset({"330000"}), frozenset({NATIONAL_PLAN}), "局")
    assert both.may_send and not both.sees_everything
    assert together([]) == NOTHING and together([ZHEJIANG, EVERYTHING]).sees_everything
