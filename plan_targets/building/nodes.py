"""What dbt's nodes are made of beside the nodes that they read: code, contracts, what lies outside the build file."""

from functools import cache
from hashlib import sha256
from typing import Any

from dbt.flags import get_flags

from plan_targets.building.outside import LANDING, outside_content
from plan_targets.publication.running import manifest
from plan_targets.settings import PROJECT_FOLDER

# The commands that run gates.
GATE_COMMANDS = {"build", "run", "retry"}


def by_load(node_id: str) -> list[str]:
    """The models of whose rows the node's yml says that a row of a load follows only from those of its own load."""
    node = manifest().nodes.get(node_id)
    names: list[str] = [] if node is None else node.config.meta.get("by_load", [])
    return names


def table_of(node: Any) -> str:
    """The node's table as SQL names it."""
    return f'"{node.schema}"."{node.alias}"'


def code_of(node: Any) -> str:
    """What stands for the Python that makes the node; SQL is in what dbt compiled."""
    return _code() if getattr(node, "language", "sql") == "python" else ""


def outside_of(node: Any) -> list[str] | None:
    """The contents of what the node reads beside the nodes it names; none where that is not known.

    SQL reads nothing else. A Python model says so in its yml, and what it does not say makes it run in every build.
    """
    if getattr(node, "language", "sql") != "python":
        return [] if node.resource_type != "seed" else [_seed(node)]
    names = node.config.meta.get("outside")
    return None if names is None else [outside_content(name) for name in names]


def is_judged(node_id: str) -> bool:
    """Whether gates will have to judge because this node has changed, and the command runs them all."""
    node = manifest().nodes.get(node_id)
    is_source = node is not None and (node.resource_type == "seed" or LANDING in node.config.meta.get("outside", ()))
    return is_source and get_flags().WHICH in GATE_COMMANDS and not get_flags().SELECT


def _seed(node: Any) -> str:
    return sha256((PROJECT_FOLDER / node.original_file_path).read_bytes()).hexdigest()


def shape_of(node: Any) -> str:
    """What makes a table beside its query: the contract with its constraints, the types of a seed's columns."""
    columns = [
        (name, column.data_type, [constraint.to_dict() for constraint in column.constraints])
        for name, column in node.columns.items()
    ]
    constraints = [constraint.to_dict() for constraint in getattr(node, "constraints", ())]
    contract = getattr(node.config, "contract", None)
    types = getattr(node.config, "column_types", None)
    return repr((columns, constraints, contract and contract.enforced, types, node.config.materialized))


@cache
def _code() -> str:
    """The project's Python, how it makes tables, and the exact versions of what it uses."""
    files = [*(PROJECT_FOLDER / "plan_targets").rglob("*.py"), *(PROJECT_FOLDER / "macros").rglob("*.sql")]
    versions = PROJECT_FOLDER / "pyproject.toml"
    return digest(*(path.read_text(encoding="utf-8") for path in [*sorted(files), versions]))


def digest(*parts: str) -> str:
    """One text for all of them."""
    found = sha256()
    for part in parts:
        text = part.encode()
        found.update(len(text).to_bytes(8, "big") + text)
    return found.hexdigest()
