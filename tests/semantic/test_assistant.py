"""Assistants ask over the Model Context Protocol, by the official SDK's own client."""

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from starlette.types import ASGIApp

from plan_targets.access.allow_list import digest_of_token
from plan_targets.collect.awaited import awaited_figures
from plan_targets.endpoint.assistant import assistant_server
from plan_targets.endpoint.serving import application_for_assistants
from plan_targets.endpoint.settings import Settings
from plan_targets.semantic import SemanticClient
from tests.project import REPOSITORY

TOKEN = "a-token-of-twenty-characters"
TOOLS = {
    "list_metrics",
    "list_dimensions",
    "list_values",
    "query",
    "explain_verdict",
    "what_is_missing",
    "what_changed",
}


def served(settings: Settings, application: ASGIApp | None = None) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    application = application or application_for_assistants(settings)
    config = uvicorn.Config(application, host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/mcp"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address(published_path: Path) -> Iterator[str]:
    yield from served(Settings(published_path=str(published_path)))


@pytest.fixture(scope="module")
def guarded(published_path: Path) -> Iterator[str]:
    yield from served(Settings(published_path=str(published_path), token=TOKEN))


def run(work: Coroutine[Any, Any, Any]) -> Any:
    # In a thread of its own: Playwright leaves a loop running in the one of the tests.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, asyncio.wait_for(work, 120)).result()


def call(server: Any, tool: str, **arguments: Any) -> Any:
    async def work() -> Any:
        async with Client(server) as client:
            return await client.call_tool(tool, arguments)

    return run(work())


def as_bearer(address: str, token: str, tool: str, **arguments: Any) -> Any:
    async def work() -> Any:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await client.call_tool(tool, arguments)

    return run(work())


def told(answer: Any) -> Any:
    assert not answer.is_error, answer.content
    return answer.structured_content


def test_the_tools_are_listed_and_only_read(address: str) -> None:
    async def work() -> Any:
        async with Client(address) as client:
            return (await client.list_tools()).tools

    tools = run(work())
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    # What the server needs for itself is nothing that a caller may send.
    assert all("context" not in tool.input_schema.get("properties", {}) for tool in tools)


def test_metrics_and_dimensions_are_those_of_the_catalogue(address: str, published_path: Path) -> None:
    snapshot = SemanticClient(str(published_path)).current()
    metrics = told(call(address, "list_metrics", language="en"))["metrics"]
    assert [row["name"] for row in metrics] == [metric.name for metric in snapshot.catalogue.shown_metrics()]
    found = told(call(address, "list_metrics", search="目标数"))["metrics"]
    assert "target_count" in {row["name"] for row in found} and len(found) < len(metrics)
    dimensions = told(call(address, "list_dimensions", metrics=["target_count"]))["dimensions"]
    assert [row["name"] for row in dimensions] == [name for name, _ in snapshot.dimensions_of(["target_count"])]
    assert "320000" in told(call(address, "list_values", dimension="plan__region_code"))["values"]


def test_a_question_is_answered_as_the_client_answers_it(address: str, published_path: Path) -> None:
    question = {"metrics": ["target_count"], "group_by": ["status"], "order_by": ["status"]}
    answer = told(call(address, "query", **question))
    expected = SemanticClient(str(published_path)).query(**question)
    assert answer["rows"] == expected.to_dicts() and not answer["has_more"]
    assert answer["publication"] == SemanticClient(str(published_path)).current().publication.build_id
    filtered = told(call(address, "query", metrics=["target_count"], where=['region__name_zh = "江苏省"'], limit=1))
    assert filtered["rows"][0]["target_count"] > 0
    assert told(call(address, "query", metrics=["target_count"], group_by=["plan"], limit=2))["has_more"]


def test_a_verdict_is_explained_from_its_own_row(address: str, published_path: Path) -> None:
    snapshot = SemanticClient(str(published_path)).current()
    # Of several sources together no one is named.
    names = ["target", "status__label_zh", "status__label_en", "source__title"]
    frame = snapshot.query(["latest_value", "target_value"], names)
    row = frame.drop_nulls().row(0, named=True)
    for language in ("zh", "en"):
        verdict = told(call(address, "explain_verdict", target=row["target"], language=language))["verdict"]
        assert verdict["status"] == row[f"status__label_{language}"] and verdict["status_means"]
        assert (verdict["latest_value"], verdict["target_value"]) == (row["latest_value"], row["target_value"])
        assert verdict["source__title"] and verdict["verdict_year"] and verdict["indicator__unit"]


def test_what_is_missing_is_said_with_who_owes_it(address: str, published_path: Path) -> None:
    expected = awaited_figures(SemanticClient(str(published_path)).current(), region="320000")
    answer = told(call(address, "what_is_missing", region="320000", limit=5))
    assert answer["total"] == len(expected) and [row["year"] for row in answer["missing"]] == [
        one.year for one in expected[:5]
    ]
    assert all(row["owner"] and row["indicator"] for row in answer["missing"])


def test_what_changed_is_told_in_words(address: str) -> None:
    assert "发布" in call(address, "what_changed").content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("query", {"metrics": ["no_such_metric"]}, "no_such_metric"),
        ("query", {"metrics": ["target_count"], "limit": 0}, "1 to 2,000"),
        ("query", {"metrics": ["target_count"], "where": ["1=1; drop table x"]}, "filter"),
        ("query", {"metrics": ["target_count"], "as_of": "2023-06-30"}, "as of 2023-06-30"),
        ("query", {"metrics": ["target_count"], "as_of": "gestern"}, "YYYY-MM-DD"),
        ("explain_verdict", {"target": "no_such_target"}, "no_such_target"),
        ("list_values", {"dimension": "target"}, "200"),
        ("what_changed", {"since": "777"}, "777"),
    ],
)
def test_what_cannot_be_answered_is_said_in_both_languages(
    address: str, published_path: Path, tool: str, arguments: dict[str, Any], said: str
) -> None:
    answer = call(address, tool, **arguments)
    text = answer.content[0].text
    assert answer.is_error and said in text and any("一" <= sign <= "鿿" for sign in text)
    assert str(published_path) not in text and "select" not in text.lower() and "Traceback" not in text


