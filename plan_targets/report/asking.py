"""A plan in a year as the semantic client knows it: the questions whose answers an assessment is made of.

How a report gets a number out of them is in `plan_targets.report.assessment`.
"""

from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from plan_targets.collect.awaited import awaited_figures
from plan_targets.report.assessment import IN_YEAR, OF_TARGET, Assessment
from plan_targets.report.wording import Language
from plan_targets.semantic import Condition, SnapshotReader

NEAR_COUNT = 3


class ReportError(Exception):
    """A report that cannot be made as it was asked for; the same sentence in both languages."""

    def __init__(self, english: str, chinese: str) -> None:
        """Takes the same sentence in both languages."""
        super().__init__(f"{english} {chinese}")
        self.english = english
        self.chinese = chinese


def assess(snapshot: SnapshotReader, plan_id: str, year: int | None = None, language: Language = "zh") -> Assessment:
    """The plan in that year; none means the last year that is over, or the plan's last one.

    Raises ReportError for a plan or a year that there is not, and SemanticError.
    """
    plan = _plan(snapshot, plan_id, language)
    years = plan_years(snapshot, plan_id)
    if not years:
        raise ReportError(
            f"The plan '{plan_id}' has no target that is judged in any year: there is nothing to report.",
            f"规划 {plan_id} 没有在任何年份接受判断的目标，无可报告。",
        )
    if year is None:
        year = usual_year(snapshot, years)
    if year not in years:
        raise ReportError(
            f"The plan '{plan_id}' is judged for {years[0]} to {years[-1]}, and not for {year}.",
            f"规划 {plan_id} 的判断年份为 {years[0]} 至 {years[-1]} 年，没有 {year} 年。",
        )
    history = _judged(snapshot, plan_id, year, language)
    verdicts = _verdicts(snapshot, plan_id, year, language, history)
    return Assessment(
        snapshot=snapshot,
        language=language,
        year=year,
        plan=plan,
        verdicts=verdicts,
        history=history,
        statuses=_statuses(snapshot, language),
        observations=_observations(snapshot, verdicts, language),
        due=[one for one in awaited_figures(snapshot, plan=plan_id, language=language) if one.year <= year],
    )


def plan_years(snapshot: SnapshotReader, plan_id: str) -> list[int]:
    """The years for which the plan can be reported on, the first first."""
    where = [Condition("plan", "=", plan_id), Condition("progress__is_page_method", "=", True)]
    answer = snapshot.query(["verdict_count"], ["calendar_year"], where, ["calendar_year"])
    return [int(year) for year in answer["calendar_year"].drop_nulls()]


def usual_year(snapshot: SnapshotReader, years: list[int]) -> int:
    """The last of those years that is over on the as-of date; the first if none is."""
    as_of = str(snapshot.publication.record.get("as_of") or "")[:4]
    over = [year for year in years if not as_of or year < int(as_of)]
    return over[-1] if over else years[0]


def _plan(snapshot: SnapshotReader, plan_id: str, language: Language) -> dict[str, Any]:
    frame = snapshot.query(
        group_by=[
            "plan",
            "plan__title_zh",
            "plan__title_en",
            "plan__issuer_zh",
            "plan__issued_on",
            "plan__period_start",
            "plan__period_end",
            "plan__is_whole_document",
            "plan__is_inferred_region",
            "plan__region_code",
        ]
    ).unique()
    found = frame.filter(pl.col("plan") == plan_id)
    if found.is_empty():
        raise _unknown(plan_id, dict(frame.select("plan", "plan__title_zh").iter_rows()))
    row = found.row(0, named=True)
    region = snapshot.query(
        group_by=["region", f"region__name_{language}"],
        where=[Condition("region", "=", row["plan__region_code"])],
    )
    name = region[f"region__name_{language}"][0] if region.height else row["plan__region_code"]
    plain = {key.removeprefix("plan__"): value for key, value in row.items() if key != "plan"}
    return plain | {
        "plan_id": plan_id,
        "title": row[f"plan__title_{language}"] or row["plan__title_zh"],
        "region": name,
    }


def _unknown(plan_id: str, titles: dict[str, str]) -> ReportError:
    names = {**{one: one for one in titles}, **{title: one for one, title in titles.items() if title}}
    near = [names[name] for name, _, _ in process.extract(plan_id, list(names), scorer=fuzz.WRatio, limit=8)]
    nearest = [f"{one} ({titles[one]})" for one in list(dict.fromkeys(near))[:NEAR_COUNT]]
    shown = ", ".join(nearest)
    return ReportError(
        f"There is no plan '{plan_id[:80]}'."
        + (f" The nearest are: {shown}." if shown else " There is no plan at all."),
        f"没有编号为 {plan_id[:80]} 的规划。" + (f"相近的是：{shown}。" if shown else "目前没有任何规划。"),
    )


