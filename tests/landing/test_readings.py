"""What reading a load came to is kept and taken again, and never where it is not what reading would come to now."""

import ast
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from plan_targets.landing import readings
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import kind_of, read_headers, read_observations
from plan_targets.landing.readings import headers_once, kind_once, rows_once
from plan_targets.landing.records import Load
from plan_targets.landing.store import loads, register_files
from tests.faults.drops import drop
from tests.project import Project

TEXT = (
    "地区,指标,单位,年份,数值,采集方\n"
    "太原市,空气质量优良天数,天,2023,281,甲\n"
    "大同市,空气质量优良天数,天,2023,约三百,乙\n"
)


@pytest.fixture
def load(tmp_path: Path) -> Load:
    drop(tmp_path, "taiyuan.csv", TEXT)
    (load,) = register_files(tmp_path)
    return load


def again(load: Load) -> Load:
    """The load as the next build meets it."""
    (load,) = loads(load.path.parents[2])
    return load


def kept(load: Load, what: str = "rows") -> Path:
    (path,) = load.path.parent.glob(f"{what}.*.parquet")
    return path


def frame(reading: Path | pl.DataFrame) -> pl.DataFrame:
    return pl.read_parquet(reading) if isinstance(reading, Path) else reading


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("read again")

    for name in ("read_observations", "read_headers", "kind_of"):
        monkeypatch.setattr(readings, name, read)


def test_a_load_is_read_once(load: Load, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = (read_observations(load, vocabulary), read_headers(load, vocabulary), kind_of(load, vocabulary))
    for is_first in (True, False):
        found = frame(rows_once(load, vocabulary)), headers_once(load, vocabulary), kind_once(load, vocabulary)
        assert found[0].equals(wanted[0]) and found[0].schema == wanted[0].schema
        assert found[1:] == wanted[1:]
        if is_first:
            forbid_reading(monkeypatch)


def with_row(vocabulary: Vocabulary, name: str, **row: str) -> Vocabulary:
    """The same lists, with a row more in one of them."""
    frame = vocabulary.frames[name]
    added = pl.concat([frame, pl.DataFrame([row], schema_overrides=frame.schema)], how="diagonal")
    return Vocabulary.from_frames(vocabulary.frames | {name: added})


def test_a_changed_list_has_loads_read_again(load: Load, vocabulary: Vocabulary) -> None:
    before = frame(rows_once(load, vocabulary))
    other = with_row(vocabulary, "header_aliases", alias="采集方", column_name="source_title")
    after = frame(rows_once(load, other))
    assert (before["source_title"].to_list(), after["source_title"].to_list()) == ([None, None], ["甲", "乙"])
    assert after.equals(read_observations(load, other))
    # And back; of one load no more than one reading lies there.
    assert frame(rows_once(load, vocabulary)).equals(before)
    assert kept(load).exists()


OF_ANOTHER_LOAD = [
    ("header_aliases", {"alias": "填报人", "column_name": "source_title"}),
    ("indicator_aliases", {"indicator_zh": "优良天数占比", "indicator_id": "good_air_days_share"}),
    ("region_aliases", {"region_name_zh": "并州", "region_code": "140100"}),
    ("units", {"unit": "箩", "dimension": "count"}),
]


@pytest.mark.parametrize(("name", "row"), OF_ANOTHER_LOAD, ids=[name for name, _ in OF_ANOTHER_LOAD])
def test_a_list_that_answers_as_before_has_nothing_read_again(
    load: Load, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch, name: str, row: dict[str, str]
) -> None:
    wanted = frame(rows_once(load, vocabulary)), headers_once(load, vocabulary), kind_once(load, vocabulary)
    other = with_row(vocabulary, name, **row)
    assert other.digest != vocabulary.digest and read_observations(load, other).equals(wanted[0])
    forbid_reading(monkeypatch)
    for _ in range(2):
        found = frame(rows_once(load, other)), headers_once(load, other), kind_once(load, other)
        assert found[0].equals(wanted[0]) and found[1:] == wanted[1:]
        # It goes by these lists from then on, and needs not be compared with them again.
        monkeypatch.setattr(Vocabulary, "answers_alike", None)
    assert kept(load).exists()


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("header_aliases", {"alias": "采集方", "column_name": "source_title"}),
        ("indicator_aliases", {"indicator_zh": "采集方", "indicator_id": "good_air_days_share"}),
        ("region_aliases", {"region_name_zh": "约三百", "region_code": "140100"}),
        ("units", {"unit": "百", "dimension": "count"}),
    ],
)
def test_a_list_that_answers_otherwise_has_the_load_read_again(
    load: Load, vocabulary: Vocabulary, name: str, row: dict[str, str]
) -> None:
    rows_once(load, vocabulary)
    before = kept(load)
    other = with_row(vocabulary, name, **row)
    assert frame(rows_once(load, other)).equals(read_observations(load, other))
    assert not before.exists()