def test_the_token_is_asked_for_where_there_is_one(guarded: str) -> None:
    assert httpx2.post(guarded, json={}).status_code == 401
    wrong = httpx2.post(guarded, json={}, headers={"Authorization": "Bearer another-token-of-the-same-size"})
    assert wrong.status_code == 401

    assert told(as_bearer(guarded, TOKEN, "query", metrics=["target_count"]))["rows"]


def test_a_tool_answers_for_the_access_of_its_request(published_path: Path, tmp_path: Path) -> None:
    allowed = tmp_path / "allow_list.yml"
    allowed.write_text(
        f"roles: {{zhejiang: {{regions: [浙江省]}}}}\n"
        f"tokens: [{{name: a, sha256: {digest_of_token(TOKEN)}, roles: [zhejiang]}}]",
        encoding="utf-8",
    )
    for address in served(Settings(published_path=str(published_path), allow_list=allowed)):
        asked = {"metrics": ["target_count"], "group_by": ["region"]}
        regions = {row["region"] for row in told(as_bearer(address, TOKEN, "query", **asked))["rows"]}
        assert regions and all(region.startswith("33") for region in regions)
        assert told(as_bearer(address, TOKEN, "what_is_missing", region="320000"))["total"] == 0
        answer = as_bearer(address, TOKEN, "explain_verdict", target="jiangsu_quality_2025.no_matter")
        assert answer.is_error
        assert "江苏" not in as_bearer(address, TOKEN, "what_changed").content[0].text


def test_a_request_without_an_access_is_answered_nothing(published_path: Path) -> None:
    """The tools alone, with no guard before them that says who asks."""
    alone = assistant_server(str(published_path)).streamable_http_app(stateless_http=True, json_response=True)
    asked = {"list_metrics": {}, "query": {"metrics": ["target_count"]}, "what_changed": {}, "what_is_missing": {}}
    for address in served(Settings(), alone):
        for tool, arguments in asked.items():
            answer = call(address, tool, **arguments)
            assert answer.is_error and "not known who asks" in answer.content[0].text


def test_a_page_elsewhere_cannot_make_a_browser_ask(address: str) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    heads = {"Accept": "application/json, text/event-stream"}
    assert httpx2.post(address, json=message, headers=heads | {"Host": "evil.example"}).status_code >= 400
    assert httpx2.post(address, json=message, headers=heads | {"Origin": "https://evil.example"}).status_code == 403


def test_the_endpoint_answers_beside_it(address: str) -> None:
    answer = httpx2.get(address.replace("/mcp", "/query"), params={"metric": "target_count"})
    assert answer.status_code == 200 and answer.json()["rows"]


def test_a_program_that_starts_it_asks_over_standard_input(published_path: Path) -> None:
    command = str(Path(sys.executable).with_name("plan-targets"))
    environment = {**os.environ, "PUBLISHED_PATH": str(published_path)}
    server = StdioServerParameters(command=command, args=["mcp", "--stdio"], env=environment, cwd=REPOSITORY)
    assert told(call(server, "query", metrics=["target_count"]))["rows"]


def test_without_a_publication_it_says_so(tmp_path: Path) -> None:
    for address in served(Settings(published_path=str(tmp_path))):
        answer = call(address, "query", metrics=["target_count"])
        assert answer.is_error and "no publication" in answer.content[0].text.lower()
        assert str(tmp_path) not in answer.content[0].text
