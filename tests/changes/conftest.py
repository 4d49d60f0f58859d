"""Three publications to compare, made once out of the session's."""

from pathlib import Path

import pytest

from tests.changes.publications import Published, publish_changes


@pytest.fixture(scope="session")
def changed(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A publication with a change of each kind after the built one, and one that takes a change back."""
    return publish_changes(published_path, tmp_path_factory.mktemp("changed") / "published")
