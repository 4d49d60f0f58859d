"""What the columns of the two exchanged tables are, as SDMX data structures."""

from dataclasses import dataclass
from functools import lru_cache

from sdmx.message import StructureMessage
from sdmx.model.common import Agency, Concept, ConceptScheme, Dimension, TimeDimension
from sdmx.model.v21 import (
    AttributeDescriptor,
    DataAttribute,
    DataflowDefinition,
    DataStructureDefinition,
    DimensionDescriptor,
    MeasureDescriptor,
    PrimaryMeasure,
)

VERSION = "1.0"
TIME = "TIME_PERIOD"
MEASURE = "OBS_VALUE"


@dataclass(frozen=True)
class Table:
    """One exchanged table: its id, its name, and its components with their meaning."""

    table_id: str
    name: str
    dimensions: dict[str, str]
    attributes: dict[str, str]


COMMON = {
    "INDICATOR": "Indicator, by its id in dim_indicator",
    "REF_AREA": "Region, by its code (GB/T 2260 where there is one)",
}
OBSERVATIONS = Table(
    "PLAN_OBSERVATIONS",
    "The preferred figure of each indicator, region and period",
    {"FREQ": "A a year, M a month or the year up to it, Q a quarter, S a half, _O several years"}
    | COMMON
    | {TIME: "Period of the figure"},
    {
        "UNIT_MEASURE": "Unit",
        "COMPARATOR": "eq, or that the source gives a bound or about a number: ge, gt, le, lt, approx",
        "IS_INFERRED": "Whether the figure was inferred",
        "SOURCE": "Source",
        "SOURCE_GRADE": "Grade of the source",
        "PUBLISHED_ON": "When the source was published",
    },
)
TARGETS = Table(
    "PLAN_TARGETS",
    "What plans promise, by due year, with the verdict of the publication",
    {"FREQ": "A a year", "PLAN": "Plan, by its id in dim_plan"} | COMMON | {TIME: "Due year"},
    {
        "UNIT_MEASURE": "Unit",
        "COMPARATOR": "How the target binds: ge, gt, le, lt, eq, between, hold",
        "VALUE_HIGH": "The higher bound of a range",
        "ACCUMULATION": "How figures add up",
        "MODALITY": "binding, anticipated, strive or unstated",
        "BASELINE_YEAR": "Year of the baseline",
        "BASELINE_VALUE": "Baseline",
        "STATUS": "Verdict, by its id in dim_status",
    },
)
TABLES = (OBSERVATIONS, TARGETS)


@lru_cache(maxsize=1)
def agency() -> Agency:
    """Who maintains the structures."""
    return Agency(id="PLAN_TARGETS", name="Plan target warehouse")


@lru_cache(maxsize=1)
def concepts() -> ConceptScheme:
    """Every component's meaning, once."""
    scheme = ConceptScheme(id="CS_PLAN_TARGETS", name="Concepts of plan targets", version=VERSION, maintainer=agency())
    meanings = {MEASURE: "The figure, or the number promised"}
    for table in TABLES:
        meanings |= {name: text for name, text in (table.dimensions | table.attributes).items() if name not in meanings}
    for name, text in meanings.items():
        scheme.append(Concept(id=name, name=text))
    return scheme


@lru_cache(maxsize=len(TABLES))
def dataflow(table_id: str) -> DataflowDefinition:
    """The flow of that table, with its structure."""
    table = next(one for one in TABLES if one.table_id == table_id)
    known = concepts()
    dimensions = [
        (TimeDimension if name == TIME else Dimension)(id=name, concept_identity=known[name], order=position)
        for position, name in enumerate(table.dimensions, start=1)
    ]
    attributes = [DataAttribute(id=name, concept_identity=known[name]) for name in table.attributes]
    structure = DataStructureDefinition(
        id=f"DSD_{table_id}",
        name=table.name,
        version=VERSION,
        maintainer=agency(),
        dimensions=DimensionDescriptor(id="DimensionDescriptor", components=dimensions),
        attributes=AttributeDescriptor(id="AttributeDescriptor", components=attributes),
        measures=MeasureDescriptor(
            id="MeasureDescriptor", components=[PrimaryMeasure(id=MEASURE, concept_identity=known[MEASURE])]
        ),
    )
    return DataflowDefinition(id=table_id, name=table.name, version=VERSION, maintainer=agency(), structure=structure)


def structures() -> StructureMessage:
    """The flows, their structures and concepts."""
    message = StructureMessage()
    message.add(concepts())
    for table in TABLES:
        flow = dataflow(table.table_id)
        message.add(flow)
        message.add(flow.structure)
    return message
