"""Names in tables looked up: one row for each way in which rows name a region or an indicator."""

from collections.abc import Sequence

import polars as pl

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


def match_regions(names: RegionNames, keys: pl.DataFrame) -> pl.DataFrame:
    """Each of the keys with the region that it means, or with the candidates.

    What else one source names in a table tells what the table is about; where that says nothing, all that the table
    names does. The year and where the name stands are part of a key only where the answer depends on them, which of a
    thousand names few do.
    """
    keys = keys.join(_surroundings(names, keys), on=TABLE, how="left", nulls_equal=True)
    years = keys.select("region_name_zh", "year").unique()
    alike = [names.like_year(name, year) for name, year in years.iter_rows()]
    years = years.with_columns(pl.Series("like_year", alike, pl.Int32))
    keys = keys.join(years, on=("region_name_zh", "year"), how="left", nulls_equal=True)
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


def _surroundings(names: RegionNames, keys: pl.DataFrame) -> pl.DataFrame:
    """What each source in each table is about: the regions that it names clearly; else what the table is about."""

    def about(codes: frozenset[str]) -> tuple[str | None, str | None, str | None]:
        return names.common_region(codes), names.common_level(codes), names.common_parent(codes)

    different = keys["region_name_zh"].drop_nulls().unique()
    clear = pl.DataFrame(
        {"region_name_zh": different, "code": [names.find(name).code for name in different]},
        schema={"region_name_zh": pl.String, "code": pl.String},
    )
    coded = keys.join(clear, on="region_name_zh", how="left")

    def abouts(columns: Sequence[str]) -> pl.DataFrame:
        codes = coded.group_by(columns).agg(codes=pl.col("code").drop_nulls().unique().sort().str.join(" "))
        # A million sources speak of few sets of regions.
        rows = [(text, *about(frozenset(text.split()))) for text in codes["codes"].unique()]
        found = pl.DataFrame(rows, schema=dict.fromkeys(("codes", *SURROUNDINGS), pl.String), orient="row")
        return codes.join(found, on="codes").drop("codes")

    of_sources, of_tables = abouts(TABLE), abouts(TABLE[:2])
    both = of_sources.join(of_tables, on=TABLE[:2], how="left", nulls_equal=True, suffix="_of_table")
    return both.select(*TABLE, *(pl.coalesce(name, f"{name}_of_table") for name in SURROUNDINGS))


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
