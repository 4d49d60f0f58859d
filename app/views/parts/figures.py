"""The frames that the pages draw, asked of the semantic layer; nothing is computed here that a metric defines.

Names come in both languages; each function returns the reader's as `plan`, `theme`, `indicator`, `region` and so on,
beside the ids. The client keeps answers by publication, so asking again on every rerun costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from app.semantic import Condition
from app.views.parts.session import Reader

UNKNOWN_ORDER = 99
# Figures of these kinds do not grow with the size of a region.
COMPARABLE = ("level", "index", "change_vs_base")


@dataclass(frozen=True)
class TargetFilter:
    """Which targets a page shows; empty lists mean all."""

    plans: Sequence[str] = field(default_factory=tuple)
    themes: Sequence[str] = field(default_factory=tuple)

    def where(self) -> list[Condition]:
        """The filter as conditions."""
        conditions = []
        if self.plans:
            conditions.append(Condition("plan", "in", tuple(self.plans)))
        if self.themes:
            conditions.append(Condition("indicator__theme", "in", tuple(self.themes)))
        return conditions


def statuses(now: Reader) -> pl.DataFrame:
    """The statuses in their order: status, label, description, is_refusal."""
    language = now.language
    frame = now.snapshot.query(
        group_by=[
            "status",
            "status__sort_order",
            f"status__label_{language}",
            f"status__description_{language}",
            "status__is_refusal",
        ],
        order_by=["status__sort_order"],
    )
    return frame.rename(
        {
            f"status__label_{language}": "label",
            f"status__description_{language}": "description",
            "status__is_refusal": "is_refusal",
            "status__sort_order": "status_order",
        }
    )


def plans(now: Reader) -> pl.DataFrame:
    """The plans: plan_id, plan (region and title), region, title, period and what is inferred about it, by period."""
    language = now.language
    frame = now.snapshot.query(
        group_by=[
            "plan",
            f"plan__title_{language}",
            "plan__issuer_zh",
            "plan__issued_on",
            "plan__period_start",
            "plan__period_end",
            "plan__is_inferred_region",
            "plan__region_code",
            "plan__note",
        ],
    )
    named = frame.join(region_names(now), left_on="plan__region_code", right_on="region_id", how="left")
    return (
        named.rename({"plan": "plan_id", f"plan__title_{language}": "title"})
        .with_columns(
            plan=pl.format(
                "{} {}–{}",
                pl.col("region").fill_null(pl.col("title")),
                pl.col("plan__period_start"),
                pl.col("plan__period_end"),
            )
        )
        .sort("plan__period_end", "plan_id")
        .with_row_index("plan_order")
    )


def region_names(now: Reader) -> pl.DataFrame:
    """The regions' names: region_id, region."""
    name = f"region__name_{now.language}"
    return now.snapshot.query(group_by=["region", name]).select(region_id="region", region=name)


def themes(now: Reader) -> pl.DataFrame:
    """The themes of indicators with targets: theme_id, theme."""
    name = f"indicator__theme_name_{now.language}"
    frame = now.snapshot.query(["target_count"], ["indicator__theme", name])
    return frame.sort("target_count", "indicator__theme", descending=[True, False]).select(
        theme_id="indicator__theme", theme=name
    )


