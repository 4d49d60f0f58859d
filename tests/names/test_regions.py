"""A region's name is found, or refused with the candidates; never taken for another region."""

import csv
import random
from functools import cache

import pytest

from plan_targets.names.regions import Around, RegionNames
from plan_targets.settings import SEEDS_FOLDER


@cache
def names() -> RegionNames:
    return RegionNames.from_seeds()


@cache
def register() -> dict[str, dict[str, str]]:
    with (SEEDS_FOLDER / "reference" / "regions.csv").open(encoding="utf-8") as file:
        return {row["region_code"]: row for row in csv.DictReader(file)}


def forms(row: dict[str, str]) -> list[tuple[str, Around]]:
    """The ways in which tables name a region."""
    parents, code = [], row["parent_code"]
    while code and register()[code]["level"] != "country":
        parents.insert(0, register()[code])
        code = register()[code]["parent_code"]
    full, short = row["name_zh"], row["short_name_zh"]
    ways = [
        (full, Around()),
        (short, Around()),
        (full, Around(level=row["level"])),
        (short, Around(level=row["level"])),
    ]
    if parents:
        nearest = parents[-1]
        ways += [
            (nearest["name_zh"] + full, Around()),
            (nearest["short_name_zh"] + full, Around()),
            (nearest["short_name_zh"] + short, Around()),
            ("".join(parent["name_zh"] for parent in parents) + full, Around()),
            ("/".join([*(parent["name_zh"] for parent in parents), full]), Around()),
            (full, Around(parent=nearest["name_zh"])),
            (short, Around(parent=nearest["short_name_zh"])),
            (full, Around(within=nearest["region_code"])),
        ]
    return ways


def test_none_of_500_names_drawn_from_the_register_means_another_region() -> None:
    drawn = random.Random(20261126)
    current = [row for row in register().values() if not row["last_year"] and row["level"] != "country"]
    tried = [(row, *drawn.choice(forms(row))) for row in drawn.choices(current, k=500)]
    found = 0
    for row, name, around in tried:
        match = names().find(name, around)
        if match.code is None:
            assert row["region_code"] in match.candidates, (name, around, match)
        else:
            assert match.code == row["region_code"], (name, around, names().full_name(match.code))
            found += 1
    assert found >= 430


def test_a_name_with_its_parents_is_found() -> None:
    current = [row for row in register().values() if not row["last_year"] and row["level"] in ("city", "county")]
    missed = []
    for row in current:
        for name, around in forms(row)[7:8] + forms(row)[9:10] + forms(row)[11:12]:
            match = names().find(name, around)
            if match.code != row["region_code"]:
                missed.append((name, around, match))
    assert missed == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("江苏", "320000"), ("江苏省", "320000"), ("江蘇省", "320000"), ("内蒙古", "150000"), ("恩施州", "422800"),
        ("恩施土家族苗族自治州", "422800"), ("苏州", "320500"), ("苏州市", "320500"), ("苏 州 市", "320500"),
        ("江苏省苏州市吴江区", "320509"), ("吴江区", "320509"), ("常熟市", "320581"), ("苏州吴江", "320509"),
        ("吉林", "220000"), ("吉林市", "220200"), ("吉林省吉林市", "220200"), ("海南", "460000"),
        ("青海海南州", "632500"), ("辽宁朝阳市", "211300"), ("朝阳市", "211300"),
        ("北京市朝阳区", "110105"), ("全国", "100000"), ("长三角", "yangtze_river_delta"), ("320509", "320509"),
        ("320509000000", "320509"), ("320584", "320509"), ("雄安新区", "xiongan_new_area"), ("仙桃市", "429004"),
        ("京津冀及周边", "beijing_tianjin_hebei_surroundings"), ("Jiangsu", "320000"), ("Inner Mongolia", "150000"),
        ("湖北省神农架林区", "429021"), ("重庆市綦江区", "500110"), ("济源", "419001"), ("香港", "810000"),
    ],
)  # fmt: skip
def test_a_name_that_is_clear_is_found(name: str, code: str) -> None:
    assert names().find(name).code == code


@pytest.mark.parametrize(
    "name", ["鼓楼区", "朝阳区", "西湖区", "普陀区", "通州区", "朝阳", "西湖", "恩施", "大理", "长沙", "Suzhou"]
)
def test_a_name_that_several_regions_bear_is_refused_with_all_of_them(name: str) -> None:
    match = names().find(name)
    assert match.code is None
    assert match.is_ambiguous
    assert len(match.candidates) >= 2


