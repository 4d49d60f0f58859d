"""Words that say that figures are not whole and observed: aims, changes, ranks, parts of a year, parts of a region.

A word counts only where it says something of the figures: 规划 in the name of an office, 计划 in 计划生育 or 目标 in
目标完成情况 says nothing of them, nor does a word that belongs to the indicator's own name.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["aim", "change", "rank", "part", "scope"]

# The reason that is given for a figure beside which such words stand.
REASONS: dict[Kind, str] = {
    "aim": "words_of_an_aim",
    "change": "words_of_a_change",
    "rank": "words_of_a_change",
    "part": "words_of_a_part_of_the_year",
    "scope": "words_of_a_scope",
}
# How the name of an indicator ends, whether it is known or not.
LIKE_AN_INDICATOR = re.compile(
    r"[\u4e00-\u9fffA-Za-z].{2,}(?:率|比例|比重|占比|强度|总?数|数?量|浓度|指数|满意度|规模|产值|增加值|收入|经费|支出|面积|天数|密度|得分|评分)$"
)


@dataclass(frozen=True)
class Caveat:
    """Words that change what figures mean."""

    kind: Kind
    words: str

    @property
    def reason(self) -> str:
        """The code of the reason for refusing the figures."""
        return REASONS[self.kind]


def _english(words: str) -> str:
    """Those words, not as parts of others or of our codes; a digit may follow (Target 2025)."""
    return rf"(?<![a-z_])(?:{words})(?![a-z_])"


_AIM = (
    "目标|考核|计划|规划|预计|预测|预期|预估|力争|争取|拟达|测算|推算|估算|估计|预算|展望|任务|远景|十[一二三四五六]五|"
    + _english("targets?|plan(?:ned|s)?|forecasts?|project(?:ed|ions?)|estimate[sd]?|expected|goals?|budget")
)
_OFFICE = (
    r"(?:规划|计划|考核|目标|预算|任务)(?:和|与|及|财务|发展|国土|自然资源|建设|住房|城乡|研究|管理|设计|编制|统计|绩效|评价|信息|科技|生育|"
    r"基建|综合|政策|经济|监督|督查|改革)*(?:局|委员会|委|处|司|科|股|室|中心|办公室|办|研究院|院|厅|所|站|公司|师|馆)"
)
# Aims in the name of what is no aim, and what is said of how far aims were reached.
_NO_AIM = re.compile(
    "|".join(
        (
            _OFFICE,
            r"计划生育|计划单列|(?:火炬|星火|重点研发|研发|千人|万人|人才)计划|考核断面|[”\"]考核|目标(?:比例|断面)|任务型|(?:预期|约束|指导)性",
            r"(?:目标|计划|规划|任务|考核)(?:(?!分解|下达|安排|分配|设定|预计|力争|建议)[^，。；,;]){0,14}?"
            r"(?:完成|实现|执行|实施|落实|达成|进展|推进|评估|监测|达标)[\u4e00-\u9fff]{0,2}?(?:情况|进度|进展|结果|评估|统计|报告|分析)",
            r"(?:目标|计划|规划|任务)(?:完成|实现)率",
            r"十[一二三四五六]五[”\"’]?(?:以来|期间|时期)?[^，。；,;]{0,12}?(?:完成|以来|情况|统计|实绩|历年|回顾)",
        )
    )
)
# A note may speak of an aim beside the figure: what was reached of it, or how great it is.
_BESIDE_AIM = re.compile(
    r"(?:超额|提前)?(?:完成|达到|达成|超过|超出|实现|高于|低于|未达|未完成|对照|对标|距|接近)[^，。；,;]{0,12}?(?:目标|计划|任务|规划|预期|考核)"
    r"[^，。；,;]{0,4}|(?:目标|计划|任务|规划)[^，。；,;\d]{0,4}(?:完成|达成|实现|达标)[^，。；,;]{0,6}|"
    r"(?:目标|计划|任务|规划|预期)[值数]?(?:为|是|:)?\s*[≥≤<>]?(?:不低于|不少于|达到|超过|力争)?\s*\d"
)
_CHANGE = (
    "同比|环比|增长|增速|增幅|增减|增量|增加值率|涨幅|涨跌|降幅|降低|下降|上升|提高|升降|变化|变动|比上年|较上年|比去年|较去年|比上期|较上期|±|"
    + _english("growth|changes?|yoy|increase")
)
_NO_CHANGE = re.compile(r"变化趋势|历年变化|年际变化|变动趋势|提高班|增长极|增长点")
_RANK = "位次|排名|名次|排序|位居|" + _english("ranks?|ranking")
_MONTHS = r"(?<![\d.])\d{1,2}(?:月份?)?\s*[-–—~～至到]\s*(?!12月)\d{1,2}月"
_PART = (
    rf"上半年|下半年|半年度|前[一二三两]个?季度|第?[一二三四1-4]季度|{_MONTHS}|单月|当月|本月|单季|季报|月报|"
    + _english("[Hh][12]|Q[1-4]")
)
_GROUPED_PART = rf"(?:{_PART})"
_NO_PART = re.compile(
    rf"(?:{_PART})(?:起|开始|以来|以后|之后|后|前|发布|公布|印发|实施|同期|由|召开|开展)|(?:按|分)(?:季度|月度?)|(?<!\d)1[-–—~～至到]12月"
)
_SCOPE = (
    r"不含|不包括|不包含|剔除|扣除|除外|(?<![各、县州盟省辖])市区(?![、县])|主?城区|建成区|中心城|市辖区|农村|乡村|城镇|限额以上|规模以上|规上|"
    r"(?:省|市|县|区)本级|男性|女性|(?<![女])男(?![女])|(?<!男)女(?!性)|\d+周?岁|常住|户籍|口径|仅含?|"
    + _english("urban|rural|males?|females?|men|women|excluding|only|aged?|years? old")
)
# A definition that is named to say that it is the usual one, or that it changed at some time.
_NO_SCOPE = re.compile(
    r"(?:全|统计|同|现行|可比|年报|全社会|新|原)口径|口径(?:调整|变化|一致|相同|不变|说明)|仅供|男女|市区县|城镇新建|城镇化|县城镇|城乡|农业农村|农村局"
)
_PATTERNS: tuple[tuple[Kind, re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = (
    ("aim", re.compile(_AIM, re.I), (_NO_AIM,)),
    ("change", re.compile(_CHANGE, re.I), (_NO_CHANGE,)),
    ("rank", re.compile(_RANK, re.I), ()),
    ("part", re.compile(_PART), (_NO_PART,)),
    ("scope", re.compile(_SCOPE, re.I), (_NO_SCOPE,)),
)
# One of them is in every text that says any of it: for a quick look at many texts, without looking around.
TRIGGER = "(?i)" + "|".join(
    re.sub(r"\(\?<?[!=][^)]*\)", "", pattern)
    for pattern in (_AIM, _CHANGE, _RANK, _SCOPE, _PART.replace(_MONTHS, r"\d月"))
)

# What stands for the whole in a column that tells parts apart.
_WHOLE = re.compile(
    r"全(?:市|省|国|区|县|州|盟|旗|域|部|体|年|口径|社会|行业|辖区)(?:合计|总计|平均)?|合计|总计|总体|整体|不分.*|城乡合计|男女合计|_?t|total|all|both(?:sexes)?|"
    r"allages|national|annual|年度?|年报"
)
# What says that a figure is an ordinary one.
_ORDINARY = re.compile(
    r"实际[值数]?|实绩|完成[值数]?|正式|最终|年报|定报|快报|初步(?:数|核算数?)?|已?(?:公布|核定|核实|审核)|正常|normal(?:value)?|actual|final|observed|"
    r"provisional|a|n|现状值?|绝对[数值]|数值|观测值|units?|ones?|1(?:\.0)?|0"
)


def plain_words(text: str | None) -> str:
    """A text as its words are searched: plain signs and no blanks between Chinese characters."""
    plain = unicodedata.normalize("NFKC", text or "")
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", plain).strip()


def find_caveats(
    text: str | None, kinds: tuple[Kind, ...] = ("aim", "change", "rank", "part", "scope")
) -> list[Caveat]:
    """What a title, a name or a header says against its figures, in the order of the kinds asked for."""
    plain = plain_words(text)
    found = []
    for kind, pattern, harmless in _PATTERNS:
        if kind in kinds:
            rest = plain
            for innocent in harmless:
                rest = innocent.sub("", rest)
            match = pattern.search(rest)
            if match:
                found.append(Caveat(kind, match.group(0)))
    return found


_SAYS_OF_ITSELF = re.compile(r"^(?:此|本|该|以上)?[^，。；,;]{0,14}?(?:为|系|是|属于)")
_OF_A_KIND = re.compile(
    r"(?:为|按|仅)?(?:市区|主?城区|建成区|农村|乡村|城镇|规上|规模以上|限额以上|[省市县区]本级)(?:部分|口径|数据?|企业)*|"
    r"(?:仅含|不含|不包括|不包含|剔除|扣除)(?!港澳台).+"
)
_BEHIND_PART = "(?:份|数据?|累计|口径|完成|合计|底|末|情况|统计|值|止|实绩)"
# A bare month in a note is a date: when something was told or began.
_PART_ALONE = re.compile(
    rf"(?:截[至止]|到)?(?:\d{{4}}年)?{_GROUPED_PART}{_BEHIND_PART}*|截[至止](?:\d{{4}}年)?(?!12)\d{{1,2}}月{_BEHIND_PART}*|"
    rf"(?:\d{{4}}年)?(?!12)\d{{1,2}}月份?(?:数据?|累计|口径|值){_BEHIND_PART}*"
)
# So long may a clause be that says nothing but what the figure is.
_SHORT = 12


def find_in_note(text: str | None, *, is_whole_year: bool) -> Caveat | None:
    """What a note beside a figure says against it. A change, an aim or a date merely told beside it says nothing."""
    plain = plain_words(text)
    if re.fullmatch(
        rf"(?:此?数?(?:为|是|系|指))?(?:{_CHANGE}|{_RANK}|率|幅度?|情况|数据?|值|百分点|[(%)])+", plain, re.I
    ):
        return next(iter(find_caveats(plain, ("change", "rank"))), None)
    clauses = [clause for clause in re.split(r"[，。；,;、()\"“”…]+", plain) if clause]
    for clause in clauses:
        bare = _BESIDE_AIM.sub("", clause)
        of_itself = _SAYS_OF_ITSELF.match(bare)
        bare = bare[of_itself.end() :] if of_itself else bare
        if len(bare) <= _SHORT or of_itself:
            # What period of plans a figure belongs to, or that somebody is assessed by it, is no aim.
            found = [
                one for one in find_caveats(bare, ("aim",)) if not re.match("十.五|任务|约束性|展望|推算", one.words)
            ]
            found = [one for one in found if one.words != "考核" or re.search("考核(?:值|目标|指标|要求|数)", bare)]
            if found:
                return found[0]
        # 1-9月数据 is what the figure is; 下半年新增20家 is told beside it.
        span = _PART_ALONE.fullmatch(bare) if is_whole_year else None
        if span:
            return Caveat("part", clause)
    return None


def find_scope(text: str | None) -> str | None:
    """The clause of a note that says of which part of the whole its figure is."""
    for clause in re.split(r"[，。；,;、()\"“”…]+", plain_words(text)):
        if len(clause) <= _SHORT and _OF_A_KIND.fullmatch(clause):
            return clause
    return None


def stands_for_the_whole(text: str) -> bool:
    """Whether the words name the whole, or an ordinary figure: 全市, 合计, both sexes, 实际."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return bool(_WHOLE.fullmatch(plain) or _ORDINARY.fullmatch(plain))


_CHANGE_ONLY = re.compile(
    rf"(?:{_CHANGE}|{_RANK}|与|比|较|累计|本月|当月|本年|上年|去年|上期|同期|相比|全国|全省|全市|省内|所在|占比|比重|占|所|全|比例|份额|"
    r"率|量|额|值|幅度?|速度?|情况|数|百分点|个|绝对|贡献|[±+\-/()%‰、和及])+",
    re.I,
)
_SAYS_CHANGE = re.compile(rf"{_CHANGE}|{_RANK}|占比|比重|份额|贡献率", re.I)


def is_change_or_rank(text: str) -> bool:
    """Whether a header says nothing but a change, a share or a rank: 比上年±%, 增减, 占全省比重, 位次."""
    plain = re.sub(r"\d{4}年?", "", plain_words(text))
    return bool(_SAYS_CHANGE.search(plain) and _CHANGE_ONLY.fullmatch(re.sub(r"\s", "", plain)))
