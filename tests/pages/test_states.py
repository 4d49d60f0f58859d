"""Every page in each state that a publication or a reader can be in: a sentence that helps.

It says what is the matter and what to do, in the reader's language, and nothing that is for the log. Every page
and every state is met in both languages, each pair of them in one: the sentences are the states', whatever the page.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.components import layout
from app.queries import session
from app.queries.awaited import awaited
from app.queries.session import reader_in
from app.texts import texts_of
from plan_targets.access.access import NOTHING, Access
from plan_targets.semantic import client
from tests.pages import states
from tests.pages.conftest import LANGUAGES, PAGES, open_page, words

# A folder or a file of the server's, by its full path.
PATH = re.compile(r"(?<![\w:/.])/(?:[\w.-]+/)+[\w.-]+|\w:\\\\")
SQL = re.compile(r"\bselect\b[\s\S]+\bfrom\b|\bmarts\.|\bdrop table\b|Error:|Traceback", re.IGNORECASE)
# What Python and its libraries write for nothing; "None of them" is English.
HOLLOW = re.compile(r"\b(?:None(?! of\b)|nan|NaN|NaT|null|undefined)\b")
# A district that has neither targets nor figures.
REGION_WITHOUT_ANYTHING = "542600"
# The pages that ask nothing of the publication, or only what any release has.
OF_ANY_RELEASE = ("reading", "sending", "explore")
WITHOUT_THOSE_COLUMNS = ("changes", "report", "due", "names", "reading", "sending", "quality")
WITHOUT_THOSE_TABLES = ("names", "reading", "sending")


@dataclass(frozen=True)
class State:
    """A publication, how a reader comes to it, and the texts that every page shows then, above itself or instead.

    Pages that are `unaffected` show themselves alone.
    """

    make: Callable[[Path, Path], None]
    says: tuple[str, ...]
    command: str = ""
    address: dict[str, str] = field(default_factory=dict)
    unaffected: tuple[str, ...] = ()
    access: Access | None = None
    is_above_page: bool = False


BUILD = "uv run dbt build"
PUBLISH_DAY = f"uv run plan-targets publish --as-of {states.DAY}"
AS_OF = {"as_of": states.DAY}
STATES = {
    "nothing published": State(states.nothing, ("nothing.absent", "nothing.remedy"), BUILD),
    "published long ago": State(states.of_long_ago, ("nothing.old",), is_above_page=True),
    "as of a day": State(states.as_of_a_day, ("as_of.banner",), address=AS_OF, is_above_page=True),
    "as of a day without a publication": State(
        states.of_long_ago, ("as_of.absent", "nothing.remedy"), PUBLISH_DAY, AS_OF
    ),
    "as of a day, damaged": State(states.as_of_a_day_cut_off, ("as_of.damaged", "nothing.remedy"), PUBLISH_DAY, AS_OF),
    "of an earlier release": State(
        states.of_an_earlier_release, ("nothing.older", "nothing.remedy"), BUILD, unaffected=OF_ANY_RELEASE
    ),
    "as of a day, of an earlier release": State(
        states.as_of_a_day_of_an_earlier_release,
        ("nothing.older", "as_of.banner"),
        PUBLISH_DAY,
        AS_OF,
        unaffected=OF_ANY_RELEASE,
    ),
    "an earlier one, of an earlier release": State(
        states.after_an_earlier_release,
        ("nothing.older", "earlier.banner", "earlier.remedy"),
        address={"publication": states.FIRST},
        unaffected=OF_ANY_RELEASE,
    ),
    "an earlier one, damaged": State(
        states.after_a_damaged_one,
        ("earlier.absent", "earlier.kept"),
        address={"publication": states.FIRST},
    ),
    "cut off": State(states.cut_off, ("nothing.damaged", "nothing.remedy"), BUILD),
    "cut off unnoticed": State(states.cut_off_unnoticed, ("nothing.damaged", "nothing.remedy"), BUILD),
    "without a table": State(
        states.without_a_table, ("nothing.incomplete", "nothing.remedy"), BUILD, unaffected=WITHOUT_THOSE_TABLES
    ),
    "without a column": State(
        states.without_a_column, ("nothing.incomplete", "nothing.remedy"), BUILD, unaffected=WITHOUT_THOSE_COLUMNS
    ),
    "an unreadable record": State(states.with_an_unreadable_record, ("nothing.damaged", "nothing.remedy"), BUILD),
    "a record of no dates": State(states.with_a_record_of_wrong_facts, ("nothing.damaged", "nothing.remedy"), BUILD),
    "unreadable metrics": State(states.with_an_unreadable_manifest, ("nothing.damaged", "nothing.remedy"), BUILD),
    "the latest one damaged": State(states.with_the_one_before_whole, ("nothing.fallback",), is_above_page=True),
    "one figure": State(states.as_it_is, (), is_above_page=True),
    "no figure": State(states.with_no_figure, ("nothing.empty",), is_above_page=True),
    "a role without rows": State(
        states.as_it_is,
        ("nothing.no_rows",),
        access=Access(regions=frozenset({REGION_WITHOUT_ANYTHING})),
        is_above_page=True,
    ),
    "a role of nothing": State(states.as_it_is, ("nothing.no_rows",), access=NOTHING, is_above_page=True),
}


@pytest.fixture(scope="module")
def one_figure(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of one target and one figure, which every other state is made of: its pages cost least."""
    folder = tmp_path_factory.mktemp("one-figure") / "published"
    states.with_one_figure(published_path, folder)
    return folder


