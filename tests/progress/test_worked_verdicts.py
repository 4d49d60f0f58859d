"""The page of worked verdicts says what the marts say."""

from tests.progress.worked_verdicts import PAGE, page
from tests.project import Project


def test_every_worked_verdict_is_the_marts_own(built_project: Project) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(built_project.publication())
