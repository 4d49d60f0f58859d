"""Which of the plans that were read count: the last version of each, and the first to bring what it brings."""

import polars as pl

from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.vocabulary import Vocabulary, normalise
from plan_targets.landing.plan_newcomers import Newcomer
from plan_targets.landing.plans.columns import COLUMNS
from plan_targets.landing.plans.description import default_plan_id
from plan_targets.landing.plans.reading import PlanReading, read_file
from plan_targets.landing.plans.records import LINES_OF_FIGURES, records_of
from plan_targets.landing.plans.rejections import refusals_of
from plan_targets.landing.records import Load
from plan_targets.landing.tables.table import OFFICE_WORDS


def read_plans(loads: list[Load], vocabulary: Vocabulary, lists: Lists) -> pl.DataFrame:
    """The plans of those loads, in the shape of `COLUMNS`, in the order in which they came.

    Of the versions of one file the last counts, as long as they give the plan one title or name its id. A plan that
    another file, or another plan, gave before stays with that, and so do the ids of its statements.
    """
    readings = [(load, reading) for load in loads for reading in read_file(load, vocabulary, lists)]
    last = {_version_of(load, reading): position for position, (load, reading) in enumerate(readings)}
    holders: dict[object, object] = {}
    taken: set[object] = set()
    rows: list[dict[str, object]] = []
    lines: dict[str, int] = {}
    newcomers: dict[str, Newcomer] = {}
    for position, (load, reading) in enumerate(readings):
        plan_id = _id_of(reading)
        if plan_id is not None and holders.setdefault(plan_id, _version_of(load, reading)) != _version_of(
            load, reading
        ):
            _refuse_all(reading, "plan_already_known")
        elif plan_id is not None and last[_version_of(load, reading)] != position:
            # What was wrong with the earlier version is settled.
            reading.rejections.clear()
            _refuse_all(reading, "superseded_plan")
        elif any(one["statement_id"] in taken for one in reading.statements):
            _refuse_all(reading, "repeated_statement")
        _keep_newcomers(reading, newcomers)
        taken |= {one["statement_id"] for one in reading.statements}
        before = lines.get(load.load_id, LINES_OF_FIGURES)
        records = records_of(load, reading, before)
        lines[load.load_id] = before + len(records)
        rows += records
    return pl.DataFrame(rows, schema=COLUMNS)


def _keep_newcomers(reading: PlanReading, kept: dict[str, Newcomer]) -> None:
    """Keeps the indicators that the plan's statements are about; one that another plan brought stays as that has it."""
    named = {one["indicator_id"] for one in reading.statements}
    reading.newcomers = {key: one for key, one in reading.newcomers.items() if key in named}
    contradicted = {
        key for key, one in reading.newcomers.items() if key in kept and kept[key].direction != one.direction
    }
    refused = [one for one in reading.statements if one["indicator_id"] in contradicted]
    reading.rejections += refusals_of(refused, OFFICE_WORDS["direction"], "direction_conflict")
    reading.statements = [one for one in reading.statements if one not in refused]
    reading.newcomers = {key: one for key, one in reading.newcomers.items() if key not in kept}
    kept |= reading.newcomers


def _id_of(reading: PlanReading) -> object:
    """The id of the plan that was read, if one was."""
    return reading.plan["plan_id"] if reading.plan else None


def _version_of(load: Load, reading: PlanReading) -> object:
    """What the versions of one plan have in common, so that none takes another's place by its file's name."""
    plan = reading.plan
    if plan is None:
        return None
    is_named = plan["plan_id"] != default_plan_id(plan)
    return load.file, plan["plan_id"], None if is_named else normalise(str(plan["title_zh"]))


def _refuse_all(reading: PlanReading, reason: str) -> None:
    """Takes nothing of a plan, for one reason."""
    reading.rejections += refusals_of(reading.statements, None, reason)
    reading.plan, reading.statements = None, []
