"""Observations and targets as SDMX-CSV, read back by the library's own reader."""

import io
from pathlib import Path
from typing import Any

import pytest
import sdmx
from typer.testing import CliRunner

from plan_targets.access.access import NOTHING, Access
from plan_targets.command.main import app
from plan_targets.exchange.sdmx_csv import observations_csv, structures_xml, targets_csv, time_period
from plan_targets.exchange.structures import TABLES
from plan_targets.semantic import SemanticClient, SnapshotReader
from tests.project import Project


@pytest.fixture(scope="module")
def snapshot(published_path: Path) -> SnapshotReader:
    return SemanticClient(str(published_path)).current()


def read(text: str, flow: str) -> list[Any]:
    """The observations, by the structures as they are exchanged."""
    structures = sdmx.read_sdmx(io.BytesIO(structures_xml()))
    data = sdmx.read_sdmx(io.BytesIO(text.encode()), format="csv", structure=structures.dataflow[flow]).data
    return list(data[0].obs) if data else []


def keys(observations: list[Any]) -> set[tuple[str, ...]]:
    return {tuple(str(value.value) for value in one.dimension.values.values()) for one in observations}


def test_every_preferred_figure_is_there_once(snapshot: SnapshotReader, built_project: Project) -> None:
    found = read(observations_csv(snapshot), "PLAN_OBSERVATIONS")
    rows = built_project.rows("select indicator_id, region_code, period, value from fct_observation where is_preferred")
    expected = {
        (time_period(period)[0], indicator, region, time_period(period)[1]): value
        for indicator, region, period, value in rows.iter_rows()
    }
    assert keys(found) == set(expected) and len(found) == len(expected) == rows.height
    for one in found:
        key = tuple(str(value.value) for value in one.dimension.values.values())
        assert float(one.value) == expected[key]
        assert one.attached_attribute["UNIT_MEASURE"].value and one.attached_attribute["SOURCE"].value


def test_every_target_with_a_number_is_there(snapshot: SnapshotReader, built_project: Project) -> None:
    found = read(targets_csv(snapshot), "PLAN_TARGETS")
    rows = built_project.rows(
        "select plan_id, indicator_id, region_code, due_year, target_value, status from mart_target "
        "where target_value is not null"
    )
    expected = {("A", *map(str, row[:4])): row[4:] for row in rows.iter_rows()}
    assert keys(found) == set(expected)
    for one in found:
        value, status = expected[tuple(str(part.value) for part in one.dimension.values.values())]
        assert float(one.value) == value and one.attached_attribute["STATUS"].value == status


def test_the_structures_describe_every_column(snapshot: SnapshotReader) -> None:
    structures = sdmx.read_sdmx(io.BytesIO(structures_xml()))
    texts = {"PLAN_OBSERVATIONS": observations_csv(snapshot), "PLAN_TARGETS": targets_csv(snapshot)}
    for table in TABLES:
        structure = structures.structure[f"DSD_{table.table_id}"]
        named = [*(one.id for one in structure.dimensions.components), "OBS_VALUE"]
        named += [one.id for one in structure.attributes.components]
        header = texts[table.table_id].splitlines()[0].split(",")
        assert header == ["STRUCTURE", "STRUCTURE_ID", "ACTION", *named]
        assert all(one.concept_identity.name["en"] for one in structure.dimensions.components)


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ("2023", ("A", "2023")),
        ("2023-08", ("M", "2023-08")),
        ("2023-Q3", ("Q", "2023-Q3")),
        ("2023-H2", ("S", "2023-S2")),
        ("2016-2019", ("_O", "2016-01-01/P4Y")),
    ],
)
def test_a_period_is_written_as_the_standard_has_it(period: str, written: tuple[str, str]) -> None:
    assert time_period(period) == written


def test_only_what_the_reader_may_see(published_path: Path) -> None:
    beijing = SemanticClient(str(published_path), access=Access(regions=frozenset({"110000"}))).current()
    for text, flow in ((observations_csv(beijing), "PLAN_OBSERVATIONS"), (targets_csv(beijing), "PLAN_TARGETS")):
        seen = {dict(zip(one.dimension.values, key, strict=True))["REF_AREA"]
                for one in read(text, flow) for key in keys([one])}  # fmt: skip
        assert seen and all(region.startswith("11") for region in seen)
    nothing = SemanticClient(str(published_path), access=NOTHING).current()
    assert read(targets_csv(nothing), "PLAN_TARGETS") == []


def test_the_command_writes_what_the_reader_reads(readers_folder: Path, tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["export", "sdmx", str(tmp_path / "files")])
    assert answer.exit_code == 0, answer.output
    structures = sdmx.read_sdmx(tmp_path / "files" / "structures.xml")
    for name, flow in (("observations", "PLAN_OBSERVATIONS"), ("targets", "PLAN_TARGETS")):
        path = tmp_path / "files" / f"{name}.csv"
        assert str(path) in answer.output.replace("\n", "") or name in answer.output
        assert sdmx.read_sdmx(path, structure=structures.dataflow[flow]).data[0].obs