def _verdicts(
    snapshot: SnapshotReader, plan_id: str, year: int, language: Language, judged: pl.DataFrame
) -> pl.DataFrame:
    promised = _promises(snapshot, plan_id, language)
    last = judged.sort("judged_year").group_by("target_id", maintain_order=True).last()
    earlier = (
        judged.filter(pl.col("course").is_not_null() & (pl.col("judged_year") < year))
        .sort("judged_year")
        .group_by("target_id", maintain_order=True)
        .last()
        .select("target_id", earlier_year="judged_year", earlier_label="status_label")
    )
    return (
        promised.join(last, on="target_id", how="left")
        .join(earlier, on="target_id", how="left")
        .join(_offices(snapshot, plan_id, language), on="target_id", how="left")
        .sort(pl.col("status_order").fill_null(99), "due_year", "target_id", maintain_order=True)
        .with_row_index("number", 1)
    )


def _promises(snapshot: SnapshotReader, plan_id: str, language: Language) -> pl.DataFrame:
    names = {
        "target": "target_id",
        "indicator": "indicator_id",
        f"indicator__name_{language}": "indicator",
        "indicator__unit": "unit",
        "region": "region_code",
        f"region__name_{language}": "region",
        "target__comparator": "comparator",
        "target__modality": "modality",
        "target__accumulation": "accumulation",
        "target__due_year": "due_year",
        "target__baseline_year": "baseline_year",
        "target__baseline_source": "baseline_source",
        "target__location": "location",
        "target__is_inferred_value": "is_inferred_value",
        "target__is_approximate": "is_approximate",
        "target__is_inferred_year": "is_inferred_year",
        "target__resolution_reason": "resolution_reason",
    }
    where = [Condition("plan", "=", plan_id)]
    return snapshot.query(list(OF_TARGET), list(names), where).rename(names | OF_TARGET)


def _judged(snapshot: SnapshotReader, plan_id: str, year: int, language: Language) -> pl.DataFrame:
    names = {
        "target": "target_id",
        "calendar_year": "judged_year",
        "progress__method": "method",
        "status": "status",
        f"status__label_{language}": "status_label",
        "status__course": "course",
        "status__sort_order": "status_order",
        "reason": "reason",
        f"reason__label_{language}": "reason_label",
        "progress__observed_basis": "basis",
        "progress__observed_comparator": "observed_comparator",
        "progress__observation_id": "observation_id",
        "progress__figure_count": "figure_count",
        "progress__is_inferred_figure": "is_inferred_figure",
        "progress__is_partial_year": "is_partial_year",
        "progress__best_status": "best_status",
        "progress__worst_status": "worst_status",
    }
    where = [
        Condition("plan", "=", plan_id),
        Condition("progress__is_page_method", "=", True),
        Condition("calendar_year", "<=", year),
    ]
    return snapshot.query(list(IN_YEAR), list(names), where).rename(names | IN_YEAR)


def _offices(snapshot: SnapshotReader, plan_id: str, language: Language) -> pl.DataFrame:
    name = f"department__name_{language}"
    frame = snapshot.query(
        ["assignment_count"], ["target", name, "assignment__is_lead"], [Condition("plan", "=", plan_id)]
    )
    return (
        frame.sort(pl.col("assignment__is_lead").not_(), name)
        .group_by("target", maintain_order=True)
        .agg(offices=pl.col(name).unique(maintain_order=True))
        .rename({"target": "target_id"})
    )


def _statuses(snapshot: SnapshotReader, language: Language) -> pl.DataFrame:
    names = {
        "status": "status",
        "status__sort_order": "status_order",
        f"status__label_{language}": "label",
        f"status__description_{language}": "description",
        "status__is_refusal": "is_refusal",
        "status__course": "course",
    }
    return snapshot.query(group_by=list(names), order_by=["status__sort_order"]).rename(names)


def _observations(snapshot: SnapshotReader, verdicts: pl.DataFrame, language: Language) -> pl.DataFrame:
    """The figures judged and their sources."""
    names = {
        "observation": "observation_id",
        "source": "source_id",
        "source__title": "source",
        f"source__source_grade_{language}": "grade_label",
        "source__source_grade": "grade",
        "source__published_on": "published_on",
        "source__url": "url",
    }
    asked = tuple(verdicts["observation_id"].drop_nulls().unique().sort().to_list())
    if not asked:
        return pl.DataFrame(schema={name: pl.String for name in names.values()})
    return snapshot.query(
        ["observation_value"], list(names), [Condition("observation", "in", asked)], ["observation"]
    ).rename(names)
