"""Changes of published series, each with what the official engine makes of it: before, after, and of each edit alone."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.progress.changes import Figure, Indicator, Promise, State
from tests.progress.official_engine import Series, category
from tests.progress.published import OURS, read_series

# The year of the last figure of a series before the next one comes.
NOW = 2024
Edit = Callable[[random.Random, Series], Series]


@dataclass(frozen=True)
class Replay:
    """A series before and after, and what the engine says of each edit alone, by its group of inputs."""

    name: str
    before: Series
    after: Series
    alone: Mapping[str, Series]

    @property
    def told(self) -> tuple[str, str] | None:
        """The category before and after; None where it is the same."""
        one, other = category(self.before), category(self.after)
        return None if one == other else (one, other)

    @property
    def causes(self) -> set[str]:
        """The edits that lead there alone, else those that move it alone, else all of them."""
        one, other = category(self.before), category(self.after)
        moving = {group: category(series) for group, series in self.alone.items() if category(series) != one}
        return {group for group, answer in moving.items() if answer == other} or set(moving) or set(self.alone)

    def states(self) -> tuple[State, State]:
        """What two builds are given."""
        return state_of(self.before), state_of(self.after)


def state_of(series: Series) -> State:
    """A series as a plan, its promise and its figures."""
    return State(
        (Promise(series.target, series.due_year, "eq", None),),
        tuple(Figure(year, value) for year, value in series.figures),
        Indicator(direction=series.direction, valid_min="", valid_max=series.limit or ""),
        baseline_year=series.base_year,
    )


def published(source: random.Random) -> list[Series]:
    """The series that have a base and a later figure, moved in time so that the later one is of the same year for all.

    A plan's target has a number: where none is published one is drawn.
    """
    found = []
    for row in read_series(OURS).values():
        base, current, target = row["base_value"], row["current_value"], row["target"]
        if not base or not current or row["current_year"] <= row["base_year"] or not 0 < min(base, current):
            continue
        if target == 0 or (row["limit"] and max(base, current) > row["limit"]):
            continue
        better = 1 + int(row["direction"]) * source.uniform(0.02, 0.4)
        shift = NOW - int(row["current_year"])
        years = range(int(row["base_year"]) + shift, NOW + 1)
        grown = [base * (current / base) ** ((year - years[0]) / (NOW - years[0])) for year in years]
        found.append(
            Series(
                tuple((year, f"{value:.12g}") for year, value in zip(years, grown, strict=True)),
                years[0],
                int(row["target_year"]) + shift,
                f"{target or min(base * better, row['limit'] or base * better):.12g}",
                int(row["direction"]),
                f"{row['limit']:.12g}" if row["limit"] else None,
            )
        )
    return found


def _moved(source: random.Random, value: str, series: Series, most: float) -> str:
    moved = float(value) * (1 + source.uniform(-most, most))
    return f"{min(moved, float(series.limit)) if series.limit else moved:.12g}"


def _new_period(source: random.Random, series: Series) -> Series:
    last, value = series.figures[-1] if series.figures else (NOW, "50")
    return replace(series, figures=(*series.figures, (last + 1, _moved(source, value, series, 0.12))))


def _current_revised(source: random.Random, series: Series) -> Series:
    return _revised(source, series, {series.figures[-1][0]}, source.choice((0.002, 0.05, 0.1)))


def _base_revised(source: random.Random, series: Series) -> Series:
    return _revised(source, series, {series.base_year}, source.choice((0.002, 0.05, 0.1)))


def _all_revised(source: random.Random, series: Series) -> Series:
    return _revised(source, series, {year for year, _ in series.figures}, source.choice((0.002, 0.05, 0.1)))


def _revised(source: random.Random, series: Series, years: set[int], most: float) -> Series:
    figures = tuple(
        (year, _moved(source, value, series, most) if year in years else value) for year, value in series.figures
    )
    return replace(series, figures=figures)


def _newest_withdrawn(_: random.Random, series: Series) -> Series:
    return replace(series, figures=series.figures[:-1])


def _all_withdrawn(_: random.Random, series: Series) -> Series:
    return replace(series, figures=())


def _target_edited(source: random.Random, series: Series) -> Series:
    if source.random() < 0.5:
        return replace(series, due_year=series.due_year + source.choice((-3, 3, 5)))
    return replace(series, target=_moved(source, series.target, series, 0.4))


def _direction_edited(_: random.Random, series: Series) -> Series:
    return replace(series, direction=-series.direction)


def _limit_edited(source: random.Random, series: Series) -> Series:
    highest = max(float(value) for _, value in series.figures)
    return replace(series, limit=None if series.limit else f"{highest * source.choice((1.05, 1.3, 1.8)):.12g}")


def _base_year_edited(source: random.Random, series: Series) -> Series:
    return replace(series, base_year=source.choice([year for year, _ in series.figures[1:]]))


EDITS: dict[str, tuple[str, Edit]] = {
    "new_period": ("new_period", _new_period),
    "current_revised": ("revision", _current_revised),
    "base_revised": ("revision", _base_revised),
    "all_revised": ("revision", _all_revised),
    "newest_withdrawn": ("vanished", _newest_withdrawn),
    "all_withdrawn": ("vanished", _all_withdrawn),
    "target_edited": ("target_edit", _target_edited),
    "direction_edited": ("target_edit", _direction_edited),
    "limit_edited": ("target_edit", _limit_edited),
    "base_year_edited": ("rebaseline", _base_year_edited),
}
# What was changed at once, and how many of each are drawn with and without a change of the category.
KINDS: dict[tuple[str, ...], tuple[int, int]] = {
    ("new_period",): (12, 8),
    ("new_period", "current_revised"): (8, 3),
    ("new_period", "base_revised"): (8, 3),
    ("current_revised",): (3, 3),
    ("base_revised",): (3, 2),
    ("all_revised",): (2, 2),
    ("all_withdrawn",): (2, 0),
    ("newest_withdrawn",): (4, 2),
    ("target_edited",): (4, 2),
    ("direction_edited",): (3, 0),
    ("base_year_edited",): (4, 2),
    ("limit_edited",): (0, 3),
    ("target_edited", "new_period"): (4, 1),
    ("base_year_edited", "target_edited", "new_period"): (4, 0),
    ("base_year_edited", "current_revised"): (3, 1),
    ("direction_edited", "base_revised"): (3, 0),
    ("limit_edited", "new_period"): (3, 1),
    ("newest_withdrawn", "base_revised"): (3, 1),
}


def replays(seed: int) -> list[Replay]:
    """Changes of every kind, the same for the same seed."""
    source = random.Random(seed)
    given = published(source)
    found = []
    for kinds, (changes, others) in KINDS.items():
        wanted = {True: changes, False: others}
        while sum(wanted.values()):
            name = f"official_{len(found)}_{'_and_'.join(kinds)}"
            series = source.choice(given)
            # What is withdrawn leaves a figure behind that is recent enough to speak.
            drawn = _draw(name, kinds, _a_year_later(series) if "newest_withdrawn" in kinds else series, source)
            if drawn and wanted[drawn.told is not None]:
                wanted[drawn.told is not None] -= 1
                found.append(drawn)
    return [*found, *_first_figures(given, source)]


def _a_year_later(series: Series) -> Series:
    figures = tuple((year + 1, value) for year, value in series.figures)
    return replace(series, figures=figures, base_year=series.base_year + 1, due_year=series.due_year + 1)


def _draw(name: str, kinds: tuple[str, ...], series: Series, source: random.Random) -> Replay | None:
    edited = {kind: EDITS[kind][1](source, series) for kind in kinds}
    groups = sorted({EDITS[kind][0] for kind in kinds})
    alone = {group: _with_edits(series, [edited[kind] for kind in kinds if EDITS[kind][0] == group]) for group in groups}
    after = _with_edits(series, list(edited.values()))
    # Turned around, a target is nearly always met at its base.
    is_turned = "direction_edited" in kinds
    is_way_to_go = is_turned or all(_is_way_to_go(one) for one in (series, after, *alone.values()))
    return Replay(name, series, after, alone) if is_way_to_go else None


def _is_way_to_go(series: Series) -> bool:
    """The engine knows no level to be held; and a due year that is over asks for a figure of its own."""
    bases = [float(value) for year, value in series.figures if year <= series.base_year]
    is_met_at_base = bool(bases) and series.direction * (bases[-1] - float(series.target)) > 0
    return series.due_year > max(NOW + 1, series.base_year) and not is_met_at_base


def _with_edits(series: Series, edited: list[Series]) -> Series:
    """All the edits at once, each made to the series as it was."""
    after, figures = series, dict(series.figures)
    for other in edited:
        kept = dict(other.figures)
        figures = {year: value for year, value in figures.items() if year in kept or year not in dict(series.figures)}
        figures |= {year: value for year, value in other.figures if (year, value) not in series.figures}
        edits = {
            name: getattr(other, name)
            for name in ("base_year", "due_year", "target", "direction", "limit")
            if getattr(other, name) != getattr(series, name)
        }
        after = replace(after, **edits)
    return replace(after, figures=tuple(sorted(figures.items())))


def _first_figures(given: list[Series], source: random.Random) -> list[Replay]:
    chosen = [series for series in given if _is_way_to_go(series)]
    return [
        Replay(f"official_first_figures_{number}", replace(series, figures=()), series, {"new_period": series})
        for number, series in enumerate(source.sample(chosen, 5))
    ]
