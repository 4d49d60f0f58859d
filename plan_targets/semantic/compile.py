"""Turns a question into SQL, with MetricFlow used as a library: it compiles and never touches the database itself."""

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import duckdb
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest, OutputColumnOrderMode
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow.sql.render.sql_plan_renderer import SqlPlanRenderer
from metricflow_semantic_interfaces.references import MetricReference
from metricflow_semantics.errors.error_classes import InformativeUserError, MetricFlowException
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.linkable_element_property import GroupByItemProperty
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup
from metricflow_semantics.model.semantics.element_filter import GroupByItemSetFilter
from metricflow_semantics.model.semantics.linkable_element import LinkableElementType
from metricflow_semantics.model.semantics.linkable_element_set_base import AnnotatedSpec

from plan_targets.publication.layout import CATALOG
from plan_targets.semantic import guard, unpublished
from plan_targets.semantic.catalogue import Catalogue, Metric
from plan_targets.semantic.conditions import Value, template
from plan_targets.semantic.errors import (
    NotAvailableError,
    RequestError,
    UnknownDimensionError,
    UnknownMetricError,
    UnknownSavedQueryError,
    shorten,
)
from plan_targets.semantic.listing import Assumed, Listings
from plan_targets.semantic.question import Question

COMPILED_KEPT = 512
GROUP_BYS_KEPT = 512

# MetricFlow's class-level ids are reset with every query, so two queries compiled at once would share aliases.
_compiling = threading.Lock()

# It logs every query it plans, and what it raises as well; the app's log is for the app.
logging.getLogger("metricflow").setLevel(logging.CRITICAL)
logging.getLogger("metricflow_semantics").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Compiled:
    """SQL with named placeholders, the values for them, and which columns of the answer are dates."""

    sql: str
    parameters: Mapping[str, Value]
    columns: tuple[str, ...]
    date_columns: tuple[str, ...]

    def text(self) -> str:
        """The SQL with its values written in, to read or to paste into another DuckDB client."""
        text = self.sql
        # Longest first: $value_1 is the beginning of $value_10.
        for placeholder in sorted(self.parameters, key=len, reverse=True):
            text = text.replace(f"${placeholder}", str(duckdb.ConstantExpression(self.parameters[placeholder])))
        return text


