"""What is known of the dbt command that is running: its project, its settings, and what it was told to build."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dbt import selected_resources
from dbt.adapters.factory import FACTORY

from plan_targets.publication.as_of import folder_as_of
from plan_targets.publication.layout import GATES, SCHEMA
from plan_targets.settings import published_folder, variables

# What a whole build runs. An ephemeral model is a part of others, and nothing by itself.
BUILT = {"model", "seed", "snapshot", "test"}


def manifest() -> Any:
    """The project as this command has parsed it, not as a file in dbt's target folder has it."""
    return _adapter().get_macro_resolver()


def variable(name: str) -> Any:
    """A variable of `dbt_project.yml`, as `--vars` overrode it."""
    return _adapter().config.cli_vars.get(name, variables()[name])


def as_of() -> str:
    """The day that the command was asked to build for, YYYY-MM-DD; empty when it builds for its own day."""
    return str(variable("as_of") or "")


def publications() -> Path:
    """The folder of the publications that this command follows and adds to: the current ones, or those of its day."""
    return folder_as_of(published_folder(variable("published_path")), as_of())


def required_nodes() -> dict[str, str]:
    """The name of every node that a whole build of the project runs, tests of what was loaded included, by its id.

    Unit tests are none of them: they try the models on rows of their own.
    """
    return {
        node_id: node.name
        for node_id, node in manifest().nodes.items()
        if node.resource_type in BUILT and node.config.materialized != "ephemeral"
    }


def marts() -> dict[str, tuple[str, dict[str, str]]]:
    """The tables that readers get: every model in the schema of marts, whoever added it and wherever its file is.

    Each with what the yml beside it says of the table, and of its columns by their names.
    """
    return {
        node.alias: (node.description, {name: column.description for name, column in node.columns.items()})
        for node in sorted(_models(), key=lambda node: str(node.alias))
        if node.schema == SCHEMA
    }


def mart_ids() -> dict[str, str]:
    """The id of the node that makes each of the tables that readers get, by the table's name."""
    return {node.alias: node.unique_id for node in _models() if node.schema == SCHEMA}


def keys() -> dict[str, list[str]]:
    """The columns of the key of every table that readers get, as its contract declares it."""
    found = {}
    for node in _models():
        if node.schema != SCHEMA:
            continue
        for column in node.columns.values():
            if any(constraint.type == "primary_key" for constraint in column.constraints):
                found[str(node.alias)] = [str(column.name)]
        for constraint in node.constraints:
            if constraint.type == "primary_key":
                found[str(node.alias)] = list(constraint.columns)
    return found


def required() -> dict[str, set[str]]:
    """The columns that are never empty of every table that readers get, those of its key among them."""
    of_keys = keys()
    return {
        str(node.alias): {*of_keys.get(str(node.alias), ())}
        | {
            str(column.name)
            for column in node.columns.values()
            if any(constraint.type == "not_null" for constraint in column.constraints)
        }
        for node in _models()
        if node.schema == SCHEMA
    }


def gates() -> dict[str, str]:
    """The table that each gate keeps its results in, by the id of its node."""
    return {node.unique_id: f"{node.schema}.{node.alias}" for node in _models() if node.schema == GATES}


def published_from() -> dict[str, tuple[str, str]]:
    """The schema and table of everything that is looked at when a command ends, by the id of its node."""
    return {node.unique_id: (node.schema, node.alias) for node in _models() if node.schema in (SCHEMA, GATES)}


def chosen_gates() -> set[str]:
    """The names of the gates that this command runs."""
    return {node.name for node in _models() if node.schema == GATES and node.unique_id in _chosen()}


def inputs(model: str) -> list[tuple[str, str]]:
    """The schema and the table of everything that the model reads."""
    nodes = manifest().nodes
    return [(nodes[parent].schema, nodes[parent].alias) for parent in _parents(model)]


def unbuilt_inputs(model: str) -> tuple[list[str], list[str]]:
    """The models, seeds and snapshots that the model reads: those that this command builds, and those that it does not.

    The second are as an earlier command left them.
    """
    parents, chosen = _parents(model), _chosen()
    built = [parent for parent in parents if parent in chosen]
    return _names(built), _names(parent for parent in parents if parent not in chosen)


def _adapter() -> Any:
    # A command has one, of the target that it was given.
    (adapter,) = FACTORY.adapters.values()
    return adapter


def _models() -> Iterator[Any]:
    return (node for node in manifest().nodes.values() if node.resource_type == "model")


def _parents(model: str) -> list[str]:
    return next(node.depends_on.nodes for node in _models() if node.name == model)


def _chosen() -> set[str]:
    return set(selected_resources.SELECTED_RESOURCES)


def _names(node_ids: Any) -> list[str]:
    return sorted(node_id.rpartition(".")[2] for node_id in node_ids)
