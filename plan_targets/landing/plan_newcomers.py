"""Indicators that a plan brings itself: the list does not have them, and the promise is kept all the same.

Such an indicator is provisional. It has the name and the unit that the plan gives, and which way is better as the
plan says it: in its own column, in the bound (以上, 以内), or in a word of the name that says nothing else (合格率).
What cannot be told is asked for and never guessed, least of all from where the figures stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plan_targets.names.text import plain_text

PREFIX = "provisional_"
# More signs than that are a sentence.
_LONGEST_NAME = 60
_IS_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z].*[\u4e00-\u9fffA-Za-z]")
_IS_SENTENCE = re.compile(r"[。；;！!？?\n]|^(?:注|说明|备注|其中|合计|小计)[:：]?$")
_BRACKETED = re.compile(r"^(.+?)\s*[(（\[【]([^()（）\[\]【】]+)[)）\]】]$")
_NO_SLUG = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
_BOUNDS = {"ge": 1, "gt": 1, "le": -1, "lt": -1}
_RISING = re.compile(r"^(?:力争|争取|确保)?(?:提高|提升|增长|增加|上升|扩大)(?:到|至)")
_FALLING = re.compile(r"^(?:力争|争取|确保)?(?:控制|降|下降|降低|压减|减少|缩短)(?:在|到|至)")
_FALL = re.compile(r"下降|降低|减少|削减|降幅")
_OF_ITSELF = {"rank": -1, "milestone": 1}
_CHANGE = r"(?:较|比)20\d\d年.*(?:下降|降低|减少|增长|提高)|累计(?:下降|降低|减少)|(?:下降|降低)(?:率|幅度)$"
_ACCUMULATIONS = (
    (re.compile(_CHANGE), "change_vs_base"),
    (re.compile(r"新增"), "annual_flow"),
    (re.compile(r"累计|总数|拥有量|保有量"), "stock"),
)


@dataclass(frozen=True)
class Newcomer:
    """An indicator that a plan brings itself, as the list of indicators has them."""

    indicator_id: str
    indicator_zh: str
    unit: str
    direction: int
    accumulation: str
    fall_sign: int | None
    candidates: str | None


def can_be_name(text: str) -> bool:
    """Whether the text can be an indicator's name: not a sentence, not a mark, not the word for a sum."""
    return len(text) <= _LONGEST_NAME and bool(_IS_NAME.search(text)) and not _IS_SENTENCE.search(text)


def split_bracket(text: str) -> tuple[str, str | None]:
    """The name, and what stands in brackets behind it: 清洁取暖率（%）."""
    found = _BRACKETED.match(text)
    return (found.group(1), found.group(2)) if found else (text, None)


def id_of(words: str, dimension: str) -> str:
    """The id of the indicator of that name, in standard words, which measures that."""
    slug = _NO_SLUG.sub("_", plain_text(words)).strip("_")
    return f"{PREFIX}{slug}_{dimension}"


def accumulation_of(name: str) -> str:
    """How figures of that name add up."""
    return next((code for pattern, code in _ACCUMULATIONS if pattern.search(name)), "level")


def fall_sign_of(name: str, accumulation: str) -> int | None:
    """For a change whose name speaks of a fall, 1: the fall's size; for one that does not, growth is positive."""
    if accumulation != "change_vs_base":
        return None
    return 1 if _FALL.search(name) else -1


def direction_of(
    name: str, accumulation: str, comparator: object, wording: str | None, words: Mapping[str, int]
) -> int | None:
    """1 when more is better, -1 when less is; null when neither the bound nor the name says it.

    Of the list's words that the name holds the last one decides, and of two that end there the longer.
    """
    told = _OF_ITSELF.get(accumulation) or _BOUNDS.get(str(comparator))
    told = told or (1 if _RISING.match(wording or "") else -1 if _FALLING.match(wording or "") else None)
    if told:
        return told
    found = [(name.rfind(word) + len(word), len(word), direction) for word, direction in words.items() if word in name]
    return max(found)[2] if found else None
