"""Two hundred ways of asking for 江苏 as somebody who may see 浙江 only: none gives anything of it.

Everything is asked once by one who sees everything first, so that what is kept of those answers is there to be given.
"""

import asyncio
import io
import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx2
import polars as pl
import pytest
import yaml
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from streamlit.elements.widgets.button import ButtonMixin

from app.queries.entry import Entry
from plan_targets.access.access import EVERYTHING, Access
from plan_targets.access.allow_list import digest_of_token
from plan_targets.changes.asked import changes_since
from plan_targets.changes.written import as_markdown, as_page
from plan_targets.endpoint.settings import Settings
from plan_targets.semantic import SemanticClient, SemanticError, client
from tests.pages.conftest import open_page
from tests.project import REPOSITORY
from tests.semantic.test_assistant import served

ZHEJIANG = Access(regions=frozenset({"330000"}))
TOKENS = {"limited": "a-token-of-twenty-characters", "everything": "another-token-of-so-many-characters"}
SEMANTIC = [
    yaml.safe_load(file.read_text("utf-8")) or {} for file in sorted((REPOSITORY / "models/semantic").glob("*.yml"))
]
METRICS = [one["name"] for file in SEMANTIC for one in file.get("metrics", ())]
SAVED = [one["name"] for file in SEMANTIC for one in file.get("saved_queries", ())]
NAMED = 'region__name_zh = "江苏省"'

TOTALS = ("target_count", "statement_count", "observation_count", "figure_due_count", "conflict_count")

Way = tuple[str, list[tuple[str, str]]]
ENDPOINT: list[Way] = [
    *(("/query", [("metric", name), ("where", NAMED), ("format", "csv")]) for name in METRICS[::3]),
    *(("/query", [("metric", name), ("by", "region__name_zh"), ("limit", "100000")]) for name in METRICS[1::3]),
    *(("/query", [("metric", name), ("by", "plan__title_zh"), ("by", "region")]) for name in METRICS[2::3]),
    *(("/query", [("metric", name)]) for name in TOTALS),
    *((f"/saved/{name}", [("format", form)]) for name in SAVED for form in ("json", "csv")),
    *((f"/saved/{name}", [("where", 'region = "320000"')]) for name in SAVED),
    ("/query", [("metric", "target_count"), ("where", 'plan = "jiangsu_quality_2025"'), ("by", "target")]),
    ("/query", [("metric", "target_count"), ("where", 'target in ["jiangsu_quality_2025.no", "x"]'), ("by", "target")]),
    ("/query", [("metric", "target_count"), ("where", 'calendar_year = "江苏"')]),
    ("/query", [("metric", "region_rank"), ("by", "region__name_zh"), ("by", "indicator"), ("by", "calendar_year")]),
    ("/query", [("metric", "target_value"), ("by", "target"), ("by", "region__parent_code")]),
    ("/query", [("metric", "status_change_count"), ("by", "target"), ("by", "status_change__replaces_target_id")]),
    ("/query", [("metric", "cascade_count"), ("by", "cascade__lower_region"), ("by", "cascade__upper_region")]),
    ("/query", [("metric", "jiangsu")]),
    ("/query", [("metric", "target_count"), ("by", "region__江苏")]),
    ("/catalogue", []),
    ("/sql", [("metric", "target_count"), ("by", "region")]),
]  # fmt: skip
VALUES = (
    "region", "region__name_zh", "region__name_en", "region__short_name_zh", "region__parent_code", "parent_region",
    "parent_region__name_zh", "plan", "plan__title_zh", "plan__title_en", "plan__document", "plan__issuer_zh",
    "plan__note", "plan__parent_plan_id", "plan__region_code", "target", "target__location", "indicator",
    "indicator__note", "source", "source__title", "source__url", "department", "department__name_zh",
    "statement__location", "statement__note", "observation__file", "observation__note", "load", "load__file",
    "rejected_row__file", "rejected_row__raw_value", "quality_result__sample", "waiting_name__senders",
    "cascade__upper_plan", "cascade__lower_plan", "status_change__replaces_target_id",
)  # fmt: skip
TOOLS: list[tuple[str, dict[str, Any]]] = [
    *(("list_values", {"dimension": name}) for name in VALUES),
    ("list_metrics", {"search": "江苏"}),
    ("query", {"metrics": ["target_count"], "group_by": ["region__name_zh", "plan__title_zh"]}),
    ("query", {"metrics": ["latest_value"], "group_by": ["target"], "where": ['region__short_name_zh = "江苏"']}),
    ("query", {"metrics": ["observation_value"], "group_by": ["observation"], "where": ['region = "320500"']}),
    ("explain_verdict", {"target": "jiangsu_quality_2025"}),
    ("what_is_missing", {"region": "320000"}),
    ("what_is_missing", {"plan": "suzhou_quality_2030"}),
    ("what_is_missing", {}),
    ("what_changed", {}),
    ("what_changed", {"since": "1"}),
]
PAGES: list[tuple[str, dict[str, str]]] = [
    ("overview", {"plan": "jiangsu_quality_2025"}),
    ("overview", {"family": "jiangsu_quality_2025", "lang": "en"}),
    ("changes", {"since": "1"}),
    ("trend", {"regions": "320000,320500"}),
    ("trend", {"indicator": "gdp", "regions": "320000", "all": "yes", "lang": "en"}),
    ("regions", {"region": "320000"}),
    ("regions", {"region": "100000", "scope": "320000"}),
    ("plans", {"plan": "suzhou_quality_2030"}),
    ("plans", {"view": "versions", "with": "jiangsu_quality_2025"}),
    ("report", {"plan": "jiangsu_quality_2025", "year": "2023"}),
    ("due", {"region": "320500"}),
    ("due", {"plan": "nanjing_quality_2025", "department": "none"}),
    ("quality", {}),
    ("methods", {}),
    ("explore", {"metrics": "target_count", "by": "region__name_zh,plan__title_zh"}),
    ("explore", {"metrics": "target_count", "by": "target", "where": 'region = "320000"'}),
    ("explore", {"question": "question_rank"}),
    ("overview", {"publication": "1"}),
    ("overview", {"publication": "jiangsu"}),
]
# What a limited reader asked itself may stand in what refuses it.
ECHOED = ("江苏省", "江苏", "jiangsu", "320000", "320500")


