"""How a target's number adds up: as a level, a stock, a flow of each year or of all, a change, an index, a rank."""

import re

from plan_targets.drafting.printed import Printed
from plan_targets.drafting.sentences import Clause

FLOWS = re.compile(
    r"新增|新建|新改建|改扩建|新制定|新创建|新培育|新认定|新引进|新获|减排|改造|完成投资|供给|争创|(?:[五5三3]年|期间|规划期|时期)(?:内|累计|完成|新|间)"
)
TOTALS = re.compile(r"累计|总数|总量|拥有量|保有量|建成|总里程|蓄积量|存量|装机")
# Counted one by one: what there is of them is a stock; other units measure a level.
COUNTED = frozenset([
    "个", "家", "项", "件", "张", "人", "名", "户", "条", "起", "种", "类", "份", "批次", "次", "家次", "座", "所",
    "处", "台", "套", "辆", "艘", "部", "床", "栋", "组", "台(套)", "台套", "款", "场", "场次", "支", "公里", "千瓦",
    "人次",
])  # fmt: skip
SCALED = re.compile(r"^(?:万亿|亿|千万|百万|十万|万)")
# 〔13.5〕 and [13.5] are sums over the plan's years.
SUMMED = re.compile(r"^[〔\[【(](?P<inner>[^〕\]】)]*\d[^〕\]】)]*)[〕\]】)]$")
# 年均/累计: where only the rows tell which, a rate's number is the rate itself.
OF_GROWTH = re.compile(r"增速|增长|增幅|^年均(?!.*累计)")
FALLING = re.compile(r"下降|降低|减少|降幅|削减")
RISING = re.compile(r"增长|增速|增幅|提高|提升|年均")


def accumulation_in_text(number: Printed, clause: Clause, phrase: str, *, is_yearly: bool) -> str:
    """How a number of running text adds up, by the words of its clause and what it is a number of."""
    here, predicate = clause.here, clause.predicate
    if number.name:
        return "annual_flow"
    if number.unit == "位" or (number.number is None and number.doubt == "word"):
        return "rank"
    if not number.unit:
        return "index" if re.search("指数|系数", phrase + here) else "level"
    if number.unit in ("%", "‰", "百分点", "倍"):
        if predicate.is_yearly or (is_yearly and predicate.change):
            return "annual_flow"
        is_change = predicate.change or predicate.base_year or re.match("翻|(?:实现)?倍增", number.text)
        return "change_vs_base" if is_change or number.unit in ("百分点", "倍") else "level"
    return _of_a_count(number, here, clause)


def accumulation_in_cell(number: Printed, cell: str, name: str, header: str, *, is_growth: bool) -> str:
    """How the number of a cell adds up, by the name of its row and the header over it, which may be one of growth."""
    is_share = number.unit in ("%", "‰", "百分点")
    is_summed = bool(SUMMED.match(cell)) or ("累计" in header and "年均" not in header) or "累计" in name
    if number.unit == "位" or number.number is None:
        return "rank"
    if "指数" in name or number.unit == "指数":
        return "index"
    if is_share:
        if is_summed or (FALLING.search(name) and not RISING.search(name)):
            return "change_vs_base"
        is_rate = is_growth and (OF_GROWTH.search(header) or RISING.search(name))
        return "annual_flow" if is_rate or "年均" in name else "level"
    if is_summed or re.match("新增|新建", name):
        return "period_flow"
    if re.search(r"年均|每年", name) or is_growth:
        return "annual_flow"
    return "stock" if re.search(r"数$|总量|拥有|数量|个数|家数", name) else "level"


def _of_a_count(number: Printed, here: str, clause: Clause) -> str:
    if clause.predicate.is_yearly or re.search("每年", here):
        return "annual_flow"
    if FLOWS.search(here) or clause.predicate.change:
        return "period_flow"
    if TOTALS.search(here) or SCALED.sub("", number.unit) in COUNTED:
        return "stock"
    return "level"
