"""Who may see 浙江 asks for 江苏 in two hundred ways, after somebody who sees everything has asked the same.

Each answer is searched for what only 江苏 has: names of its regions, codes, ids of its plans, targets, statements,
figures and verdicts, and the loads of others.
"""

import asyncio
import io
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from mcp import Client
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from app.components import downloads
from app.queries import entry, quality, regions, series
from app.queries.session import Reader, reader_in
from plan_targets.access.access import EVERYTHING, Access
from plan_targets.access.allow_list import digest_of_token
from plan_targets.changes.asked import changes_since
from plan_targets.changes.written import as_markdown, as_page
from plan_targets.endpoint.application import application
from plan_targets.endpoint.assistant import assistant_server
from plan_targets.endpoint.settings import Settings
from plan_targets.exchange.sdmx_csv import observations_csv, targets_csv
from plan_targets.report import ReportError, assess, brief_of, report_of, word_file
from plan_targets.semantic import (
    MixedFiguresError,
    NotAllowedError,
    SemanticError,
    SnapshotReader,
    client,
    parse_condition,
)
from tests.access.ways import ADDRESSES, CALLS, CITIES, PAGES, PLAN, PROVINCE, SAVED, Question, questions
from tests.pages.conftest import open_page, words

ZHEJIANG = Access(regions=frozenset({"330000"}))
TOKENS = {"zhejiang": "a-token-of-zhejiang-only", "everything": "a-token-of-everything"}
QUESTIONS = questions()
CODE = re.compile(r"""(?<![^"',\s])32\d{4}(?![^"',\s])""")
WORD = re.compile(r"[\w.\-]+")
# Counts that are the same whoever asks: of lists that hold no row of a plan or a figure, and of checks, which are told
# to have held or not, without the rows they met.
SHARED_COUNTS = {
    "cutoff_count",
    "unit_count",
    "publication_count",
    "check_count",
    "failed_check_count",
    "passed_check_count",
}


@dataclass(frozen=True)
class Secrets:
    """What no answer to somebody who sees 浙江 only may hold."""

    names: re.Pattern[str]
    ids: frozenset[str]
    target: str

    def found(self, answer: str, asked: object = "") -> set[str]:
        """What of it stands in the answer; what the asker wrote may be said back to them in a sentence or a field."""
        hits = {match.group() for match in self.names.finditer(answer)} | set(CODE.findall(answer))
        hits |= self.ids.intersection(WORD.findall(answer))
        return {hit for hit in hits if hit not in str(asked)}

    def found_in_bytes(self, answer: str, asked: object = "") -> set[str]:
        """The same where nothing stands between one text and the next, as in a column of an Arrow table."""
        return self.found(answer, asked) | {one for one in self.ids if one in answer and one not in str(asked)}


@pytest.fixture(scope="module")
def whole(published_path: Path) -> SnapshotReader:
    return client(str(published_path)).current()


@pytest.fixture(scope="module")
def limited(published_path: Path) -> SnapshotReader:
    return client(str(published_path), access=ZHEJIANG).current()


@pytest.fixture(scope="module")
def secrets(whole: SnapshotReader) -> Secrets:
    def told(sql: str) -> set[str]:
        return {str(row[0]) for row in whole._connection.execute(sql).fetchall() if row[0]}

    inside = (
        "with recursive inside as (select '{code}' as code union select regions.region_code from marts.dim_region "
        "as regions inner join inside on regions.parent_code = inside.code) "
    )
    # Some districts of the two have the same name, and two cities the same in English.
    named = "select unnest([name_zh, name_en]) from marts.dim_region where region_code in (select code from inside)"
    shorts = (
        "select unnest([short_name_zh, name_en]) from marts.dim_region "
        "where (region_code = '320000' or parent_code = '320000')"
    )
    theirs, ours = (inside.format(code=code) for code in (PROVINCE, "330000"))
    names = (told(theirs + named) | told(shorts)) - told(ours + named)
    chinese = sorted((name for name in names if not name.isascii()), key=len, reverse=True)
    # An English name may be a part of another: Wuxi of Wuxing.
    english = sorted(told(shorts + " and level in ('province', 'city')") - told(ours + named), key=len, reverse=True)
    english = [name for name in english if name.isascii()]
    mine = "from marts.{mart} where region_code in (select code from inside)"
    ids = told("select load_id from marts.fct_load") | told("select file from marts.fct_load")
    for mart, key in (
        ("fct_target", "target_id"),
        ("fct_statement", "statement_id"),
        ("dim_plan", "plan_id"),
        ("fct_observation", "observation_id"),
    ):
        ids |= told(f"{theirs} select {key} {mine.format(mart=mart)}")
    target = min(told(f"{theirs} select target_id {mine.format(mart='fct_target')} and plan_id = '{PLAN}'"))
    return Secrets(
        names=re.compile("|".join([*map(re.escape, chinese), *(rf"\b{re.escape(name)}\b" for name in english)])),
        ids=frozenset(ids),
        target=target,
    )


