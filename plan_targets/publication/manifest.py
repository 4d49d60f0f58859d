"""The semantic manifest of the running build."""

from pathlib import Path

from dbt.adapters.factory import get_adapter_by_type
from dbt.contracts.graph.semantic_manifest import SemanticManifest


def write_semantic_manifest(path: Path) -> None:
    """Writes the metrics' definitions as this build has parsed them.

    Not a copy of the file in dbt's target folder: another dbt command may have written that meanwhile, even one that
    waits for this build to end. Raises OSError.
    """
    SemanticManifest(get_adapter_by_type("duckdb").get_macro_resolver()).write_json_to_file(str(path))
