"""The reference lists, and the years, that the words of a plan's file are looked up in."""

from dataclasses import dataclass, field

import polars as pl

from plan_targets.landing.grammar.periods import read_period
from plan_targets.names.indicators import Asked, IndicatorNames
from plan_targets.names.regions import Around, RegionNames
from plan_targets.settings import SEEDS_FOLDER, variables


@dataclass(frozen=True)
class Lists:
    """The reference lists that a plan's words are looked up in."""

    indicators: dict[str, dict[str, object]]
    indicator_names: IndicatorNames
    regions: RegionNames
    units: dict[str, tuple[str, float]]
    plans: frozenset[str]
    statements: frozenset[str]
    # The years that a promise may carry.
    years: range
    # Words of names that say which way is better.
    direction_words: dict[str, int] = field(default_factory=dict)

    @classmethod
    def from_frames(cls, frames: dict[str, pl.DataFrame], years: range) -> "Lists":
        """From the seeds as frames by name: those of `reference`, plans and statements."""
        rows = {str(row["indicator_id"]): row for row in frames["indicators"].iter_rows(named=True)}
        names = IndicatorNames.from_frames(frames)
        regions = RegionNames.from_frames(frames)
        units = {
            unit: (dimension, float(factor))
            for unit, dimension, factor in frames["units"].select("unit", "dimension", "factor").iter_rows()
        }
        plans = frozenset[str]().union(*(frames[name]["plan_id"] for name in ("plans", "plans_collected")))
        statements = frozenset[str]().union(
            *(frames[name]["statement_id"] for name in ("statements", "statements_collected"))
        )
        words = {word: int(direction) for word, direction in frames["direction_words"].iter_rows()}
        return cls(rows, names, regions, units, plans, statements, years, words)

    @classmethod
    def from_seeds(cls) -> "Lists":
        """From the project's files, for those who check a draft outside a build."""
        return cls.from_frames(
            {
                path.stem: pl.read_csv(path, infer_schema=False)
                for path in [*SEEDS_FOLDER.glob("reference/*.csv"), *SEEDS_FOLDER.glob("plans/*.csv")]
            },
            valid_years(variables()["first_valid_year"], variables()["last_valid_year"]),
        )

    def year(self, text: str | None) -> int | None:
        """The year that a cell names; null when it names none, or one that no promise may carry."""
        period = read_period(text).text or ""
        return int(period) if len(period) == 4 and int(period) in self.years else None

    def indicator(self, asked: Asked) -> dict[str, object] | None:
        """The indicator that a row means, as the list has it; null when it is unknown, or when several may be meant."""
        return self.indicators.get(self.indicator_names.find(asked).indicator_id or "")

    def candidates(self, reason: str, asked: Asked, region: str | None) -> str | None:
        """What a name may mean that was refused for that reason, as a text for people; null where nothing is near."""
        if reason in ("unknown_indicator", "ambiguous_indicator", "missing_direction"):
            match = self.indicator_names.find(asked)
            return "; ".join(map(str, match.candidates)) or None
        if reason in ("unknown_region", "ambiguous_region"):
            return self.regions.describe(self.regions.find(region).candidates) or None
        return None

    def region(self, text: str | None, within: str | None = None) -> str | None:
        """The code of the region that a cell names; null when it is unknown, or when the name may mean several.

        `within` is the region that the plan is for: of two districts of one name its own is meant.
        """
        return self.regions.find(text, Around(within=within)).code


def valid_years(first: object, last: object) -> range:
    """The years from the first to the last, both given as dbt gives its variables."""
    return range(int(str(first)), int(str(last)) + 1)
