"""Open SDG's progress category, written from its documentation and apart from the models: a second opinion on them."""

from dataclasses import dataclass

# The lowest measure of substantial progress, and of each other category.
LOWEST = 0.95
CATEGORIES = ((0.6, "moderate_progress"), (0.0, "limited_progress"))
# A base year without a figure falls back to the last one before it, so many years at most.
REACH_YEARS = 2


@dataclass(frozen=True)
class Series:
    """What the engine is given; figures by year as they are printed. The limit matters only without a target."""

    figures: tuple[tuple[int, str], ...]
    base_year: int
    due_year: int
    target: str
    direction: int
    limit: str | None


def category(series: Series, lowest_substantial: float = LOWEST) -> str:
    """Its category on the latest figure; growth is a yearly average since the base."""
    figures = {year: float(value) for year, value in series.figures}
    bases = [year for year in figures if series.base_year - REACH_YEARS <= year <= series.base_year]
    if not bases or max(figures) <= max(bases):
        return "not_available"
    base_year, year = max(bases), max(figures)
    base, current, target = figures[base_year], figures[year], float(series.target)
    if series.direction * (current - target) >= 0:
        return "target_achieved"
    growth = (current / base) ** (1 / (year - base_year)) - 1
    required = (target / base) ** (1 / (series.due_year - base_year)) - 1
    if not required:
        return "not_available"
    measure = series.direction * growth / abs(required)
    if measure >= lowest_substantial:
        return "substantial_progress"
    return next((name for lowest, name in CATEGORIES if measure >= lowest), "deterioration")
