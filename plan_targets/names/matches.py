"""Names in tables looked up: one row for each way in which rows name a region or an indicator."""

import re
from functools import reduce
from operator import or_

import duckdb
import polars as pl
from duckdb import ColumnExpression, ConstantExpression

from plan_targets.names.indicators import Asked, IndicatorNames
from plan_targets.names.regions import Around, RegionMatch, RegionNames

REGION_KEYS = (
    "load_id", "sheet", "source_title", "region_name_zh", "printed_region_code", "region_level", "year",
)  # fmt: skip
MATCH_COLUMNS = pl.Schema(
    {"region_code": pl.String, "candidates": pl.String, "is_ambiguous": pl.Boolean, "is_contradictory": pl.Boolean}
)
KEY_COLUMNS = pl.Schema(dict.fromkeys(REGION_KEYS[:-1], pl.String) | {"year": pl.Int32})
REGION_COLUMNS = pl.Schema([*KEY_COLUMNS.items(), ("is_context_read", pl.Boolean()), *MATCH_COLUMNS.items()])
# What a row itself says of its region; the rest of a key is what stands around it.
BY_ITSELF = ("load_id", "region_name_zh", "printed_region_code", "region_level")
# One source in one table; what stands around a name in it; and all that decides what the name means.
TABLE = ("load_id", "sheet", "source_title")
SURROUNDINGS = ("within", "peers", "parts_of")
AROUND_COLUMNS = pl.Schema({"like_year": pl.Int32} | dict.fromkeys(SURROUNDINGS, pl.String))
NAMED = ("region_name_zh", "printed_region_code", "region_level", "like_year", *SURROUNDINGS)
INDICATOR_KEYS = ("indicator_label", "indicator_zh", "unit", "value_kind", "note")
INDICATOR_COLUMNS = pl.Schema(
    dict.fromkeys(("load_id", *INDICATOR_KEYS), pl.String)
    | {"is_note_read": pl.Boolean, "indicator_id": pl.String}
    | {"candidates": pl.String, "is_ambiguous": pl.Boolean}
)
CANDIDATE_COLUMNS = pl.Schema(
    {"waiting_name_id": pl.String, "position": pl.Int32, "indicator_id": pl.String, "against": pl.String}
)
Key = dict[str, str | int | None]
# As many sources at a time: a set of all regions takes four hundred bytes.
BATCH_ROWS = 50_000


def match_regions(
    names: RegionNames, session: duckdb.DuckDBPyConnection, named: duckdb.DuckDBPyRelation
) -> pl.DataFrame:
    """Each way in which the rows of `named` name a region, with the region that it means, or with the candidates.

    `named` has `REGION_KEYS`, and as many rows as there are figures: of a hundred million only those come here whose
    names may mean several regions. What else one source names in a table tells what the table is about; where that says
    nothing, all that the table names does. The year and where the name stands are part of a key only where the answer
    depends on them.
    """
    by_itself = named.project(", ".join(BY_ITSELF)).distinct().pl()
    different = by_itself["region_name_zh"].unique(maintain_order=True)
    several = [name for name in different if names.may_mean_several(name)]
    is_clear = ~pl.col("region_name_zh").is_in(several).fill_null(value=False)
    nothing = {name: pl.lit(None, KEY_COLUMNS[name]) for name in REGION_KEYS if name not in BY_ITSELF}
    clear = _matched(names, by_itself.filter(is_clear).with_columns(**nothing))
    if not several:
        return clear
    asked = named.filter(ColumnExpression("region_name_zh").isin(*map(ConstantExpression, several))).distinct().pl()
    of_sources, of_tables = _surroundings(names, session, named, different, asked["load_id"].unique().to_list())
    asked = (
        asked.join(of_sources, on=TABLE, how="left", nulls_equal=True)
        .join(of_tables, on=TABLE[:2], how="left", nulls_equal=True, suffix="_of_table")
        .with_columns(pl.coalesce(name, f"{name}_of_table") for name in SURROUNDINGS)
    )
    years = asked.select("region_name_zh", "year").unique()
    alike = [names.like_year(name, year) for name, year in years.iter_rows()]
    years = years.with_columns(pl.Series("like_year", alike, pl.Int32))
    asked = asked.join(years, on=("region_name_zh", "year"), how="left", nulls_equal=True)
    return pl.concat([clear, _matched(names, asked)])


