"""Data sets at addresses of the web and in object storage, read by DuckDB's own readers from a server of the test's."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from plan_targets.landing.datasets import taking
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.store import register_files
from tests.landing.test_datasets import FIGURES, only, rows

KEY, SECRET = "key-of-the-test", "secret-of-the-test"


def store(folder: Path) -> Starlette:
    """A server of the folder's files, by their paths; a bucket in it is listed for the key alone, as S3 lists one."""

    def list_bucket(request: Request) -> Response:
        if KEY not in request.headers.get("Authorization", ""):
            return Response(status_code=403)
        bucket = folder / request.path_params["bucket"]
        keys = [path.relative_to(bucket).as_posix() for path in sorted(bucket.rglob("*.parquet"))]
        within = [key for key in keys if key.startswith(request.query_params.get("prefix", ""))]
        listed = "".join(f"<Contents><Key>{key}</Key><Size>1</Size></Contents>" for key in within)
        return Response(f"<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>")

    return Starlette(routes=[Route("/{bucket}/", list_bucket), Mount("/", StaticFiles(directory=folder))])


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a server of the folder `stored` answers."""
    (tmp_path / "stored").mkdir()
    server = uvicorn.Server(uvicorn.Config(store(tmp_path / "stored"), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield "127.0.0.1:" + str(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join()


@pytest.fixture
def landing(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A drop folder of somebody who keeps no secrets yet, and may read from the server and from one bucket."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATASET_LOCATIONS", f"http://{address} s3://figures")
    (tmp_path / "landing").mkdir()
    return tmp_path / "landing"


def name(landing: Path, location: str) -> None:
    (landing / "figures.dataset.yml").write_text(f"location: {location}\n", encoding="utf-8")


def test_a_file_of_the_web_is_read_by_its_address(landing: Path, address: str, vocabulary: Vocabulary) -> None:
    FIGURES.write_parquet(landing.parent / "stored" / "figures.parquet")
    name(landing, f"http://{address}/figures.parquet")
    found = rows(only(landing), vocabulary)
    assert found["value"].to_list() == FIGURES["数值"].to_list()


def test_what_is_not_there_is_one_sentence_until_it_is(landing: Path, address: str, vocabulary: Vocabulary) -> None:
    name(landing, f"http://{address}/figures.parquet")
    load = only(landing)
    assert (load.trouble, load.trouble_detail) == ("location_not_read", f"http://{address}/figures.parquet")
    FIGURES.write_parquet(landing.parent / "stored" / "figures.parquet")
    assert rows(only(landing), vocabulary).height == FIGURES.height


def test_the_objects_of_a_bucket_are_read_by_whoever_may(landing: Path, address: str, vocabulary: Vocabulary) -> None:
    for year, part in FIGURES.partition_by("年份", as_dict=True, include_key=False).items():
        folder = landing.parent / "stored" / "figures" / f"年份={year[0]}"
        folder.mkdir(parents=True)
        part.write_parquet(folder / "part-0.parquet")
    name(landing, "s3://figures/**/*.parquet")
    server = f"endpoint '{address}', url_style 'path', use_ssl false"
    assert only(landing).trouble == "location_not_read"
    with duckdb.connect() as connection:
        connection.load_extension(taking._file_of("httpfs"))
        connection.execute(f"create persistent secret (type s3, key_id '{KEY}', secret '{SECRET}', {server})")
    found = rows(only(landing), vocabulary)
    assert sorted(found["value"]) == sorted(FIGURES["数值"])
    assert set(found["period"]) == {"2021", "2022", "2023"}


def test_without_the_extension_it_is_said_what_to_do(
    landing: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    FIGURES.write_parquet(landing.parent / "stored" / "figures.parquet")
    name(landing, f"http://{address}/figures.parquet")
    monkeypatch.setattr(taking, "_file_of", lambda extension: extension)
    (load,) = register_files(landing)
    assert (load.trouble, load.trouble_detail) == ("location_without_reader", "httpfs")
