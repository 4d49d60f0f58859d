"""The words in which a plan puts a number: 稳定在98%以上, 控制在28以内, 力争达到95."""

import re
from dataclasses import dataclass

# What is said before the number and means a comparator; the first that fits counts.
_BEFORE: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r"^(?:继续|持续|基本|始终)?(?:稳定|保持|维持|巩固)(?:并保持)?(?:在|为|于)?"), "hold"),
    # The bound follows the number: 以内, 以下.
    (re.compile(r"^(?:控制|降|下降|压减|减少)(?:在|到|至)"), "le"),
    (re.compile(r"^(?:提高|提升|增长|增加|上升|扩大)(?:到|至)"), None),
    (re.compile(r"^(?:力争|争取|努力|确保|预计|预期)?(?:达到|达|实现|完成|超过(?=$))"), None),
    (re.compile(r"^(?:力争|争取|努力|确保|预期)"), None),
    (re.compile(r"^(?:累计|总数|总计)(?:达到?|完成|新增|建成|培育)?"), None),
)
_AGAIN = 3
# 进入前10, 全国前三: a place in a ranking that is not to be missed.
_AMONG_THE_FIRST = re.compile(
    r"^(?:继续|持续|保持|稳定|力争|争取|进入|位居|位列|居|列|在|全国|全省|全区|全市|国内|省内|同类城市|第一方阵)*"
    r"前\s*(\d+|[一二三四五六七八九十])\s*(?:位|名|强)?(?:以内|之内|行列)?$"
)
_DIGITS = {sign: str(number) for number, sign in enumerate("一二三四五六七八九十", start=1)}


@dataclass(frozen=True)
class Wording:
    """The number as it stands for itself, and the comparator that the words around it say."""

    value: str | None
    comparator: str | None = None


def read_wording(text: str | None) -> Wording:
    """The number without the words that only a plan uses; a text without a digit is let alone."""
    first = _AMONG_THE_FIRST.match((text or "").strip())
    if first:
        return Wording(_DIGITS.get(first.group(1), first.group(1)), "le")
    if not text or not re.search(r"\d", text):
        return Wording(text)
    value, comparator = text.strip(), None
    for _ in range(_AGAIN):
        found = next(((words, code) for pattern, code in _BEFORE if (words := pattern.match(value))), None)
        if found is None:
            break
        value, comparator = value[found[0].end() :].strip(), found[1] or comparator
    return Wording(value, comparator) if re.search(r"\d", value) else Wording(text)
