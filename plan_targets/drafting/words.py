"""Numbers that a plan says in words: 百家, 十大产业集群, 千亿级, 全覆盖, 翻一番, 全国前列, 不发生重大事故."""

import re
from collections.abc import Iterator
from dataclasses import replace

from plan_targets.drafting.printed import Printed, chinese_value

COUNTED = re.compile(
    r"(?:培育|打造|建成|建设|形成|创建|组建|推出|新增)(?P<number>[一二两三四五六七八九十百千]+)(?P<unit>家|个|项|条|大)(?=\S)"
)
# 建成检测中心一个: the number ends its clause.
ENDING = re.compile(r"(?P<number>[一两三四五六七八九十]{1,3})(?P<unit>家|个|项|条|座|所)(?:以上)?(?=[,，。;；、]|$)")
# 八成以上, 过半, 百分之九十八: shares in words.
TENTHS = re.compile(
    r"(?P<before>达到|达|超过|超|近|约|不低于|占)?(?P<number>[一二三四五六七八九])成(?P<half>半)?(?P<after>以上|左右|以内)?"
    r"(?=[,，。;；、]|的|$)"
)
HALF = re.compile(r"(?:过|超过?|逾)(?:半数|一半|半)(?=[,，。;；、]|的|$)")
HUNDREDTHS = re.compile(
    r"(?P<before>达到|达|超过|超|不低于|不少于|不超过|不高于|控制在)?百分之(?P<number>[一二三四五六七八九十百零点]+|\d+(?:\.\d+)?)"
    r"(?P<after>以上|以下|以内|左右)?"
)
BINDS_BEFORE = {
    "达到": "ge", "达": "ge", "不低于": "ge", "不少于": "ge", "超过": "gt", "超": "gt", "不超过": "le", "不高于": "le",
    "控制在": "le",
}  # fmt: skip
BINDS_AFTER = {"以上": "ge", "以下": "le", "以内": "le"}
CLASS = re.compile(r"(?P<number>[一二三四五六七八九十]?[百千万]亿)(?:元)?级")
WHOLE = re.compile(r"(?<!健)(?:实现)?[全圈]覆盖(?!率|面|范围)|全面(?:应用|实行|推行)(?=[^,，。]{0,14}(?:技术|建筑))")
NONE = re.compile(r"不发生(?P<name>[^,，。;；]{0,24}?(?:事故|事件))")
DOUBLED = re.compile(r"翻(?P<times>[一两三]?)番|(?:实现)?倍增(?=[,，。;；、]|$)")
# Times two is a rise by all of it, times four by three times as much.
RISE = {"": 100.0, "一": 100.0, "两": 300.0, "三": 700.0}
RANKED = re.compile(
    r"(?:居|位居|位列|列|进入|跻身|保持|稳居|处于|走在|排名|排)(?:全国|全省|全市|全球|国内|省内|世界|西部|中部|东部|长三角|[\u4e00-\u9fff]{2,6}?)?"
    r"(?:排名)?(?:前(?P<number>\d{1,2}|[一二三四五六七八九十]+)(?:位|名|强)?(?:以内|行列)?|(?P<first>首位|第一(?:位|名)?|榜首)|(?P<words>前列|第一方阵|第一梯队))"
)
# 四大质量, 三大工程: names of what there is, not a count of what will be.
NAMED = re.compile(r"^(?:质量|工程|体系|任务|行动|领域|支柱|支撑|战略|品质|新兴|特色|优势|创新)")


def worded_numbers(text: str) -> Iterator[Printed]:
    """Numbers in words, each marked as such: a person decides whether the words are a number."""
    for pattern in (COUNTED, ENDING):
        for match in pattern.finditer(text):
            value = chinese_value(match.group("number"))
            is_one = pattern is COUNTED and (value is None or value < 2)
            if value is None or is_one or (match.group("unit") == "大" and NAMED.match(text[match.end() :])):
                continue
            unit = "个" if match.group("unit") == "大" else match.group("unit")
            yield _worded(match, value, unit, start=match.start("number"))
    for match in CLASS.finditer(text):
        value = chinese_value(match.group("number"))
        is_described = COUNTED_BEHIND.match(text[match.end() :]) or COUNTED_BEFORE.search(text[: match.start()])
        if value is not None and not is_described:
            yield _worded(match, value / 1e8, "亿元", "ge")
    for match in WHOLE.finditer(text):
        yield _worded(match, 100.0, "%")
    yield from _shares(text)
    for match in NONE.finditer(text):
        yield replace(_worded(match, 0.0, "起"), name=match.group("name"))
    for match in DOUBLED.finditer(text):
        yield _worded(match, RISE[match.groupdict().get("times") or ""], "%", "eq")


def _shares(text: str) -> Iterator[Printed]:
    for pattern in (TENTHS, HUNDREDTHS):
        for match in pattern.finditer(text):
            told = match.group("number")
            value = float(told) if told[0].isdigit() else chinese_value(told)
            if value is None or (pattern is TENTHS and not (match.group("before") or match.group("after"))):
                continue
            if pattern is TENTHS:
                value = value * 10 + (5 if match.group("half") else 0)
            after, before = match.group("after") or "", match.group("before") or ""
            comparator = BINDS_AFTER.get(after) or BINDS_BEFORE.get(before) or "eq"
            yield replace(_worded(match, value, "%", comparator), digits_start=match.start("number"))
    for match in HALF.finditer(text):
        yield _worded(match, 50.0, "%", "gt")


def ranks(text: str) -> Iterator[Printed]:
    """Places that a plan wants to hold or to reach among others: 全国前列, 前五位, 首位."""
    for match in RANKED.finditer(text):
        told = match.group("number")
        number = None if told is None else float(told) if told.isdigit() else chinese_value(told)
        comparator = "hold" if "保持" in match.group(0) or "稳居" in match.group(0) else "eq"
        yield _worded(match, number, "位" if number else "", "le" if told else comparator)


# 5个千亿级产业集群: the counted number is the promise.
COUNTED_BEFORE = re.compile(r"\d\s*(?:个|家|条)(?:以上|左右)?$")
COUNTED_BEHIND = re.compile(r"^[^\d,，。;；、]{0,14}\d+\s*(?:个|家|条)")


def _worded(
    match: re.Match[str], value: float | None, unit: str, comparator: str = "eq", start: int | None = None
) -> Printed:
    begin = match.start() if start is None else start
    text = match.string[begin : match.end()]
    return Printed(begin, match.end(), text, value, None, unit, comparator, "word", begin)
