"""The SQL of a question that lists rows of one mart, so that there is nothing to aggregate.

Most of what pages ask is of this kind: the figure of each indicator, region and year. MetricFlow writes a GROUP BY over
groups of one row each, which costs more than reading them, and takes longer to write it than a page's rows take to
read. Here the same definitions of the semantic manifest are put together without one. A question that is not of this
kind, or of which the snapshot does not keep what that rests on, is MetricFlow's.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from metricflow_semantics.model.semantics.linkable_element_set_base import AnnotatedSpec

from plan_targets.semantic.catalogue import Catalogue
from plan_targets.semantic.conditions import NULL_CHECKS, Condition, Value, template

# How a metric says that it is the row's own value where there is one row.
ONE_ROW = re.compile(r"case when (?P<count>\w+) = 1 then (?P<value>\w+) end")
# What of one row is that row's own value.
VALUE_OF_ONE = {"max", "min"}
# A name in a saved query's filter.
NAME = re.compile(r"""\{\{\s*(?:Dimension|Entity)\('(?P<name>\w+)'\)\s*\}\}""")


# A question to the snapshot, with the values of its places, that is answered with true or false.
Assumed = tuple[str, tuple[tuple[str, Value], ...]]


@dataclass(frozen=True)
class Listing:
    """SQL without an aggregate, and the questions to the snapshot whose answers are true where it may stand."""

    sql: str
    assumes: tuple[Assumed, ...]


@dataclass(frozen=True)
class _Table:
    """A semantic model: its table, and the expression of each entity and dimension."""

    relation: str
    primary: str
    determined_by: tuple[str, ...]
    entities: Mapping[str, str]
    dimensions: Mapping[str, str]

    def expression(self, element: str) -> str:
        """What that entity or dimension is in the table. Raises LookupError where it has none of the name."""
        return self.entities[element] if element in self.entities else self.dimensions[element]


@dataclass
class _Joined:
    """A table that rows are looked up in, by which of its columns, and what is taken from it."""

    table: _Table
    below: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)


class Listings:
    """What can be listed by the definitions of one semantic manifest."""

    def __init__(self, manifest: Mapping[str, Any], catalogue: Catalogue) -> None:
        """Takes the manifest's content and its catalogue."""
        self._catalogue = catalogue
        tables = {model["name"]: _table(model) for model in manifest["semantic_models"]}
        self._by_primary = {
            table.primary: [other for other in tables.values() if other.primary == table.primary]
            for table in tables.values()
        }
        measures = {
            measure["name"]: (tables[model["name"]], measure)
            for model in manifest["semantic_models"]
            for measure in model["measures"]
        }
        self._values = _values(manifest["metrics"], measures)

    def find(
        self,
        metrics: Sequence[str],
        group_by: Sequence[str],
        where: Sequence[Condition],
        saved_where: Sequence[str],
        order_by: Sequence[str],
        limit: int | None,
        available: Mapping[str, AnnotatedSpec],
    ) -> Listing | None:
        """The listing that answers the question; none where it lists no rows.

        `saved_where` are a saved query's own filters, in MetricFlow's words, and `available` has what every name means.
        The question has been checked before.
        """
        values = [self._values.get(name) for name in metrics]
        tables = {id(value[0]): value[0] for value in values if value}
        if not metrics or None in values or len(tables) != 1:
            return None
        (table,) = tables.values()
        assumes = self._assumes(table, group_by, where)
        if assumes is None:
            return None
        written = _Writing(table, self._by_primary, available)
        try:
            # Before the columns, so that the tables that drop rows are joined first. Their places are those of the
            # compiled question, which fills them.
            places: dict[str, Value] = {}
            filters = [written.filter(text) for text in saved_where]
            filters += [template(condition, written.column(condition.dimension), places) for condition in where]
            columns = [f"{written.column(name)} AS {name}" for name in group_by]
            columns += [f"{written.value(name, expression)} AS {name}" for name, (_, expression) in self._of(metrics)]
        except LookupError:
            return None
        order = [f"{name.removeprefix('-')}{' DESC' if name.startswith('-') else ''}" for name in order_by]
        lines = ["SELECT", "  " + "\n  , ".join(columns), *written.tables()]
        lines += ["WHERE " + " AND ".join(f"({text})" for text in filters)] if filters else []
        lines += ["ORDER BY " + ", ".join(order)] if order else []
        lines += [f"LIMIT {limit}"] if limit is not None else []
        return Listing("\n".join(lines), assumes)

    def _of(self, metrics: Iterable[str]) -> list[tuple[str, tuple[_Table, str]]]:
        return [(name, self._values[name]) for name in metrics]

    def _assumes(
        self, table: _Table, group_by: Collection[str], where: Sequence[Condition]
    ) -> tuple[Assumed, ...] | None:
        """What has to hold for each row of the answer to be one row of the table; none where it cannot be."""
        settled = [*group_by, *(condition.dimension for condition in where if condition.is_one_value)]
        if table.primary in settled:
            return ()
        assumes = [*_one_of_each(table)]
        for key in table.determined_by or (table.primary,):
            if key in settled:
                continue
            name = next((name for name in settled if name.startswith(f"{key}__") and self._identifies(name)), None)
            others = self._by_primary.get(key, [])
            if name is None or key not in table.entities or len(others) != 1:
                return None
            assumes += _tells_apart(table, others[0], key, name.removeprefix(f"{key}__"), where)
        return tuple(assumes)

    def _identifies(self, name: str) -> bool:
        dimension = self._catalogue.dimensions.get(name)
        return dimension is not None and dimension.identifies


