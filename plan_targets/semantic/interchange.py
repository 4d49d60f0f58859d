"""Writes the metrics as an Open Semantic Interchange document, for tools that read one.

uv run python -m plan_targets.semantic.interchange > metrics.osi.json       # of the current publication
uv run python -m plan_targets.semantic.interchange target/semantic_manifest.json > metrics.osi.json
"""

import sys
from pathlib import Path

from metricflow.converters.models import OSIAIContextObject, OSIDocument
from metricflow.converters.msi_to_osi import MSIToOSIConverter
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest

from plan_targets.publication.read import NoPublicationError, current_publication
from plan_targets.semantic.catalogue import Catalogue, read_catalogue

NAME = "plan_target_warehouse"


def interchange_document(manifest: str) -> str:
    """The document as JSON: tables, their relations and the shown metrics, with their names in both languages."""
    catalogue = read_catalogue(manifest)
    document = MSIToOSIConverter().convert(parse_manifest_from_dbt_generated_manifest(manifest), NAME).output
    return str(_for_people(document, catalogue).json(by_alias=True, exclude_none=True, ensure_ascii=False, indent=2))


def _for_people(document: OSIDocument, catalogue: Catalogue) -> OSIDocument:
    models = []
    for model in document.semantic_model:
        metrics = []
        for metric in sorted(model.metrics or (), key=lambda metric: metric.name):
            known = catalogue.metrics[metric.name]
            if not known.is_hidden:
                words = OSIAIContextObject(instructions=known.description_zh, synonyms=(known.label_zh, known.label_en))
                metrics.append(metric.copy(update={"ai_context": words}))
        datasets = sorted(model.datasets, key=lambda dataset: dataset.name)
        models.append(model.copy(update={"metrics": metrics, "datasets": datasets}))
    return document.copy(update={"semantic_model": models})


def main() -> None:
    """Prints the document of the manifest named as the argument, else of the current publication's."""
    try:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else current_publication().manifest
        print(interchange_document(path.read_text(encoding="utf-8")))
    except (NoPublicationError, OSError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
