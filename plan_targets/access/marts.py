"""Which rows of each mart a limited access leaves, and which columns speak of more than those rows.

A mart that is not named here is refused to every limited access, so that a new one is closed until somebody decides.
The tables in the schema `access` are made by `plan_targets.access.limit`.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """The rows that are left, as a condition on `mart`, and what some columns hold instead of what they held."""

    rows: str
    columns: dict[str, str] = field(default_factory=dict)


def _blank(*columns: str) -> dict[str, str]:
    return dict.fromkeys(columns, "null")


def _if_seen(column: str, key: str, table: str) -> dict[str, str]:
    return {column: f"case when {column} in (select {key} from access.{table}) then {column} end"}


_REGION = "mart.region_code in (select region_code from access.regions)"
_LISTED_PLAN = "mart.plan_id in (select plan_id from access.listed_plans)"

# Which file of which office a figure came in, and where it stood there: told to that office.
_LOAD_OF_THE_READER = {
    column: f"case when load_id in (select load_id from access.loads) then {column} end"
    for column in ("load_id", "file", "row_number", "line_number")
}

# A list that is the same whatever the plans promise and the regions report.
REFERENCE = Rule("true")
# Of one region, by one plan.
PROMISE = Rule(f"{_REGION} or {_LISTED_PLAN}")
# A figure of a region: also one that a target of a listed plan waits for.
FIGURE = Rule(
    f"{_REGION} or exists (select 1 from access.figures where access.figures.indicator_id = mart.indicator_id "
    "and access.figures.region_code = mart.region_code)"
)
OBSERVATION = Rule(FIGURE.rows, _LOAD_OF_THE_READER)
TARGET = Rule("mart.target_id in (select target_id from access.targets)")
# What an office sent itself.
SENT = Rule("mart.load_id in (select load_id from access.loads)")
# About the whole warehouse, and not to be split by region: refused, because no rows would read as "there are none".
WHOLE_WAREHOUSE = None

FACTS: dict[str, Rule | None] = {
    "fct_observation": OBSERVATION,
    "mart_indicator_region_year": FIGURE,
    "fct_statement": PROMISE,
    "fct_target": PROMISE,
    "fct_progress": PROMISE,
    "mart_target": PROMISE,
    "mart_target_path": PROMISE,
    "mart_target_department": PROMISE,
    "mart_figure_due": PROMISE,
    "mart_baseline_disagreement": PROMISE,
    "fct_status_change": TARGET,
    "mart_cascade": Rule(
        "mart.lower_target_id in (select target_id from access.targets) "
        "and mart.upper_target_id in (select target_id from access.targets)"
    ),
    "fct_responsibility": Rule("mart.plan_id in (select plan_id from access.plans)"),
    "fct_load": SENT,
    "fct_rejected_row": SENT,
    "mart_waiting_name": WHOLE_WAREHOUSE,
    # That there was a publication, not how much is in it.
    "fct_publication": Rule(
        "true",
        _blank("observation_count", "rejected_row_count", "statement_count", "target_count", "warning_count"),
    ),
    # That a check held, not which rows of others it met.
    "fct_quality_result": Rule("true", _blank("observed", "unexpected_count", "sample")),
}

DIMENSIONS: dict[str, Rule | None] = {
    "dim_region": Rule("mart.region_code in (select region_code from access.named_regions)"),
    "dim_plan": Rule(
        "mart.plan_id in (select plan_id from access.named_plans)",
        _if_seen("parent_plan_id", "plan_id", "named_plans")
        | _if_seen("supersedes_plan_id", "plan_id", "named_plans")
        | _if_seen("superseded_by_plan_id", "plan_id", "named_plans"),
    ),
    "dim_indicator": Rule(
        "mart.indicator_id in (select indicator_id from access.indicators)",
        _if_seen("first_plan_id", "plan_id", "named_plans") | _blank("nearest_indicators"),
    ),
    "dim_source": Rule(
        "mart.source_id in (select source_id from access.sources)",
        {
            "observation_count": (
                "(select access.sources.observation_count from access.sources "
                "where access.sources.source_id = mart.source_id)"
            )
        },
    ),
    "dim_department": Rule("mart.department_id in (select department_id from access.departments)"),
    "dim_status": REFERENCE,
    "dim_reason": REFERENCE,
    "dim_unit": REFERENCE,
    "dim_progress_cutoff": REFERENCE,
    "time_spine_day": REFERENCE,
    "time_spine_year": REFERENCE,
}

MARTS = FACTS | DIMENSIONS