def counts_by_status(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """How many targets have which status: status, count."""
    return now.snapshot.query(["target_count"], ["status"], where).rename({"target_count": "count"})


def counts_by_plan(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """For the status bars: group (the plan), group_order, status, status_label, status_order, count."""
    frame = now.snapshot.query(["target_count"], ["plan", *_status_names(now)], where)
    named = frame.join(plans(now).select("plan_id", "plan", "plan_order"), left_on="plan", right_on="plan_id")
    return _counts(now, named, group="plan_right", order="plan_order")


def counts_by_theme(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """For the status bars: group (the theme), group_order, status, status_label, status_order, count."""
    name = f"indicator__theme_name_{now.language}"
    frame = now.snapshot.query(["target_count"], ["indicator__theme", name, *_status_names(now)], where)
    # The theme with the most targets comes first.
    totals = frame.group_by("indicator__theme").agg(total=pl.col("target_count").sum())
    order = totals.sort("total", "indicator__theme", descending=[True, False]).with_row_index("order")
    ordered = frame.join(order.select("indicator__theme", "order"), on="indicator__theme")
    return _counts(now, ordered, group=name, order="order")


def counts_by_reason(now: Reader, where: Sequence[Condition]) -> pl.DataFrame:
    """Why targets have no verdict: reason, name, status, count."""
    name = f"reason__label_{now.language}"
    frame = now.snapshot.query(
        ["target_count"],
        ["reason", name, "status"],
        [*where, Condition("target__is_assessed", "=", False)],
    )
    return frame.select(
        "reason", "status", name=pl.col(name).fill_null(pl.col("reason")), count="target_count"
    ).drop_nulls("reason")


def _status_names(now: Reader) -> list[str]:
    return ["status", f"status__label_{now.language}", "status__sort_order"]


def _counts(now: Reader, frame: pl.DataFrame, group: str, order: str) -> pl.DataFrame:
    return frame.select(
        "status",
        group=group,
        group_order=order,
        status_label=f"status__label_{now.language}",
        status_order=pl.col("status__sort_order").fill_null(UNKNOWN_ORDER),
        count="target_count",
    )


TARGET_METRICS = [
    "target_value",
    "target_value_high",
    "baseline_value",
    "expected_value",
    "latest_value",
    "gap",
    "distance_closed",
    "pace",
    "conflict_count",
]


def targets(now: Reader, where: Sequence[Condition] = ()) -> pl.DataFrame:
    """The targets, one row each, with the verdict that speaks for them now and what it rests on."""
    language = now.language
    frame = now.snapshot.query(
        TARGET_METRICS,
        [
            "target",
            "plan",
            "indicator",
            f"indicator__name_{language}",
            "indicator__theme",
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
            "target__observed_comparator",
            "target__is_inferred_figure",
            "target__is_inferred_value",
            "target__is_inferred_year",
            "target__observation_age_days",
            "source__title",
            "source__source_grade",
            *_status_names(now),
            "reason",
            f"reason__label_{language}",
        ],
        where,
    )
    named = frame.rename(
        {
            "target": "target_id",
            "plan": "plan_id",
            "indicator": "indicator_id",
            f"indicator__name_{language}": "indicator",
            "indicator__theme": "theme_id",
            "indicator__unit": "unit",
            "indicator__direction": "direction",
            "region": "region_id",
            f"region__name_{language}": "region",
            f"status__label_{language}": "status_label",
            "status__sort_order": "status_order",
            f"reason__label_{language}": "reason_label",
            "source__title": "source",
            "source__source_grade": "source_grade",
        }
        | {name: name.removeprefix("target__") for name in frame.columns if name.startswith("target__")}
    )
    return named.join(plans(now).select("plan_id", "plan", "plan_order"), on="plan_id", how="left").sort(
        "plan_order", "status_order", "due_year", "target_id"
    )


def latest_figures(now: Reader) -> pl.DataFrame:
    """The last figure of each indicator in each region that has a target: what is known at all."""
    asked = now.snapshot.query(["target_count"], ["indicator", "region"])
    if asked.is_empty():
        return pl.DataFrame(schema={"indicator_id": pl.String, "region_id": pl.String})
    frame = now.snapshot.query(
        ["observed_value", "data_age_days"],
        ["indicator", "region", "calendar_year", "figure__observed_comparator", "source__source_grade"],
        [
            Condition("figure__is_observed", "=", True),
            Condition("region", "in", tuple(asked["region"].unique().to_list())),
        ],
    )
    return (
        frame.sort("calendar_year")
        .group_by("indicator", "region")
        .last()
        .select(
            indicator_id="indicator",
            region_id="region",
            known_year="calendar_year",
            known_value="observed_value",
            known_comparator="figure__observed_comparator",
            known_grade="source__source_grade",
            known_age_days="data_age_days",
        )
    )


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


def indicators(now: Reader) -> pl.DataFrame:
    """The indicators that have figures or targets: indicator_id, indicator, theme, unit and how many of each."""
    language = now.language
    names = ["indicator", f"indicator__name_{language}", "indicator__theme", f"indicator__theme_name_{language}"]
    names += ["indicator__unit", "indicator__accumulation", "indicator__note"]
    observed = now.snapshot.query(["figure_count"], names)
    promised = now.snapshot.query(["target_count"], names)
    joined = observed.join(promised, on=names, how="full", coalesce=True, nulls_equal=True)
    return (
        joined.select(
            indicator_id="indicator",
            indicator=f"indicator__name_{language}",
            theme_id="indicator__theme",
            theme=f"indicator__theme_name_{language}",
            unit="indicator__unit",
            accumulation="indicator__accumulation",
            note="indicator__note",
            figures=pl.col("figure_count").fill_null(0),
            targets=pl.col("target_count").fill_null(0),
        )
        .filter(pl.col("figures") + pl.col("targets") > 0)
        .sort("theme_id", "indicator_id")
    )


def regions_of(now: Reader, indicator_id: str) -> pl.DataFrame:
    """The regions with a figure or a target of that indicator, and how many years or targets they have."""
    language = now.language
    names = ["region", f"region__name_{language}", "region__level", "region__parent_code"]
    where = [Condition("indicator", "=", indicator_id)]
    observed = now.snapshot.query(["figure_count"], names, where)
    promised = now.snapshot.query(["target_count"], names, where)
    joined = observed.join(promised, on=names, how="full", coalesce=True, nulls_equal=True)
    return (
        joined.select(
            region_id="region",
            region=f"region__name_{language}",
            level="region__level",
            parent_id="region__parent_code",
            figures=pl.col("figure_count").fill_null(0),
            targets=pl.col("target_count").fill_null(0),
        )
        .filter(pl.col("figures") + pl.col("targets") > 0)
        .sort(["targets", "figures", "region_id"], descending=[True, True, False])
    )


def yearly_figures(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """The figure that holds for each year and region: region_id, year, value, yearly_change, region_rank."""
    frame = now.snapshot.query(
        ["observed_value", "yearly_change", "region_rank"],
        ["region", "calendar_year", "figure__observed_comparator", "source"],
        [
            Condition("indicator", "=", indicator_id),
            Condition("region", "in", tuple(regions)),
            Condition("figure__is_observed", "=", True),
        ],
        ["region", "calendar_year"],
    )
    return frame.rename(
        {
            "region": "region_id",
            "calendar_year": "year",
            "observed_value": "value",
            "figure__observed_comparator": "comparator",
            "source": "source_id",
        }
    )


def observations(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """Every figure of that indicator in those regions by every source, the ones not preferred included."""
    language = now.language
    frame = now.snapshot.query(
        ["observation_value"],
        [
            "observation",
            "region",
            f"region__name_{language}",
            "calendar_year",
            "indicator__unit",
            "observation__period",
            "observation__period_kind",
            "observation__comparator",
            "observation__is_inferred",
            "observation__is_preferred",
            "observation__known_on",
            "observation__printed_indicator_zh",
            "observation__note",
            "source",
            "source__title",
            "source__source_grade",
            f"source__source_grade_{language}",
            "source__published_on",
            "source__url",
        ],
        [Condition("indicator", "=", indicator_id), Condition("region", "in", tuple(regions))],
        ["region", "calendar_year", "observation"],
    )
    return frame.rename(
        {
            "observation": "observation_id",
            "region": "region_id",
            f"region__name_{language}": "region",
            "calendar_year": "year",
            "indicator__unit": "unit",
            "observation_value": "value",
            "source": "source_id",
            "source__title": "source",
            "source__source_grade": "source_grade",
            f"source__source_grade_{language}": "grade_label",
            "source__published_on": "published_on",
            "source__url": "url",
        }
        | {name: name.removeprefix("observation__") for name in frame.columns if name.startswith("observation__")}
    )


def paths(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """The required path of each target by year: target_id, region_id, year, expected_value, status."""
    frame = now.snapshot.query(
        ["expected_value_in_year", "value_in_year", "gap_in_year"],
        ["target", "region", "calendar_year", "progress__method", "status", "progress__observed_comparator"],
        [
            Condition("indicator", "=", indicator_id),
            Condition("region", "in", tuple(regions)),
            Condition("progress__is_page_method", "=", True),
        ],
        ["target", "calendar_year"],
    )
    return frame.rename(
        {
            "target": "target_id",
            "region": "region_id",
            "calendar_year": "year",
            "expected_value_in_year": "expected_value",
            "value_in_year": "value",
            "gap_in_year": "gap",
            "progress__observed_comparator": "comparator",
        }
    )


def statements(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """Every number that plans state about that indicator for those regions, as printed, with its place."""
    frame = now.snapshot.run_saved(
        "statement_list",
        [Condition("indicator", "=", indicator_id), Condition("region", "in", tuple(regions))],
    )
    return frame.rename(
        {"statement": "statement_id", "plan": "plan_id", "region": "region_id"}
        | {name: name.removeprefix("statement__") for name in frame.columns if name.startswith("statement__")}
    )


def checks(now: Reader) -> pl.DataFrame:
    """The expectations of this publication's run and what came of them."""
    frame = now.snapshot.run_saved("quality_checks")
    return frame.rename({name: name.removeprefix("quality_result__") for name in frame.columns if "__" in name})


def runs(now: Reader) -> pl.DataFrame:
    """The runs of the gates, newest first: run_id, ran_at, checks, failed by severity."""
    frame = now.snapshot.query(
        ["check_count", "failed_check_count"],
        [
            "quality_result__run_id",
            "quality_result__ran_at",
            "quality_result__severity",
            "quality_result__is_latest_run",
        ],
    )
    severity = pl.col("quality_result__severity")
    return (
        frame.group_by("quality_result__run_id")
        .agg(
            ran_at=pl.col("quality_result__ran_at").max(),
            is_latest=pl.col("quality_result__is_latest_run").any(),
            checks=pl.col("check_count").sum(),
            blocked=pl.col("failed_check_count").filter(severity == "block").sum(),
            warned=pl.col("failed_check_count").filter(severity == "warn").sum(),
        )
        .rename({"quality_result__run_id": "run_id"})
        .sort("ran_at", descending=True)
    )


def rejected_rows(now: Reader) -> pl.DataFrame:
    """Every row that was loaded and not taken, with the reason in the reader's language."""
    frame = now.snapshot.run_saved("rejected_row_list")
    named = frame.rename({name: name.removeprefix("rejected_row__") for name in frame.columns if "__" in name})
    other = "en" if now.language == "zh" else "zh"
    return named.with_columns(reason=pl.coalesce(f"reason_{now.language}", f"reason_{other}", "reason_code"))


def sources(now: Reader) -> pl.DataFrame:
    """The sources of the figures: title, grade, date, address, and how many figures each gave."""
    language = now.language
    frame = now.snapshot.query(
        ["observation_count", "bound_count", "inferred_count"],
        [
            "source",
            "source__title",
            "source__source_grade",
            f"source__source_grade_{language}",
            "source__grade_rank",
            "source__published_on",
            "source__url",
        ],
    )
    return frame.rename(
        {
            "source": "source_id",
            "source__title": "source",
            "source__source_grade": "source_grade",
            f"source__source_grade_{language}": "grade_label",
            "source__grade_rank": "grade_rank",
            "source__published_on": "published_on",
            "source__url": "url",
        }
    ).sort("observation_count", "source_id", descending=[True, False])


def evidence(now: Reader) -> dict[str, float | None]:
    """What the observations rest on as a whole: their number, bounds, inferred ones, and their median age."""
    counted = now.snapshot.query(["observation_count", "bound_count", "inferred_count"])
    age = now.snapshot.query(["median_data_age_days"], where=[Condition("figure__is_observed", "=", True)])
    return {**counted.row(0, named=True), **age.row(0, named=True)} if counted.height and age.height else {}


def publications(now: Reader) -> pl.DataFrame:
    """The publications, newest first."""
    frame = now.snapshot.run_saved("publication_list")
    return frame.rename({name: name.removeprefix("publication__") for name in frame.columns if "__" in name})


def fullest_indicator(now: Reader) -> str | None:
    """The indicator with the most to see: a target with a baseline, figures of its region and of those above it."""
    promised = now.snapshot.query(
        ["baseline_value", "target_value"],
        ["target", "indicator", "indicator__accumulation", "region", "region__parent_code"],
    )
    observed = now.snapshot.query(["figure_count"], ["indicator", "region"]).filter(pl.col("figure_count") > 0)
    country = now.snapshot.query(group_by=["region", "region__level"]).filter(pl.col("region__level") == "country")
    above = observed.select("indicator", region__parent_code="region", above="figure_count")
    top = observed.filter(pl.col("region").is_in(country["region"].to_list())).select("indicator", top="figure_count")
    ranked = (
        promised.drop_nulls(["baseline_value", "target_value"])
        .join(observed, on=["indicator", "region"])
        .join(above, on=["indicator", "region__parent_code"], how="left")
        .join(top, on="indicator", how="left")
        .with_columns(seen=pl.col("figure_count") + pl.col("above").fill_null(0) + pl.col("top").fill_null(0))
        .sort(pl.col("indicator__accumulation").is_in(COMPARABLE), "seen", "target", descending=[True, True, False])
    )
    return None if ranked.is_empty() else str(ranked["indicator"][0])
