"""What a number in a sentence is a number of, whether it is a promise, and why it may be none."""

import re
from dataclasses import dataclass

from plan_targets.drafting.passages import Passage
from plan_targets.drafting.predicates import Predicate, predicate_of
from plan_targets.drafting.printed import HELD, KEPT_BELOW, LOWERED, RAISED, REACHED, Printed
from plan_targets.drafting.units import DURATIONS

HARD_STOPS = "。;,，:!?\n"
# Words that say what a number is to become, and not by how much it is to change.
REACHING = (*REACHED, *RAISED, *LOWERED, *HELD, *KEPT_BELOW, "突破", "到", "至")
QUOTES = (("“", "”"), ("《", "》"), ("〔", "〕"), ('"', '"'))
# Chapters that say what is and was; what they count is no promise.
LOOKING_BACK = re.compile(r"成效|成就|回顾|现状|发展基础|工作基础|发展环境|面临|形势|机遇|挑战|问题|背景|不足")
LOOKING_AHEAD = re.compile(r"到20\d\d年|力争|争取|争创|不低于|不少于|将达|目标")
ACHIEVED = re.compile(r"^.*?(?:已|现有|截至目前|累计获评|获批|评为|荣获)")
# What a clause is about rather than what it promises.
SCOPE_BEFORE = re.compile(
    r"(?:^|[,，])(?:以|依托|围绕|针对|聚焦|根据|按照|面向|对照|由|覆盖全市)[^,，]{0,12}$|等$|包括$|主任、$"
)
SCOPE_AFTER = re.compile(
    r"^(?:部门|市\(|县|区|大类|方面|领域|环节|维度|层级|阶段|步骤|小时|月|工作日|支柱产业|主导产业|优势产业$)"
)
ORDINAL_BEFORE = re.compile(r"第$|专栏$|表$|图$|附件$|序号[\d、]*$|G$|CNAS$|ISO$|IEC$|GB$|ICP备$")
VERBS = (
    "支持重点培育的", "累计主导和参与", "累计培育", "累计建成", "累计获得", "累计推出", "重点培育",
    "主导和参与", "主导或参与", "推动实现", "力争建设", "力争创建", "力争实现", "积极创建", "积极争创",
    "培育形成", "新创建", "新培育", "新增建立", "组织实施", "争取", "力争", "争创", "打造", "建成", "建立",
    "建设", "培育", "组建", "组织", "创建", "推出", "推动", "形成", "孵化", "实现", "新增", "新建", "开展",
    "引导", "完成", "获得", "累计", "在", "达到", "达", "制定", "发布", "实施", "确保", "解决", "引进", "集聚",
    "举办", "认定", "评选", "扶持", "招引", "获批", "带动", "吸引", "攻克", "转化", "推广", "遴选", "选树", "造就",
    "保持", "支持",
)  # fmt: skip
# A clause with one of these promises something, whatever it begins with.
PROMISING = ("新建", "新增", "建成", "建立", "培育", "打造", "创建", "组建", "争创", "形成", "推出")
LIST_SUFFIX = ("率", "占比", "比重", "比例", "满意度", "指数", "强度", "水平", "覆盖面")
LONGEST_PHRASE = 60
DESCRIBES = re.compile(r"^(?:由|具有|综合|能够|可|拥有|涵盖|集)")


@dataclass(frozen=True)
class Clause:
    """A number's surroundings: the words that name what it counts, and its whole sentence."""

    phrase: str
    sentence: str
    # From the passage's beginning to the number, and from its own clause's beginning.
    before: str
    here: str
    predicate: Predicate
    # Where the sentence begins: what an earlier sentence was about does not go on.
    sentence_start: int
    # What stands between the number before and the clause: its subject may stand there.
    skipped: str = ""


