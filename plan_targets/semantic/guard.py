"""Refuses questions whose answer would mix figures that must not be mixed.

A rate of one indicator has nothing to do with a rate of another, and the sum or mean of several regions' rates is not
the rate of the whole. Metrics say what has to be one (`one_of_each`); a question settles it by grouping or filtering.
The metrics themselves guard too: they are null where more than one figure meets, for every other tool that asks.
"""

import re
from collections.abc import Iterable, Sequence

from plan_targets.semantic.catalogue import Catalogue, Metric
from plan_targets.semantic.conditions import Condition
from plan_targets.semantic.errors import MixedFiguresError

# The two forms of a saved query's filter that settle something: a dimension that is true, and one that equals a text.
SAVED_FILTER = re.compile(r"""\{\{\s*(?:Dimension|Entity)\('(?P<name>\w+)'\)\s*\}\}(?:\s*=\s*'(?P<value>[^']*)')?""")


def readable_filters(where: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions of a saved query that settle something; its other filters are MetricFlow's to understand."""
    matches = (SAVED_FILTER.fullmatch(text.strip()) for text in where)
    return tuple(
        Condition(match["name"], "=", True if match["value"] is None else match["value"]) for match in matches if match
    )


def settled_names(catalogue: Catalogue, group_by: Iterable[str], where: Iterable[Condition]) -> frozenset[str]:
    """The entities and dimensions of which every row of the answer has exactly one."""
    settled: set[str] = set()
    for name in group_by:
        settled |= _settled_by(catalogue, name)
    for condition in where:
        if condition.is_one_value:
            settled |= _settled_by(catalogue, condition.dimension)
            dimension = catalogue.dimension(condition.dimension)
            if dimension and condition.values == (True,):
                settled |= set(dimension.determines_when_true)
    return frozenset(_closure(catalogue, settled))


def check(catalogue: Catalogue, metrics: Sequence[Metric], group_by: Sequence[str], where: Sequence[Condition]) -> None:
    """Raises MixedFiguresError when a metric would be made of more than one of what it may only have one of."""
    settled = settled_names(catalogue, group_by, where)
    for metric in metrics:
        missing = [name for name in metric.one_of_each if name not in settled and _entity(name) not in settled]
        if missing:
            raise _refusal(catalogue, metric, missing)


def _settled_by(catalogue: Catalogue, name: str) -> set[str]:
    dimension = catalogue.dimension(name)
    if dimension is None:
        return set()
    # A name that takes more than one step speaks of another row: a region's parent is not the region.
    is_direct = name in (dimension.name, f"{dimension.name}__{dimension.grain}")
    if not is_direct:
        return set()
    return {dimension.name, dimension.entity} if dimension.identifies else {dimension.name}


def _closure(catalogue: Catalogue, settled: set[str]) -> set[str]:
    entities = [dimension for dimension in catalogue.dimensions.values() if dimension.kind == "entity"]
    grown = True
    while grown:
        before = len(settled)
        for entity in entities:
            if entity.determined_by and settled.issuperset(entity.determined_by):
                settled.add(entity.name)
            if entity.name in settled:
                settled.update(entity.determines)
        grown = len(settled) > before
    return settled


def _entity(name: str) -> str:
    return name.split("__")[0]


def _refusal(catalogue: Catalogue, metric: Metric, missing: Sequence[str]) -> MixedFiguresError:
    unit_en = " Figures of different indicators have different units." if metric.unit == "indicator" else ""
    unit_zh = "不同指标的单位不同。" if metric.unit == "indicator" else ""
    each_en = ", ".join(f"{name} ({catalogue.label(name, 'en')})" for name in missing)
    each_zh = "、".join(f"{catalogue.label(name, 'zh')}（{name}）" for name in missing)
    return MixedFiguresError(
        f"{metric.name} ({metric.label_en}) is not added up or averaged.{unit_en}"
        f" Group by, or filter to one value of: {each_en}.",
        f"“{metric.label_zh}”（{metric.name}）不能相加或平均。{unit_zh}请按以下各项分组，或将其筛选为一个值：{each_zh}。",
        missing,
    )
