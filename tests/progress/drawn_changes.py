"""Changes of two kinds at once, drawn at random, each beside the same case with one of the two alone."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.progress.changes import Figure, Indicator, Promise, State

Edit = Callable[[random.Random, State], State]


@dataclass(frozen=True)
class Drawn:
    """A state before, and the states after both edits and after each alone, by the group of inputs it belongs to."""

    name: str
    before: State
    both: State
    alone: dict[str, State]

    def states(self) -> dict[str, tuple[State, State]]:
        """What is built, by the name of its case."""
        after = {self.name: self.both} | {f"{self.name}_{group}": state for group, state in self.alone.items()}
        return {name: (self.before, state) for name, state in after.items()}


def draw(count: int, seed: int) -> list[Drawn]:
    """So many changes, the same for the same seed."""
    source = random.Random(seed)
    return [_draw(f"drawn_{number}", source) for number in range(count)]


def _draw(name: str, source: random.Random) -> Drawn:
    before = _state(source)
    first, second = source.sample(sorted(EDITS), 2)
    # Each edit draws anew, so both orders and both alone have to see the same numbers.
    seeds = {group: source.random() for group in (first, second)}
    alone = {group: _edited(before, group, seeds) for group in (first, second)}
    return Drawn(name, before, _edited(alone[first], second, seeds), alone)


def _edited(state: State, group: str, seeds: dict[str, float]) -> State:
    return EDITS[group](random.Random(seeds[group]), state)


def _value(source: random.Random, low: float, high: float) -> str:
    return f"{source.uniform(low, high):.2f}"


def _state(source: random.Random) -> State:
    baseline = source.choice((None, "90"))
    promise = Promise(source.choice(("94", "96", "99")), source.choice((2027, 2030)), "eq", baseline)
    years = ((2020, "90.00"), (2022, _value(source, 90, 92)), (2023, _value(source, 90, 94)))
    figures = tuple(Figure(year, value) for year, value in years)
    newest = Figure(2024, _value(source, 89.5, 95))
    repost = Figure(2024, _value(source, 89.5, 95), "mirror", "转载")
    return State((promise,), (*figures, newest, repost))


def _new_period(source: random.Random, state: State) -> State:
    return replace(state, figures=(*state.figures, Figure(2025, _value(source, 89.5, 96))))


def _revision(source: random.Random, state: State) -> State:
    year, value = source.choice((2020, 2024)), _value(source, 89.5, 95)
    return replace(
        state,
        figures=tuple(
            replace(figure, value=value) if figure.year == year and figure.source == "公报" else figure
            for figure in state.figures
        ),
    )


def _vanished(source: random.Random, state: State) -> State:
    year = source.choice((2020, 2023, 2024))
    return replace(state, figures=tuple(figure for figure in state.figures if figure.year != year))


def _source_edit(_: random.Random, state: State) -> State:
    grades = {"公报": "unlocated", "转载": "official"}
    return replace(
        state,
        figures=tuple(
            replace(figure, grade=grades[figure.source]) if figure.year == 2024 else figure for figure in state.figures
        ),
    )


def _rebaseline(source: random.Random, state: State) -> State:
    if state.promises[0].baseline is None:
        return replace(state, baseline_year=source.choice((2022, 2023)))
    return replace(state, promises=(replace(state.promises[0], baseline=_value(source, 88, 93)),))


def _target_edit(source: random.Random, state: State) -> State:
    promise = state.promises[0]
    edit = source.choice(("value", "due", "comparator", "direction", "limit"))
    if edit == "value":
        return replace(state, promises=(replace(promise, value=_value(source, 92, 99)),))
    if edit == "due":
        return replace(state, promises=(replace(promise, due=source.choice((2025, 2026, 2029))),))
    if edit == "comparator":
        return replace(state, promises=(replace(promise, comparator=source.choice(("gt", "hold", "le"))),))
    if edit == "direction":
        return replace(state, indicator=Indicator(direction=-1))
    return replace(state, indicator=Indicator(valid_max=source.choice(("105", "200"))))


EDITS: dict[str, Edit] = {
    "new_period": _new_period,
    "revision": _revision,
    "vanished": _vanished,
    "source_edit": _source_edit,
    "rebaseline": _rebaseline,
    "target_edit": _target_edit,
}
