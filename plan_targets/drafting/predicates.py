"""What the words before a number say of it: what it is a number of, and how it is meant to change."""

import re
from dataclasses import dataclass

STRIVING = ("力争", "争取", "争创", "努力", "确保", "预计", "预期")
ADVERBS = (
    "分别", "全部", "稳定", "不断", "稳步", "仅", "各", "基本", "逐步", "持续", "进一步", "总体", "将", "已",
    "由", "为", "有望", "在", "至少", "率先", "大幅", "显著", "明显", "平均", "不得", "均为", "预计",
)  # fmt: skip
# Words of one sign that end nouns too: 公共, 供应, 主要, 人均, 创新.
SHORT_ADVERBS = re.compile(
    r"(?:(?<!公)共|(?<![供响适对])应|(?<![主重需必])要|(?<![人年户亩日月])均|(?<![创更革])新|(?<![就附临邻亲])近|(?<![节契合制公集])约|(?<![许认])可)$"
)
FALLS = ("下降", "降低", "减少", "减排", "削减", "压减", "压降", "下降率", "降幅", "缩短", "节约")
RISES = ("提高", "提升", "增长", "增加", "上升", "扩大", "增幅", "增速", "递增", "翻")
REACHES = (
    "达到", "达", "达至", "实现", "到", "至", "提高到", "提升到", "提高至", "提升至", "增加到", "增长到",
    "突破", "超过", "超", "控制在", "稳定在", "保持在", "保持", "维持在", "降至", "降到", "下降到", "下降至",
    "占", "完成", "拥有",
)  # fmt: skip
YEARLY = ("年均", "每年", "平均每年", "年度", "逐年", "每年均", "每年度")
CUMULATIVE = ("累计", "合计", "总计")
BASE = re.compile(
    r"[,，、]?(?:与|较|比|以)(?:上年|上一年|“?十[一二三四五六]五”?末?|(?P<year>20\d\d)年?)(?:年?底|末)?"
    r"(?:的?基础上|为基[期年]|相比|翻|相比较)?(?:累计|总共)?[,，]?$"
)
WHEN = re.compile(
    r"^(?:(?:到|至|力争到|截至|截止|预计到|预计)?(?:20\d\d|“?十[一二三四五六]五”?)年?(?:底|末|期间|时期)?(?:前|内)?[,，、]?|"
    r"(?:[三五35]|规划)(?:年|期)(?:内|间|累计)?|未来[三五35]年)"
)


@dataclass(frozen=True)
class Predicate:
    """A clause up to its number, taken apart."""

    # The words that name what is counted; empty where the clause says only how it changes.
    subject: str
    # `fall` or `rise` by the number; none where it is a value to be reached.
    change: str | None = None
    base_year: int | None = None
    is_yearly: bool = False
    # Whether any verb or adverb stood before the number: a bare noun continues the list before it.
    is_told: bool = False
    is_respectively: bool = False


def predicate_of(clause: str, *, reaches: bool) -> Predicate:
    """Takes the clause before a number apart; `reaches`: words such as 提高到 stand between them."""
    rest = clause.strip()
    change: str | None = None
    base: int | None = None
    yearly = told = respectively = False
    told |= reaches
    while True:
        if found := BASE.search(rest):
            base = int(found.group("year")) if found.group("year") else base
            rest, told = rest[: found.start()], True
            continue
        word = _last_word(rest)
        if word is None:
            break
        rest, told = rest[: len(rest) - len(word)].rstrip(), True
        if word in FALLS + RISES and change is None and not reaches:
            change = "fall" if word in FALLS else "rise"
        yearly |= word in YEARLY
        respectively |= word == "分别"
        if word in REACHES:
            reaches = True
    rest = re.sub(r"^其中[:：,，]?(?=20\d\d年)", "", rest)
    if found := WHEN.search(rest):
        rest = rest[found.end() :]
    yearly |= rest.startswith(("每年", "年均"))
    rest = re.sub(r"^(?:每年|年均|其中|并|且|同时|或者?)[:：,，]?", "", rest.strip(" ,，、:：的"))
    return Predicate(rest, change, base, yearly, told, respectively)


_LAST_WORDS = tuple(
    sorted({*ADVERBS, *FALLS, *RISES, *REACHES, *YEARLY, *CUMULATIVE, *STRIVING}, key=len, reverse=True)
)


def _last_word(text: str) -> str | None:
    if found := SHORT_ADVERBS.search(text):
        return found.group(0)
    return next((word for word in _LAST_WORDS if text.endswith(word)), None)
