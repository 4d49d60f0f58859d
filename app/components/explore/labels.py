"""What a reader calls metrics and dimensions, told apart where two have one name."""

from app.queries.session import Reader
from plan_targets.semantic import Dimension


def label_of(now: Reader, name: str) -> str:
    """The name of a metric or a dimension."""
    return now.snapshot.catalogue.label(name, now.language)


def labels_of(now: Reader, columns: list[str]) -> dict[str, str]:
    """The names of an answer's columns, each different from the others."""
    labels = {name: label_of(now, name) for name in columns}
    used = list(labels.values())
    return {name: f"{label} ({name})" if used.count(label) > 1 else label for name, label in labels.items()}


def dimension_label(now: Reader, name: str, available: dict[str, Dimension]) -> str:
    """The name of a dimension, different from those of the others available."""
    label = label_of(now, name)
    twins = sum(label_of(now, other) == label for other in available)
    return f"{label} ({name})" if twins > 1 else label


def dimension_order(name: str, dimension: Dimension) -> tuple[int, str, str]:
    """Where a dimension stands in a list to choose from: what people name comes first, keys after it."""
    return (0 if dimension.identifies and dimension.kind != "entity" else 1, dimension.entity, name)
