"""A family of plans is a plan, those that it answers to, and those that answer to it."""

import polars as pl
import pytest

from app.queries import families
from app.queries.families import family_of

PLANS = pl.DataFrame(
    {
        "plan_id": ["city", "nation", "province", "district", "other_city", "alone"],
        "parent_plan_id": ["province", None, "nation", "city", "province", None],
    }
)


def test_a_family_has_all_that_stands_above_and_what_answers_to_the_plan_itself() -> None:
    assert family_of(PLANS, "city") == ["nation", "province", "city", "district"]
    assert family_of(PLANS, "nation") == ["nation", "province"]
    assert family_of(PLANS, "province") == ["nation", "province", "city", "other_city"]
    assert family_of(PLANS, "alone") == ["alone"]


def test_a_parent_that_is_not_there_or_comes_again_ends_the_line() -> None:
    plans = pl.DataFrame({"plan_id": ["a", "b"], "parent_plan_id": ["b", "a"]})
    assert family_of(plans, "a") == ["b", "a"]
    assert family_of(pl.DataFrame({"plan_id": ["a"], "parent_plan_id": ["gone"]}), "a") == ["a"]


@pytest.mark.parametrize(
    ("verdicts", "plan"),
    [
        # Most verdicts, of those that were read whole.
        ({"city": 1, "other_city": 5}, "province"),
        ({"alone": 3}, None),
        ({}, None),
    ],
)
def test_a_page_begins_with_the_family_that_has_most_verdicts(
    monkeypatch: pytest.MonkeyPatch, verdicts: dict[str, int], plan: str | None
) -> None:
    whole = PLANS.with_columns(plan__is_whole_document=pl.col("plan_id").is_in(["city", "province"]))
    monkeypatch.setattr(families.reference, "plans", lambda now: whole)
    monkeypatch.setattr(families.target_counts, "assessed_by_plan", lambda now: verdicts)
    assert families.default_plan(None) == plan  # type: ignore[arg-type]