def _written(value: float) -> str:
    return str(value if value % 1 else int(value))


class Secrets:
    """What must not be seen: every name of 江苏, its codes, its plans, and figures that nobody else has."""

    def __init__(self, published: str) -> None:
        def rows(access: Access, sql: str) -> list[Any]:
            connection = SemanticClient(published, access=access).current()._connection
            return [row[0] for row in connection.execute(sql).fetchall()]

        inside = "region_code like '32%'"
        names = "select unnest([name_zh, name_en]) from marts.dim_region where "
        elsewhere = set(rows(EVERYTHING, f"{names} not {inside}"))
        own = {name for name in rows(EVERYTHING, names + inside) if name and len(name) > 2 and name not in elsewhere}
        # A name that is a part of another's is not this one's alone.
        self.words = {name for name in own if not any(name in other for other in elsewhere if other)}
        self.words |= {"江苏", "Jiangsu", "jiangsu", "nanjing_quality", "suzhou_quality"}
        self.words |= set(rows(EVERYTHING, f"select title_zh from marts.dim_plan where {inside}"))
        self.codes = set(rows(EVERYTHING, f"select region_code from marts.dim_region where {inside}"))
        figures = "select distinct value from marts.fct_observation where "
        seen = set(rows(ZHEJIANG, figures + "true"))
        alone = [value for value in rows(EVERYTHING, figures + inside) if value is not None and value not in seen]
        # Short ones are everywhere.
        self.figures = {text for text in map(_written, alone) if len(text.replace(".", "")) > 5}

    def found_in(self, text: str, but: tuple[str, ...] = ()) -> list[str]:
        """What of it stands in the text."""
        for asked in but:
            text = text.replace(asked, "").replace(quote_plus(asked), "")
        found = [word for word in self.words if word in text]
        numbers = set(re.findall(r"(?<![\w.\-])\d+(?:\.\d+)?(?![\w.\-])", text.replace(",", "")))
        return found + sorted((self.codes | self.figures) & numbers)


@pytest.fixture(scope="module")
def secrets(published_path: Path) -> Secrets:
    return Secrets(str(published_path))


@pytest.fixture(scope="module")
def address(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Endpoint and assistants' server in one process, with a token of each role."""
    allowed = tmp_path_factory.mktemp("leak") / "allow_list.yml"
    tokens = "\n".join(f"  - {{sha256: {digest_of_token(token)}, roles: [{role}]}}" for role, token in TOKENS.items())
    roles = "  limited: {regions: [浙江省]}\n  everything: {everything: true}"
    allowed.write_text(f"roles:\n{roles}\ntokens:\n{tokens}\n", encoding="utf-8")
    for served_at in served(Settings(published_path=str(published_path), allow_list=allowed)):
        yield served_at.removesuffix("/mcp")


def asked(address: str, way: Way, role: str) -> httpx2.Response:
    return httpx2.get(
        f"{address}{way[0]}", params=way[1], headers={"Authorization": f"Bearer {TOKENS[role]}"}, timeout=120
    )


def of_assistant(address: str, role: str) -> list[str]:
    async def work() -> list[str]:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKENS[role]}"}, timeout=120) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http)) as asking,
        ):
            answers = [await asking.call_tool(tool, arguments) for tool, arguments in TOOLS]
            return [json.dumps(one.model_dump(mode="json"), ensure_ascii=False) for one in answers]

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work()).result()


