"""A filter as an address writes it, as its widgets hold it, and as a condition."""

import json
from datetime import date
from typing import Any

from app.components.explore.labels import label_of
from app.queries.session import Reader
from plan_targets.semantic import Condition, Dimension, SemanticError, parse_condition

LIST_OPERATORS = ("in", "not in")
BARE_OPERATORS = ("is null", "is not null")
# Of what an address says wrongly, that many characters are repeated.
MOST_SHOWN = 80


def read_condition(now: Reader, text: str, available: dict[str, Dimension]) -> tuple[Condition | None, str]:
    """The condition that an address names; none, with the reason in words, when it cannot be used here."""
    try:
        condition = parse_condition(text)
        if condition.dimension not in available:
            # Raises with the nearest names, or with why it cannot be used here.
            now.snapshot.explain(group_by=[condition.dimension], where=[condition])
            return None, now.texts("explore.dimension_unfit", name=condition.dimension)
    except SemanticError as error:
        return None, error.message_zh if now.language == "zh" else error.message_en
    if condition.operator in ("=", *LIST_OPERATORS):
        # A value that is no longer there would leave its list, and the answer would be to another question.
        known = {str(value) for value in now.snapshot.values(condition.dimension)}
        unknown = [str(value) for value in condition.values if str(value) not in known]
        if unknown:
            label = label_of(now, condition.dimension)
            return None, now.texts("explore.value_unknown", name=label, values=now.texts.listed(unknown)[:MOST_SHOWN])
    return condition, ""


def widget_value(operator: str, condition: Condition) -> Any:
    """The condition's value, as the widget for that operator holds it."""
    if operator in LIST_OPERATORS:
        return list(condition.values)
    if operator == "between":
        return json.dumps(list(condition.values), ensure_ascii=False, default=str)
    return str(condition.value) if condition.value is not None else ""


def typed_value(now: Reader, dimension: str, operator: str, value: Any) -> Any:
    """What was typed, as the kind of value that the dimension holds."""
    if isinstance(value, list):
        return tuple(value)
    if operator in LIST_OPERATORS:
        return tuple(_typed_one(now, dimension, part.strip()) for part in value.split(";") if part.strip())
    if operator == "between":
        return tuple(json.loads(value))
    return value if operator in ("contains", "starts with") else _typed_one(now, dimension, value)


def _typed_one(now: Reader, dimension: str, text: str) -> Any:
    known = next(iter(now.snapshot.values(dimension)), None)
    try:
        if isinstance(known, bool):
            return text.lower() == "true"
        if isinstance(known, int):
            return int(text)
        if isinstance(known, float):
            return float(text)
        if isinstance(known, date):
            return date.fromisoformat(text)
    except ValueError:
        # The layer says in words that the value does not fit.
        return text
    return text
