"""What readers see, through the reader's own way in."""

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest

from plan_targets.publication.build_id import order_of
from plan_targets.publication.read import NoPublicationError, connect, current_publication
from tests.project import REPOSITORY, Project


def test_a_publication_has_everything_that_readers_need(built_project: Project) -> None:
    publication = built_project.publication()
    files = {path.name for path in publication.folder.iterdir()}
    database = {"warehouse.duckdb", "semantic_manifest.json", "publication.json", "data_docs"}
    assert files == database | {"parquet", "datapackage.json", "changes.zh.atom", "changes.en.atom"}
    assert (publication.folder / "data_docs" / "index.html").is_file()
    assert json.loads(publication.manifest.read_text(encoding="utf-8"))["semantic_models"]
    assert publication.record["quality_passed"] is True


def test_an_older_release_of_duckdb_can_read_it(built_project: Project) -> None:
    """Whatever form the build file has."""
    with duckdb.connect(str(built_project.publication().database), read_only=True) as connection:
        form = "select tags['storage_version'] from duckdb_databases() where not internal"
        assert connection.execute(form).fetchall() == [("v1.4.0+",)]


def test_every_mart_is_published_with_its_descriptions(built_project: Project) -> None:
    published = built_project.rows("select table_name, comment from duckdb_tables() where schema_name = 'marts'")
    marts = {path.stem for path in (REPOSITORY / "models" / "marts").glob("*.sql")}
    assert set(published["table_name"]) >= marts
    assert published.filter(published["comment"].is_null()).is_empty()
    undescribed = built_project.rows("select * from duckdb_columns() where schema_name = 'marts' and comment is null")
    assert undescribed.is_empty()


def test_whoever_moves_the_publications_away_starts_over(project: Project) -> None:
    first = project.publication()
    away = project.folder / "published_before"
    project.published.rename(away)
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout
    started = project.publication()
    assert order_of(started.build_id)[0] == 1 and started.record["previous_build_id"] is None
    assert project.rows("select build_id from fct_publication")["build_id"].to_list() == [started.build_id]
    assert project.rows("select * from fct_status_change").is_empty()
    # What was moved is whole, and the pointer names what moved with it.
    assert current_publication(str(away)).build_id == first.build_id


def test_a_build_starts_from_nothing_when_the_last_publication_is_damaged(project: Project) -> None:
    damaged = project.publication()
    damaged.database.write_bytes(damaged.database.read_bytes()[:10_000])
    with pytest.raises(NoPublicationError, match="damaged"):
        connect(damaged)
    assert project.dbt("build").returncode == 0
    assert project.publication().build_id != damaged.build_id


def test_a_pointer_to_nothing_is_said_in_a_sentence(project: Project) -> None:
    shutil.rmtree(project.publication().folder)
    with pytest.raises(NoPublicationError, match=re.escape("uv run dbt build")):
        current_publication(str(project.published))


@pytest.mark.parametrize(
    "statement",
    [
        "delete from fct_target",
        "create table marts.mine as select 1",
        "attach '{folder}/other.duckdb' as other",
        "copy fct_target to '{folder}/stolen.csv'",
        "select * from read_text('/etc/passwd')",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_a_reader_can_neither_write_nor_reach_a_file(statement: str, built_project: Project, tmp_path: Path) -> None:
    with connect(built_project.publication()) as reader, pytest.raises(duckdb.Error):
        reader.execute(statement.format(folder=tmp_path))
    assert not list(tmp_path.iterdir())
