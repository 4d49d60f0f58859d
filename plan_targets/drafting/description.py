"""What a plan's document says of itself: its title, region, issuer, date and period, as far as it tells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from plan_targets.drafting.blocks import Line
from plan_targets.drafting.plain import plain
from plan_targets.drafting.years import Period
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.names.regions import Around

FIRST, LAST = 60, 30
KINDS = r"规划|纲要|实施方案|工作方案|行动方案|方案|行动计划|实施意见|意见|计划|行动|要点|措施|办法|纲领"
# What a letter of issue names: 现将《…》印发给你们, 关于印发…的通知.
ISSUED = re.compile(rf"现将《([^》]{{4,60}}(?:{KINDS})[^》]{{0,14}})》印发")
NOTICE = re.compile(rf"关于印发《?(.{{4,60}}?(?:{KINDS})(?:\([^()]*\))?)》?的通知")
STANDING = re.compile(
    r"^[\d、.\s]*([“《]?[^,，。;；:：\d]{2,40}?(?:[“”][^,，。;；:：]{0,4})?[^,，。;；:：]{0,30}?"
    rf"(?:{KINDS}))》?(\([^()]*\))?(?=$|序言|前言|目录)"
)
ABOUT = re.compile(
    r"^(?P<issuer>[^,，。;；:：]{0,40}?)(?P<title>关于[^,，。;；:：]{4,50}(?:意见|决定|措施|纲要))(?:\(.*\))?$"
)
NAMED = re.compile(r"(?:发布机构|发文机关|发文单位|印发机关|制发机关|发布单位)\s*\]?\s*[|:：]?\s*([^\s|:：\]]{3,40})")
_OFFICE = "人民政府|委员会|办公厅|办公室|国务院|管理局|管委会|市场监督管理局|发展和改革委员会|省委|市委|区委|县委"
SIGNED = re.compile(
    rf"^((?:中共|中国共产党)?[\u4e00-\u9fff]{{2,40}}?(?:{_OFFICE})(?:[\s、]+[\u4e00-\u9fff]{{4,40}}?(?:{_OFFICE}))?)$"
)
DATE = re.compile(r"(20\d\d)\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?")
DATED = re.compile(r"(?:成文日期|制发日期|印发日期|发文日期|发布日期|发布时间)")
NATION = ("国务院", "中共中央", "全国人民代表大会", "国家")


@dataclass(frozen=True)
class Description:
    """What the document tells of the plan; empty where it does not, and `notes` where something was inferred."""

    title: str = ""
    region: str = ""
    issuer: str = ""
    issued_on: str = ""
    period_start: int | None = None
    period_end: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Describer:
    """Tells what a plan says of itself, with the register of regions."""

    lists: Lists

    def describe(self, lines: Sequence[Line], period: Period, name: str = "") -> Description:
        """The description of a plan with those lines; `name` is its file's, which may have the title."""
        first = [plain(line.text).strip() for line in lines[:FIRST]]
        last = [plain(line.text).strip() for line in lines[-LAST:]]
        title = _title(first, plain(name))
        issuer = _issuer(first, last)
        issued = _issued_on(first, last)
        region = self._region(title, issuer, int(issued[:4]) if issued else period.end)
        start, notes = period.start, []
        if start is None and period.end is not None and issued:
            # A plan that names no first year begins in the year of its issue.
            start = min(int(issued[:4]), period.end)
            notes.append("规划起始年未写明，取印发之年")
        return Description(title, region, issuer, issued, start, period.end, tuple(notes))

    def _region(self, title: str, issuer: str, year: int | None) -> str:
        """The name of the narrowest region that the title names, else the issuer, as the register has it."""
        for text in (title, issuer):
            codes = list(dict.fromkeys(self._codes_in(text, year)))
            if codes:
                return self._written(codes[-1])
        return self._written("100000") if any(word in issuer + title for word in NATION) else ""

    def _codes_in(self, text: str, year: int | None) -> Iterator[str]:
        """The regions named, each inside the one before: 重庆两江新区 names Chongqing and the area in it."""
        at = 0
        within: str | None = None
        while at < len(text):
            ends = range(min(len(text), at + self._longest), at + 1, -1)
            name = next((text[at:end] for end in ends if text[at:end] in self._names), None)
            code = self.lists.regions.find(name, Around(year=year, within=within)).code if name else None
            if name is None or code is None:
                at += 1
                continue
            yield code
            within, at = code, at + len(name)

    def _written(self, code: str) -> str:
        """The region's name where that means it alone, else its code."""
        name = self.lists.regions.regions[code].name
        return name if self.lists.region(name) == code else code

    @cached_property
    def _names(self) -> frozenset[str]:
        regions = self.lists.regions.regions.values()
        whole = {region.name for region in regions}
        # Without its kind, a county's name may be a common word (城区, 和平).
        short = {re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", region.name) for region in regions
                 if region.level in ("province", "city")}  # fmt: skip
        return frozenset(name for name in whole | short if len(name) > 1) - {"全国", "中国"}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names))


def _title(first: list[str], name: str) -> str:
    for pattern in (ISSUED, NOTICE):
        for line in first:
            if found := pattern.search(line):
                return _closed(found.group(1), first)
    for line in first:
        if found := ABOUT.match(line):
            return found.group("title")
        found = STANDING.match(line)
        if found and not re.search(r"关于|通知$|责任|监测|^第|^\S{0,2}、|^\(", found.group(1)):
            return found.group(1).strip("《 ") + (found.group(2) or "")
    stem = re.sub(r"\.[A-Za-z]{3,4}$", "", name)
    return stem if re.search(KINDS, stem) else ""


def _closed(title: str, first: list[str]) -> str:
    """The title with the years that stand in a line of their own below it."""
    if title in first:
        at = first.index(title)
        if at + 1 < len(first) and re.fullmatch(r"\(20\d\d[^()]{1,12}\)", first[at + 1]) and first[at + 1] not in title:
            return title + first[at + 1]
    return title


def _issuer(first: list[str], last: list[str]) -> str:
    for line in [*first, *last]:
        if found := SIGNED.match(line):
            return re.sub(r"\s+", "、", found.group(1))
    for line in first:
        if found := NAMED.search(line):
            return found.group(1).rstrip("|] ")
        found = ABOUT.match(line)
        if found and found.group("issuer").strip():
            return re.sub(r"\s+", "、", found.group("issuer").strip())
    return ""


def _issued_on(first: list[str], last: list[str]) -> str:
    """The day by which it was signed; else the day that the page gives."""
    for line in [*first, *last]:
        found = DATE.search(line)
        if found and len(line) <= found.end() - found.start() + 2:
            return _iso(found)
    for line in first:
        told = DATED.search(line)
        if told and (found := DATE.search(line, told.end())):
            return _iso(found)
    return ""


def _iso(found: re.Match[str]) -> str:
    year, month, day = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if month <= 12 and day <= 31 else ""
