"""What readers see for a unit. The warehouse writes units in Chinese throughout."""

from plan_targets.semantic.client import SnapshotReader
from plan_targets.semantic.errors import SemanticError


def unit_labels(snapshot: SnapshotReader, language: str) -> dict[str, str]:
    """What units are called in that language, by how the warehouse writes them; those not named stay."""
    if language == "zh":
        return {}
    for name in ("unit_of_measure__label_en", "unit_of_measure__name_en"):
        try:
            named = snapshot.query(["unit_count"], ["unit_of_measure", name])
        except SemanticError:
            # A publication of an earlier release may not have it.
            continue
        return dict(named.select("unit_of_measure", name).iter_rows())
    return {}