class _DuckDb:
    """All that MetricFlow needs to know of a database to write SQL for it."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer: SqlPlanRenderer = DuckDbSqlPlanRenderer()


class Compiler:
    """Compiles the questions of one publication."""

    def __init__(self, manifest: str, catalogue: Catalogue) -> None:
        """Takes the semantic manifest's JSON text and its catalogue."""
        self._catalogue = catalogue
        content = _at_snapshot(manifest)
        self._listings = Listings(content, catalogue)
        self._lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(json.dumps(content)))
        with _compiling:
            self._engine = MetricFlowEngine(self._lookup, _DuckDb())
        # Of this compiler, not of the class: they go when its publication does.
        self._group_bys = lru_cache(maxsize=GROUP_BYS_KEPT)(self._find_group_bys)
        self._sql = lru_cache(maxsize=COMPILED_KEPT)(self._compile)

    def compile(self, question: Question, holds: Callable[[Assumed], bool] = lambda _: False) -> Compiled:
        """The SQL of a question. Raises a SemanticError that says what is wrong with it.

        `holds` asks the snapshot what a shorter SQL rests on, one question that is answered with true or false.
        """
        saved = None
        if question.saved_query is not None:
            saved = self._catalogue.saved_queries.get(question.saved_query)
            if saved is None:
                raise UnknownSavedQueryError(
                    question.saved_query,
                    self._catalogue.nearest(question.saved_query, self._catalogue.saved_queries),
                    unpublished.has_saved_query(question.saved_query),
                )
            if question.language:
                saved = self._catalogue.spoken(saved, question.language)
        metrics = saved.metrics if saved else question.metrics
        group_by = saved.group_by if saved else question.group_by
        question.check_size()
        checked = [self._metric(name) for name in metrics]
        available = self.group_bys(tuple(metrics))
        for name in group_by:
            self._available(name, available, metrics)
        question.check_order((*group_by, *metrics))
        parameters: dict[str, Value] = {}
        where = [
            template(condition, _reference(self._available(condition.dimension, available, metrics)), parameters)
            for condition in question.where
        ]
        narrowing = guard.readable_filters(saved.where) if saved else ()
        guard.check(self._catalogue, checked, group_by, (*narrowing, *question.where))
        # Values are placeholders, so that a question with another value has the same SQL.
        asked = replace(question, where=())
        if saved and question.language:
            # The same question with other names: it is no longer the one of that name.
            order_by, limit = question.order_by or saved.order_by, question.limit or saved.limit
            asked = Question(saved.metrics, saved.group_by, order_by=order_by, limit=limit)
            where = [*saved.where, *where]
        listing = self._listings.find(
            metrics,
            group_by,
            question.where,
            saved.where if saved else (),
            question.order_by or (saved.order_by if saved else ()),
            question.limit or (saved.limit if saved else None),
            available,
        )
        is_listed = listing is not None and all(holds(assumed) for assumed in listing.assumes)
        sql = listing.sql if listing and is_listed else self._sql(asked, tuple(where))
        return Compiled(
            sql=sql,
            parameters=parameters,
            columns=(*group_by, *metrics),
            date_columns=tuple(name for name in group_by if _is_date(available[name])),
        )

    def group_bys(self, metrics: tuple[str, ...]) -> Mapping[str, AnnotatedSpec]:
        """What those metrics, together, can be grouped and filtered by; for no metrics, what any can be."""
        return self._group_bys(metrics)

    def forget(self) -> None:
        """Drops everything compiled."""
        self._sql.cache_clear()
        self._group_bys.cache_clear()

    def _find_group_bys(self, metrics: tuple[str, ...]) -> Mapping[str, AnnotatedSpec]:
        sets = [metrics] if metrics else [(name,) for name in self._one_metric_of_each_model()]
        return {name: spec for one in sets for name, spec in self._common(one).items()}

    def _common(self, metrics: tuple[str, ...]) -> dict[str, AnnotatedSpec]:
        found = self._lookup.metric_lookup.get_common_group_by_items(
            metric_references=tuple(MetricReference(name) for name in metrics),
            set_filter=GroupByItemSetFilter.create(
                any_properties_denylist={GroupByItemProperty.DATE_PART, GroupByItemProperty.METRIC}
            ),
        )
        return {item.spec.dunder_name: item for item in found.annotated_specs}

    def _one_metric_of_each_model(self) -> list[str]:
        of_model: dict[str, str] = {}
        for metric in self._lookup.semantic_manifest.metrics:
            parameters = metric.type_params.metric_aggregation_params
            if parameters is not None and metric.name in self._catalogue.metrics:
                of_model.setdefault(parameters.semantic_model, metric.name)
        return list(of_model.values())

    def _metric(self, name: object) -> Metric:
        metric = self._catalogue.metrics.get(name) if isinstance(name, str) else None
        # A hidden metric is one without its guard, a part of another.
        if metric is None or metric.is_hidden:
            raise UnknownMetricError(
                name,
                self._catalogue.nearest(name, self._catalogue.choosable_metrics),
                metric is None and unpublished.has_metric(name),
            )
        return metric

    def _available(self, name: object, available: Mapping[str, AnnotatedSpec], metrics: Sequence[str]) -> AnnotatedSpec:
        if isinstance(name, str) and name in available:
            return available[name]
        known = self.group_bys(())
        nearest = self._catalogue.nearest(name, [each for each in available if each in self._catalogue.dimensions])
        if not isinstance(name, str) or name not in known:
            is_known = isinstance(name, str) and name in self._catalogue.dimensions
            raise UnknownDimensionError(name, nearest, not is_known and unpublished.has_dimension(name))
        raise NotAvailableError(
            f"{' and '.join(metrics)} cannot be grouped or filtered by {name}."
            + (f" Near to it: {', '.join(nearest)}." if nearest else ""),
            f"{'、'.join(self._catalogue.label(metric) for metric in metrics)}不能按 {name} 分组或筛选。"
            + (f"相近的有：{'、'.join(nearest)}。" if nearest else ""),
            nearest,
        )

    def _compile(self, question: Question, where: tuple[str, ...]) -> str:
        request = MetricFlowQueryRequest.create(
            saved_query_name=question.saved_query,
            metric_names=question.metrics if question.saved_query is None else None,
            group_by_names=question.group_by if question.saved_query is None else None,
            where_constraints=where or None,
            order_by_names=question.order_by or None,
            limit=question.limit,
            output_column_order_mode=OutputColumnOrderMode.INPUT_ORDER,
        )
        try:
            with _compiling:
                sql: str = self._engine.explain(request).sql_statement.sql
        except InformativeUserError as error:
            raise NotAvailableError(
                f"These cannot be asked together: {', '.join((*question.metrics, *question.group_by))}.",
                f"这些内容不能一起查询：{'、'.join((*question.metrics, *question.group_by))}。",
            ) from error
        except MetricFlowException as error:
            raise RequestError(
                f"The question cannot be compiled: {shorten(str(error), 300)}",
                f"查询无法编译：{shorten(str(error), 300)}",
            ) from error
        return sql


def _reference(item: AnnotatedSpec) -> str:
    """MetricFlow's expression for a name in a filter; made of the manifest's own names only."""
    links = [link.element_name for link in item.spec.entity_links]
    if item.element_type is LinkableElementType.ENTITY:
        path = f", entity_path={links!r}" if links else ""
        return f"{{{{ Entity({item.element_name!r}{path}) }}}}"
    name = "__".join([*links[-1:], item.element_name])
    path = f", entity_path={links[:-1]!r}" if links[:-1] else ""
    if item.time_grain is not None:
        return f"{{{{ TimeDimension({name!r}, {item.time_grain.name!r}{path}) }}}}"
    return f"{{{{ Dimension({name!r}{path}) }}}}"


def _is_date(item: AnnotatedSpec) -> bool:
    return item.time_grain is not None and item.time_grain.name in ("day", "week", "month", "quarter", "year")


def _at_snapshot(manifest: str) -> dict[str, Any]:
    """The manifest's content, with every table in the catalog that a snapshot is attached as instead of the build's."""
    content: dict[str, Any] = json.loads(manifest)
    relations = [model["node_relation"] for model in content["semantic_models"]]
    relations += [spine["node_relation"] for spine in content["project_configuration"]["time_spines"]]
    for relation in relations:
        relation["database"] = CATALOG
        relation["relation_name"] = f'"{CATALOG}"."{relation["schema_name"]}"."{relation["alias"]}"'
    return content
