"""Changes of published series, each with what the official engine makes of it: before, after, and of each edit alone.

Each is undone again: what made the difference is what is taken back.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

from tests.progress.changes import Figure, Indicator, Promise, State
from tests.progress.official_engine import LOWEST, Series, category
from tests.progress.published import OURS, read_series

# The year of the last figure of a series before the next one comes.
NOW = 2024
# The lowest measure of substantial progress, before somebody edits it and since.
OLD_LOWEST, NEW_LOWEST = LOWEST, 0.93
# What comes back when a change is undone has another name.
UNDONE = {"new_period": "vanished", "vanished": "new_period"}


@dataclass(frozen=True)
class Told(Series):
    """A series and how plans, sources and lists tell of it."""

    # What a plan prints for its base year, in the place of what was observed.
    baseline: str | None = None
    # The year that a second source and a further name are about.
    last_year: int = NOW
    # What a second source prints for it, and whether it is the one that is graded as official.
    repost: str | None = None
    is_repost_official: bool = False
    # Whether the last figure comes under a further name, and whether lists say that it means this series.
    has_other_name: bool = False
    is_other_name_listed: bool = True
    # A count is told in units; its indicator may be kept in tens of thousands.
    is_count: bool = False
    is_in_ten_thousands: bool = False

    def seen(self) -> Series:
        """What the engine is given of it."""
        figures = dict(self.figures)
        if self.is_repost_official and self.repost and self.last_year in figures:
            figures[self.last_year] = self.repost
        if not self.is_other_name_listed:
            figures.pop(self.last_year, None)
        if self.baseline:
            figures[self.base_year] = self.baseline
        seen = tuple(sorted(figures.items()))
        return Series(seen, self.base_year, self.due_year, self.target, self.direction, self.limit)


Edit = Callable[[random.Random, Told], Told]
# What the engine answers of each edit alone, by its group of inputs.
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Explained:
    """What the engine says before and after, and of each edit alone."""

    before: str
    after: str
    alone: Answers

    @property
    def told(self) -> tuple[str, str] | None:
        """The category before and after; None where it is the same."""
        return None if self.before == self.after else (self.before, self.after)

    @property
    def causes(self) -> set[str]:
        """The edits that lead there alone, else those that move it alone, else all of them."""
        moving = {group: answer for group, answer in self.alone.items() if answer != self.before}
        return {group for group, answer in moving.items() if answer == self.after} or set(moving) or set(self.alone)


@dataclass(frozen=True)
class Replay:
    """A series before and after, with each edit alone and with all but it, by its group of inputs."""

    name: str
    before: Told
    after: Told
    alone: Mapping[str, Told]
    others: Mapping[str, Told]

    @property
    def done(self) -> Explained:
        """Beside the edits of the series the cut-offs are edited."""
        answers = {group: category(series.seen()) for group, series in self.alone.items()}
        answers["method_edit"] = category(self.before.seen(), NEW_LOWEST)
        return Explained(category(self.before.seen()), category(self.after.seen(), NEW_LOWEST), answers)

    @property
    def undone(self) -> Explained:
        """Back to where the series was; the cut-offs stay."""
        answers = {
            UNDONE.get(group, group): category(series.seen(), NEW_LOWEST) for group, series in self.others.items()
        }
        return Explained(category(self.after.seen(), NEW_LOWEST), category(self.before.seen(), NEW_LOWEST), answers)

    def states(self) -> tuple[dict[str, State], dict[str, State]]:
        """What two builds are given, by the name of the case."""
        return _states(self.name, self.before), _states(self.name, self.after)


def _states(name: str, series: Told) -> dict[str, State]:
    other_name = f"{name}_by_another_name"
    unit, figure_unit = ("万个" if series.is_in_ten_thousands else "个", "个") if series.is_count else ("%", "")
    names = (other_name,) if series.has_other_name else ()
    indicator = Indicator(unit, series.direction, "level", "", series.limit or "")
    listed = replace(indicator, names=names if series.is_other_name_listed else ())
    others = {} if series.is_other_name_listed else {f"{name}_other": State((), (), replace(indicator, names=names))}
    official, reposted = ("unlocated", "official") if series.is_repost_official else ("official", "mirror")
    figures = [
        Figure(
            year,
            value,
            official if year == series.last_year and series.repost else "official",
            label=other_name if series.has_other_name and year == series.last_year else "",
            unit=figure_unit,
        )
        for year, value in series.figures
    ]
    if series.repost:
        figures.append(Figure(series.last_year, series.repost, reposted, "转载"))
    promise = Promise(series.target, series.due_year, "eq", series.baseline, unit=figure_unit)
    return {name: State((promise,), tuple(figures), listed, baseline_year=series.base_year)} | others


def published(source: random.Random) -> list[Told]:
    """The series that have a base and a later figure, moved in time so that the later one is of the same year for all.

    A plan's target has a number: where none is published one is drawn.
    """
    found = []
    for row in read_series(OURS).values():
        base, current, target = row["base_value"], row["current_value"], row["target"]
        if not base or not current or row["current_year"] <= row["base_year"] or min(base, current) <= 0:
            continue
        if target == 0 or (row["limit"] and max(base, current) > row["limit"]):
            continue
        better = 1 + int(row["direction"]) * source.uniform(0.02, 0.4)
        shift = NOW - int(row["current_year"])
        years = range(int(row["base_year"]) + shift, NOW + 1)
        grown = [base * (current / base) ** ((year - years[0]) / (NOW - years[0])) for year in years]
        found.append(
            Told(
                tuple((year, f"{value:.12g}") for year, value in zip(years, grown, strict=True)),
                years[0],
                int(row["target_year"]) + shift,
                f"{target or min(base * better, row['limit'] or base * better):.12g}",
                int(row["direction"]),
                f"{row['limit']:.12g}" if row["limit"] else None,
            )
        )
    return found


def _moved(source: random.Random, value: str, series: Told, most: float) -> str:
    moved = float(value) * (1 + source.uniform(-most, most))
    return f"{min(moved, float(series.limit)) if series.limit else moved:.12g}"


def _new_period(source: random.Random, series: Told) -> Told:
    last, value = series.figures[-1] if series.figures else (NOW, "50")
    return replace(series, figures=(*series.figures, (last + 1, _moved(source, value, series, 0.12))))


def _current_revised(source: random.Random, series: Told) -> Told:
    return _revised(source, series, {series.figures[-1][0]}, source.choice((0.002, 0.05, 0.1)))


def _base_revised(source: random.Random, series: Told) -> Told:
    return _revised(source, series, {series.base_year}, source.choice((0.002, 0.05, 0.1)))


def _all_revised(source: random.Random, series: Told) -> Told:
    return _revised(source, series, {year for year, _ in series.figures}, source.choice((0.002, 0.05, 0.1)))


def _revised(source: random.Random, series: Told, years: set[int], most: float) -> Told:
    figures = tuple(
        (year, _moved(source, value, series, most) if year in years else value) for year, value in series.figures
    )
    return replace(series, figures=figures)


def _newest_withdrawn(_: random.Random, series: Told) -> Told:
    return replace(series, figures=series.figures[:-1])


def _all_withdrawn(_: random.Random, series: Told) -> Told:
    return replace(series, figures=())


def _target_edited(source: random.Random, series: Told) -> Told:
    if source.random() < 0.5:
        return replace(series, due_year=series.due_year + source.choice((-3, 3, 5)))
    return replace(series, target=_moved(source, series.target, series, 0.4))


def _direction_edited(_: random.Random, series: Told) -> Told:
    return replace(series, direction=-series.direction)


def _limit_edited(source: random.Random, series: Told) -> Told:
    highest = max(float(value) for _, value in series.figures)
    return replace(series, limit=None if series.limit else f"{highest * source.choice((1.05, 1.3, 1.8)):.12g}")


def _baseline_decided(source: random.Random, series: Told) -> Told:
    return replace(series, baseline=_moved(source, dict(series.figures)[series.base_year], series, 0.1))


def _graded_anew(_: random.Random, series: Told) -> Told:
    return replace(series, is_repost_official=True)


def _name_lost(_: random.Random, series: Told) -> Told:
    return replace(series, is_other_name_listed=False)


def _unit_rewritten(_: random.Random, series: Told) -> Told:
    return replace(series, is_in_ten_thousands=True)


def _unedited(_: random.Random, series: Told) -> Told:
    return series


def _base_year_edited(source: random.Random, series: Told) -> Told:
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
    "baseline_decided": ("rebaseline", _baseline_decided),
    "graded_anew": ("source_edit", _graded_anew),
    "name_lost": ("source_edit", _name_lost),
    # Neither is an edit of what the engine sees: the one is the same in another unit, the other comes with every case.
    "unit_rewritten": ("nothing", _unit_rewritten),
    "cut_offs_edited": ("method_edit", _unedited),
}


def _a_year_later(_: random.Random, series: Told) -> Told:
    """What is gone leaves a figure behind that is recent enough to speak."""
    figures = tuple((year + 1, value) for year, value in series.figures)
    return replace(series, figures=figures, base_year=series.base_year + 1, due_year=series.due_year + 1)


def _reposted(source: random.Random, series: Told) -> Told:
    return replace(series, repost=_moved(source, series.figures[-1][1], series, 0.1))


def _named_otherwise(source: random.Random, series: Told) -> Told:
    return replace(_a_year_later(source, series), has_other_name=True, last_year=NOW + 1)


def _counted(_: random.Random, series: Told) -> Told:
    return replace(series, is_count=True, limit=None)


def _between_the_cut_offs(source: random.Random, series: Told) -> Told:
    """A target that asks for a growth of which there has been so much."""
    (base_year, base), (year, current) = series.figures[0], series.figures[-1]
    measure = source.uniform(NEW_LOWEST + 0.001, OLD_LOWEST - 0.001)
    grown = (float(current) / float(base)) ** (1 / (year - base_year)) - 1
    return replace(series, target=f"{float(base) * (1 + grown / measure) ** (series.due_year - base_year):.12g}")


# What a series has to be like for an edit.
PREPARATIONS: dict[str, Edit] = {
    "newest_withdrawn": _a_year_later,
    "graded_anew": _reposted,
    "name_lost": _named_otherwise,
    "unit_rewritten": _counted,
    "cut_offs_edited": _between_the_cut_offs,
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
    ("baseline_decided",): (3, 2),
    ("baseline_decided", "new_period"): (3, 1),
    ("baseline_decided", "base_revised"): (2, 1),
    ("graded_anew",): (3, 2),
    ("graded_anew", "new_period"): (2, 1),
    ("graded_anew", "target_edited"): (2, 0),
    ("name_lost",): (3, 0),
    ("name_lost", "base_revised"): (2, 0),
    ("name_lost", "target_edited"): (3, 1),
    ("unit_rewritten",): (0, 3),
    ("unit_rewritten", "current_revised"): (3, 1),
    ("unit_rewritten", "new_period"): (2, 1),
    ("cut_offs_edited",): (3, 0),
    ("cut_offs_edited", "new_period"): (3, 1),
    ("cut_offs_edited", "base_revised"): (3, 1),
}


def replays(seed: int) -> list[Replay]:
    """Changes of every kind, the same for the same seed."""
    source = random.Random(seed)
    tellings = published(source)
    found: list[Replay] = []
    for kinds, (changes, others) in KINDS.items():
        wanted = {True: changes, False: others}
        while sum(wanted.values()):
            name = f"official_{len(found)}_{'_and_'.join(kinds)}"
            series = source.choice(tellings)
            for kind in kinds:
                series = PREPARATIONS.get(kind, _unedited)(source, series)
            drawn = _draw(name, kinds, series, source)
            if drawn and wanted[drawn.done.told is not None]:
                wanted[drawn.done.told is not None] -= 1
                found.append(drawn)
    return [*found, *_first_figures(tellings, source)]


def _draw(name: str, kinds: tuple[str, ...], series: Told, source: random.Random) -> Replay | None:
    edited = {kind: EDITS[kind][1](source, series) for kind in kinds}
    groups = {EDITS[kind][0] for kind in kinds} - {"nothing", "method_edit"}
    alone = {
        group: _with_edits(series, [edited[kind] for kind in kinds if EDITS[kind][0] == group]) for group in groups
    }
    others = {
        group: _with_edits(series, [edited[kind] for kind in kinds if EDITS[kind][0] != group]) for group in groups
    }
    after = _with_edits(series, list(edited.values()))
    # Turned around, a target is nearly always met at its base.
    is_turned = "direction_edited" in kinds
    every = (series, after, *alone.values(), *others.values())
    is_told = all(map(_is_possible, every)) and (is_turned or all(map(_is_way_to_go, every)))
    return Replay(name, series, after, alone, others) if is_told else None


def _is_possible(series: Told) -> bool:
    """Nothing is above the natural limit."""
    numbers = [series.target, series.repost or "0", series.baseline or "0", *(value for _, value in series.figures)]
    return not series.limit or max(map(float, numbers)) <= float(series.limit)


def _is_way_to_go(series: Told) -> bool:
    """The engine knows no level to be held; and a due year that is over asks for a figure of its own."""
    bases = [float(value) for year, value in series.seen().figures if year <= series.base_year]
    is_met_at_base = bool(bases) and series.direction * (bases[-1] - float(series.target)) > 0
    return series.due_year > max(NOW + 1, series.base_year) and not is_met_at_base


def _with_edits(series: Told, edited: list[Told]) -> Told:
    """All the edits at once, each made to the series as it was."""
    after, figures = series, dict(series.figures)
    for other in edited:
        kept = dict(other.figures)
        figures = {year: value for year, value in figures.items() if year in kept or year not in dict(series.figures)}
        figures |= {year: value for year, value in other.figures if (year, value) not in series.figures}
        edits = {
            field.name: getattr(other, field.name)
            for field in fields(Told)
            if field.name != "figures" and getattr(other, field.name) != getattr(series, field.name)
        }
        after = replace(after, **edits)
    return replace(after, figures=tuple(sorted(figures.items())))


def _first_figures(tellings: list[Told], source: random.Random) -> list[Replay]:
    chosen = [series for series in tellings if _is_way_to_go(series)]
    return [
        Replay(f"official_first_figures_{number}", bare, series, {"new_period": series}, {"new_period": bare})
        for number, series in enumerate(source.sample(chosen, 5))
        for bare in [replace(series, figures=())]
    ]
