"""What readers see for a unit. The warehouse writes units in Chinese throughout."""

from plan_targets.semantic.errors import SemanticError
from plan_targets.semantic.reader import SnapshotReader
from plan_targets.words import UnitName

# A publication of an earlier release may not have the first ones.
_NAMES = (("label_en", "label_one_en"), ("label_en",), ("name_en",))


def unit_labels(snapshot: SnapshotReader, language: str) -> dict[str, UnitName]:
    """What units are called in that language, by how the warehouse writes them; those not named stay."""
    if language == "zh":
        return {}
    for names in _NAMES:
        named = [f"unit_of_measure__{name}" for name in names]
        try:
            frame = snapshot.query(["unit_count"], ["unit_of_measure", *named])
        except SemanticError:
            continue
        return {unit: UnitName(*labels) for unit, *labels in frame.select("unit_of_measure", *named).iter_rows()}
    return {}
