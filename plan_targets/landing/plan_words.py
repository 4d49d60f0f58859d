"""The words that offices have for what a plan's row says of itself: its kind, modality, accumulation, comparator."""

import re

from plan_targets.landing.grammar.numbers import COMPARATORS

Cells = dict[str, str]
# A column's name and what stands there.
Statement = dict[str, object]
# A reason code, the column and what stands there.
Problem = tuple[str, str | None, str | None]

_MORE_IS_BETTER = (
    "越高越好", "越大越好", "越多越好", "高优", "正向", "正", "上升", "提高", "增加", "增长", "升", "+", "↑", "up",
    "higher is better", "more is better",
)  # fmt: skip
_LESS_IS_BETTER = (
    "越低越好", "越小越好", "越少越好", "低优", "逆向", "反向", "负向", "负", "下降", "降低", "减少", "降", "-", "↓",
    "down", "lower is better", "less is better",
)  # fmt: skip
# What offices call a kind, an accumulation and so on; each may also be told by its code.
WORDS = {
    "kind": {"目标": "target", "基期": "baseline", "现状": "baseline", "完成": "achievement", "成效": "achievement"},
    "modality": {
        "约束性": "binding", "约束": "binding", "强制性": "binding", "预期性": "anticipated", "预期": "anticipated",
        "力争": "strive", "争取": "strive", "争创": "strive", "未注明": "unstated", "-": "unstated", "—": "unstated",
        "/": "unstated", "无": "unstated",
    },
    "form": {"表": "table", "表格": "table", "正文": "prose", "文字": "prose"},
    "accumulation": {
        "水平": "level", "比率": "level", "累计": "stock", "总数": "stock", "存量": "stock", "期间新增": "period_flow",
        "年新增": "annual_flow", "指数": "index", "较基期变化": "change_vs_base", "事项": "milestone", "位次": "rank",
    },
    "comparator": {
        **{word: code for word, code in COMPARATORS.items() if code != "approx"},
        "区间": "between", "保持": "hold", "稳定在": "hold",
    },
    "direction": dict.fromkeys(_MORE_IS_BETTER, "1") | dict.fromkeys(_LESS_IS_BETTER, "-1"),
}  # fmt: skip
CODES = {column: frozenset(words.values()) for column, words in WORDS.items()}
# What no theme of a plan has in its name.
_SIGNS_OF_A_KIND = ("目标", "基期", "基准", "基线", "现状", "完成", "成效", "成果", "target", "base")


def plain_word(word: str) -> str:
    """约束性指标 and 【约束性】 say what 约束性 says."""
    return re.sub(r"^[\[(（【［]|[\])）】］]$|指标$|目标$|类$|型$", "", re.sub(r"\s", "", word))


def is_kind(text: str) -> bool:
    """Whether a text means to say whether a row is a target, a baseline or an achievement, rightly spelt or not."""
    return code_of("kind", plain_word(text)) is not None or any(sign in text for sign in _SIGNS_OF_A_KIND)


def code_of(column: str, word: str) -> str | None:
    """The code that the word has in that column; a code stands for itself."""
    return word if word in CODES[column] else WORDS[column].get(word)
