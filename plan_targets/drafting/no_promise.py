"""Why a number in a sentence is no promise: names, ordinals, dates, committees, conditions, sizes, scopes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from plan_targets.drafting.passages import Passage
from plan_targets.drafting.printed import HOLDING, KEPT_BELOW, LOWERED, RAISED, Printed
from plan_targets.drafting.sentences import HARD_STOPS, REACHING, last_stop
from plan_targets.drafting.units import DURATIONS

REASONS = {
    "before_the_first_heading": ("在正文第一个标题之前", "stands before the first heading"),
    "part_of_a_name": ("是名称的一部分", "is part of a name"),
    "ordinal": ("是序号、文号或编号", "is an ordinal or a number of a document"),
    "date_or_duration": ("是日期或期限", "is a date or a duration"),
    "no_unit": ("没有单位", "has no unit"),
    "scope": ("说明范围，不是承诺", "says what is meant, and promises nothing"),
    "class": ("说明规模档次，修饰后面的数", "is the size that the counted things have"),
    "grant": ("是奖励或补助的金额", "is an amount of a grant"),
    "organisation": ("说明组织机构或会议", "says who sits on a committee, or how often it meets"),
    "condition": ("是申报条件", "is a condition for who applies"),
    "base": ("是起点值，写入后一个数的基期值", "is where the next number starts from"),
    "words_in_cell": ("单元格中是文字，没有数", "the cell holds words and no number"),
    "looking_back": ("写的是已有情况", "tells what was achieved"),
    "checked_out": ("核对时没有采用", "was left out by the person who checked"),
    "not_checked": ("还没有核对", "was not checked yet"),
}
QUOTES = (("“", "”"), ("《", "》"), ("〔", "〕"), ('"', '"'))
# What a clause is about rather than what it promises.
SCOPE_BEFORE = re.compile(
    r"(?:^|[,，])(?:以|依托|围绕|针对|聚焦|根据|按照|参照|依据|按每|面向|对照|由|覆盖全市|落实|突出|抓好|打好|做好|瞄准|紧盯)"
    r"[^,，]{0,12}$|等$|包括$|主任、$|(?:^|[,，])按$"
)
SCOPE_AFTER = re.compile(
    r"^(?:部门|市\(|县|区|大类|方面|领域|环节|维度|层级|阶段|步骤|小时|月|工作日|支柱产业|主导产业|优势产业$)"
)
LISTED_IN = re.compile(r"(?:清单|名单|目录|附表|一览表)\(?共?$")
ORDINAL_BEFORE = re.compile(r"第$|专栏$|表$|图$|附件$|序号[\d、]*$|G$|CNAS$|ISO$|IEC$|GB$|ICP备$")
# A clause with one of these promises something, whatever it begins with.
PROMISING = ("新建", "新增", "建成", "建立", "培育", "打造", "创建", "组建", "争创", "形成", "推出")
# Who sits on a committee, and how often it meets.
ORGANISED_BEFORE = re.compile(
    r"(?:组长|主任|副主任|秘书长|副秘书长|召集人|委员|联络员|成员|专员)(?:各|共)?$|抽调$|召开[^,，。;]{0,6}$"
    r"|(?:全体会议|联席会议|专题会议|调度会|例会|小组会议|推进会)[^,，。;]{0,8}(?:召开|举行)?$"
    r"|(?:领导小组|指挥部|委员会|工作专班|联席会议|协调机制)(?:下设|内设|设|由)$"
)
ORGANISED_AFTER = re.compile(
    r"^(?:专项|专门|专业)?(?:工作)?(?:小组|成员单位|工作组|工作专班|专班|成员部门|副组长|副主任|调度会|联席会议|例会)"
)
# Who may apply, and for how much.
CONDITION = re.compile(
    r"注册资本|申报(?:企业|单位|主体|条件|名额)|申请人|限报|推荐名额|应(?:当)?(?:具备|具有|符合|满足)"
)
# Chapters on who is assessed and paid, and how: 90分以上为优秀, 扣20分.
RULES_OF = re.compile(
    r"考核(?:方式|办法|评价|细则|内容|标准)|(?:支持|奖励|补助|评分|评定|认定|扶持)(?:标准|方式|办法)|资金(?:管理|支持|安排)|申报条件"
)
MARKED_AS = re.compile(r"^(?:的)?(?:,)?(?:为|评为|定为|属)(?:优秀|良好|合格|不合格|优|良|中|差)")
MARKED_OFF = re.compile(r"(?:扣|扣减|扣除|加|减)$")
GRANT = re.compile(r"给予|奖励|补助|资助|补贴|奖金|奖补|贴息|罚款|最高不超过")
GRANTED = re.compile(r"给予[^,，。;]{0,16}$")
PER = re.compile(r"每(?:新增|一)?$")
# What is worth so much, or employs so many: the size of the things that the next number counts.
SIZED = re.compile(
    r"^(?:级|以上级|规模)?(?:的)?[^\d,，。;:、]{1,24}?(?:突破|超过|超|达到|达)?\d[\d.,]*\s*(?:余|多)?"
    r"(?:家|个|户|名|人|条|项|座|所|只|款|种|万家|左右)"
)
# 300万人以下的城市, 亿元以上的企业: what is so large.
SO_LARGE = re.compile(r"(?:以上|以下|以内)$")
# 500米覆盖率达到100%, 年收入50万元以上的村占比达60%: the share is the promise.
OF_A_SHARE = re.compile(
    r"^(?:以上|以下|以内|之内|内)?(?:的)?[^\d,，。;:、]{0,16}?(?:率|占比|比重|比例|覆盖面)[^\d,，。;:、]{0,8}\d[\d.]*%"
)
MEASURED = re.compile(r"(?:天数|时间|周期|年限|寿命|时长|时限|期限|年龄|用时|工期|耗时)[^,，。;]{0,8}$")
# Courses and shows are counted by 期.
EVENTS = re.compile(r"举办|开展|组织|开设|培训|推出|讲堂|培训班")
WAS = re.compile(r"\d[^(（]{0,8}[(（](?:其中)?20\d\d年(?:底|末)?(?:为|是|仅为|有)$")
# Chapters on how the plan is carried out.
CARRIED_OUT = re.compile(r"保障措施|组织保障|组织领导|组织实施|工作机制|附则|监督考核")


@dataclass(frozen=True)
class _Seen:
    """A number in its sentence."""

    passage: Passage
    text: str
    number: Printed
    has_headings: bool

    @cached_property
    def before(self) -> str:
        return self.text[: self.number.start]

    @cached_property
    def after(self) -> str:
        return self.text[self.number.end :]

    @cached_property
    def words(self) -> str:
        """The comparator's words before the digits."""
        return self.text[self.number.start : self.number.digits_start].strip()

    @cached_property
    def head(self) -> str:
        """The clause up to the number."""
        return self.before[last_stop(self.text, self.number.start) :]

    @cached_property
    def is_promising(self) -> bool:
        return any(verb in self.head for verb in PROMISING)


