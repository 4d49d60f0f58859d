"""The walk of docs/analysts.md, done word for word on a copy: a mart of one's own, from nothing to a page."""

import re
import shutil
from pathlib import Path

import pytest

from app.texts import texts_of
from plan_targets.semantic import SemanticError, SnapshotReader, unpublished
from plan_targets.semantic.documentation import metrics_page
from tests.pages.conftest import open_page, words
from tests.project import REPOSITORY, Project

GUIDE = REPOSITORY / "docs" / "analysts.md"
FILE = re.compile(r"^`(models/[\w./]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"`http://localhost:8501/explore\?metrics=(\w+)&by=(\w+)`")


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files that the guide writes."""
    return dict(FILE.findall(GUIDE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def walked(built_project: Project, files: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built copy after the whole walk, its commands included."""
    project = built_project.clone_to(tmp_path_factory.mktemp("analyst") / "project")
    assert len(files) == 3
    for name, text in files.items():
        assert not (project.folder / name).exists()
        (project.folder / name).write_text(text, encoding="utf-8")
    before = project.publication().build_id
    part = project.dbt("build", "--select", "mart_target_due_soon")
    assert part.returncode == 0, part.stdout
    assert project.publication().build_id == before
    whole = project.dbt("build", "--warn-error")
    assert whole.returncode == 0, whole.stdout
    assert project.publication().build_id != before
    assert (
        f"Published {project.publication().build_id}" in whole.stdout and "Nothing was published." not in whole.stdout
    )
    return project


def test_the_number_is_on_the_page(walked: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLISHED_PATH", str(walked.published))
    found = ADDRESS.search(GUIDE.read_text(encoding="utf-8"))
    assert found
    metric, dimension = found.groups()
    app = open_page("explore", metrics=metric, by=dimension)
    assert not app.exception and not app.error
    shown = app.dataframe[0].value
    expected = walked.rows("select count(*) as targets from marts.mart_target_due_soon").item()
    assert expected > 0
    assert shown.iloc[:, -1].sum() == expected
    assert texts_of("zh")("page.explore") in words(app)


def test_the_page_of_metrics_takes_it_in(walked: Project) -> None:
    manifest = walked.publication().manifest.read_text(encoding="utf-8")
    assert "`target_due_soon_count`" in metrics_page(manifest)


def test_before_the_build_the_error_says_what_is_missing(
    built_project: Project, files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    shutil.copytree(REPOSITORY / "models", models)
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    original = unpublished.has_metric
    monkeypatch.setattr(unpublished, "has_metric", lambda name: original(name, models))
    with pytest.raises(SemanticError, match="not yet in the publication"):
        SnapshotReader(built_project.publication()).query(["target_due_soon_count"])