def clause_of(text: str, number: Printed, previous_end: int, without: tuple[int, int] = (0, 0)) -> Clause:
    """The clause of a number; `previous_end` is where the number before it ended.

    `without` is a part that says nothing of it: where the number starts from, as in 由62%提高到66%.
    """
    sentence_start = max(text.rfind(stop, 0, number.start) for stop in "。;!\n") + 1
    # `%o` is a scanner's full stop after a percentage.
    if (slip := text.rfind("%o", 0, number.start)) >= sentence_start:
        sentence_start = slip + 2
    ends = [end for stop in "。;!\n" if (end := text.find(stop, number.end)) >= 0]
    sentence = text[sentence_start : min(ends, default=len(text)) + 1]
    start = max(_last_stop(text, number.start), previous_end, sentence_start)
    own = text[start : number.start]
    if start <= without[0] < without[1] <= number.start:
        own = text[start : without[0]] + text[without[1] : number.start]
    own = own.lstrip("、和及与,，o )）”")
    words = text[number.start : number.digits_start].strip()
    predicate = predicate_of(own, reaches=words in REACHING)
    ahead = _strip_verbs(predicate.subject)
    behind = _named_behind(text[number.end :])
    # 10条产业链: the noun stands behind a number that no noun stands before.
    is_counted = not number.is_share and (own.rstrip().endswith(("、", *VERBS)) or not _is_name(ahead))
    phrase = behind if is_counted and _is_name(behind) else ahead
    here = text[start : number.start] + words + behind
    skipped = text[max(previous_end, sentence_start) : start]
    phrase = number.name or phrase[-LONGEST_PHRASE:]
    return Clause(phrase, sentence, text[: number.start], here, predicate, sentence_start, skipped)


def why_not(passage: Passage, text: str, number: Printed, has_headings: bool) -> str | None:
    """Why a number is no promise of anything, in a code of `REASONS`; none where it may be one."""
    before, after = text[: number.start], text[number.end :]
    words = text[number.start : number.digits_start].strip()
    head = before[_last_stop(text, number.start) :]
    if has_headings and not passage.place:
        return "before_the_first_heading"
    if _is_quoted(text, number):
        return "part_of_a_name"
    if ORDINAL_BEFORE.search(before) or re.match(r"^[号届楼]|^次(?:会议|全会|常务)", after):
        return "ordinal"
    if number.unit in DURATIONS and not _is_measured(head, words, number):
        return "date_or_duration"
    if GRANT.search(head) and "元" in number.unit:
        return "grant"
    if not number.unit and number.number is not None and not _is_index(head, number):
        return "no_unit"
    if PER.search(before + words) or (number.unit == "岁" and _is_followed(after)):
        return "scope"
    if _is_class(number, words, after):
        return "class"
    is_promising = any(verb in head for verb in PROMISING)
    promises = re.sub(r"^.*?(?=" + "|".join(PROMISING) + ")", "", head) if is_promising else ""
    if SCOPE_AFTER.match(after) or (not number.is_share and not promises and SCOPE_BEFORE.search(head)):
        return "scope"
    return None


REASONS = {
    "before_the_first_heading": ("在正文第一个标题之前", "stands before the first heading"),
    "part_of_a_name": ("是名称的一部分", "is part of a name"),
    "ordinal": ("是序号、文号或编号", "is an ordinal or a number of a document"),
    "date_or_duration": ("是日期或期限", "is a date or a duration"),
    "no_unit": ("没有单位", "has no unit"),
    "scope": ("说明范围，不是承诺", "says what is meant, and promises nothing"),
    "class": ("说明规模档次，修饰后面的数", "is the size that the counted things have"),
    "grant": ("是奖励或补助的金额", "is an amount of a grant"),
    "base": ("是起点值，写入后一个数的基期值", "is where the next number starts from"),
    "words_in_cell": ("单元格中是文字，没有数", "the cell holds words and no number"),
    "checked_out": ("核对时没有采用", "was left out by the person who checked"),
    "not_checked": ("还没有核对", "was not checked yet"),
    "looking_back": ("写的是已有情况", "tells what was achieved"),
}

GRANT = re.compile(r"给予|奖励|补助|资助|补贴|奖金|奖补|贴息|罚款|最高不超过")
PER = re.compile(r"每(?:新增|一)?$")
# What is worth so much, or employs so many: the size of the things that the next number counts.
SIZED = re.compile(
    r"^(?:级|以上级|规模)?(?:的)?[^\d,，。;:、]{1,24}?(?:突破|超过|超|达到|达)?\d[\d.,]*\s*(?:余|多)?(?:家|个|户|名|人|条|项|座|所|只|款|种|万家|左右)"
)
MEASURED = re.compile(r"(?:天数|时间|周期|年限|寿命|时长|时限|期限|年龄|用时|工期|耗时)[^,，。;]{0,8}$")


