"""Names in tables looked up: one row for each way in which rows name a region or an indicator."""

from functools import cache, partial

import polars as pl

from plan_targets.names.indicators import Asked, IndicatorNames
from plan_targets.names.regions import Around, RegionMatch, RegionNames

REGION_KEYS = (
    "load_id", "sheet", "source_title", "region_name_zh", "printed_region_code", "region_level", "year",
)  # fmt: skip
REGION_COLUMNS = pl.Schema(
    dict.fromkeys(REGION_KEYS[:-1], pl.String)
    | {"year": pl.Int32, "region_code": pl.String, "candidates": pl.String}
    | {"is_ambiguous": pl.Boolean, "is_contradictory": pl.Boolean}
)
INDICATOR_KEYS = ("indicator_label", "indicator_zh", "unit", "value_kind", "note")
INDICATOR_COLUMNS = pl.Schema(
    dict.fromkeys(INDICATOR_KEYS, pl.String)
    | {"is_note_read": pl.Boolean, "indicator_id": pl.String, "found_by": pl.String}
    | {"candidates": pl.String, "is_ambiguous": pl.Boolean}
)
CANDIDATE_COLUMNS = pl.Schema(
    {"waiting_name_id": pl.String, "position": pl.Int32, "indicator_id": pl.String, "against": pl.String}
)
Key = dict[str, str | int | None]


def match_regions(names: RegionNames, keys: pl.DataFrame) -> pl.DataFrame:
    """Each of the keys with the region that it means, or with the candidates.

    What else one source names in a table tells what the table is about; where that says nothing, all that the table
    names does.
    """
    tables = _Tables(names, keys)
    match = cache(partial(_match, names))
    rows = [
        key | match(_text(key["region_name_zh"]), _text(key["printed_region_code"]), tables.around(key))
        for key in keys.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=REGION_COLUMNS)


def match_indicators(names: IndicatorNames, keys: pl.DataFrame) -> pl.DataFrame:
    """Each of the keys with the indicator that it means, or with the candidates.

    A note is a part of the key only where what the name means may depend on it, so that a million notes are not read.
    """
    named = keys.select("indicator_zh", "indicator_label").iter_rows()
    keys = keys.with_columns(pl.Series("is_note_read", [names.reads_notes(*each) for each in named], pl.Boolean))
    keys = keys.with_columns(pl.when("is_note_read").then("note").alias("note")).unique(maintain_order=True)
    rows = []
    for key in keys.iter_rows(named=True):
        match = names.find(
            Asked(key["indicator_zh"], key["indicator_label"], key["unit"], key["value_kind"], key["note"])
        )
        found = {"indicator_id": match.indicator_id, "found_by": match.found_by, "is_ambiguous": match.is_ambiguous}
        rows.append(key | found | {"candidates": "; ".join(map(str, match.candidates)) or None})
    return pl.DataFrame(rows, schema=INDICATOR_COLUMNS)


def nearest_indicators(names: IndicatorNames, waiting: pl.DataFrame) -> pl.DataFrame:
    """The nearest indicators of each name that waits (waiting_name_id, name_zh, unit), and what speaks against each."""
    rows = [
        (row["waiting_name_id"], position, one.indicator_id, ", ".join(one.against) or None)
        for row in waiting.iter_rows(named=True)
        for position, one in enumerate(names.find(Asked(row["name_zh"], unit=row["unit"])).candidates, start=1)
    ]
    return pl.DataFrame(rows, schema=CANDIDATE_COLUMNS, orient="row")


class _Tables:
    """What each table is about: the regions that it names clearly."""

    def __init__(self, names: RegionNames, keys: pl.DataFrame) -> None:
        self._about: dict[tuple[object, ...], tuple[str | None, str | None, str | None]] = {}

        @cache
        def about(codes: frozenset[str]) -> tuple[str | None, str | None, str | None]:
            return names.common_region(codes), names.common_level(codes), names.common_parent(codes)

        # Of a million rows few names differ, and of the tables' many sources few name other regions than the rest.
        clear = {name: names.find(name).code for name in keys["region_name_zh"].drop_nulls().unique()}
        for columns in (("load_id", "sheet"), ("load_id", "sheet", "source_title")):
            for *group, named in keys.group_by(*columns).agg(pl.col("region_name_zh").unique()).iter_rows():
                codes = frozenset(code for name in named if name and (code := clear[name]) is not None)
                self._about[tuple(group)] = about(codes)

    def around(self, key: Key) -> Around:
        table, source = (key["load_id"], key["sheet"]), (key["load_id"], key["sheet"], key["source_title"])
        within, peers, parts_of = (self._about[source][each] or self._about[table][each] for each in range(3))
        return Around(_text(key["region_level"]), None, _number(key["year"]), within, peers, parts_of)


def _match(names: RegionNames, name: str | None, printed: str | None, around: Around) -> dict[str, object]:
    by_code = names.find(printed)
    match = names.find(name, around) if name is not None else by_code
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
