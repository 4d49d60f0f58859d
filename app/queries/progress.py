"""The targets one by one: the verdict on each, who answers for it, its path, and what its plan says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from app.queries.kept import kept
from app.queries.reference import plans, status_names
from app.queries.series import each_region
from app.queries.session import Reader
from plan_targets.locations import in_document
from plan_targets.semantic import Condition

TARGET_METRICS = [
    "target_value",
    "target_value_high",
    "required_value",
    "baseline_value",
    "expected_value",
    "latest_value",
    "gap",
    "gap_to_target",
    "projected_value",
    "projected_low",
    "projected_high",
    "probability_met",
    "distance_closed",
    "pace",
    "conflict_count",
]


@dataclass(frozen=True)
class TargetFilter:
    """Which targets a page shows; empty lists mean all."""

    plans: Sequence[str] = field(default_factory=tuple)
    themes: Sequence[str] = field(default_factory=tuple)

    def of(self, every: pl.DataFrame) -> pl.DataFrame:
        """Those of the targets that the filter leaves."""
        left = every
        if self.plans:
            left = left.filter(pl.col("plan_id").is_in(list(self.plans)))
        if self.themes:
            left = left.filter(pl.col("theme_id").is_in(list(self.themes)))
        return left

    def where(self) -> list[Condition]:
        """The same filter as conditions of a question."""
        chosen = {"plan": self.plans, "indicator__theme": self.themes}
        return [Condition(name, "in", tuple(values)) for name, values in chosen.items() if values]


@kept
def targets(now: Reader) -> pl.DataFrame:
    """The targets, one row each, with the verdict that speaks for them now and what it rests on.

    Asked once a publication, however many filters its readers choose: a question of another shape takes half a second.
    """
    language = now.language
    frame = now.snapshot.query(
        TARGET_METRICS,
        [
            "target",
            "plan",
            "indicator",
            f"indicator__name_{language}",
            "indicator__theme",
            f"indicator__theme_name_{language}",
            "indicator__unit",
            "indicator__direction",
            "region",
            f"region__name_{language}",
            "target__comparator",
            "target__modality",
            "target__accumulation",
            "target__path",
            "target__due_year",
            "target__baseline_year",
            "target__baseline_source",
            "target__location",
            "target__statement_id",
            "target__resolution_reason",
            "target__verdict_year",
            "target__is_judgeable",
            "target__last_verdict_year",
            "target__last_verdict_status",
            "target__best_status",
            "target__worst_status",
            "target__is_forecast_contrary",
            "target__is_partial_year",
            "target__gap_to_target_year",
            "target__lowest_value",
            "target__highest_value",
            "target__figure_count",
            "target__observed_comparator",
            "target__is_inferred_figure",
            "target__is_inferred_value",
            "target__is_approximate",
            "target__is_inferred_year",
            "target__observation_age_days",
            "source__title",
            "source__source_grade",
            *status_names(now),
            "reason",
            f"reason__label_{language}",
        ],
    )
    named = frame.rename(
        {
            "target": "target_id",
            "plan": "plan_id",
            "indicator": "indicator_id",
            f"indicator__name_{language}": "indicator",
            "indicator__theme": "theme_id",
            f"indicator__theme_name_{language}": "theme",
            "indicator__unit": "unit",
            "indicator__direction": "direction",
            "region": "region_id",
            f"region__name_{language}": "region",
            f"status__label_{language}": "status_label",
            "status__sort_order": "status_order",
            "status__course": "course",
            f"reason__label_{language}": "reason_label",
            "source__title": "source",
            "source__source_grade": "source_grade",
        }
        | {name: name.removeprefix("target__") for name in frame.columns if name.startswith("target__")}
    )
    about = plans(now).select("plan_id", "plan", "plan_order", "level")
    return (
        named.join(about, on="plan_id", how="left")
        .with_columns(pl.col("is_judgeable").cast(pl.Boolean))
        .sort("plan_order", "status_order", "due_year", "target_id")
    )


@kept
def departments(now: Reader) -> pl.DataFrame:
    """The offices that answer for each target: target_id, departments (the leading ones first)."""
    name = f"department__name_{now.language}"
    frame = now.snapshot.query(["assignment_count"], ["target", name, "assignment__is_lead"])
    return (
        frame.sort(pl.col("assignment__is_lead").not_(), name)
        .group_by("target", maintain_order=True)
        .agg(departments=pl.col(name).unique(maintain_order=True))
        .select(target_id="target", departments=pl.col("departments").list.join("、" if now.language == "zh" else ", "))
    )


def paths(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """The path of each target, from its baseline to its due year: target_id, region_id, year, value."""
    return each_region(lambda region: _paths_of(now, indicator_id, region), regions)


def _paths_of(now: Reader, indicator_id: str, region_id: str) -> pl.DataFrame:
    frame = now.snapshot.query(
        ["path_value"],
        ["target", "region", "calendar_year"],
        [Condition("indicator", "=", indicator_id), Condition("region", "=", region_id)],
        ["target", "calendar_year"],
    )
    return frame.rename({"target": "target_id", "region": "region_id", "calendar_year": "year", "path_value": "value"})


def statements(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """Every number that plans state about that indicator for those regions, as printed, with its location."""
    return in_order_of_document(each_region(lambda region: _statements_of(now, indicator_id, region), regions))


def in_order_of_document(statements: pl.DataFrame) -> pl.DataFrame:
    """The statements of each plan as a reader of its document meets them."""
    rows = statements.select("plan_id", "location", "statement_id").rows()
    order = sorted(range(len(rows)), key=lambda at: (rows[at][0], in_document(rows[at][1]), rows[at][2]))
    return statements[order]


def _statements_of(now: Reader, indicator_id: str, region_id: str) -> pl.DataFrame:
    frame = now.snapshot.run_saved(
        "statement_list",
        [Condition("indicator", "=", indicator_id), Condition("region", "=", region_id)],
    )
    return frame.rename(
        {"statement": "statement_id", "plan": "plan_id", "region": "region_id"}
        | {name: name.removeprefix("statement__") for name in frame.columns if name.startswith("statement__")}
    )