def _is_measured(head: str, words: str, number: Printed) -> bool:
    """Whether a span of time is itself what is promised, such as days of good air."""
    if number.unit == "年" and number.number is not None and 1900 < number.number < 2100:
        return False
    return bool(MEASURED.search(head)) or words in (*KEPT_BELOW, *HELD, *LOWERED, *RAISED, "达到")


def _is_followed(after: str) -> bool:
    return bool(re.match(r"^[的\u4e00-\u9fff]", after))


def _is_class(number: Printed, words: str, after: str) -> bool:
    is_size = "元" in number.unit or number.unit.endswith(("人", "吨", "亩", "平方米", "类"))
    told = words not in REACHING or words == "突破"
    return is_size and told and bool(SIZED.match(after))


def is_promise(passage: Passage, clause: Clause) -> bool:
    """Whether the sentence looks ahead; a chapter on results does not, unless the sentence says so."""
    if any(LOOKING_BACK.search(title) for title in passage.titles):
        return bool(re.search(r"到20\d\d年", clause.sentence)) and not ACHIEVED.match(clause.sentence)
    return True


def parts_of(phrase: str) -> list[str]:
    """The names that a phrase lists, brackets and what they hold left out."""
    return [part for part in re.split(r"、|和|及(?!以上)|以及|与", _outside(phrase)) if part]


def names(phrase: str, number: Printed, here: str) -> list[str]:
    """The indicators that share the number: 甲率和乙率均达到98%, 甲中心、乙中心各1家."""
    parts = [part for part in re.split(r"、|和|及(?!以上)|以及", _outside(phrase)) if part]
    if len(parts) < 2:
        return [phrase]
    if re.search(r"各\s*\d", here):
        return [part.removesuffix("各") for part in parts]
    if number.unit in ("%", "‰", "分") and all(part.endswith(LIST_SUFFIX) for part in parts):
        return parts
    return [phrase]


def _last_stop(text: str, end: int) -> int:
    depth = 0
    for position in range(end - 1, -1, -1):
        sign = text[position]
        depth += sign in ")）"
        if sign in "(（" and depth == 0:
            return position + 1
        depth -= sign in "(（"
        if depth == 0 and sign in HARD_STOPS:
            return position + 1
    return 0


def _named_behind(text: str) -> str:
    """The noun behind a number: up to the next stop, or behind the last 的 of what describes it."""
    near = re.split(r"[。;；,，:：!！?？、\n]", text, maxsplit=1)[0].strip()
    if not DESCRIBES.match(near):
        return near
    described = re.split(r"[。;；\n]", text, maxsplit=1)[0]
    return re.split(r"[,，、]", described.rpartition("的")[2])[0].strip() or near


def _strip_verbs(text: str) -> str:
    text = text.strip()
    while True:
        verb = next((verb for verb in VERBS if text.startswith(verb) and len(text) > len(verb)), None)
        if verb is None:
            return "" if text in VERBS else text
        text = text[len(verb) :]


def subject_before(skipped: str) -> str:
    """What the clauses before a number speak of, where its own says only how that changes."""
    for part in reversed(re.split(r"[,，、:：]", skipped)):
        told = re.split(r"高于|低于|快于|与[^,，]*同步", part)[0]
        rate = re.search(r"(?:增速|增幅|降幅)$", told)
        subject = _strip_verbs(predicate_of(told, reaches=True).subject) + (rate.group(0) if rate else "")
        if _is_name(subject):
            return subject
    return ""


def _is_name(text: str) -> bool:
    words = re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", text)
    return len(words) >= 3 and words not in VERBS


def _is_index(head: str, number: Printed) -> bool:
    """Whether a number without a unit is an index, a coefficient, a rate of deaths or its like."""
    is_named = re.search(r"(?:指数|得分|评分|分值|系数|死亡率|强度|容积率|弹性|比)[^,，。;；]{0,14}$", head)
    return bool(is_named) and number.number is not None and number.number < 1000


def _is_quoted(text: str, number: Printed) -> bool:
    for opening, closing in QUOTES:
        start = text.rfind(opening, 0, number.start + 1)
        if start < 0:
            continue
        end = text.find(closing, start + 1)
        # A name holds no clause: a quote that seems to, lost its end in the scanner.
        if end >= number.start and (opening == "《" or not any(stop in text[start:end] for stop in HARD_STOPS)):
            return True
    return False


def _outside(text: str) -> str:
    return re.sub(r"[(（][^)）]*[)）]", "", text)