class _Writing:
    """The tables of one listing, as its columns ask for them. Raises LookupError for what it cannot name."""

    def __init__(
        self, table: _Table, by_primary: Mapping[str, list[_Table]], available: Mapping[str, AnnotatedSpec]
    ) -> None:
        self._by_primary = by_primary
        self._available = available
        self._joined: dict[tuple[str, ...], _Joined] = {(): _Joined(table, ())}

    def column(self, name: str) -> str:
        """The column that a name of the question stands for."""
        item = self._available[name]
        if item.time_grain is not None:
            raise LookupError(name)
        path = tuple(link.element_name for link in item.spec.entity_links)
        return self._column(path, item.spec.element_name)

    def value(self, metric: str, expression: str) -> str:
        """The row's own value of a metric."""
        self._joined[()].columns[f"{metric}_of_row"] = expression
        return f"{_alias(())}.{metric}_of_row"

    def filter(self, text: str) -> str:
        """A saved query's own filter."""
        written = NAME.sub(lambda match: self.column(match["name"]), text)
        if "{" in written:
            raise LookupError(text)
        return written

    def tables(self) -> list[str]:
        """The lines that name the tables, each with just the columns that are asked for."""
        lines = []
        for path, joined in self._joined.items():
            columns = ", ".join(f"{expression} AS {name}" for name, expression in joined.columns.items())
            table = f"(SELECT {columns} FROM {joined.table.relation}) AS {_alias(path)}"
            if not path:
                lines.append(f"FROM {table}")
                continue
            key = path[-1]
            lines.append(f"LEFT OUTER JOIN {table}")
            lines.append(f"  ON {_alias(joined.below)}.{key} = {_alias(path)}.{key}")
        return lines

    def _column(self, path: tuple[str, ...], element: str) -> str:
        table = self._joined[()].table
        if path[:1] == (table.primary,):
            path = path[1:]
        taken: tuple[str, ...] = ()
        for link in path:
            taken = self._join(taken, link)
        joined = self._joined[taken]
        joined.columns[element] = joined.table.expression(element)
        return f"{_alias(taken)}.{element}"

    def _join(self, below: tuple[str, ...], link: str) -> tuple[str, ...]:
        path = (*below, link)
        if path not in self._joined:
            tables = self._by_primary[link]
            if len(tables) != 1:
                # Which of them MetricFlow takes is its own affair.
                raise LookupError(link)
            self._joined[below].columns[link] = self._joined[below].table.entities[link]
            self._joined[path] = _Joined(tables[0], below, {link: tables[0].entities[link]})
        return path


