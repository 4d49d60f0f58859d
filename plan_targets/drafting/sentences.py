"""What a number in a sentence is a number of, and whether it is a promise."""

import re
from dataclasses import dataclass

from plan_targets.drafting.passages import Passage
from plan_targets.drafting.predicates import Predicate, predicate_of
from plan_targets.drafting.printed import HOLDING, KEPT_BELOW, LOWERED, RAISED, REACHED, Printed

HARD_STOPS = "。;,，:!?\n"
# Words that say what a number is to become, and not by how much it is to change.
REACHING = (*REACHED, *RAISED, *LOWERED, *HOLDING, *KEPT_BELOW, "突破", "到", "至")
# Chapters that say what is and was; what they count is no promise.
LOOKING_BACK = re.compile(r"成效|成就|回顾|现状|发展基础|工作基础|发展环境|面临|形势|机遇|挑战|问题|背景|不足")
ACHIEVED = re.compile(r"^.*?(?:已|现有|截至目前|累计获评|获批|评为|荣获)")
VERBS = (
    "支持重点培育的", "累计主导和参与", "累计培育", "累计建成", "累计获得", "累计推出", "重点培育",
    "主导和参与", "主导或参与", "推动实现", "力争建设", "力争创建", "力争实现", "积极创建", "积极争创",
    "培育形成", "新创建", "新培育", "新增建立", "组织实施", "争取", "力争", "争创", "打造", "建成", "建立",
    "建设", "培育", "组建", "组织", "创建", "推出", "推动", "形成", "孵化", "实现", "新增", "新建", "开展",
    "引导", "完成", "获得", "累计", "在", "达到", "达", "制定", "发布", "实施", "确保", "解决", "引进", "集聚",
    "举办", "认定", "评选", "扶持", "招引", "获批", "带动", "吸引", "攻克", "转化", "推广", "遴选", "选树", "造就",
    "保持", "支持",
)  # fmt: skip
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
    start = max(last_stop(text, number.start), previous_end, sentence_start)
    clause = text[start : number.start]
    if start <= without[0] < without[1] <= number.start:
        clause = text[start : without[0]] + text[without[1] : number.start]
    clause = clause.lstrip("、和及与,，o )）”")
    words = text[number.start : number.digits_start].strip()
    predicate = predicate_of(clause, reaches=words in REACHING)
    ahead = _strip_verbs(predicate.subject)
    behind = _named_behind(text[number.end :])
    # 10条产业链: the noun stands behind a number that no noun stands before.
    # 90%以上的学校: the noun stands behind a share of what the region has.
    is_part = number.is_share and behind.startswith("的") and not _is_name(ahead)
    behind = behind.removeprefix("的") if is_part else behind
    is_counted = is_part or (not number.is_share and (clause.rstrip().endswith(("、", *VERBS)) or not _is_name(ahead)))
    phrase = behind if is_counted and _is_name(behind) else ahead
    here = text[start : number.start] + words + behind
    skipped = text[max(previous_end, sentence_start) : start]
    phrase = number.name or phrase[-LONGEST_PHRASE:]
    return Clause(phrase, sentence, text[: number.start], here, predicate, sentence_start, skipped)


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


def last_stop(text: str, end: int) -> int:
    """Where the clause before that place begins: behind the last stop outside brackets."""
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
        # 完成率 is a name.
        verb = next(
            (
                verb
                for verb in VERBS
                if text.startswith(verb) and text[len(verb) : len(verb) + 1] not in ("", *"率量额度")
            ),
            None,
        )
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


def _outside(text: str) -> str:
    return re.sub(r"[(（][^)）]*[)）]", "", text)
