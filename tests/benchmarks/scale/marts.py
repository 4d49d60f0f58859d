"""Which marts are made by hand, and which of their columns.

What only the warehouse knows is left out: the load of a figure and its line there, and the targets, of which deliveries
tell nothing.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

MARTS = {
    "fct_observation": (
        "observation_id", "indicator_id", "region_code", "period", "period_kind", "period_end", "is_as_of", "year",
        "value", "comparator", "unit", "source_id", "source_grade", "source_title", "source_url", "published_on",
        "known_on", "is_inferred", "exactness", "lowest_value", "highest_value", "scope", "is_break", "caveat",
        "is_preferred", "printed_indicator_zh", "printed_value", "printed_unit", "note", "is_judging", "is_whole_year",
        "figure_time", "since_year",
    ),
    "mart_indicator_region_year": (
        "indicator_id", "region_code", "year", "observation_id", "observed_value", "observed_comparator",
        "is_inferred", "is_partial_year", "observation_age_days", "period_end", "published_on", "known_on",
        "exactness", "lowest_value", "highest_value", "scope", "is_break", "caveat", "source_id", "source_grade",
        "prior_year_value", "yoy_change", "region_rank",
    ),
}  # fmt: skip
GRADES = {"official": 1, "press": 2, "mirror": 3, "unlocated": 4}
EXACTNESS = {"ge": "bound", "approx": "approximate", "eq": "printed"}


def today() -> str:
    """The day on which an undated figure is first seen, as a build says it."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
