"""One indicator of the picture with all that is drawn of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from app.charts.trend import TrendFrames
from app.components.trend.choice import Choice
from app.queries import progress, series
from app.queries.session import Reader


@dataclass(frozen=True)
class Part:
    """An indicator in the chosen regions: its targets, each year's figure, all figures, names of its series."""

    choice: Choice
    targets: pl.DataFrame
    yearly: pl.DataFrame
    known: pl.DataFrame
    names: dict[str, str]

    @property
    def unit(self) -> str:
        """What its figures are counted in."""
        return str(self.choice.indicator["unit"])

    def known_yearly(self, known_by: str) -> pl.DataFrame:
        """Each year's figure, of the years that had one by that day; without a day, of all."""
        if not known_by:
            return self.yearly
        known = self.known.filter(pl.col("known_on").cast(pl.String) <= known_by)
        return self.yearly.join(known, on=["region_id", "year"], how="semi")

    def first_known(self) -> str:
        """The day on which the first of its figures was known."""
        return str(self.known["known_on"].drop_nulls().cast(pl.String).min() or "")


def parts_of(now: Reader, choices: Sequence[Choice]) -> list[Part]:
    """What there is of each choice; of several indicators, a series is named by its region and its indicator."""
    has_others = len({choice.indicator["indicator_id"] for choice in choices}) > 1
    return [_part(now, choice, has_others=has_others) for choice in choices]


def have_the_same_regions(parts: Sequence[Part]) -> bool:
    """Whether every indicator is drawn for the regions of the first."""
    return len({tuple(part.choice.region_ids) for part in parts}) == 1


def _part(now: Reader, choice: Choice, has_others: bool) -> Part:
    indicator = choice.indicator
    names = dict(choice.regions.select("region_id", "region").iter_rows())
    if has_others:
        names = {
            region_id: now.texts("trend.compare.series", region=region, indicator=indicator["indicator"])
            for region_id, region in names.items()
        }
    targets = progress.targets(now).filter(
        (pl.col("indicator_id") == indicator["indicator_id"]) & pl.col("region_id").is_in(choice.region_ids)
    )
    yearly = series.yearly_figures(now, indicator["indicator_id"], choice.region_ids)
    known = series.observations(now, indicator["indicator_id"], choice.region_ids)
    if has_others:
        known = known.with_columns(region=pl.col("region_id").replace_strict(names, default=None))
    return Part(choice, targets, yearly, known, names)


def base_years(parts: Sequence[Part], known_by: str = "") -> list[int]:
    """The years that may be 100: of one indicator, any year with a figure; of several, those that every series has.

    With a day, only years of which a figure was known by then.
    """
    series_years = [
        set(figures.filter(pl.col("region_id") == region_id)["year"])
        for part in parts
        for figures in [part.known_yearly(known_by).filter((pl.col("comparator") == "eq") & (pl.col("value") > 0))]
        for region_id in part.choice.region_ids
    ]
    if not series_years:
        return []
    together = set.union(*series_years) if len(parts) == 1 else set.intersection(*series_years)
    return sorted(together)


def have_one_unit(parts: Sequence[Part]) -> bool:
    """Whether all figures are on one scale without an index."""
    return len({part.unit for part in parts}) == 1


def joined(frames: Sequence[TrendFrames]) -> TrendFrames:
    """The frames of several indicators below each other."""
    first = frames[0]
    columns = vars(first)
    return replace(first, **{name: pl.concat([getattr(each, name) for each in frames]) for name in columns})