def ask(reader: SnapshotReader, question: Question) -> str:
    """The answer as text, or the sentence that refuses it."""
    metrics, by, where, order = question
    try:
        return written(reader.query(metrics, by, [parse_condition(text) for text in where], order))
    except SemanticError as error:
        return f"refused: {error.message_en} {error.message_zh}"


def written(frame: pl.DataFrame) -> str:
    return frame.write_csv(separator="\t", quote_style="always")


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_no_question_gives_anything(
    whole: SnapshotReader, limited: SnapshotReader, secrets: Secrets, question: Question
) -> None:
    ask(whole, question)
    answer = ask(limited, question)
    # A row holds nothing but rows: what was asked is said back in sentences only.
    assert not secrets.found(answer, question if answer.startswith("refused") else "")


def test_the_same_questions_give_it_to_who_sees_everything(whole: SnapshotReader, secrets: Secrets) -> None:
    """So that the questions are ones that could leak, and the search one that finds."""
    answers = [ask(whole, question) for question in QUESTIONS]
    finding = [answer for answer in answers if secrets.found(answer)]
    assert len(finding) > len(QUESTIONS) * 2 / 3
    assert any("江苏省" in secrets.found(answer) for answer in answers)
    assert any(secrets.target in secrets.found(answer) for answer in answers)
    assert not secrets.found("浙江省 杭州市 台州 Taizhou Wuxing District")


def test_every_count_is_that_of_the_own_region(whole: SnapshotReader, limited: SnapshotReader) -> None:
    inside = {"330000"} | {
        code
        for code, parents in whole._connection.execute(
            "with recursive up as (select region_code, [parent_code] as parents, parent_code from marts.dim_region "
            "union all select up.region_code, list_append(up.parents, regions.parent_code), regions.parent_code "
            "from up inner join marts.dim_region as regions on regions.region_code = up.parent_code) "
            "select region_code, parents from up"
        ).fetchall()
        if "330000" in parents
    }
    checked = 0
    for metric in (metric.name for metric in whole.catalogue.shown_metrics() if metric.name.endswith("_count")):
        names = {name for name, _ in whole.dimensions_of([metric])}
        try:
            answer = limited.query([metric])
        except (NotAllowedError, MixedFiguresError):
            continue
        total = (answer.item() or 0) if answer.height else 0
        if "region" in names:
            by_region = whole.query([metric], ["region"])
            # What is counted once wherever it is met cannot be added up over regions.
            expected = by_region.filter(pl.col("region").is_in(inside))[metric].sum()
            assert total <= expected, metric
            checked += 1
        elif metric not in SHARED_COUNTS:
            everything = whole.query([metric]).item() or 0
            assert total < everything or total == 0, metric
    assert checked > 8


@pytest.mark.parametrize(("name", "where"), SAVED)
def test_no_saved_query_gives_anything(
    whole: SnapshotReader, limited: SnapshotReader, secrets: Secrets, name: str, where: str
) -> None:
    for reader in (whole, limited):
        try:
            answer = written(reader.run_saved(name, [parse_condition(where)] if where else []))
        except SemanticError as error:
            answer = f"{error.message_en} {error.message_zh}"
            asked: object = where
        else:
            asked = ""
    assert not secrets.found(answer, asked)


