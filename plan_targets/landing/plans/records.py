"""What was read of a plan file as rows of one shape."""

from plan_targets.landing.plan_newcomers import Newcomer
from plan_targets.landing.plans.reading import PlanReading
from plan_targets.landing.records import Load

# A file may hold figures too, whose lines are counted from 1; no file has so many.
LINES_OF_FIGURES = 1_000_000_000


def records_of(load: Load, reading: PlanReading, before: int) -> list[dict[str, object]]:
    """What was read of a plan, in the shape of `COLUMNS`; lines are counted on from `before`."""
    records = [
        *([("plan", reading.plan)] if reading.plan else []),
        *(("indicator", _record_of(reading, one)) for one in reading.newcomers.values()),
        *(("statement", statement) for statement in reading.statements),
        *(("rejection", rejection) for rejection in reading.rejections),
    ]
    return [
        {name: None if value is None else str(value) for name, value in values.items() if name != "row_number"}
        | {
            "load_id": load.load_id,
            "file": load.file,
            "line_number": line,
            "row_number": values.get("row_number"),
            "record": record,
        }
        for line, (record, values) in enumerate(records, start=before + 1)
    ]


def _record_of(reading: PlanReading, one: Newcomer) -> dict[str, object]:
    names = ("indicator_id", "indicator_zh", "unit", "direction", "accumulation", "fall_sign", "candidates")
    return {name: getattr(one, name) for name in names} | {"plan_id": reading.plan["plan_id"] if reading.plan else None}
