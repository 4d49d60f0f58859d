"""What each page asks, recorded while it is drawn: once said, and told in its exposure."""

import re
from dataclasses import dataclass, field

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.queries import kept
from plan_targets.landing.store import deliver
from plan_targets.semantic import SnapshotReader, client
from plan_targets.semantic.question import Question
from plan_targets.yaml_text import read_yaml
from tests.pages.conftest import MAIN, PAGES, TIMEOUT_SECONDS
from tests.project import REPOSITORY, Project

TABLE = re.compile(r"""\bmarts"?\."?(\w+)""")
# Whoever asks there may ask for anything.
EXPLORE = "explore"
# Where a page has several sides, each of them.
ADDRESSES: dict[str, list[dict[str, str]]] = {
    "trend": [{"indicator": "standards_led_new", "regions": "320500"}],
    "plans": [{"view": view} for view in ("targets", "offices", "cascade", "versions")],
    "report": [{"plan": "national_quality_2025", "year": "2024"}],
}


@dataclass
class Asked:
    """Questions by page, and the marts that answered them."""

    questions: dict[str, set[Question]] = field(default_factory=dict)
    marts: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def asked(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Every page drawn once, the trend page for an indicator with everything on it, by somebody who sent a table."""
    landing = tmp_path_factory.mktemp("sent") / "landing"
    table = landing.with_name("sent.csv")
    table.write_text("地区,指标,单位,年份,数值\n", encoding="utf-8")
    deliver(table, landing)
    record = Asked()
    now: list[str] = []
    answer = SnapshotReader._answer

    def recorded(self: SnapshotReader, question: Question) -> pl.DataFrame:
        record.questions[now[-1]].add(question)
        record.marts[now[-1]].update(TABLE.findall(self._compiler.compile(question).sql))
        return answer(self, question)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUBLISHED_PATH", str(built_project.published))
        patch.setenv("LANDING_PATH", str(landing))
        patch.setenv("PAGES_MAY_LOAD", "yes")
        patch.setattr(SnapshotReader, "_answer", recorded)
        for page in PAGES:
            # Streamlit's runner begins every session with the first page.
            for drawn in (PAGES[0], page):
                now.append(drawn)
                record.questions.setdefault(drawn, set())
                record.marts.setdefault(drawn, set())
                # What another page asked before is asked again here.
                kept.forget()
                if drawn == PAGES[0]:
                    app = AppTest.from_file(str(MAIN), default_timeout=TIMEOUT_SECONDS)
                    app.run()
                else:
                    app.switch_page(f"views/{drawn}.py")
                    for address in ADDRESSES.get(drawn, [{}]):
                        for name, value in address.items():
                            app.query_params[name] = value
                        app.run()
                assert not app.exception, drawn
    return record


def saved_names(reader: SnapshotReader, is_question: bool) -> set[str]:
    return {
        name for name, saved in reader.catalogue.saved_queries.items() if (saved.serves == "question") == is_question
    }


def test_every_saved_query_of_a_page_is_asked_by_one(asked: Asked, published_path) -> None:
    run = {question.saved_query for questions in asked.questions.values() for question in questions}
    assert saved_names(client(str(published_path)).current(), is_question=False) == run - {None}


def test_no_page_writes_a_saved_query_again(asked: Asked, published_path) -> None:
    saved = client(str(published_path)).current().catalogue.saved_queries
    words = {(frozenset(query.metrics), frozenset(query.group_by)): name for name, query in saved.items()}
    again = {
        (page, words[key])
        for page, questions in asked.questions.items()
        for question in questions
        if (key := (frozenset(question.metrics), frozenset(question.group_by))) in words and not question.saved_query
    }
    # Anybody's own question may happen to be a manager's.
    assert {found for found in again if found[0] != EXPLORE} == set()


def exposed() -> dict[str, set[str]]:
    document = read_yaml((REPOSITORY / "models" / "exposures.yml").read_text(encoding="utf-8"))
    return {
        exposure["name"].removesuffix("_page"): {ref[len("ref('") : -len("')")] for ref in exposure["depends_on"]}
        for exposure in document["exposures"]
    }


def test_every_page_has_an_exposure() -> None:
    assert set(PAGES) <= set(exposed())


@pytest.mark.parametrize("page", [page for page in PAGES if page != EXPLORE])
def test_an_exposure_names_the_marts_that_its_page_reads(asked: Asked, page: str) -> None:
    assert exposed()[page] == asked.marts[page]
