"""Fixtures that more than one folder of tests needs."""

import logging
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from filelock import FileLock

from tests.project import Project

# What pytest makes of a file of tests, the next run and the other workers need not make again.
sys.dont_write_bytecode = False
# What takes a dbt process: a test that needs one of these, through whatever fixture, is marked `build`.
BUILDING_FIXTURES = frozenset({"built_project"})


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a test tries a share of in every run, it tries whole when asked."""
    parser.addoption(
        "--every-step",
        action="store_true",
        help="kill before every call to the system, not every fifth; open every indicator, not one of each kind; make "
        "nine rounds of changes, not one",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that run dbt, so that `-m "not build"` leaves them out, and has their files begin.

    A file is one worker's: a long one that begins last would leave the other workers without work. While the first
    worker builds what most files read, the second tries what needs no build.
    """
    for item in items:
        if BUILDING_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("build")
    building = {item.path for item in items if item.get_closest_marker("build")}
    files = list(dict.fromkeys(item.path for item in items))
    # The longest; all workers have to come to the same order.
    without = sorted(set(files) - building, key=lambda path: (-path.stat().st_size, path))[:2]
    first = [path for path in files if path in building][:2]
    order = {path: number for number, path in enumerate(chain(*zip(first, without, strict=False)))}
    items.sort(key=lambda item: (order.get(item.path, len(order)), item.path not in building))


class _Heard(logging.Handler):
    """What pages said of an error before they showed a sentence instead."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the error, with where it arose."""
        self.errors.append(self.format(record))


@pytest.fixture(autouse=True)
def no_page_fails(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test when a page of this process could not be shown, unless the test is about that.

    A page shows a sentence instead of an error, so that Streamlit's runner sees no exception.
    """
    log, heard = logging.getLogger("app.components.trouble"), _Heard()
    log.addHandler(heard)
    yield
    log.removeHandler(heard)
    if request.node.get_closest_marker("troubled") is None:
        assert not heard.errors, "\n".join(heard.errors)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Project]:
    """Makes a project once for all workers: copies it to a folder, and builds it there; built is what went wrong."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def make(name: str, copy_to: Callable[[Path], Project], build: Callable[[Project], str]) -> Project:
        folder, outcome = shared / name / "project", shared / f"{name}.txt"
        with FileLock(shared / f"{name}.lock"):
            if not outcome.exists():
                outcome.write_text(build(copy_to(folder)), encoding="utf-8")
        failure = outcome.read_text(encoding="utf-8")
        assert not failure, failure
        return Project(folder)

    return make


@pytest.fixture(scope="session")
def built_project(once: Callable[..., Project]) -> Project:
    """A copy of the project with one build and its publication, one for all workers.

    Read it; to change something, clone it first.
    """

    def build(project: Project) -> str:
        answer = project.dbt("build")
        return "" if answer.returncode == 0 else answer.stdout or "failed"

    return once("built", Project.copy_to, build)


@pytest.fixture(scope="session")
def loaded(built_project: Project, once: Callable[..., Project]) -> Project:
    """A project that met what these modules drop in its first build. Read it, or clone it."""
    from tests.drafting import test_round_trip
    from tests.landing import (
        test_corrections,
        test_datasets,
        test_loads,
        test_names,
        test_slips,
        test_unfinished_years,
        test_wholes,
    )

    def build(project: Project) -> str:
        landing = project.folder / "landing"
        landing.mkdir()
        test_round_trip.drop_draft(landing)
        test_corrections.drop_rounds(landing)
        for module in (test_loads, test_names, test_slips, test_unfinished_years, test_wholes):
            for name, text in module.FILES.items():
                assert not (landing / name).exists(), name
                (landing / name).write_text(text, encoding="utf-8")
        test_datasets.drop_datasets(landing)
        answer = project.dbt("build")
        return "" if answer.returncode == 0 else answer.stdout or "failed"

    return once("loaded", built_project.unbuilt_clone_to, build)


@pytest.fixture(scope="session")
def loaded_again(loaded: Project, once: Callable[..., Project]) -> Project:
    """That project after a load was withdrawn, and the command loaded files again. Read it, or clone it."""
    from tests.command.calls import load_corrected
    from tests.landing.test_wholes import spoil

    return once("loaded_again", loaded.clone_to, lambda project: load_corrected(project, spoil(project)))


@pytest.fixture(scope="session")
def parsed_project(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy that dbt has parsed, to compile models and macros in."""
    return built_project.unbuilt_clone_to(tmp_path_factory.mktemp("parsed") / "project")


@pytest.fixture(scope="session")
def published_path(built_project: Project) -> Path:
    """The folder of publications of the project that was built once."""
    return built_project.published


@pytest.fixture
def project(built_project: Project, tmp_path: Path) -> Project:
    """A built and published copy of one's own, to spoil."""
    return built_project.clone_to(tmp_path / "project")


@pytest.fixture
def readers_folder(published_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pages of this process read the session's publication."""
    monkeypatch.setenv("PUBLISHED_PATH", str(published_path))
    return published_path
