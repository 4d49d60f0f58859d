"""How sure the reader is of a row, and why a person should look twice."""

from dataclasses import dataclass
from typing import Literal

from plan_targets.drafting.candidates import KNOWN, Candidate
from plan_targets.drafting.rows import DOUBTS, DraftRow

Level = Literal["sure", "likely", "doubtful"]
LEVELS: dict[Level, tuple[str, str]] = {
    "sure": ("有把握", "sure"),
    "likely": ("较有把握", "likely"),
    "doubtful": ("存疑", "doubtful"),
}
# Nearer than that, and nearer than the next by that much, a name is taken for what it is near to. Of 157 rows of five
# plans, 19 had a wrong indicator first, and 2 of these were as near.
LEAST_SCORE, LEAST_LEAD = 0.75, 0.15
# These leave open what the number is; the others only ask for a second look.
GRAVE = frozenset({"glued_digits", "slipped_year", "scanner", "no_year", "no_unit", "few_words", "lost_dash"})
INDICATOR_DOUBTS = {
    "several_indicators": ("可能是几个指标中的一个", "it may be one of several indicators"),
    "unknown_indicator": ("名单中没有相近的指标", "the list has no indicator near it"),
    "near_indicator": ("指标按相近的名称取，请核对", "the indicator is the one with the nearest name"),
}


@dataclass(frozen=True)
class Certainty:
    """How sure the reader is, the codes of why not, and whether it knows the indicator and the value."""

    level: Level
    reasons: tuple[str, ...]
    knows_indicator: bool
    knows_value: bool

    @property
    def chinese(self) -> str:
        """Why, in Chinese."""
        return "；".join(sentence_of(reason)[0] for reason in self.reasons)

    @property
    def english(self) -> str:
        """Why, in English."""
        return "; ".join(sentence_of(reason)[1] for reason in self.reasons)


def sentence_of(reason: str) -> tuple[str, str]:
    """A reason in both languages."""
    return (DOUBTS | INDICATOR_DOUBTS)[reason]


def certainty_of(row: DraftRow, candidates: tuple[Candidate, ...]) -> Certainty:
    """How sure the row is, given the indicators that are near it."""
    reasons = list(row.doubts)
    lead = candidates[0].score - candidates[1].score if len(candidates) > 1 else 1.0
    is_known = bool(candidates) and candidates[0].score >= KNOWN
    is_near = bool(candidates) and candidates[0].score >= LEAST_SCORE and lead >= LEAST_LEAD
    if not candidates:
        reasons.append("unknown_indicator")
    elif not is_known:
        reasons.append("near_indicator" if is_near else "several_indicators")
    knows_indicator = is_known or is_near
    is_doubtful = not knows_indicator or bool(GRAVE & set(reasons))
    level: Level = "doubtful" if is_doubtful else "likely" if reasons else "sure"
    return Certainty(level, tuple(dict.fromkeys(reasons)), knows_indicator, len(row.readings) == 1)