def why_not(passage: Passage, text: str, number: Printed, has_headings: bool) -> str | None:
    """Why a number is no promise of anything, in a code of `REASONS`; none where it may be one."""
    seen = _Seen(passage, text, number, has_headings)
    return next((reason for reason, applies in RULES if applies(seen)), None)


def _is_before_the_first_heading(seen: _Seen) -> bool:
    return seen.has_headings and not seen.passage.location


def _is_quoted(seen: _Seen) -> bool:
    for opening, closing in QUOTES:
        start = seen.text.rfind(opening, 0, seen.number.start + 1)
        if start < 0:
            continue
        end = seen.text.find(closing, start + 1)
        # A name holds no clause: a quote that seems to, lost its end in the scanner.
        is_name = opening == "《" or not any(stop in seen.text[start:end] for stop in HARD_STOPS)
        if end >= seen.number.start and is_name:
            return True
    return False


def _is_ordinal(seen: _Seen) -> bool:
    return bool(ORDINAL_BEFORE.search(seen.before) or re.match(r"^[号届楼]|^次(?:会议|全会|常务)", seen.after))


def _is_duration(seen: _Seen) -> bool:
    """Whether it is a span of time, and not one that is itself promised, such as days of good air."""
    number = seen.number
    if number.unit not in DURATIONS:
        return False
    if number.unit == "年" and number.number is not None and 1900 < number.number < 2100:
        return True
    if number.unit == "期" and EVENTS.search(seen.head):
        return False
    return not MEASURED.search(seen.head) and seen.words not in (*KEPT_BELOW, *HOLDING, *LOWERED, *RAISED, "达到")


