"""Families of plans: a plan, those that it answers to, and those that answer to it."""

import polars as pl

from app.queries import reference, target_counts
from app.queries.session import Reader


def family_of(plans: pl.DataFrame, plan_id: str) -> list[str]:
    """The plan, its parents and its children, from above, in the order given."""
    return _family(dict(plans.select("plan_id", "parent_plan_id").iter_rows()), plan_id)


def _family(parents: dict[str, str], plan_id: str) -> list[str]:
    above: list[str] = []
    parent = parents.get(plan_id)
    while parent in parents and parent not in (*above, plan_id):
        above.insert(0, str(parent))
        parent = parents[parent]
    children = [child for child, its_parent in parents.items() if its_parent == plan_id and child not in above]
    return [*above, plan_id, *children]


def default_plan(now: Reader) -> str | None:
    """The plan whose family says most about where its targets stand: one that was read whole, and has most verdicts.

    None where no such family has a verdict: all plans then say more.
    """
    plans = reference.plans(now)
    whole = dict(
        plans.select("plan_id", pl.col("plan__is_whole_document").cast(pl.Boolean).fill_null(False)).iter_rows()
    )
    assessed = target_counts.assessed_by_plan(now)
    parents = dict(plans.select("plan_id", "parent_plan_id").iter_rows())
    verdicts = {plan: sum(assessed.get(member, 0) for member in _family(parents, plan)) for plan in whole}
    best = max((plan for plan in whole if whole[plan]), key=lambda plan: verdicts[plan], default=None)
    return best if best is not None and verdicts[best] else None