def _matched(names: RegionNames, keys: pl.DataFrame) -> pl.DataFrame:
    """The keys with their matches; without what stands around them where the answer is the same whatever does."""
    keys = keys.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in AROUND_COLUMNS.items() if name not in keys.columns
    )
    # Of a million rows few are named differently and stand among different names.
    named = keys.select(NAMED).unique(maintain_order=True)
    rows = [
        row | _match(names, row["region_name_zh"], row["printed_region_code"], _around(row))
        for row in named.iter_rows(named=True)
    ]
    matches = pl.DataFrame(rows, schema=pl.Schema([*named.schema.items(), *MATCH_COLUMNS.items()]))
    matched = keys.join(matches, on=NAMED, how="left", nulls_equal=True, maintain_order="left")
    different = matched.select(*BY_ITSELF, *MATCH_COLUMNS).unique()
    answers = different.group_by(BY_ITSELF).agg(is_context_read=pl.len() > 1)
    answered = matched.join(answers, on=BY_ITSELF, how="left", nulls_equal=True, maintain_order="left").with_columns(
        pl.when("is_context_read").then(name).alias(name) for name in REGION_KEYS if name not in BY_ITSELF
    )
    return answered.select(pl.col(name).cast(kind) for name, kind in REGION_COLUMNS.items()).unique(maintain_order=True)


def match_indicators(names: IndicatorNames, keys: pl.DataFrame) -> pl.DataFrame:
    """Each of the keys of each load with the indicator that it means, or with the candidates.

    A note is a part of the key only where what the name means may depend on it, so that a million notes are not read.
    """
    named = keys.select("indicator_zh", "indicator_label").iter_rows()
    keys = keys.with_columns(pl.Series("is_note_read", [names.reads_notes(*each) for each in named], pl.Boolean))
    keys = keys.with_columns(pl.when("is_note_read").then("note").alias("note")).unique(maintain_order=True)
    rows = []
    # Loads name mostly the same.
    for key in keys.select(INDICATOR_KEYS).unique(maintain_order=True).iter_rows(named=True):
        match = names.find(
            Asked(key["indicator_zh"], key["indicator_label"], key["unit"], key["value_kind"], key["note"])
        )
        found = {"indicator_id": match.indicator_id, "is_ambiguous": match.is_ambiguous}
        rows.append(key | found | {"candidates": "; ".join(map(str, match.candidates)) or None})
    answered = {name: kind for name, kind in INDICATOR_COLUMNS.items() if name not in ("load_id", "is_note_read")}
    matches = pl.DataFrame(rows, schema=answered)
    matched = keys.join(matches, on=INDICATOR_KEYS, how="left", nulls_equal=True, maintain_order="left")
    return matched.select(pl.col(name).cast(kind) for name, kind in INDICATOR_COLUMNS.items())


def nearest_indicators(names: IndicatorNames, waiting: pl.DataFrame) -> pl.DataFrame:
    """The nearest indicators of each name that waits (waiting_name_id, name_zh, unit), and what speaks against each."""
    rows = [
        (row["waiting_name_id"], position, one.indicator_id, ", ".join(one.against) or None)
        for row in waiting.iter_rows(named=True)
        for position, one in enumerate(names.find(Asked(row["name_zh"], unit=row["unit"])).candidates, start=1)
    ]
    return pl.DataFrame(rows, schema=CANDIDATE_COLUMNS, orient="row")


