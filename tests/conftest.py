"""Fixtures that more than one folder of tests needs."""

from pathlib import Path

import pytest

from tests.project import Project


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the project with one build and its publication. Read it; to change something, clone it first."""
    project = Project.copy_to(tmp_path_factory.mktemp("built") / "project")
    answer = project.dbt("build")
    assert answer.returncode == 0, answer.stdout
    return project


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
