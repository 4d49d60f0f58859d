"""The semantic client: every number on a page, in an export or in another tool's answer is asked for here.

    from plan_targets.semantic import Condition, client

    reader = client().current()                  # one publication for the whole page
    frame = reader.query(
        ["observed_value"],
        group_by=["indicator__name_zh", "region__name_zh", "calendar_year"],
        where=[Condition("indicator", "=", "air_good_days"), Condition("calendar_year", ">=", 2018)],
        order_by=["region__name_zh", "calendar_year"],
    )

With `client(access=...)` of plan_targets.access it answers as if nothing else were published than what that reader may
see. The answer is a polars frame with one column for each name asked for, the group-bys first, in the order asked.
With `client(as_of="2023-06-30")` the answers come from what was published as of that day instead. A
publication that arrives meanwhile is used from the next call of `current()` (or of the functions here) on. Names and
their words are in `reader.catalogue` and in docs/metrics.md. Whatever is wrong with a question is a SemanticError,
whose text is for people (`str(error)` in English, `error.message_zh` in Chinese); with nothing published yet,
NoPublicationError.
"""

from collections.abc import Sequence

import polars as pl

from plan_targets.publication.read import NoPublicationAsOfError, NoPublicationError
from plan_targets.semantic.catalogue import Catalogue, Dimension, Metric, SavedQuery
from plan_targets.semantic.client import SemanticClient, client
from plan_targets.semantic.compile import Compiled
from plan_targets.semantic.conditions import OPERATORS, Condition, Value, parse_condition, write_condition
from plan_targets.semantic.errors import (
    ConditionError,
    MixedFiguresError,
    NotAllowedError,
    NotAvailableError,
    PublicationDamagedError,
    QueryFailedError,
    RequestError,
    SemanticError,
    UnknownDimensionError,
    UnknownMetricError,
    UnknownNameError,
    UnknownSavedQueryError,
)
from plan_targets.semantic.question import Where
from plan_targets.semantic.reader import SnapshotReader

__all__ = [
    "OPERATORS",
    "Catalogue",
    "Compiled",
    "Condition",
    "ConditionError",
    "Dimension",
    "Metric",
    "MixedFiguresError",
    "NoPublicationAsOfError",
    "NoPublicationError",
    "NotAllowedError",
    "NotAvailableError",
    "PublicationDamagedError",
    "QueryFailedError",
    "RequestError",
    "SavedQuery",
    "SemanticClient",
    "SemanticError",
    "SnapshotReader",
    "UnknownDimensionError",
    "UnknownMetricError",
    "UnknownNameError",
    "UnknownSavedQueryError",
    "client",
    "dimensions_of",
    "explain",
    "parse_condition",
    "query",
    "run_saved",
    "values",
    "write_condition",
]


def query(
    metrics: Sequence[str] = (),
    group_by: Sequence[str] = (),
    where: Where = (),
    order_by: Sequence[str] = (),
    limit: int | None = None,
) -> pl.DataFrame:
    """The answer to a question: one column for each of `group_by` and then `metrics`, one row for each combination.

    `where` is a list of Conditions (all must hold), or a mapping from dimensions to values; never text. `order_by`
    names asked-for columns, with "-" before a name for descending; empty values come last. Without metrics the answer
    is the combinations of the dimensions. Raises SemanticError and NoPublicationError.
    """
    return client().query(metrics, group_by, where, order_by, limit)


def run_saved(name: str, where: Where = (), order_by: Sequence[str] = (), limit: int | None = None) -> pl.DataFrame:
    """The answer to a saved query, narrowed by more conditions if given. Raises as `query` does."""
    return client().run_saved(name, where, order_by, limit)


def explain(
    metrics: Sequence[str] = (),
    group_by: Sequence[str] = (),
    where: Where = (),
    order_by: Sequence[str] = (),
    limit: int | None = None,
) -> Compiled:
    """The SQL of a question, not run; `.text()` has its values written in. Raises as `query` does."""
    return client().current().explain(metrics, group_by, where, order_by, limit)


def values(dimension: str, where: Where = ()) -> list[Value]:
    """The values that a dimension has, in order, without null. Raises as `query` does."""
    return client().current().values(dimension, where)


def dimensions_of(metrics: Sequence[str]) -> list[tuple[str, Dimension]]:
    """The group-by names that those metrics have in common, each with its dimension; for no metrics all names."""
    return client().current().dimensions_of(metrics)
