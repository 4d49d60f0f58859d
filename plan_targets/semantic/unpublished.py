"""Whether a name that a publication does not have stands in the project: then a build is what is missing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from plan_targets.settings import PROJECT_FOLDER
from plan_targets.yaml_text import read_yaml


def has_metric(name: object, models: Path = PROJECT_FOLDER / "models") -> bool:
    """Whether the project's files define a metric of that name that is no part of another."""
    return any(
        metric.get("name") == name and not ((metric.get("config") or {}).get("meta") or {}).get("hidden")
        for document in _documents_with(name, models)
        for metric in document.get("metrics") or ()
    )


def has_dimension(name: object, models: Path = PROJECT_FOLDER / "models") -> bool:
    """Whether the project's files define the entity of that name, or a dimension of one: `plan`, `plan__title_zh`."""
    entity, _, dimension = name.partition("__") if _is_name(name) else ("", "", "")
    return any(
        entity in _entities(semantic_model)
        and (not dimension or dimension in (one.get("name") for one in semantic_model.get("dimensions") or ()))
        for document in _documents_with(entity, models)
        for semantic_model in document.get("semantic_models") or ()
    )


def _entities(semantic_model: dict[str, Any]) -> set[str]:
    primary = (one.get("name") for one in semantic_model.get("entities") or () if one.get("type") == "primary")
    return {name for name in (semantic_model.get("primary_entity"), *primary) if name}


def has_saved_query(name: object, models: Path = PROJECT_FOLDER / "models") -> bool:
    """Whether the project's files define a saved query of that name."""
    return any(
        saved.get("name") == name
        for document in _documents_with(name, models)
        for saved in document.get("saved_queries") or ()
    )


def _is_name(name: object) -> TypeGuard[str]:
    return isinstance(name, str) and name.isidentifier()


def _documents_with(name: object, models: Path) -> Iterator[dict[str, Any]]:
    if not _is_name(name):
        return
    for path in sorted(models.rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if name not in text:
            continue
        try:
            document = read_yaml(text)
        except yaml.YAMLError:
            # dbt tells its author; here it only means that nothing can be read from it.
            continue
        if isinstance(document, dict):
            yield document
