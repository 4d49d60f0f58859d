"""What is removed on purpose does not block every later build, and what is missing by mistake does."""

from pathlib import Path

import pytest

from plan_targets.command.lists import publication_lines
from plan_targets.publication.confirm import confirm_removal, confirmed_reason
from plan_targets.publication.read import current_publication
from plan_targets.settings import SUITES_FOLDER
from tests.faults.toy import publish_toy


def test_a_confirmation_counts_for_the_next_publication_only(tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish_toy(published, "one")
    one = current_publication(str(published)).build_id
    assert confirmed_reason(published, one) is None
    assert confirm_removal(published, "the plan has ended") == one
    assert confirmed_reason(published, one) == "the plan has ended"
    assert any("removal confirmed 已确认删减: the plan has ended" in line for line in publication_lines(published))
    publish_toy(published, "two")
    assert confirmed_reason(published, current_publication(str(published)).build_id) is None


@pytest.mark.parametrize("suite", sorted(path.name for path in SUITES_FOLDER.glob("*.yml")))
def test_no_remedy_deletes_publications(suite: str) -> None:
    text = (SUITES_FOLDER / suite).read_text(encoding="utf-8").lower()
    assert "published and build" not in text and "folder published" not in text and "删去 published" not in text
