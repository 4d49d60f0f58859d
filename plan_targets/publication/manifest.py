"""The semantic manifest of the running build."""

from pathlib import Path

from dbt.contracts.graph.semantic_manifest import SemanticManifest

from plan_targets.publication.running import manifest


def write_semantic_manifest(path: Path) -> None:
    """Writes the metrics' definitions as this build has parsed them.

    Not a copy of the file in dbt's target folder: another dbt command may have written that meanwhile, even one that
    waits for this build to end. Raises OSError.
    """
    SemanticManifest(manifest()).write_json_to_file(str(path))