def test_the_ways_are_two_hundred() -> None:
    assert len(ENDPOINT) + len(TOOLS) + len(PAGES) >= 200


def test_the_endpoint_gives_nothing(address: str, secrets: Secrets) -> None:
    found, found_by_all = {}, 0
    for way in ENDPOINT:
        whole = asked(address, way, "everything")
        found_by_all += bool(secrets.found_in(whole.text))
        limited = asked(address, way, "limited")
        refused = limited.status_code != 200
        if leaked := secrets.found_in(limited.text, ECHOED if refused or way[0] == "/sql" else ()):
            found[str(way)] = leaked[:5]
        assert not refused or "select" not in limited.text.lower(), way
    assert not found
    # The search does find what is there.
    assert found_by_all > 50


def test_assistants_are_given_nothing(address: str, secrets: Secrets) -> None:
    whole, limited = of_assistant(address, "everything"), of_assistant(address, "limited")
    found = {
        str(way): leaked
        for way, text in zip(TOOLS, limited, strict=True)
        if (leaked := secrets.found_in(text, ECHOED if '"is_error": true' in text else ()))
    }
    assert not found
    assert sum(bool(secrets.found_in(text)) for text in whole) > 10


def test_totals_are_those_of_the_region(published_path: Path) -> None:
    """A total with no filter counts what is seen and nothing else."""
    limited, whole = (client(str(published_path), access=one).current() for one in (ZHEJIANG, EVERYTHING))
    regions = limited.query(["target_count"], ["region"])["region"].to_list()
    for metric in TOTALS:
        inside = [region for region in regions if region]
        of_region = whole.query([metric], ["region"]).filter(pl.col("region").is_in(inside))[metric].sum()
        assert limited.query([metric]).item() >= of_region > -1
        assert limited.query([metric]).item() == limited.query([metric], ["region"])[metric].sum()
        assert limited.query([metric]).item() < whole.query([metric]).item()


def test_what_changed_tells_nothing(published_path: Path, secrets: Secrets) -> None:
    for since in (None, "1"):
        try:
            changes = changes_since(since, None, str(published_path), ZHEJIANG)
        except SemanticError as error:
            assert not secrets.found_in(str(error))
            continue
        for language in ("zh", "en"):
            assert not secrets.found_in(as_markdown(changes, language))
            assert not secrets.found_in(as_page(changes, language))


def text_of(content: bytes) -> str:
    """Everything that can be read in a file: packed ones unpacked."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(re.sub(r"<[^>]*>", " ", text_of(packed.read(name))) for name in packed.namelist())
    if content.startswith(b"PAR1"):
        return pl.read_parquet(io.BytesIO(content)).write_csv()
    if content.startswith(b"%PDF"):
        import pdfplumber

        with pdfplumber.open(io.BytesIO(content)) as document:
            return "\n".join(page.extract_text() for page in document.pages)
    return content.decode("utf-8", "ignore")


def test_pages_and_their_downloads_give_nothing(
    readers_folder: Path, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = [EVERYTHING]
    offered: list[Any] = []
    draw = ButtonMixin._download_button

    def held(self: Any, label: str, data: Any, *arguments: Any, **named: Any) -> Any:
        offered.append(data)
        return draw(self, label, data, *arguments, **named)

    monkeypatch.setattr("app.queries.entry.entry", lambda: Entry(access=role[0], name="reader"))
    monkeypatch.setattr(ButtonMixin, "_download_button", held)

    def shown(page: str, address: dict[str, str]) -> tuple[str, str]:
        offered.clear()
        app = open_page(page, **address)
        assert not app.exception, (page, address, app.exception)
        text = "\n".join(
            node.proto.SerializeToString().decode("utf-8", "ignore")
            for root in (app.main, app.sidebar)
            for node in root
            if getattr(node, "proto", None) is not None
        )
        files = []
        for data in offered:
            made = data() if callable(data) else data
            made = made.getvalue() if isinstance(made, io.BytesIO) else made
            files.append(made if isinstance(made, str) else text_of(bytes(made)))
        return text, "\n".join(files)

    for page, address in PAGES[::4]:
        role[0] = EVERYTHING
        whole = "\n".join(shown(page, address))
        assert page in ("quality", "changes") or secrets.found_in(whole) or "publication" in address, (page, address)
    found = {}
    files_looked_at = 0
    role[0] = ZHEJIANG
    for page, address in PAGES:
        text, files = shown(page, address)
        files_looked_at += len(offered)
        # What was typed into the address is shown to whoever typed it.
        typed = ECHOED if "where" in address or address.get("publication") == "jiangsu" else ()
        if leaked := secrets.found_in(f"{text}\n{files}", typed):
            found[f"{page} {address}"] = leaked[:5]
    assert not found
    assert files_looked_at > 20