@pytest.fixture(scope="module")
def endpoint(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    allowed = tmp_path_factory.mktemp("allowed") / "allow_list.yml"
    allowed.write_text(
        "roles:\n  zhejiang: {regions: [浙江省]}\n  everything: {everything: true}\ntokens:\n"
        + "".join(
            f"  - {{name: {role}, sha256: {digest_of_token(token)}, roles: [{role}]}}\n"
            for role, token in TOKENS.items()
        ),
        encoding="utf-8",
    )
    settings = Settings(published_path=str(published_path), allow_list=allowed, needs_token=True)
    with TestClient(application(settings), base_url="http://127.0.0.1") as served:
        yield served


def fetched(endpoint: TestClient, role: str, path: str, parameters: list[tuple[str, str]]) -> tuple[bool, str]:
    response = endpoint.get(path, params=parameters, headers={"Authorization": f"Bearer {TOKENS[role]}"})
    assert response.status_code < 500
    if response.headers["content-type"].startswith("application/vnd.apache.arrow"):
        return True, written(pl.read_ipc_stream(io.BytesIO(response.content)))
    text = response.text
    if response.headers["content-type"].startswith("application/json"):
        text = json.dumps(response.json(), ensure_ascii=False)
    return response.status_code == 200 and path != "/sql", text


OF_THE_ENDPOINT = [
    *ADDRESSES,
    *(
        ("/query", [*(("metric", one) for one in metrics), *(("by", one) for one in by),
                    *(("where", one) for one in where), ("format", "csv" if position % 2 else "json")])
        for position, (metrics, by, where, _) in enumerate(QUESTIONS[::2])
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "parameters"), OF_THE_ENDPOINT, ids=str)
def test_no_address_of_the_endpoint_gives_anything(
    endpoint: TestClient, secrets: Secrets, path: str, parameters: list[tuple[str, str]]
) -> None:
    fetched(endpoint, "everything", path, parameters)
    is_rows, answer = fetched(endpoint, "zhejiang", path, parameters)
    assert not secrets.found(answer, "" if is_rows else parameters)


def test_the_endpoint_gives_it_to_who_sees_everything(endpoint: TestClient, secrets: Secrets) -> None:
    asked = [("metric", "target_count"), ("by", "region"), ("by", "region__name_zh"), ("by", "target")]
    for form in ("json", "csv", "arrow"):
        _, answer = fetched(endpoint, "everything", "/query", [*asked, ("format", form)])
        assert secrets.found(answer) >= {"江苏省", PROVINCE, secrets.target}


@pytest.fixture(scope="module")
def told_to_assistants(published_path: Path, secrets: Secrets) -> dict[str, list[str]]:
    """What each call is answered, by role; who sees everything asks first."""

    async def work() -> dict[str, list[str]]:
        told: dict[str, list[str]] = {}
        for role, access in (("everything", EVERYTHING), ("zhejiang", ZHEJIANG)):
            async with Client(assistant_server(str(published_path), access)) as assistant:
                told[role] = [
                    " ".join(part.text for part in (await assistant.call_tool(tool, named(asked, secrets))).content)
                    for tool, asked in CALLS
                ]
                described = await assistant.list_tools()
                told[role].append(" ".join(tool.model_dump_json() for tool in described.tools))
        return told

    # In a thread of its own: Playwright leaves a loop running in the one of the tests.
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, asyncio.wait_for(work(), 120)).result()


def named(asked: dict[str, Any], secrets: Secrets) -> dict[str, Any]:
    """With the id of a target of 江苏 where one is to stand."""
    return {name: secrets.target if value == "{target}" else value for name, value in asked.items()}


@pytest.mark.parametrize("position", range(len(CALLS) + 1), ids=[*map(str, CALLS), "list_tools"])
def test_no_tool_of_an_assistant_gives_anything(
    told_to_assistants: dict[str, list[str]], secrets: Secrets, position: int
) -> None:
    answer = told_to_assistants["zhejiang"][position]
    asked = named(CALLS[position][1], secrets) if position < len(CALLS) else {}
    is_said_back = not answer.startswith("{")
    assert not secrets.found_in_bytes(answer, asked if is_said_back else "")


def test_the_tools_give_it_to_who_sees_everything(told_to_assistants: dict[str, list[str]], secrets: Secrets) -> None:
    finding = [answer for answer in told_to_assistants["everything"] if secrets.found(answer)]
    assert len(finding) > len(CALLS) / 2


