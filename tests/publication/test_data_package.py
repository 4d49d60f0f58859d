"""The marts as Parquet files that other tools read, and the description of them."""

import json
import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from plan_targets.files.digests import digest_of
from plan_targets.publication.data_package import units_of
from plan_targets.publication.layout import DATA_PACKAGE_FILE
from plan_targets.publication.read import Publication, connect, current_publication

ARROW_TYPES = {"boolean": "bool", "integer": "int", "number": "double", "string": "string", "date": "date32",
               "datetime": "timestamp"}  # fmt: skip


@pytest.fixture(scope="module")
def publication(published_path: Path) -> Publication:
    return current_publication(str(published_path))


@pytest.fixture(scope="module")
def package(publication: Publication) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((publication.folder / DATA_PACKAGE_FILE).read_text(encoding="utf-8"))
    return content


def test_the_description_is_a_valid_data_package(publication: Publication, package: dict[str, Any]) -> None:
    assert not list(Package.metadata_validate(package))
    read = Package.from_descriptor(package, basepath=str(publication.folder))
    assert len(read.resources) == len(package["resources"])


def test_every_mart_is_there_row_by_row(publication: Publication, package: dict[str, Any]) -> None:
    with connect(publication) as connection:
        marts = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        assert {resource["name"] for resource in package["resources"]} == marts
        for resource in package["resources"]:
            read = pl.read_parquet(publication.folder / resource["path"])
            expected = connection.execute(f"select * from {resource['name']}").pl()
            assert read.equals(expected), resource["name"]


def test_every_field_has_its_type_and_its_words(publication: Publication, package: dict[str, Any]) -> None:
    for resource in package["resources"]:
        path = publication.folder / resource["path"]
        assert (resource["bytes"], resource["hash"]) == (path.stat().st_size, f"sha256:{digest_of(path)}")
        columns = {column.name: str(column.type) for column in pq.read_schema(path)}
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert list(fields) == list(columns) and resource["description"]
        for name, field in fields.items():
            assert field["description"], (resource["name"], name)
            assert columns[name].startswith(ARROW_TYPES[field["type"]]), (resource["name"], name, columns[name])


def test_only_numbers_have_a_unit(package: dict[str, Any]) -> None:
    units = [
        (resource["name"], field["name"], field["type"], field["unit"])
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
        if field.get("unit")
    ]
    assert units
    assert [one for one in units if one[2] not in ("integer", "number")] == []


def test_keys_units_licence_and_sources_are_told(publication: Publication, package: dict[str, Any]) -> None:
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert resources["dim_plan"]["schema"]["primaryKey"] == ["plan_id"]
    required = {
        field["name"]
        for field in resources["fct_observation"]["schema"]["fields"]
        if field.get("constraints") == {"required": True}
    }
    assert {"observation_id", "value"} <= required and not {"scope", "published_on"} & required
    units = {
        (name, field["name"]): field.get("unit")
        for name, resource in resources.items()
        for field in resource["schema"]["fields"]
    }
    # Each unit is that of a metric, and no metric's unit is lost.
    manifest = json.loads(publication.manifest.read_text(encoding="utf-8"))
    assert units["mart_target", "target_value"] == units["mart_target", "observed_value"] == "indicator"
    assert {key: unit for key, unit in units.items() if unit} == {
        key: unit for key, unit in units_of(manifest).items() if key in units
    }
    assert package["licenses"] and package["version"] == publication.build_id
    with connect(publication) as connection:
        (count,) = connection.execute("select count(distinct (title, url)) from dim_source").fetchall()[0]
    assert len(package["sources"]) == count


def test_other_tools_read_them_from_the_folder_and_from_a_plain_web_server(publication: Publication) -> None:
    import pandas as pd

    with duckdb.connect() as connection:
        path = publication.folder / "parquet" / "mart_target.parquet"
        (rows,) = connection.execute(f"select count(*) from '{path}'").fetchall()[0]
    assert len(pd.read_parquet(path)) == rows > 0
    handler = partial(SimpleHTTPRequestHandler, directory=os.fspath(publication.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert len(pd.read_parquet(f"{address}/parquet/mart_target.parquet")) == rows
        # The description finds its files where it was found itself.
        served = Package(f"{address}/{DATA_PACKAGE_FILE}").get_resource("mart_target")
        assert len(served.read_rows()) == rows
        server.shutdown()
