"""Numbers that 分别 tells apart: 人均预期寿命、健康素养水平分别达到80岁、30%."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plan_targets.drafting.printed import MORE_BEFORE, Printed
from plan_targets.drafting.sentences import Clause, parts_of
from plan_targets.drafting.years import YEARS_LISTED, years_listed

BETWEEN_LISTED = re.compile(r"^\s*[、,，和及与]\s*$")


@dataclass
class Group:
    """Numbers that follow 分别 one another: what was said before the first holds for all."""

    clause: Clause
    positions: tuple[int, ...]
    phrases: tuple[str, ...]
    years: tuple[int, ...]
    # What stands before the first holds for those that say nothing themselves: 分别达到90和92.
    comparator: str = "eq"

    @classmethod
    def of(
        cls, clause: Clause, text: str, found: Sequence[tuple[Printed, int | None]], position: int, before: list[str]
    ) -> "Group | None":
        """The group that begins with that number; none where it begins none. `before` are the phrases before it."""
        first = found[position][0]
        if not (clause.predicate.is_respectively or "分别" in text[first.start : first.digits_start]):
            return None
        positions = [position]
        for following in range(position + 1, len(found)):
            last, number = found[positions[-1]][0], found[following][0]
            if not BETWEEN_LISTED.match(text[last.end : number.start]):
                break
            positions.append(following)
        if len(positions) < 2:
            return None
        listed = YEARS_LISTED.search(clause.here)
        years = years_listed(clause.before, len(positions))
        subject = clause.phrase
        if listed and listed.group(0).rstrip("、,，") in subject:
            subject = subject.partition(listed.group(0))[2]
        phrases = parts_of(subject)
        if len(phrases) != len(positions):
            recent = before[-len(positions) :]
            phrases = [subject] * len(positions) if subject or len(recent) != len(positions) else recent
        comparator = MORE_BEFORE.get(text[first.start : first.digits_start].strip(), "eq")
        return cls(clause, tuple(positions), tuple(phrases), years, comparator)

    def comparator_of(self, position: int, number: Printed) -> str:
        """How the number at that position binds."""
        is_told = position not in self.positions[1:] or number.comparator != "eq" or number.doubt == "word"
        return number.comparator if is_told else self.comparator

    def phrase_of(self, position: int) -> str:
        """What the number at that position is a number of."""
        return self.phrases[self.positions.index(position)]

    def year_of(self, position: int) -> int | None:
        """The year that the number at that position is for, where years are listed."""
        return self.years[self.positions.index(position)] if self.years else None
