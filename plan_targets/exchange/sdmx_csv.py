"""Observations and targets as SDMX-CSV 2.0, asked of the semantic client: only what its reader may see."""

import re
from typing import Any

import pandas
import polars as pl
import sdmx
from sdmx.format.csv.common import Attributes
from sdmx.format.csv.v2 import FormatOptions
from sdmx.model.v21 import AttributeValue, DataSet, Key, Observation

from plan_targets.exchange.structures import OBSERVATIONS, TARGETS, Table, dataflow, structures
from plan_targets.semantic import Condition, SnapshotReader

OF_OBSERVATION = {
    "indicator": "INDICATOR",
    "region": "REF_AREA",
    "observation__period": "period",
    "indicator__unit": "UNIT_MEASURE",
    "observation__comparator": "COMPARATOR",
    "observation__is_inferred": "IS_INFERRED",
    "source__title": "SOURCE",
    "source__source_grade": "SOURCE_GRADE",
    "source__published_on": "PUBLISHED_ON",
}
OF_TARGET = {
    "plan": "PLAN",
    "indicator": "INDICATOR",
    "region": "REF_AREA",
    "target__due_year": "period",
    "indicator__unit": "UNIT_MEASURE",
    "target__comparator": "COMPARATOR",
    "target__accumulation": "ACCUMULATION",
    "target__modality": "MODALITY",
    "target__baseline_year": "BASELINE_YEAR",
    "status": "STATUS",
}
TARGET_METRICS = {"target_value": "value", "target_value_high": "VALUE_HIGH", "baseline_value": "BASELINE_VALUE"}
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_QUARTER = re.compile(r"\d{4}-Q[1-4]")
_HALF = re.compile(r"(\d{4})-H([12])")
_YEARS = re.compile(r"(\d{4})-(\d{4})")


def observations_csv(snapshot: SnapshotReader) -> str:
    """The preferred figure of each indicator, region and period. Raises SemanticError."""
    frame = snapshot.query(
        ["observation_value"],
        ["observation", *OF_OBSERVATION],
        [Condition("observation__is_preferred", "=", True)],
        ["observation"],
    )
    return _csv(OBSERVATIONS, frame.rename(OF_OBSERVATION | {"observation_value": "value"}))


def targets_csv(snapshot: SnapshotReader) -> str:
    """What plans promise, by due year; those with a number. Raises SemanticError."""
    frame = snapshot.query(list(TARGET_METRICS), ["target", *OF_TARGET], order_by=["target"])
    return _csv(TARGETS, frame.rename(OF_TARGET | TARGET_METRICS))


def structures_xml() -> bytes:
    """What the columns of both are, as SDMX-ML."""
    return bytes(sdmx.to_xml(structures(), pretty_print=True))


def time_period(period: str) -> tuple[str, str]:
    """The frequency and the period as SDMX writes them: or a time range of several years."""
    if _YEAR.fullmatch(period):
        return "A", period
    if _MONTH.fullmatch(period):
        return "M", period
    if _QUARTER.fullmatch(period):
        return "Q", period
    if half := _HALF.fullmatch(period):
        return "S", f"{half[1]}-S{half[2]}"
    if several := _YEARS.fullmatch(period):
        first, last = int(several[1]), int(several[2])
        return "_O", f"{first}-01-01/P{last - first + 1}Y"
    return "_O", period


def _csv(table: Table, frame: pl.DataFrame) -> str:
    flow = dataflow(table.table_id)
    data = DataSet(described_by=flow, structured_by=flow.structure)
    data.add_obs([_observation(table, row) for row in frame.iter_rows(named=True) if row["value"] is not None])
    # As text the library would print a table for people.
    written = sdmx.to_csv(data, rtype=pandas.DataFrame, format_options=FormatOptions(), attributes=Attributes.all)
    return str(written.to_csv(index=False, lineterminator="\n"))


def _observation(table: Table, row: dict[str, Any]) -> Observation:
    frequency, period = time_period(str(row["period"]))
    values = row | {"FREQ": frequency, "TIME_PERIOD": period}
    structure = dataflow(table.table_id).structure
    return Observation(
        dimension=structure.make_key(Key, {name: str(values[name]) for name in table.dimensions}),
        value=row["value"],
        attached_attribute={
            name: AttributeValue(value=_text(values[name]), value_for=structure.attributes.get(name))
            for name in table.attributes
        },
    )


def _text(value: Any) -> str:
    # The format has a record on a line.
    return "" if value is None else str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