def sent(app: AppTest) -> str:
    """Everything that the page sent to the browser: texts, options, tables and the data of its pictures."""
    parts: list[str] = []
    waiting: list[Any] = [app._tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Block):
            waiting += node.children.values()
        if isinstance(node, Element | Block) and (proto := getattr(node, "proto", None)) is not None:
            parts.append(proto.SerializeToString().decode("utf-8", errors="ignore"))
    return "\n".join(parts)


@pytest.mark.parametrize(("page", "address"), PAGES, ids=str)
def test_no_page_gives_anything(
    readers_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    secrets: Secrets,
    page: str,
    address: dict[str, Any],
) -> None:
    asked = named(address, secrets)
    monkeypatch.setattr(entry, "entry", lambda: entry.Entry(access=ZHEJIANG, name="li.hua@example.gov.cn"))
    app = open_page(page, **asked)
    assert not app.exception
    assert not secrets.found_in_bytes(sent(app), asked)
    if page in ("names", "reading"):
        # Not among the pages of a limited reader: where it is opened nonetheless, the overview stands.
        assert words(app) == words(open_page("overview", **asked))


def test_a_page_gives_it_to_who_sees_everything(readers_folder: Path, secrets: Secrets) -> None:
    found = secrets.found_in_bytes(sent(open_page("overview")))
    assert "江苏省" in found or PLAN in found


@pytest.fixture
def now(readers_folder: Path) -> Reader:
    """The reader of 浙江, after somebody who sees everything had the same pages."""
    everything = reader_in("zh", client().current())
    for keep in (series.indicators, regions.regions, quality.sources, quality.loads, quality.rejected_rows):
        keep(everything)
    return reader_in("zh", client(access=ZHEJIANG).current())


def _workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        "\t".join(f'"{cell}"' for cell in row) for sheet in book for row in sheet.iter_rows(values_only=True)
    )


def _targets(now: Reader) -> pl.DataFrame:
    return now.snapshot.query(["target_count"], ["target", "region", "region__name_zh", "plan__title_zh"])


FILES: dict[str, Callable[[Reader], str]] = {
    "csv": lambda now: downloads.as_csv(_targets(now)).decode(),
    "xlsx": lambda now: _workbook(downloads.as_xlsx(now, _targets(now))),
    "parquet": lambda now: written(pl.read_parquet(io.BytesIO(downloads.as_parquet(_targets(now))))),
    "sdmx observations": lambda now: observations_csv(now.snapshot),
    "sdmx targets": lambda now: targets_csv(now.snapshot),
    "changes as markdown": lambda now: as_markdown(changes_since(access=now.access), "zh"),
    "changes as a page": lambda now: as_page(changes_since(access=now.access), "zh"),
    "kept indicators": lambda now: written(series.indicators(now)),
    "kept regions": lambda now: written(regions.regions(now)),
    "kept sources": lambda now: written(quality.sources(now)),
    "kept loads": lambda now: written(quality.loads(now)),
    "kept refused rows": lambda now: written(quality.rejected_rows(now)),
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_and_no_kept_answer_gives_anything(now: Reader, secrets: Secrets, name: str) -> None:
    assert not secrets.found_in_bytes(FILES[name](now))


@pytest.mark.parametrize("plan", [PLAN, "江苏省质量强省", "suzhou_quality_2030", *CITIES])
def test_no_report_of_another_plan_is_made(limited: SnapshotReader, secrets: Secrets, plan: str) -> None:
    with pytest.raises(ReportError) as caught:
        assess(limited, plan)
    assert not secrets.found_in_bytes(f"{caught.value.english} {caught.value.chinese}", plan)


def test_the_report_of_an_own_plan_speaks_of_no_other(
    whole: SnapshotReader, limited: SnapshotReader, secrets: Secrets
) -> None:
    plans = limited.query(["verdict_count"], ["plan"], order_by=["-verdict_count", "plan"])["plan"].to_list()
    plan = plans[0]
    for reader in (whole, limited):
        assessment = assess(reader, plan)
        report, brief = report_of(assessment), brief_of(assessment)
    assert word_file(report)
    assert not secrets.found_in_bytes(f"{report!r} {brief!r}")