def _is_grant(seen: _Seen) -> bool:
    if re.match(r"^(?:给予|予以)", seen.after):
        return True
    is_money = "元" in seen.number.unit and bool(GRANT.search(seen.head))
    return is_money or (not seen.number.is_share and bool(GRANTED.search(seen.head)))


def _is_organisation(seen: _Seen) -> bool:
    if ORGANISED_BEFORE.search(seen.head) or ORGANISED_AFTER.match(seen.after):
        return True
    is_mere_count = not seen.number.is_share and not seen.is_promising and not seen.words
    return is_mere_count and any(CARRIED_OUT.search(title) for title in seen.passage.titles)


def _is_condition(seen: _Seen) -> bool:
    is_mark = seen.number.unit == "分" and bool(MARKED_OFF.search(seen.before))
    if is_mark or CONDITION.search(seen.head) or MARKED_AS.match(seen.after):
        return True
    is_rule = any(RULES_OF.search(title) for title in seen.passage.titles)
    return is_rule and not seen.is_promising and not re.search(r"20\d\d年", seen.before)


def _has_no_unit(seen: _Seen) -> bool:
    """Whether a number without a unit is none of an index, a coefficient, a rate of deaths or its like."""
    number = seen.number
    if number.unit or number.number is None:
        return False
    named = re.search(r"(?:指数|得分|评分|分值|系数|死亡率|强度|容积率|弹性|比)[^,，。;]{0,22}$", seen.head)
    return not (named and number.number < 1000)


def _is_a_part(seen: _Seen) -> bool:
    is_age = seen.number.unit == "岁" and bool(re.match(r"^[的\u4e00-\u9fff]", seen.after))
    return is_age or bool(PER.search(seen.before + seen.words))


def _is_class(seen: _Seen) -> bool:
    number, told = seen.number, seen.words not in REACHING or seen.words == "突破"
    if not number.is_share and told and OF_A_SHARE.match(seen.after):
        return True
    is_size = "元" in number.unit or number.unit.endswith(("人", "吨", "亩", "平方米", "类"))
    is_so_large = bool(SO_LARGE.search(number.text)) and bool(re.match(r"^的[\u4e00-\u9fff]", seen.after))
    return is_size and told and (is_so_large or bool(SIZED.match(seen.after)))


def _is_what_was(seen: _Seen) -> bool:
    """1500家(2022年为900家): what was stands in brackets behind what is to be."""
    return bool(WAS.search(seen.before + seen.words)) and bool(re.match(r"^[)）,，;]", seen.after))


def _is_scope(seen: _Seen) -> bool:
    number = seen.number
    if SCOPE_AFTER.match(seen.after) or LISTED_IN.search(seen.before):
        return True
    # 年度考核前3名的市
    if number.unit in ("名", "位", "强") and seen.before.endswith("前") and seen.after.startswith("的"):
        return True
    return not number.is_share and not seen.is_promising and bool(SCOPE_BEFORE.search(seen.head))


# The first that applies is the reason.
RULES: tuple[tuple[str, Callable[[_Seen], bool]], ...] = (
    ("before_the_first_heading", _is_before_the_first_heading),
    ("part_of_a_name", _is_quoted),
    ("ordinal", _is_ordinal),
    ("date_or_duration", _is_duration),
    ("grant", _is_grant),
    ("organisation", _is_organisation),
    ("condition", _is_condition),
    ("no_unit", _has_no_unit),
    ("scope", _is_a_part),
    ("class", _is_class),
    ("looking_back", _is_what_was),
    ("scope", _is_scope),
)
