"""Names as real tables have them (bulletins, yearbooks, lists), each with the region that a person would enter.

data/real_tables.csv has the names table by table; one without a code is no region, or nothing in its table tells which.
data/wordings_apart.csv has wordings of other bureaus, written after the lists; one without an id has no indicator here.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pytest

from plan_targets.names.indicators import Asked, IndicatorNames
from plan_targets.names.matches import REGION_KEYS, match_regions
from plan_targets.names.regions import RegionNames

DATA = Path(__file__).with_name("data")
Row = dict[str, str]


def rows(file: str) -> list[Row]:
    """The rows of a file beside this."""
    with (DATA / file).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@cache
def regions() -> RegionNames:
    return RegionNames.from_seeds()


def match(table: str, names: list[str]) -> dict[str, str | None]:
    """The code that each of the names of one table gets."""
    schema = {key: pl.Int32 if key == "year" else pl.String for key in REGION_KEYS}
    keys = [{"load_id": table, "region_name_zh": name, "year": 2023} for name in names]
    with duckdb.connect() as session:
        named = session.from_arrow(pl.DataFrame(keys, schema=schema).to_arrow())
        found = match_regions(regions(), session, named)
    return dict(found.select("region_name_zh", "region_code").iter_rows())


def judge_regions() -> tuple[int, list[str], list[str]]:
    """How many names there are, those refused that a person would enter, and those taken for another region."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for row in rows("real_tables.csv"):
        tables[row["table"]].append(row)
    refused, wrong = [], []
    for table, named in tables.items():
        found = match(table, [row["printed"] for row in named])
        for row in named:
            code = found[row["printed"]]
            if code is not None and code != row["region_code"]:
                wrong.append(f"{table} {row['printed']}: {code}")
            elif code is None and row["region_code"]:
                refused.append(f"{table} {row['printed']}")
    return sum(map(len, tables.values())), refused, wrong


def judge_wordings(file: str) -> tuple[int, list[str], list[str]]:
    """How many wordings have an indicator, those without it among three, and those taken into another series."""
    names = IndicatorNames.from_seeds()
    missed, wrong = [], []
    wordings = rows(file)
    for row in wordings:
        asked = Asked(row["wording"], unit=row["unit"])
        found = names.find(asked).indicator_id
        if found is not None and found != row["indicator_id"]:
            wrong.append(f"{row['wording']}: {found}")
        if row["indicator_id"] and row["indicator_id"] not in {one.indicator_id for one in names.candidates(asked)}:
            missed.append(row["wording"])
    return sum(bool(row["indicator_id"]) for row in wordings), missed, wrong


def test_none_of_500_names_of_real_tables_means_another_region_and_hardly_any_is_refused() -> None:
    count, refused, wrong = judge_regions()
    assert count >= 500
    assert wrong == []
    assert len(refused) <= 0.02 * count, refused


def test_wordings_written_after_the_lists_have_their_indicator_among_three_and_none_is_taken_wrongly() -> None:
    count, missed, wrong = judge_wordings("wordings_apart.csv")
    assert count >= 60
    assert wrong == []
    assert len(missed) <= 0.1 * count, missed


def test_figures_of_bulletins_are_taken_into_their_series_or_refused() -> None:
    names = IndicatorNames.from_seeds()
    found = {
        (row["wording"], row["unit"]): names.find(Asked(row["wording"], unit=row["unit"]))
        for row in rows("bulletins.csv")
    }
    meant = {(row["wording"], row["unit"]): row["indicator_id"] or None for row in rows("bulletins.csv")}
    # One whose unit does not fit is known by its name, so that the sentence speaks of the unit.
    assert {key: match.indicator_id for key, match in found.items()} == meant


@pytest.mark.parametrize(
    ("table", "name", "code"),
    [
        # Cities below their province, and counties directly below it, tell that a city is meant.
        (["湖北", "武汉", "黄石", "宜昌", "仙桃", "潜江"], "荆州", "421000"),
        (["湖南", "株洲市", "娄底市"], "长沙", "430100"),
        (["长沙县", "浏阳市", "宁乡市", "望城区", "岳麓区"], "长沙", None),
        (["东湖区", "青云谱区"], "南昌", None),
        # One spelling of two regions: told by the table, or refused.
        (["昌吉州", "博州", "克州"], "巴州", "652800"),
        (["通江县", "南江县", "平昌县"], "巴州", "511902"),
        ([], "巴州", None),
        (["浦口区", "江宁区"], "江北新区", "nanjing_jiangbei_new_area"),
    ],
)
def test_what_else_the_table_names_tells_which_is_meant(table: list[str], name: str, code: str | None) -> None:
    assert match("table", [*table, name])[name] == code
