"""Settings of the tests of loads, the lists they read by, and one project with the files that most of them drop."""

import os
from collections.abc import Callable

import pytest
from hypothesis import settings

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary
from tests.project import Project

# Starting polars' threads may take longer than an example should; more examples than these have found nothing more.
settings.register_profile("loads", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "loads"))


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The words that files are read by."""
    return Vocabulary.from_seeds()


@pytest.fixture(scope="session")
def lists() -> Lists:
    """The lists that plans are read by."""
    return Lists.from_seeds()


@pytest.fixture(scope="session")
def loaded(built_project: Project, once: Callable[..., Project]) -> Project:
    """A project that met the files of these modules in its first build. Read it."""
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
        test_corrections.drop_rounds(landing)
        for module in (test_loads, test_names, test_slips, test_unfinished_years, test_wholes):
            for name, text in module.FILES.items():
                assert not (landing / name).exists(), name
                (landing / name).write_text(text, encoding="utf-8")
        test_datasets.drop_datasets(landing)
        answer = project.dbt("build")
        return "" if answer.returncode == 0 else answer.stdout or "failed"

    return once("loaded", built_project.unbuilt_clone_to, build)
