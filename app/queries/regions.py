"""Regions under one another, what is known in each, and one indicator's figures in all of them."""

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader
from plan_targets.semantic import Condition


@kept
def regions(now: Reader) -> pl.DataFrame:
    """Every region that has a target or a figure, and those above it.

    region_id, region, short, level, parent_id, longitude, latitude, targets, figures.
    """
    known = register(now)
    promised = now.snapshot.query(["target_count"], ["region"]).select(region_id="region", targets="target_count")
    observed = now.snapshot.query(["figure_count"], ["region"]).select(region_id="region", figures="figure_count")
    counted = (
        known.join(promised, on="region_id", how="left")
        .join(observed, on="region_id", how="left")
        .with_columns(pl.col("targets", "figures").fill_null(0))
    )
    parents = dict(counted.select("region_id", "parent_id").iter_rows())
    present = set(counted.filter(pl.col("targets") + pl.col("figures") > 0)["region_id"])
    for region in list(present):
        above = parents.get(region)
        while above is not None and above not in present:
            present.add(above)
            above = parents.get(above)
    return counted.filter(pl.col("region_id").is_in(list(present))).sort("region_id")


@kept
def register(now: Reader) -> pl.DataFrame:
    """Every region of the register: region_id, region, short, level, parent_id, longitude, latitude."""
    name = f"region__name_{now.language}"
    return now.snapshot.query(
        group_by=[
            "region",
            name,
            "region__short_name_zh",
            "region__level",
            "region__parent_code",
            "region__longitude",
            "region__latitude",
        ]
    ).select(
        region_id="region",
        region=name,
        short=pl.col("region__short_name_zh").fill_null(pl.col(name)) if now.language == "zh" else pl.col(name),
        level="region__level",
        parent_id="region__parent_code",
        longitude=pl.col("region__longitude").cast(pl.Float64),
        latitude=pl.col("region__latitude").cast(pl.Float64),
    )


def way_to(known: pl.DataFrame, region_id: str) -> list[str]:
    """The regions from the top down to that one."""
    parents = dict(known.select("region_id", "parent_id").iter_rows())
    way = [region_id]
    while parents.get(way[0]) in parents and parents[way[0]] not in way:
        way.insert(0, str(parents[way[0]]))
    return way


def figures(now: Reader, indicator_id: str) -> pl.DataFrame:
    """One indicator's figures in all regions and years, with rank, target and the distance to it.

    A figure that is a part of a year or of another scope has no rank, and is not compared.
    """
    frame = now.snapshot.query(
        ["observed_value", "region_rank", "target_value_in_year", "gap_to_target_in_year"],
        [
            "region",
            "calendar_year",
            "figure__observed_comparator",
            "figure__is_partial_year",
            "figure__is_break",
            "figure__scope",
        ],
        [Condition("indicator", "=", indicator_id), Condition("figure__is_observed", "=", True)],
        ["region", "calendar_year"],
    )
    return frame.select(
        region_id="region",
        year="calendar_year",
        value="observed_value",
        comparator="figure__observed_comparator",
        rank="region_rank",
        target_value="target_value_in_year",
        gap_to_target="gap_to_target_in_year",
        is_partial_year=pl.col("figure__is_partial_year").cast(pl.Boolean),
        is_break=pl.col("figure__is_break").cast(pl.Boolean),
        scope="figure__scope",
    )
