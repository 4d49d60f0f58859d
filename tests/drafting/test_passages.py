"""Passages in the manner of many plans, and what a careful person enters for them."""

from typing import Any

import pytest

from tests.drafting.passages import cases, compare


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["plan"])
def test_a_passage_is_drafted_as_a_careful_person_enters_it(case: dict[str, Any]) -> None:
    outcome = compare(case)
    assert not outcome.missed
    assert not outcome.extra
    assert not outcome.wrong
