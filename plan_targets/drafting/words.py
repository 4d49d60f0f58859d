"""Numbers that a plan says in words: 百家, 十大产业集群, 千亿级, 全覆盖, 不发生重大事故."""

import re
from collections.abc import Iterator

from plan_targets.drafting.printed import Printed, chinese_value

COUNTED = re.compile(r"(?:培育|打造|建成|建设|形成|创建|组建|推出|新增)(?P<number>[一二两三四五六七八九十百千]+)(?P<unit>家|个|项|条|大)(?=\S)")
CLASS = re.compile(r"(?P<number>[一二三四五六七八九十]?[百千万]亿)级")
WHOLE = re.compile(r"(?<!健)[全圈]覆盖(?!率|面|范围)|全面(?:应用|实行|推行)(?=[^,，。]{0,14}(?:技术|建筑))")
NONE = re.compile(r"不发生(?P<name>[^,，。;；]{0,24}?(?:事故|事件))")
# 四大质量, 三大工程: names of what there is, not a count of what will be.
NAMED = re.compile(r"^(?:质量|工程|体系|任务|行动|领域|支柱|支撑|战略|品质|新兴|特色|优势|创新)")


def worded_numbers(text: str) -> Iterator[Printed]:
    """Numbers in words, each marked as such: a person decides whether the words are a number."""
    for match in COUNTED.finditer(text):
        value = chinese_value(match.group("number"))
        behind = text[match.end() :]
        if value is None or value < 2 or (match.group("unit") == "大" and NAMED.match(behind)):
            continue
        unit = "个" if match.group("unit") == "大" else match.group("unit")
        start = match.start("number")
        yield Printed(start, match.end(), text[start : match.end()], value, None, unit, "eq", "word")
    for match in CLASS.finditer(text):
        value = chinese_value(match.group("number"))
        if value is not None:
            yield Printed(match.start(), match.end(), match.group(0), value / 1e8, None, "亿元", "ge", "word")
    for match in WHOLE.finditer(text):
        yield Printed(match.start(), match.end(), match.group(0), 100.0, None, "%", "eq", "word")
    for match in NONE.finditer(text):
        yield Printed(match.start(), match.end(), match.group(0), 0.0, None, "起", "eq", "word")
