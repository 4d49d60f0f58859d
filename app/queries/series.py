"""The figures of indicators in regions over the years, and which indicators and regions have any."""

from collections.abc import Callable, Sequence

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.semantic import Condition

# Figures of these kinds do not grow with the size of a region.
COMPARABLE = ("level", "index", "change_vs_base")


@kept
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


@kept
def fullest_indicator(now: Reader) -> str | None:
    """The indicator with the most to see: a target with a baseline, figures of its region and of those above it."""
    promised = now.snapshot.query(
        ["baseline_value", "target_value"],
        ["target", "indicator", "indicator__accumulation", "region", "region__parent_code"],
    )
    observed = _figure_counts(now).filter(pl.col("figure_count") > 0)
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


@kept
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


def indicators_in(now: Reader, regions: Sequence[str]) -> set[str]:
    """The indicators with a figure in one of those regions."""
    observed = _figure_counts(now).filter(pl.col("region").is_in(list(regions)) & (pl.col("figure_count") > 0))
    return set(observed["indicator"])


@kept
def _figure_counts(now: Reader) -> pl.DataFrame:
    return now.snapshot.query(["figure_count"], ["indicator", "region"])


def yearly_figures(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """The figure that holds for each year and region, its change and rank, and what it covers."""
    return each_region(lambda region: _yearly_figures_of(now, indicator_id, region), regions)


def each_region(ask: Callable[[str], pl.DataFrame], regions: Sequence[str]) -> pl.DataFrame:
    """The answers for each region below each other.

    Asked one by one: a condition with another number of values is another question, which takes long to compile.
    """
    return pl.concat([ask(region) for region in regions or [""]], how="vertical_relaxed")


def _yearly_figures_of(now: Reader, indicator_id: str, region_id: str) -> pl.DataFrame:
    frame = now.snapshot.query(
        ["observed_value", "yearly_change", "region_rank"],
        [
            "region",
            "calendar_year",
            "figure__observed_comparator",
            "figure__is_partial_year",
            "figure__is_break",
            "figure__scope",
            "source",
        ],
        [
            Condition("indicator", "=", indicator_id),
            Condition("region", "=", region_id),
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
            "figure__is_partial_year": "is_partial_year",
            "figure__is_break": "is_break",
            "figure__scope": "scope",
            "source": "source_id",
        }
    )


@kept
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
            Condition("region", "in", tuple(asked["region"].unique().sort().to_list())),
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


def observations(now: Reader, indicator_id: str, regions: Sequence[str]) -> pl.DataFrame:
    """Every figure of that indicator in those regions by every source, the ones not preferred included."""
    return each_region(lambda region: _observations_of(now, indicator_id, region), regions)


def _observations_of(now: Reader, indicator_id: str, region_id: str) -> pl.DataFrame:
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
            "observation__period_end",
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
        [Condition("indicator", "=", indicator_id), Condition("region", "=", region_id)],
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