def shown(app: AppTest) -> Iterable[str]:
    """Everything that a reader can read: texts, labels, choices, cells."""
    yield words(app)
    yield from (expander.label for expander in app.expander)
    yield from (f"{metric.label} {metric.value}" for metric in app.metric)
    for widget in (*app.selectbox, *app.multiselect, *app.radio, *app.button, *app.toggle, *app.text_input):
        yield from (widget.label, *map(str, getattr(widget, "options", ())))
    for table in app.dataframe:
        yield from map(str, table.value.columns)
        yield from (cell for cell in table.value.to_numpy().ravel() if isinstance(cell, str))


def says(language: str, key: str, written: str) -> bool:
    """Whether the text stands there, whatever was put into it."""
    return all(part.strip() in written for part in re.split(r"\{\w+\}", texts_of(language).entries[key]))


def faults(app: AppTest, language: str, state: State, page: str) -> list[str]:
    """What is wrong with the page."""
    written = words(app).replace("\\", "")
    found = [f"raised {error.message}" for error in app.exception]
    if page not in state.unaffected:
        found += [f"does not say {key}" for key in state.says if not says(language, key, written)]
        if state.command and state.command not in [code.value for code in app.code]:
            found.append(f"does not name {state.command}")
    # What a page refuses to a role it refuses in a whole sentence.
    is_there = texts_of(language)(f"page.{page}") in written or app.error
    if (page in state.unaffected or state.is_above_page) and not is_there:
        found.append("shows nothing of itself")
    found += [f"is terse: {error.value}" for error in app.error if len(error.value) < 20]
    for text in shown(app):
        found += [f"shows {match.group()!r}" for sign in (PATH, SQL, HOLLOW) for match in sign.finditer(text)]
    return found


@pytest.mark.troubled
@pytest.mark.parametrize("name", STATES)
def test_every_page_helps_its_reader_in_every_state(
    one_figure: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # From one state to the next the languages change sides.
    state, languages = STATES[name], islice(cycle(LANGUAGES), list(STATES).index(name), None)
    folder = tmp_path / "published"
    state.make(one_figure, folder)
    monkeypatch.setenv("PUBLISHED_PATH", str(folder))
    access = state.access
    if access is not None:
        monkeypatch.setattr(session, "client", lambda access, **asked: client(access=state.access, **asked))
    found = {
        page: faults(open_page(page, lang=language, **state.address), language, state, page)
        for page, language in zip(PAGES, languages, strict=False)
    }
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.troubled
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_that_nobody_foresaw_is_a_sentence_to_the_reader_and_whole_in_the_log(
    readers_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, language: str
) -> None:
    def fail(now: object) -> None:
        raise RuntimeError("/srv/pages/app/layout.py said no")

    monkeypatch.setattr(layout, "publication_strip", fail)
    app = open_page("overview", lang=language)
    assert says(language, "nothing.broken", words(app)) and says(language, "nothing.broken_remedy", words(app))
    assert "/srv" not in "\n".join(shown(app)) and not app.exception
    assert "/srv/pages/app/layout.py said no" in caplog.text and "Traceback" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_filter_that_leaves_nothing_says_so_and_how_to_go_on(readers_folder: Path, language: str) -> None:
    now = reader_in(language, client(str(readers_folder)).current())
    plan, theme = apart(now.snapshot.query(["target_count"], ["plan", "indicator__theme"]))
    owed = pl.DataFrame(
        [(plan, one.owner.region_code) for one in awaited(now, language) for plan in one.plans], orient="row"
    )
    owing, owner = apart(owed)
    asked: list[tuple[str, dict[str, str | list[str]], str]] = [
        ("overview", {"family": "all", "plan": plan, "theme": theme}, "overview.nothing_left"),
        ("trend", {"regions": ""}, "trend.no_region"),
        ("trend", {"known_by": "1950-01-01"}, "trend.view.not_known"),
        ("due", {"plan": owing, "region": owner}, "due.none_left"),
        ("explore", {"where": ["target__due_year >= 3000"]}, "explore.empty"),
    ]
    for page, address, key in asked:
        app = open_page(page, lang=language, **address)
        assert not app.exception and not app.error, page
        assert any(says(language, key, info.value) for info in app.info), (page, key)


def apart(counted: pl.DataFrame) -> tuple[str, str]:
    """A value of the first column and one of the second that no row has together."""
    first, second = counted.columns[:2]
    together = set(counted.select(first, second).iter_rows())
    return next(
        (one, other)
        for one in counted[first].unique().sort()
        for other in counted[second].unique().sort()
        if (one, other) not in together
    )