def _one_of_each(table: _Table) -> Iterator[Assumed]:
    """That what determines a row is in one row only, unless the table's own key is written of just that."""
    columns = [table.expression(name.rpartition("__")[2]) for name in table.determined_by]
    if not all(column in table.entities[table.primary] for column in columns):
        yield f"select count(*) = count(distinct ({', '.join(columns)})) from {table.relation}", ()


def _tells_apart(table: _Table, other: _Table, key: str, column: str, where: Sequence[Condition]) -> Iterator[Assumed]:
    """That a name is one row of its table, among those that the question is about, and that each of ours has one."""
    places: dict[str, Value] = {}
    about = [
        (condition, other.dimensions[name])
        for condition in where
        if (name := condition.dimension.removeprefix(f"{key}__")) in other.dimensions
        and condition.dimension == f"{key}__{name}"
    ]
    filters = " and ".join(f"({template(condition, expression, places)})" for condition, expression in about)
    unique = f"select count(*) = count(distinct {other.dimensions[column]}) from {other.relation}"
    yield (f"{unique} where {filters}" if filters else unique), tuple(places.items())
    # A row without any meets no filter but one for what is missing.
    has_one = any(condition.operator not in NULL_CHECKS for condition, _ in about)
    if other is not table and not has_one:
        yield (
            f"select count(*) = 0 from (select {table.entities[key]} as key from {table.relation}) as listed "
            f"anti join (select {other.entities[key]} as key from {other.relation}) as known using (key)",
            (),
        )


def _alias(path: tuple[str, ...]) -> str:
    return "__".join(path) + "_row" if path else "listed"


def _table(model: Mapping[str, Any]) -> _Table:
    entities = {entity["name"]: entity["expr"] or entity["name"] for entity in model["entities"]}
    primary = next((entity for entity in model["entities"] if entity["type"] == "primary"), None)
    meta = ((primary or {}).get("config") or {}).get("meta") or {}
    return _Table(
        relation=model["node_relation"]["relation_name"],
        primary=primary["name"] if primary else model.get("primary_entity") or "",
        determined_by=tuple(meta.get("determined_by", ())),
        entities=entities,
        dimensions={
            dimension["name"]: dimension["expr"] or dimension["name"]
            for dimension in model["dimensions"]
            if dimension["type"] == "categorical"
        },
    )


def _values(
    metrics: Sequence[Mapping[str, Any]], measures: Mapping[str, tuple[_Table, Mapping[str, Any]]]
) -> dict[str, tuple[_Table, str]]:
    """The table of each metric that is a row's own value, and the expression of that value."""
    simple = {metric["name"]: measured for metric in metrics if (measured := _measure(metric, measures))}
    found: dict[str, tuple[_Table, str]] = {}
    for metric in metrics:
        match = ONE_ROW.fullmatch(str(metric["type_params"]["expr"] or "").strip())
        inputs = metric["type_params"]["metrics"] or ()
        if not match or _is_special(metric) or any(_is_special(one) for one in inputs):
            continue
        counted, valued = simple.get(match["count"]), simple.get(match["value"])
        if counted is None or valued is None or counted[0] is not valued[0]:
            continue
        counts_rows = counted[1]["agg"] == "sum" and str(counted[1]["expr"]) == "1"
        if counts_rows and valued[1]["agg"] in VALUE_OF_ONE:
            found[metric["name"]] = (valued[0], valued[1]["expr"] or valued[1]["name"])
    return found


def _measure(
    metric: Mapping[str, Any], measures: Mapping[str, tuple[_Table, Mapping[str, Any]]]
) -> tuple[_Table, Mapping[str, Any]] | None:
    measure = metric["type_params"]["measure"]
    if metric["type"] != "simple" or not measure or _is_special(metric) or _is_special(measure):
        return None
    table, definition = measures.get(measure["name"], (None, {}))
    return None if table is None or definition.get("non_additive_dimension") else (table, definition)


def _is_special(node: Mapping[str, Any]) -> bool:
    """Whether a metric or what it takes is more than what its name says: filtered, moved in time, filled, renamed."""
    asked = ("filter", "alias", "offset_window", "offset_to_grain", "join_to_timespine", "fill_nulls_with")
    return any(node.get(name) not in (None, False) for name in asked)
