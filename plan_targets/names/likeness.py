"""How alike two names of indicators are by their signs, and what tells them apart; knows no list of names."""

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

_EXCLUDING = tuple(
    tuple(re.compile(words) for words in family)
    for family in (
        ("国考|国控|国家|全国", "省考|省控|省级", "市考|市控|市级", "区级|县级"),
        ("例行监测", "评价性?抽检", "监督抽[查检]|(?<!价)(?<!价性)抽检"),
        ("生产性", "生活性"),
    )
)


def how_alike(one: str, other: str, **_: object) -> float:
    """From 0 to 100; the order of the signs counts for less than the signs."""
    return (
        0.6 * fuzz.ratio(one, other)
        + 0.25 * fuzz.partial_ratio(one, other)
        + 0.15 * fuzz.ratio("".join(sorted(one)), "".join(sorted(other)))
    )


def excludes(one: str, other: str) -> bool:
    """Whether the names have qualifiers of one kind and none in common."""
    for family in _EXCLUDING:
        in_one, in_other = (
            {position for position, words in enumerate(family) if words.search(name)} for name in (one, other)
        )
        if in_one and in_other and not in_one & in_other:
            return True
    return False


def differences(known: str, asked: str) -> tuple[list[str], list[str]]:
    """What the known name has and the other has not, and the other way round, as runs of signs."""
    more, less = [], []
    for step in Indel.opcodes(known, asked):
        if step.tag == "delete":
            more.append(known[step.src_start : step.src_end])
        elif step.tag == "insert":
            less.append(asked[step.dest_start : step.dest_end])
    return more, less