def test_reading_knows_of_the_lists_only_what_it_asked() -> None:
    """What it took from them otherwise would not be noted."""
    fields = {field.name for field in dataclasses.fields(Vocabulary)}
    taken = {
        (path.name, node.attr)
        for path in Path(readings.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in fields and "vocabulary" in ast.unparse(node.value)
    }
    assert taken <= {("vocabulary.py", name) for name in fields}


def test_a_list_that_reading_does_not_use_has_nothing_read_again(
    load: Load, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = ("header_aliases", "units", "indicators", "indicator_aliases", "regions", "region_aliases")
    frames = {name: vocabulary.frames[name] for name in used}
    wanted = frame(rows_once(load, Vocabulary.from_frames(frames)))
    forbid_reading(monkeypatch)
    same = Vocabulary.from_frames({name: each.clone() for name, each in reversed(frames.items())})
    assert frame(rows_once(load, same)).equals(wanted)


def test_other_code_reads_again(load: Load, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_after(load, vocabulary)
    monkeypatch.setattr(readings, "reader_version", lambda: "another")
    assert kept_after(load, vocabulary) != first


def kept_after(load: Load, vocabulary: Vocabulary) -> str:
    rows_once(load, vocabulary)
    return kept(load).name


def flip(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize(
    "spoil", [flip, lambda content: content[:-7], lambda _: b"", lambda content: content + b"x"],
    ids=["flipped", "half written", "empty", "longer"],
)  # fmt: skip
def test_what_is_damaged_is_read_again(load: Load, vocabulary: Vocabulary, spoil: Callable[[bytes], bytes]) -> None:
    rows_once(load, vocabulary)
    path = kept(load)
    path.write_bytes(spoil(path.read_bytes()))
    assert frame(rows_once(again(load), vocabulary)).equals(read_observations(load, vocabulary))
    assert frame(kept(load)).equals(read_observations(load, vocabulary))


def test_what_is_kept_does_not_stand_for_damaged_bytes(load: Load, vocabulary: Vocabulary) -> None:
    rows_once(load, vocabulary)
    load.path.write_text(TEXT.replace("281", "182"), encoding="utf-8")
    assert frame(rows_once(again(load), vocabulary))["reason_code"].to_list() == ["damaged_load"]


KILLED = """
import os, sys
from pathlib import Path
from plan_targets.landing import readings
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.store import loads
readings.{step} = lambda *_: os._exit(9)
readings.rows_once(loads(Path(sys.argv[1]))[0], Vocabulary.from_seeds())
"""


@pytest.mark.parametrize("step", ["flush", "digest_of"])
def test_whoever_is_killed_while_keeping_leaves_nothing_that_counts(
    load: Load, vocabulary: Vocabulary, step: str
) -> None:
    landing = load.path.parents[2]
    killed = subprocess.run([sys.executable, "-c", KILLED.format(step=step), str(landing)], timeout=120)
    assert killed.returncode == 9
    assert frame(rows_once(again(load), vocabulary)).equals(read_observations(load, vocabulary))
    # What was left is cleared away with the store's other leftovers.
    register_files(landing)
    assert not list(load.path.parent.glob(".*"))


def test_a_disk_that_takes_nothing_more_keeps_nobody_from_reading(
    load: Load, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(readings, "flush", refuse)
    assert frame(rows_once(load, vocabulary)).equals(read_observations(load, vocabulary))
    assert not list(load.path.parent.glob("*.parquet"))


def test_a_load_that_is_not_kept_has_nothing_kept_of_it(load: Load, vocabulary: Vocabulary) -> None:
    unopened = replace(load, digest=None, trouble="unreadable_file")
    assert isinstance(rows_once(unopened, vocabulary), pl.DataFrame)
    assert not list(load.path.parent.glob("*.parquet"))


def test_a_build_takes_the_same_rows_from_what_is_kept(project: Project) -> None:
    landing = project.folder / "landing"
    drop(landing, "taiyuan.csv", TEXT)
    drop(landing, "empty.csv", "")
    (landing / "outside.csv").symlink_to(project.folder / "README.md")

    def built() -> list[pl.DataFrame]:
        answer = project.dbt("run", "--select", "+stg_landed_rows", "stg_landed_headers")
        assert answer.returncode == 0, answer.stdout
        return [project.build_rows(f"from staging.{name}") for name in ("stg_landed_rows", "stg_landed_headers")]

    first = built()
    assert first[0].height == 4
    assert list(landing.glob(".loads/*/rows.*.parquet"))
    for found, wanted in zip(built(), first, strict=True):
        assert found.sort(pl.all()).equals(wanted.sort(pl.all()))
