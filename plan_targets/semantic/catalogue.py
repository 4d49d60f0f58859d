"""What can be asked: metrics, dimensions and saved queries with their words, read from a publication's manifest.

Reads JSON only, so that a page that lists metrics does not wait for MetricFlow.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

Language = Literal["zh", "en"]

# Group-by names that MetricFlow makes itself.
METRIC_TIME = "metric_time"
# Names that there is one of for each language.
LANGUAGE_ENDING = re.compile(r"_(zh|en)$")


@dataclass(frozen=True)
class Words:
    """A label and a description in both languages."""

    label_zh: str
    label_en: str
    description_zh: str
    description_en: str

    def label(self, language: Language = "zh") -> str:
        """The label in that language."""
        return self.label_zh if language == "zh" else self.label_en

    def description(self, language: Language = "zh") -> str:
        """The description in that language."""
        return self.description_zh if language == "zh" else self.description_en


@dataclass(frozen=True)
class Metric(Words):
    """One number, defined once.

    `unit` is `indicator` (the value is in the indicator's own unit, see indicator__unit), count, days, share, ratio
    or rank. `format` is a d3 format. `one_of_each` names what has to be one for the metric to make sense: a query
    groups by each of these or filters it to one value. `table` is the words of the table it speaks of, to list
    metrics under.
    """

    name: str
    table: Words
    unit: str
    format: str
    one_of_each: tuple[str, ...]
    is_hidden: bool


@dataclass(frozen=True)
class Dimension(Words):
    """A name to group and filter by. `kind` is `entity` (a key), `categorical` or `time`."""

    name: str
    kind: Literal["entity", "categorical", "time"]
    entity: str
    grain: str | None = None
    # Whether one value of it is one of its entity, as a name is.
    identifies: bool = False
    # What a row of its entity settles: one target has one plan, one indicator, one region.
    determines: tuple[str, ...] = ()
    determined_by: tuple[str, ...] = ()
    # What is settled too when the dimension is filtered to true.
    determines_when_true: tuple[str, ...] = ()


@dataclass(frozen=True)
class SavedQuery(Words):
    """A question with a name. `where` is MetricFlow's own text, written by the project's authors."""

    name: str
    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    where: tuple[str, ...]
    order_by: tuple[str, ...]
    limit: int | None
    # The page it serves, or `question` for the managers' questions.
    serves: str = ""


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be asked of one publication, by name."""

    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    saved_queries: Mapping[str, SavedQuery]
    _labels: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def shown_metrics(self) -> list[Metric]:
        """The metrics that people choose from, those of one table together."""
        return [metric for metric in self.metrics.values() if not metric.is_hidden]

    def spoken(self, saved: SavedQuery, language: str) -> SavedQuery:
        """The saved query with every name in that language, where there is one."""

        def renamed(name: str) -> str:
            other = LANGUAGE_ENDING.sub(f"_{language}", name)
            return other if self.dimension(other.removeprefix("-")) else name

        return replace(
            saved,
            group_by=tuple(renamed(name) for name in saved.group_by),
            order_by=tuple(renamed(name) for name in saved.order_by),
        )

    def dimension(self, name: str) -> Dimension | None:
        """The dimension behind a group-by name, also behind one that takes more than one step.

        `region__parent_region__name_zh` is the dimension name_zh of parent_region.
        """
        if name in self.dimensions:
            return self.dimensions[name]
        parts = name.split("__")
        if parts[0] == METRIC_TIME:
            return Dimension(
                "时间", "Time", "度量的时间。", "The time of the metric.", name=name, kind="time", entity=METRIC_TIME,
                grain=parts[1] if len(parts) > 1 else None,
            )  # fmt: skip
        for taken in (3, 2, 1):
            # A time dimension's name may end in its grain.
            found = self.dimensions.get("__".join(parts[-taken:])) or self.dimensions.get("__".join(parts[-taken:-1]))
            if found:
                return found
        return None

    def label(self, name: str, language: Language = "zh") -> str:
        """The words for a column of an answer; the name itself where there are none."""
        found = self.metrics.get(name) or self.dimension(name)
        return found.label(language) if found else name

    def nearest(self, name: object, known: Iterable[str], most: int = 4) -> list[str]:
        """The known names that the text is nearest to, by name or by label in either language."""
        text = str(name).strip().lower()[:200]
        candidates: dict[str, str] = {}
        for known_name in known:
            candidates[known_name] = known_name
            for language in ("zh", "en"):
                candidates.setdefault(self.label(known_name, language).lower(), known_name)
        near = process.extract(
            text, candidates.keys(), scorer=Indel.normalized_similarity, limit=3 * most, score_cutoff=0.5
        )
        found = [candidate for candidate, _, _ in near]
        # Half a name is what people remember.
        found += [candidate for candidate in candidates if len(text) >= 2 and text in candidate]
        return list(dict.fromkeys(candidates[candidate] for candidate in found))[:most]

    @cached_property
    def choosable_metrics(self) -> tuple[str, ...]:
        """The names of the shown metrics."""
        return tuple(metric.name for metric in self.shown_metrics())


def read_catalogue(manifest: str) -> Catalogue:
    """The catalogue of a semantic manifest (its JSON text), in an order that does not depend on how dbt parsed."""
    content = json.loads(manifest)
    models = sorted(content["semantic_models"], key=lambda model: model["name"])
    dimensions: dict[str, Dimension] = {}
    tables: dict[str, tuple[str, Words]] = {}
    for model in models:
        for dimension in _dimensions(model):
            dimensions.setdefault(dimension.name, dimension)
        for measure in model["measures"]:
            tables[measure["name"]] = (model["name"], Words(**_words(model)))
    metrics = sorted(content["metrics"], key=lambda node: (_table(node, tables)[0], node["name"]))
    saved = (_saved_query(node) for node in sorted(content["saved_queries"], key=lambda node: node["name"]))
    return Catalogue(
        metrics={node["name"]: _metric(node, _table(node, tables)[1]) for node in metrics},
        dimensions=dimensions,
        saved_queries={query.name: query for query in saved},
    )


def is_shown(name: str, dimension: Dimension, available: Mapping[str, object]) -> bool:
    """Whether people are offered a group-by name: not what says the same as a shorter one, and no first of January."""
    parts = name.split("__")
    if parts[0] == METRIC_TIME or dimension.kind == "time":
        return False
    if name == dimension.name:
        return True
    # By two steps only what one step does not reach: a target's plan, a region's parent.
    return dimension.kind != "entity" and dimension.name not in available and len(parts) == 3


def _table(node: dict[str, Any], tables: Mapping[str, tuple[str, Words]]) -> tuple[str, Words]:
    """The semantic model that a metric's first measure is in, and its words."""
    measures = [measure["name"] for measure in node["type_params"]["input_measures"]]
    return next((tables[name] for name in measures if name in tables), ("", Words("", "", "", "")))


def _dimensions(model: dict[str, Any]) -> Iterable[Dimension]:
    primary = next((entity for entity in model["entities"] if entity["type"] == "primary"), None)
    if primary is None:
        return
    meta = _meta(primary)
    yield Dimension(
        **_words(primary),
        name=primary["name"],
        kind="entity",
        entity=primary["name"],
        identifies=True,
        determines=tuple(meta.get("determines", ())),
        determined_by=tuple(meta.get("determined_by", ())),
    )
    for dimension in model["dimensions"]:
        meta = _meta(dimension)
        yield Dimension(
            **_words(dimension),
            name=f"{primary['name']}__{dimension['name']}",
            kind="time" if dimension["type"] == "time" else "categorical",
            entity=primary["name"],
            grain=(dimension.get("type_params") or {}).get("time_granularity"),
            identifies=bool(meta.get("identifies", False)),
            determines_when_true=tuple(meta.get("determines_when_true", ())),
        )


def _metric(node: dict[str, Any], table: Words) -> Metric:
    meta = _meta(node)
    return Metric(
        **_words(node),
        name=node["name"],
        table=table,
        unit=meta.get("unit", "count"),
        format=meta.get("format", ""),
        one_of_each=tuple(meta.get("one_of_each", ())),
        is_hidden=bool(meta.get("hidden", False)),
    )


def _saved_query(node: dict[str, Any]) -> SavedQuery:
    # The manifest keeps no meta of a saved query; its description is three lines instead.
    label_en, description_en, description_zh = [*(node["description"] or "").strip().split("\n"), "", "", ""][:3]
    parameters = node["query_params"]
    where = parameters.get("where") or {}
    return SavedQuery(
        label_zh=node.get("label") or node["name"],
        label_en=label_en or node["name"],
        description_zh=description_zh or description_en,
        description_en=description_en,
        name=node["name"],
        metrics=tuple(parameters["metrics"]),
        group_by=tuple(_group_by_name(item) for item in parameters["group_by"]),
        where=tuple(item["where_sql_template"] for item in where.get("where_filters", ())),
        order_by=tuple(_order_by_name(item) for item in parameters.get("order_by") or ()),
        limit=parameters.get("limit"),
        serves=next(iter(node.get("tags") or ()), ""),
    )


def _group_by_name(item: str) -> str:
    """The group-by name of MetricFlow's notation: TimeDimension('metric_time', 'year') is metric_time__year."""
    inside = item[item.index("(") + 1 : item.rindex(")")]
    name, *rest = [part.strip().strip("'\"") for part in inside.split(",")]
    if item.startswith("TimeDimension") and rest:
        return f"{name}__{rest[0].lower()}"
    if rest and rest[0].startswith("entity_path"):
        path = rest[0].split("[")[1].strip("]'\" ")
        return f"{path}__{name}"
    return name


def _order_by_name(item: str) -> str:
    descending = item.endswith(".descending(True)")
    name = _group_by_name(item.removesuffix(".descending(True)")) if "(" in item else item
    return f"-{name}" if descending and not name.startswith("-") else name


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return (node.get("config") or {}).get("meta") or {}


def _words(node: dict[str, Any]) -> dict[str, Any]:
    meta = _meta(node)
    label = node.get("label") or node["name"]
    description = node.get("description") or ""
    return {
        "label_zh": label,
        "label_en": meta.get("label_en", node["name"]),
        "description_zh": meta.get("description_zh", description),
        "description_en": description,
    }
