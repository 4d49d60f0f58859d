"""The targets one by one: the verdict on each, who answers for it, its path, and what its plan says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from app.queries.kept import kept
from app.queries.reference import plans
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


# What dimensions are called in the answer; those in two languages by the reader's.
NAMED = {
    "target": "target_id",
    "plan": "plan_id",
    "indicator": "indicator_id",
    "indicator__name_{language}": "indicator",
    "indicator__theme": "theme_id",
    "indicator__theme_name_{language}": "theme",
    "indicator__unit": "unit",
    "indicator__direction": "direction",
    "region": "region_id",
    "region__name_{language}": "region",
    "source__title": "source",
    "source__source_grade": "source_grade",
    "status": "status",
    "status__label_{language}": "status_label",
    "status__sort_order": "status_order",
    "status__course": "course",
    "reason": "reason",
    "reason__label_{language}": "reason_label",
}
OF_THE_TARGET = (
    "comparator", "modality", "accumulation", "path", "due_year", "baseline_year", "baseline_source", "location",
    "statement_id", "resolution_reason", "verdict_year", "is_judgeable", "last_verdict_year", "last_verdict_status",
    "best_status", "worst_status", "is_forecast_contrary", "is_partial_year", "gap_to_target_year", "lowest_value",
    "highest_value", "figure_count", "observed_comparator", "is_inferred_figure", "is_inferred_value", "is_approximate",
    "is_inferred_year", "observation_age_days",
)  # fmt: skip


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
    names = {name.format(language=now.language): column for name, column in NAMED.items()}
    names |= {f"target__{name}": name for name in OF_THE_TARGET}
    named = now.snapshot.query(TARGET_METRICS, list(names)).rename(names)
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
