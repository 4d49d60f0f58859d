"""The HTTP endpoint answers what the client answers, refuses the rest in words, and serves this machine only."""

import io
import json
import shutil
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
import uvicorn
from polars.testing import assert_frame_equal

from plan_targets.access.allow_list import digest_of_token
from plan_targets.endpoint.application import application
from plan_targets.endpoint.settings import Settings, SettingsError, read_settings
from plan_targets.semantic import SemanticClient
from tests.project import Project
from tests.semantic.hostile import texts

TOKEN = "a-token-of-twenty-characters"


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def content(self) -> dict:
        return json.loads(self.body)


@dataclass
class Endpoint:
    """A running endpoint."""

    port: int

    def get(self, path: str, parameters: list[tuple[str, str]] = (), **headers: str) -> Answer:
        address = f"http://127.0.0.1:{self.port}{path}?{urllib.parse.urlencode(parameters)}"
        request = urllib.request.Request(
            address, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        try:
            with urllib.request.urlopen(request) as response:
                return Answer(response.status, response.read(), dict(response.headers))
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), dict(error.headers))


def served(settings: Settings) -> Iterator[Endpoint]:
    server = uvicorn.Server(uvicorn.Config(application(settings), host=settings.host, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Endpoint(server.servers[0].sockets[0].getsockname()[1])
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def endpoint(built_project: Project) -> Iterator[Endpoint]:
    yield from served(Settings(published_path=str(built_project.published)))


@pytest.fixture(scope="module")
def guarded(built_project: Project) -> Iterator[Endpoint]:
    yield from served(Settings(published_path=str(built_project.published), token=TOKEN))


QUERY = [
    ("metric", "target_count"),
    ("by", "plan__title_zh"),
    ("by", "status"),
    ("where", "calendar_year >= 2025"),
    ("order_by", "plan__title_zh"),
    ("order_by", "status"),
]


@pytest.fixture(scope="module")
def expected(built_project: Project) -> pl.DataFrame:
    by = ["plan__title_zh", "status"]
    return SemanticClient(str(built_project.published)).query(["target_count"], by, [("calendar_year", ">=", 2025)], by)


def test_json_is_what_the_client_answers(endpoint: Endpoint, expected: pl.DataFrame, built_project: Project) -> None:
    answer = endpoint.get("/query", QUERY)
    assert answer.status == 200
    assert answer.content["rows"] == expected.to_dicts()
    assert [column["label_zh"] for column in answer.content["columns"]] == ["规划名称", "状态", "目标数"]
    assert answer.content["publication"] == built_project.publication().build_id == answer.headers["x-publication"]


def test_csv_and_arrow_are_too(endpoint: Endpoint, expected: pl.DataFrame) -> None:
    csv = endpoint.get("/query", [*QUERY, ("format", "csv")])
    assert_frame_equal(pl.read_csv(csv.body), expected)
    arrow = endpoint.get("/query", [*QUERY, ("format", "arrow")])
    assert_frame_equal(pl.read_ipc_stream(io.BytesIO(arrow.body)), expected)


def test_saved_queries_catalogue_and_sql(endpoint: Endpoint) -> None:
    saved = endpoint.get("/saved/question_status")
    assert saved.status == 200
    assert saved.content["rows"]
    catalogue = endpoint.get("/catalogue").content
    assert "question_status" in {query["name"] for query in catalogue["saved_queries"]}
    assert not any(metric["name"].startswith("any_") for metric in catalogue["metrics"])
    assert "2025" in endpoint.get("/sql", QUERY).content["sql"]


@pytest.mark.parametrize("saved", ["quality_checks", "publication_list", "statement_list", "load_list"])
def test_dates_and_texts_of_every_kind_can_be_written(endpoint: Endpoint, saved: str) -> None:
    for form in ("json", "csv", "arrow"):
        assert endpoint.get(f"/saved/{saved}", [("format", form)]).status == 200


@pytest.mark.parametrize(
    ("path", "parameters", "status", "error"),
    [
        ("/query", [], 400, "RequestError"),
        ("/query", [("metric", "targets_count")], 404, "UnknownMetricError"),
        ("/query", [("metric", "target_count"), ("by", "plam")], 404, "UnknownDimensionError"),
        ("/query", [("metric", "observed_value")], 400, "MixedFiguresError"),
        ("/query", [("metric", "target_count"), ("were", "plan is null")], 400, "RequestError"),
        ("/query", [("metric", "target_count"), ("where", "1 = 1")], 400, "ConditionError"),
        ("/query", [("metric", "target_count"), ("limit", "many")], 400, "RequestError"),
        ("/query", [("metric", "target_count"), ("limit", "0")], 400, "RequestError"),
        ("/query", [("metric", "target_count"), ("limit", "1000000")], 400, "RequestError"),
        ("/query", [("metric", "target_count"), ("format", "exe")], 400, "RequestError"),
        ("/saved/nothing", [], 404, "UnknownSavedQueryError"),
        ("/saved/question_status", [("metric", "target_count")], 400, "RequestError"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    endpoint: Endpoint, path: str, parameters: list[tuple[str, str]], status: int, error: str
) -> None:
    answer = endpoint.get(path, parameters)
    assert (answer.status, answer.content["error"]) == (status, error)
    assert answer.content["message_en"]
    assert answer.content["message_zh"]


def test_hostile_texts_get_an_error_in_words(endpoint: Endpoint) -> None:
    for text in texts("/etc/passwd"):
        # A longer address is refused by the server itself.
        if len(text) < 2_000:
            answer = endpoint.get("/query", [("metric", "target_count"), ("where", text)])
            assert (answer.status, answer.content["error"]) == (400, "ConditionError")


def test_there_is_only_reading(endpoint: Endpoint) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        request = urllib.request.Request(f"http://127.0.0.1:{endpoint.port}/query", method=method)
        with pytest.raises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(request)
        assert raised.value.code == 405


def test_another_name_for_this_machine_is_not_answered(endpoint: Endpoint) -> None:
    assert endpoint.get("/catalogue", Host="evil.example").status == 400


def test_with_a_token_only_its_bearer_is_answered(guarded: Endpoint) -> None:
    assert guarded.get("/catalogue").status == 401
    assert guarded.get("/catalogue", Authorization="Bearer wrong").status == 401
    assert guarded.get("/catalogue", Authorization=f"Bearer {TOKEN}").status == 200


def test_a_token_of_the_allow_list_is_answered_for_its_roles_as_long_as_it_is_there(
    published_path: Path, tmp_path: Path
) -> None:
    allowed = tmp_path / "allow_list.yml"
    listed = f"roles: {{a: {{regions: [浙江省]}}}}\ntokens: [{{sha256: {digest_of_token(TOKEN)}, roles: [a]}}]"
    allowed.write_text(listed, encoding="utf-8")
    settings = read_settings({"ALLOW_LIST_PATH": str(allowed), "PUBLISHED_PATH": str(published_path)})
    asked, bearer = [("metric", "target_count"), ("by", "region")], f"Bearer {TOKEN}"
    for endpoint in served(settings):
        assert endpoint.get("/query", asked).status == 401
        regions = {row["region"] for row in endpoint.get("/query", asked, Authorization=bearer).content["rows"]}
        assert regions and all(region.startswith("33") for region in regions)
        waiting = endpoint.get("/query", [("metric", "waiting_name_count")], Authorization=bearer)
        assert waiting.status == 403 and "无法限定" in waiting.content["message_zh"]
        allowed.write_text("roles: [", encoding="utf-8")
        broken = endpoint.get("/query", asked, Authorization=bearer)
        assert broken.status == 503 and "第 1 行" in broken.content["message_zh"]
        assert str(tmp_path) not in broken.body.decode()
        allowed.write_text("roles: {}", encoding="utf-8")
        # The last token is gone: nobody is let in without one for that.
        assert endpoint.get("/query", asked, Authorization=bearer).status == 401
        assert endpoint.get("/query", asked).status == 401


def test_nothing_published_is_said(tmp_path) -> None:
    for endpoint in served(Settings(published_path=str(tmp_path))):
        answer = endpoint.get("/catalogue")
        assert answer.status == 503
        assert "uv run dbt build" in answer.content["message_en"]


def test_it_serves_this_machine_unless_configured_with_a_token() -> None:
    assert read_settings({}).host == "127.0.0.1"
    assert read_settings({"ENDPOINT_HOST": "localhost"}).token is None
    for host in ("0.0.0.0", "::", "192.0.2.1", "data.example"):
        with pytest.raises(SettingsError, match="ENDPOINT_TOKEN"):
            read_settings({"ENDPOINT_HOST": host})
        assert read_settings({"ENDPOINT_HOST": host, "ENDPOINT_TOKEN": TOKEN}).host == host
    with pytest.raises(SettingsError, match="too short"):
        read_settings({"ENDPOINT_TOKEN": "short"})
    with pytest.raises(SettingsError, match="not a number"):
        read_settings({"ENDPOINT_PORT": "x"})


def test_an_answer_as_of_a_day_comes_from_nothing_else_and_says_so(published_path: Path, tmp_path: Path) -> None:
    day, folder, question = "2023-06-30", tmp_path / "published", [("metric", "target_count")]
    shutil.copytree(published_path, folder, symlinks=True)
    shutil.copytree(published_path, folder / "as_of" / day, symlinks=True)
    for endpoint in served(Settings(published_path=str(folder))):
        now, then = endpoint.get("/query", question), endpoint.get("/query", [*question, ("as_of", day)])
        assert "x-as-of" not in now.headers and "as_of" not in now.content
        assert then.headers["x-as-of"] == then.content["as_of"] == day
        for path, asked in (("/catalogue", []), ("/sql", question), ("/saved/publication_list", [])):
            assert endpoint.get(path, [*asked, ("as_of", day)]).status == 200

        shutil.rmtree(folder / "snapshots")
        assert endpoint.get("/query", question).status == 503
        assert endpoint.get("/query", [*question, ("as_of", day)]).status == 200

        absent = endpoint.get("/query", [*question, ("as_of", "2021-01-01")])
        assert absent.status == 404 and "publish --as-of 2021-01-01" in absent.content["message_en"]
        assert "没有截至 2021-01-01 的发布" in absent.content["message_zh"]
        wrong = endpoint.get("/query", [*question, ("as_of", "../snapshots")])
        assert wrong.status == 400 and "YYYY-MM-DD" in wrong.content["message_en"]
