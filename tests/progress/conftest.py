from collections.abc import Callable
from typing import Any

import pytest

from tests.progress.methods import Methods, Row
from tests.project import Project


@pytest.fixture(scope="session")
def methods(parsed_project: Project) -> Methods:
    """The progress methods."""
    return Methods(parsed_project)


@pytest.fixture(scope="session")
def assess(methods: Methods) -> Callable[..., list[Row]]:
    """Judges rows by one method."""
    return methods.judge


@pytest.fixture(scope="session")
def assess_one(assess: Callable[..., list[Row]]) -> Callable[..., Row]:
    """Judges a single row, given as keywords."""

    def run(method: str, **row: Any) -> Row:
        (only,) = assess(method, [row])
        return only

    return run