def _surroundings(
    names: RegionNames,
    session: duckdb.DuckDBPyConnection,
    named: duckdb.DuckDBPyRelation,
    different: pl.Series,
    loads: list[str],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What each source in each table of these loads is about, by the regions that it names clearly; and each table."""
    found = {name: names.find(name).code for name in different.drop_nulls()}
    codes = sorted({code for code in found.values() if code is not None})
    number_of = {code: number for number, code in enumerate(codes)}
    numbers = [(name, number_of[code]) for name, code in found.items() if code is not None]
    clear = pl.DataFrame(numbers, schema={"clear_name": pl.String, "code_number": pl.Int32}, orient="row")
    table = ", ".join(TABLE)
    # One bit for each region: however many rows name it, a source's take no more room.
    told = (
        named.filter(ColumnExpression("load_id").isin(*map(ConstantExpression, loads)))
        .join(session.from_arrow(clear.to_arrow()), "region_name_zh = clear_name")
        .aggregate(f"{table}, cast(bitstring_agg(code_number, 0, {len(codes)}) as blob) as bits", table)
    )
    # A million sources speak of few sets of regions, of which each is kept once.
    sets: dict[bytes, int] = {}
    of_sources = pl.DataFrame(schema=dict.fromkeys(TABLE, pl.String) | {"set_number": pl.Int64})
    for batch in told.to_arrow_reader(BATCH_ROWS):
        rows = pl.DataFrame(batch)
        set_numbers = [sets.setdefault(bits, len(sets)) for bits in rows["bits"]]
        of_sources.extend(rows.select(pl.col(TABLE).cast(pl.String), pl.Series("set_number", set_numbers, pl.Int64)))
    different_sets = list(sets)
    of_tables = pl.DataFrame(
        [
            (load_id, sheet, sets.setdefault(_united([different_sets[number] for number in numbers]), len(sets)))
            for load_id, sheet, numbers in of_sources.group_by(TABLE[:2]).agg(pl.col("set_number").unique()).iter_rows()
        ],
        schema=dict.fromkeys(TABLE[:2], pl.String) | {"set_number": pl.Int64},
        orient="row",
    )
    abouts = pl.DataFrame(
        [(number, *_about(names, bits, codes)) for bits, number in sets.items()],
        schema={"set_number": pl.Int64} | dict.fromkeys(SURROUNDINGS, pl.String),
        orient="row",
    )
    about_sources, about_tables = (
        either.join(abouts, on="set_number", how="left").drop("set_number") for either in (of_sources, of_tables)
    )
    return about_sources, about_tables


def _united(sets: list[bytes]) -> bytes:
    """What is in any of these sets of bits, which have one length."""
    return reduce(or_, map(int.from_bytes, sets)).to_bytes(len(sets[0]))


def _about(names: RegionNames, bits: bytes, codes: list[str]) -> tuple[str | None, str | None, str | None]:
    # One bit for each number, the first foremost; before them how many of the first byte stand for none, and these.
    size = len(codes) + 1
    text = f"{int.from_bytes(bits) & ((1 << size) - 1):0{size}b}"
    within = [codes[one.start()] for one in re.finditer("1", text)]
    return names.common_region(within), names.common_level(within), names.common_parent(within)


def _around(row: Key) -> Around:
    within, peers, parts_of = (_text(row[column]) for column in SURROUNDINGS)
    return Around(_text(row["region_level"]), None, _number(row["like_year"]), within, peers, parts_of)


def _match(names: RegionNames, name: object, printed: object, around: Around) -> dict[str, object]:
    by_code = names.find(_text(printed))
    match = names.find(_text(name), around) if name is not None else by_code
    if match.is_ambiguous and by_code.code in match.candidates:
        match = by_code
    return {
        "region_code": match.code,
        "candidates": describe(names, match),
        "is_ambiguous": match.is_ambiguous,
        "is_contradictory": printed is not None and match.code is not None and match.code != by_code.code,
    }


def describe(names: RegionNames, match: RegionMatch) -> str | None:
    """The candidates as a text for people; null where there are none."""
    return names.describe(match.candidates) or None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
