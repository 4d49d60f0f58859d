"""Numbers that know which metric they are, and for what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plan_targets.semantic import Condition
from plan_targets.semantic.conditions import Value


@dataclass(frozen=True)
class Origin:
    """What to ask the semantic client to get the number again: one metric, under conditions of one value each."""

    metric: str
    where: tuple[tuple[str, Value], ...]

    def conditions(self) -> list[Condition]:
        """The conditions as the client takes them."""
        return [Condition(name, "=", value) for name, value in self.where]

    @property
    def target(self) -> str | None:
        """The target it is a number of; none for a count."""
        found = dict(self.where).get("target")
        return None if found is None else str(found)


@dataclass(frozen=True)
class Figure:
    """A number in words, with its value and where it comes from."""

    words: str
    value: float
    origin: Origin


# What a sentence or a cell is made of.
Part = str | Figure
Parts = tuple[Part, ...]


def plain(parts: Parts) -> str:
    """The words without where their numbers come from."""
    return "".join(part if isinstance(part, str) else part.words for part in parts)


def joined(pieces: list[Parts], separator: str) -> Parts:
    """Several pieces as one, with the separator between them."""
    whole: list[Part] = []
    for position, piece in enumerate(pieces):
        whole += ([separator] if position else []) + list(piece)
    return tuple(whole)


def spans(numbers: Iterable[int]) -> list[str]:
    """Numbers, those that follow each other as one: 3, 4, 5 and 8 are 3–5 and 8."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    apart = [[span] if len(span) != 2 else [span[:1], span[1:]] for span in found]
    return [f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for pair in apart for one in pair]


def count(value: Any, origin: Origin) -> Figure:
    """A count; where the metric finds nothing, none."""
    number = int(value or 0)
    return Figure(f"{number:,}", number, origin)
