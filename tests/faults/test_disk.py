"""What the disk does to a build or a publication: readers keep what they have, and the sentence says what to do."""

import json
import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from plan_targets.files.errors import EnvironmentFaultError
from plan_targets.publication.read import snapshot_folders
from tests.faults.toy import publish_toy, toy_name
from tests.project import Project

# Less than a build writes, and more than dbt needs to start.
BUILD_BYTES = 4_000_000
# The headers of the file.
FIRST_BLOCKS = 12_288


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("mounting a small disk is not permitted here; the limit on file size is tried instead")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_publishes_nothing(small_disk: Path) -> None:
    published = small_disk / "published"
    publish_toy(published, "first")
    (small_disk / "other").write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
    with pytest.raises(EnvironmentFaultError, match=r"is full.*磁盘已满"):
        publish_toy(published, "second")
    assert toy_name(published) == "first"
    assert len(list((published / "snapshots").iterdir())) == 1
    (small_disk / "other").unlink()
    publish_toy(published, "third")
    assert toy_name(published) == "third"
    assert len(snapshot_folders(published)) == 2


def test_a_build_on_a_full_disk_stops_with_a_sentence_and_the_next_recovers(project: Project) -> None:
    before = project.publication()
    # All of it, because what is kept needs no room.
    building = project.start("dbt", "--no-use-colors", "build", "--full-refresh")
    resource.prlimit(building.pid, resource.RLIMIT_FSIZE, (BUILD_BYTES, BUILD_BYTES))
    full = building.wait()
    assert full.returncode == 1
    assert "FAULT 故障 The disk that holds the build file is full." in full.stdout
    assert "Readers still see the last good publication" in full.stdout
    assert project.publication() == before
    told = json.loads((project.folder / "target" / "run_results.json").read_text(encoding="utf-8"))
    assert told["args"]["full_refresh"] and "KEPT" not in json.dumps(told["results"])

    # And as if that were not enough, what the disk did keep is spoilt.
    build_file = project.folder / "target" / "warehouse.duckdb"
    with build_file.open("r+b") as stream:
        # All but the beginning: what stands where in the file is the database's business.
        stream.seek(FIRST_BLOCKS)
        stream.write(os.urandom(build_file.stat().st_size - FIRST_BLOCKS))
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout
    assert "The build file was damaged" in answer.stdout
    assert project.publication().record["previous_build_id"] == before.build_id