@pytest.mark.parametrize("name", ["桃花源", "全市", "江苏省(不含南京)", "开发区", "市辖区", "合计", "吴江和常熟"])
def test_what_is_no_region_of_the_register_is_refused(name: str) -> None:
    match = names().find(name)
    assert match.code is None
    assert not match.is_ambiguous


def test_a_misspelt_name_is_refused_with_the_nearest() -> None:
    assert "320509" in names().find("吴江县区").candidates


def test_the_other_names_of_a_table_tell_which_is_meant() -> None:
    def within(*others: str) -> Around:
        clear = {code for name in others if (code := names().find(name).code) is not None}
        return Around(within=names().common_region(clear))

    assert names().find("鼓楼区", within("玄武区", "秦淮区", "建邺区")).code == "320106"
    assert names().find("鼓楼区", within("全国", "江苏省", "南京市")).code == "320106"
    assert names().find("普陀区", within("徐汇区", "黄浦区")).code == "310107"
    assert names().find("朝阳", within("海淀区", "丰台区")).code == "110105"
    assert names().find("河北", within("和平区", "南开区", "红桥区", "河西区", "西青区")).code == "120105"
    # In a table of a province's cities both are possible.
    assert names().find("鼓楼区", within("南京市", "徐州市")).code is None
    assert names().find("朝阳区", within("北京市", "吉林省")).code is None
    assert names().find("南昌", within("东湖区", "青云谱区")).code is None


def test_the_level_of_the_other_names_tells_which_is_meant() -> None:
    assert names().find("长沙", Around(peers="city")).code == "430100"
    assert names().find("恩施", Around(peers="city", within="420000")).code == "422800"
    assert names().find("恩施", Around(peers="county")).code == "422801"


def test_a_parent_that_does_not_contain_the_region_contradicts_it() -> None:
    match = names().find("吴江区", Around(parent="浙江省"))
    assert match.code is None
    assert match.candidates == ("320509",)


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("吴江市", 2010, "320509"), ("吴江市", 2023, "320509"), ("绍兴县", 2011, "330603"), ("密云县", 2014, "110118"),
        ("渝北区", 2023, "500112"), ("两江新区", 2024, "liangjiang_new_area"), ("两江新区", 2026, "500157"),
        ("闸北区", 2012, "310108"), ("襄樊市", 2009, "420600"), ("巢湖市", 2020, "340181"), ("莱芜市", 2016, "371200"),
        ("毕节市", 2020, "520500"), ("庐江县", 2008, "340124"),
    ],
)  # fmt: skip
def test_a_former_name_is_found_with_its_period(name: str, year: int, code: str) -> None:
    assert names().find(name, Around(year=year)).code == code


@pytest.mark.parametrize(("name", "year"), [("巢湖市", 2008), ("毕节市", 2009)])
def test_a_name_that_meant_another_region_then_is_refused(name: str, year: int) -> None:
    match = names().find(name, Around(year=year))
    assert match.code is None
    assert len(match.candidates) == 2


def test_a_name_means_in_a_year_what_it_means_in_the_year_that_is_like_it() -> None:
    """Of the names of regions that came or went, and of their former names, those that are drawn."""
    former = csv.DictReader((SEEDS_FOLDER / "reference" / "region_former_names.csv").open(encoding="utf-8"))
    turned = [row["name_zh"] for row in register().values() if row["first_year"] or row["last_year"]]
    drawn = random.Random(20261127).sample([*turned, *(row["name_zh"] for row in former)], 150)
    likes = set()
    for name in drawn:
        for year in range(1980, 2027):
            like = names().like_year(name, year)
            assert names().find(name, Around(year=year)) == names().find(name, Around(year=like)), (name, year)
            likes.add((name, like))
    assert len(drawn) < len(likes) < 5 * len(drawn)


def test_areas_know_their_members() -> None:
    with (SEEDS_FOLDER / "reference" / "region_members.csv").open(encoding="utf-8") as file:
        members = [row for row in csv.DictReader(file) if row["area_code"] == "yangtze_river_delta"]
    assert {row["region_code"] for row in members} == {"310000", "320000", "330000", "340000"}
