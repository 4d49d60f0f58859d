"""What targets are grouped and named by: statuses, plans, regions and themes."""

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader


@kept
def statuses(now: Reader) -> pl.DataFrame:
    """The statuses in their order: status, label, description, is_refusal, course."""
    language = now.language
    frame = now.snapshot.query(
        group_by=[
            "status",
            "status__sort_order",
            f"status__label_{language}",
            f"status__description_{language}",
            "status__is_refusal",
            "status__course",
        ],
        order_by=["status__sort_order"],
    )
    return frame.rename(
        {
            f"status__label_{language}": "label",
            f"status__description_{language}": "description",
            "status__is_refusal": "is_refusal",
            "status__course": "course",
            "status__sort_order": "status_order",
        }
    )


@kept
def plans(now: Reader) -> pl.DataFrame:
    """The plans: plan_id, plan (region and period), region, level, title, parent, what is inferred about it, by period.

    Where several plans share a region and a period the name has the title too; of one that was read only in part it
    says so, since a count of its targets is none of all that the document has.
    """
    language = now.language
    texts = now.texts
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
            "plan__parent_plan_id",
            "plan__is_whole_document",
            "plan__note",
        ],
    )
    named = frame.join(region_names(now), left_on="plan__region_code", right_on="region_id", how="left")
    short = pl.format(
        "{} {}–{}",
        pl.col("region").fill_null(pl.col("title")),
        pl.col("plan__period_start"),
        pl.col("plan__period_end"),
    )
    in_part = (
        pl.when(pl.col("plan__is_whole_document").cast(pl.Boolean))
        .then(pl.lit(""))
        .otherwise(pl.lit(texts("plan.in_part")))
        .fill_null("")
    )
    return (
        named.rename({"plan": "plan_id", f"plan__title_{language}": "title", "plan__parent_plan_id": "parent_plan_id"})
        .with_columns(plan=short)
        .with_columns(
            plan=pl.when(pl.len().over("plan") > 1).then(pl.format("{} {}", "plan", "title")).otherwise("plan")
        )
        .with_columns(plan=pl.col("plan") + in_part)
        .sort("plan__period_end", "plan_id")
        .with_row_index("plan_order")
    )


@kept
def units(now: Reader) -> pl.DataFrame:
    """The unit of each indicator, by its id and its names."""
    return now.snapshot.query(group_by=["indicator", "indicator__name_zh", "indicator__name_en", "indicator__unit"])


@kept
def region_names(now: Reader) -> pl.DataFrame:
    """The regions' names and levels: region_id, region, level."""
    name = f"region__name_{now.language}"
    return now.snapshot.query(group_by=["region", name, "region__level"]).select(
        region_id="region", region=name, level="region__level"
    )


@kept
def themes(now: Reader) -> pl.DataFrame:
    """The themes of indicators with targets: theme_id, theme."""
    name = f"indicator__theme_name_{now.language}"
    frame = now.snapshot.query(["target_count"], ["indicator__theme", name])
    return frame.sort("target_count", "indicator__theme", descending=[True, False]).select(
        theme_id="indicator__theme", theme=name
    )
