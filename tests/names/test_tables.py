"""What a name means in a table: by its source there, else by the whole table; and nothing else of it is kept."""

import duckdb
import polars as pl

from plan_targets.names.matches import KEY_COLUMNS, match_regions
from plan_targets.names.regions import RegionNames

NANJING, FUZHOU = ["玄武区", "秦淮区", "建邺区"], ["台江区", "仓山区", "马尾区"]


def match(rows: list[tuple[str, str | None, str]]) -> pl.DataFrame:
    """The matches of names, each with its sheet and its source."""
    columns = ("sheet", "source_title", "region_name_zh")
    keys = [{"load_id": "a", **dict(zip(columns, row, strict=True))} for row in rows]
    named = pl.DataFrame(keys, schema=KEY_COLUMNS)
    with duckdb.connect() as session:
        return match_regions(RegionNames.from_seeds(), session, session.from_arrow(named.to_arrow()))


def codes(found: pl.DataFrame, name: str) -> dict[tuple[str | None, str | None], str | None]:
    """What the name means, by the sheet and the source where they matter."""
    of_name = found.filter(pl.col("region_name_zh") == name)
    return {(row["sheet"], row["source_title"]): row["region_code"] for row in of_name.iter_rows(named=True)}


def test_a_name_means_what_its_source_in_its_table_is_about() -> None:
    found = match(
        [("甲", "南京公报", name) for name in [*NANJING, "鼓楼区"]]
        + [("甲", "福州公报", name) for name in [*FUZHOU, "鼓楼区"]]
    )
    assert codes(found, "鼓楼区") == {("甲", "南京公报"): "320106", ("甲", "福州公报"): "350102"}


def test_a_source_that_names_nothing_else_is_about_what_its_table_is() -> None:
    rows: list[tuple[str, str | None, str]] = [("甲", "南京公报", name) for name in NANJING]
    found = match([*rows, ("甲", None, "鼓楼区"), ("乙", "南京公报", "鼓楼区")])
    assert codes(found, "鼓楼区") == {("甲", None): "320106", ("乙", "南京公报"): None}
    assert found.filter(pl.col("region_name_zh") == "鼓楼区")["is_ambiguous"].to_list().count(True) == 1


def test_a_name_that_means_one_region_is_one_row_wherever_it_stands() -> None:
    found = match([(sheet, source, "玄武区") for sheet in "甲乙丙" for source in ("公报", "年鉴", None)])
    assert found.height == 1 and not found["is_context_read"].item()
    assert codes(found, "玄武区") == {(None, None): "320102"}
    assert match([]).height == 0
