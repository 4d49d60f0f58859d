"""A map without outlines: one tile for each province, or a point at each place below."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import Label, Place, placed
from app.charts.theme import GRID, INK, PAPER, QUIET_INK, titled

TILE_HEIGHT = 52
POINTS_HEIGHT = 420
# More names than that lie on each other: then only what has something to show is named.
MOST_NAMED_POINTS = 30
# Empty degrees around the outermost points, for their names.
ROOM = 0.12

POINT_PLACES = (
    Place(0, -11, baseline="bottom"),
    Place(0, 11, baseline="top"),
    Place(12, 0, "left"),
    Place(-12, 0, "right"),
    Place(0, -26, baseline="bottom"),
    Place(0, 26, baseline="top"),
)

# Column and row of each province, laid out once from the coordinates in seeds/reference/regions.csv: the places on an
# 8 by 8 grid that keep west of east and north of south for all pairs more than 2 degrees apart, moving the least.
TILES = {
    "110000": (5, 1), "120000": (5, 2), "130000": (4, 2), "140000": (3, 2), "150000": (3, 1), "210000": (6, 1),
    "220000": (7, 1), "230000": (7, 0), "310000": (7, 4), "320000": (6, 3), "330000": (6, 4), "340000": (5, 4),
    "350000": (6, 5), "360000": (5, 5), "370000": (5, 3), "410000": (4, 3), "420000": (4, 4), "430000": (4, 5),
    "440000": (4, 6), "450000": (3, 6), "460000": (3, 7), "500000": (2, 5), "510000": (2, 4), "520000": (3, 5),
    "530000": (2, 6), "540000": (0, 4), "610000": (3, 3), "620000": (2, 3), "630000": (1, 2), "640000": (2, 2),
    "650000": (0, 0), "710000": (6, 6), "810000": (5, 6), "820000": (4, 7),
}  # fmt: skip
COLUMNS, ROWS = 8, 8


@dataclass(frozen=True)
class MapTexts:
    """The words of a map in the reader's language."""

    title: str
    status: str
    value: str


def region_tiles(regions: pl.DataFrame, texts: MapTexts) -> Any:
    """Provinces as tiles: `regions` has region_id, region, short, color, ink, said, status_label and value."""
    places = pl.DataFrame(
        [{"region_id": region, "column": column, "row": row} for region, (column, row) in TILES.items()]
    )
    drawn = regions.join(places, on="region_id")
    base = alt.Chart(drawn).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(COLUMNS)), padding=0.04)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(ROWS)), padding=0.06)),
        tooltip=_tooltip(texts),
    )
    tiles = base.mark_rect(stroke=GRID, cornerRadius=3).encode(color=alt.Color("color:N", scale=None))
    limit = alt.ExprRef("bandwidth('x') - 2")
    size = alt.ExprRef("bandwidth('x') < 60 ? 10 : 12.5")
    names = base.mark_text(dy=-9, limit=limit, fontSize=size, fontWeight=600).encode(
        text="short:N", color=alt.Color("ink:N", scale=None)
    )
    words = base.mark_text(dy=9, limit=limit, fontSize=size).encode(text="said:N", color=alt.Color("ink:N", scale=None))
    return titled(tiles + names + words, texts.title, height=TILE_HEIGHT * ROWS)


def region_points(regions: pl.DataFrame, texts: MapTexts) -> Any:
    """Places by their coordinates: the columns of `region_tiles`, and longitude, latitude, mark and has_something."""
    drawn = regions.drop_nulls(["longitude", "latitude"])
    names_all = drawn.height <= MOST_NAMED_POINTS
    drawn = drawn.with_columns(
        name=pl.when(pl.lit(names_all) | pl.col("has_something"))
        .then(pl.concat_str([pl.col("mark"), pl.col("short")], separator=" ").str.strip_chars())
        .otherwise(pl.lit(""))
    )
    edges = [(drawn["longitude"].min() or 0, drawn["longitude"].max() or 0),
             (drawn["latitude"].min() or 0, drawn["latitude"].max() or 0)]  # fmt: skip
    room = max((float(high) - float(low)) for low, high in edges) * ROOM or 0.5  # type: ignore[arg-type]
    corners = pl.DataFrame(
        {name: [float(low) - room, float(high) + room]  # type: ignore[arg-type]
         for name, (low, high) in zip(("longitude", "latitude"), edges, strict=True)}
    )  # fmt: skip
    frame = alt.Chart(corners).mark_circle(opacity=0).encode(longitude="longitude:Q", latitude="latitude:Q")
    base = alt.Chart(drawn).encode(longitude="longitude:Q", latitude="latitude:Q", tooltip=_tooltip(texts))
    dots = base.mark_circle(opacity=1, stroke=QUIET_INK, strokeWidth=0.8).encode(
        color=alt.Color("color:N", scale=None),
        size=alt.condition("datum.has_something", alt.value(260), alt.value(60)),
    )
    offsets = {name: alt.ExprRef(f"datum.{name}") for name in ("dx", "dy", "align", "baseline")}
    named = alt.Chart(_named(drawn, room)).encode(longitude="longitude:Q", latitude="latitude:Q", text="name:N")
    labels = [
        named.mark_text(fontSize=12, **offsets, **look)
        for look in ({"stroke": PAPER, "strokeWidth": 4}, {"color": INK})
    ]
    return titled((frame + dots + alt.layer(*labels)).project("mercator"), texts.title, height=POINTS_HEIGHT)


def _named(drawn: pl.DataFrame, room: float) -> pl.DataFrame:
    """The names with the places they take: each the first that is free, as if the plot were limited by its height."""
    rows = drawn.filter(pl.col("name") != "").sort("latitude", descending=True)
    top, left = rows["latitude"].max() or 0, rows["longitude"].min() or 0
    height = float(top) - float(rows["latitude"].min() or 0) + 2 * room  # type: ignore[arg-type]
    pixels = POINTS_HEIGHT / max(height, 1e-6)

    def at(row: dict[str, Any]) -> tuple[float, float]:
        # A degree of latitude is longer than one of longitude.
        x = (row["longitude"] - left) * pixels * math.cos(math.radians(row["latitude"]))
        return x, (top - row["latitude"]) * pixels

    points = list(rows.iter_rows(named=True))
    labels = placed([Label(row["name"], *at(row), POINT_PLACES) for row in points], [at(row) for row in points])
    return pl.DataFrame(
        [
            {name: row[name] for name in ("longitude", "latitude", "name")} | asdict(label.place or POINT_PLACES[0])
            for row, label in zip(points, labels, strict=True)
        ],
        schema={
            "longitude": pl.Float64, "latitude": pl.Float64, "name": pl.String, "dx": pl.Float64, "dy": pl.Float64,
            "align": pl.String, "baseline": pl.String,
        },
    )  # fmt: skip


def _tooltip(texts: MapTexts) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("region:N", title=" "),
        alt.Tooltip("status_label:N", title=texts.status),
        alt.Tooltip("value:N", title=texts.value),
    ]
