"""A map without outlines: one tile for each province, or a point for each region below."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import CELL_WIDTH, Anchor, Label, arranged
from app.charts.theme import GRID, INK, PAPER, QUIET_INK, text_cells, titled

TILE_HEIGHT = 52
# A tile of a phone, in pixels.
NARROW_TILE = 60
FONT_SIZE = 12.5
# How much wider bold letters are.
BOLD = 1.15
POINTS_HEIGHT = 420
# More names than that lie on each other: then only what has something to show is named.
MOST_NAMED_POINTS = 30
# Empty degrees around the outermost points, for their names.
ROOM = 0.12

POINT_ANCHORS = (
    Anchor(0, -11, baseline="bottom"),
    Anchor(0, 11, baseline="top"),
    Anchor(12, 0, "left"),
    Anchor(-12, 0, "right"),
    Anchor(0, -26, baseline="bottom"),
    Anchor(0, 26, baseline="top"),
)

# Column and row of each province, laid out once from the coordinates in seeds/reference/regions.csv: the cells on an
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
# What a tile too narrow for a name in Latin letters has instead: the letters of ISO 3166-2.
LETTERS = {
    "110000": "BJ", "120000": "TJ", "130000": "HE", "140000": "SX", "150000": "NM", "210000": "LN", "220000": "JL",
    "230000": "HL", "310000": "SH", "320000": "JS", "330000": "ZJ", "340000": "AH", "350000": "FJ", "360000": "JX",
    "370000": "SD", "410000": "HA", "420000": "HB", "430000": "HN", "440000": "GD", "450000": "GX", "460000": "HI",
    "500000": "CQ", "510000": "SC", "520000": "GZ", "530000": "YN", "540000": "XZ", "610000": "SN", "620000": "GS",
    "630000": "QH", "640000": "NX", "650000": "XJ", "710000": "TW", "810000": "HK", "820000": "MO",
}  # fmt: skip


@dataclass(frozen=True)
class MapTexts:
    """The words of a map in the reader's language."""

    title: str
    status: str
    value: str


def region_tiles(regions: pl.DataFrame, texts: MapTexts) -> Any:
    """Provinces as tiles: `regions` has the columns of the page's map, short, mark, number and said among them."""
    cells = pl.DataFrame(
        [
            {"region_id": region, "column": column, "row": row, "letters": LETTERS[region]}
            for region, (column, row) in TILES.items()
        ]
    )
    drawn = regions.join(cells, on="region_id")
    drawn = drawn.with_columns(
        width=pl.Series([text_cells(short) * CELL_WIDTH for short in drawn["short"]], dtype=pl.Float64),
        letters=pl.when(pl.col("short").str.contains(r"\p{Han}")).then("short").otherwise("letters"),
    )
    base = alt.Chart(drawn).encode(
        x=alt.X("column:O", axis=None, scale=alt.Scale(domain=list(range(COLUMNS)), padding=0.04)),
        y=alt.Y("row:O", axis=None, scale=alt.Scale(domain=list(range(ROWS)), padding=0.06)),
        tooltip=_tooltip(texts),
    )
    tiles = base.mark_rect(stroke=GRID, cornerRadius=3).encode(color=alt.Color("color:N", scale=None))
    limit = alt.ExprRef("bandwidth('x') - 2")
    size = _narrow("10", str(FONT_SIZE))
    name = alt.ExprRef(f"datum.width * {BOLD} * {size.expr} / {FONT_SIZE} < {limit.expr} ? datum.short : datum.letters")
    look = {"limit": limit, "fontSize": size}
    colored = base.encode(color=alt.Color("ink:N", scale=None))
    names = colored.mark_text(dy=_narrow("-15", "-9"), text=name, fontWeight=600, **look)
    # Mark and number side by side, or where that is too wide the mark below the number.
    words = colored.mark_text(dy=_narrow("1", "9"), text=_narrow("datum.number", "datum.said"), **look)
    marks = colored.mark_text(dy=16, text=_narrow("datum.mark", "''"), **look)
    return titled(tiles + names + words + marks, texts.title, height=TILE_HEIGHT * ROWS)


def _narrow(narrow: str, wide: str) -> alt.ExprRef:
    return alt.ExprRef(f"(bandwidth('x') < {NARROW_TILE} ? {narrow} : {wide})")


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
    """The names with the cells they take: each the first that is free, as if the plot were limited by its height."""
    rows = drawn.filter(pl.col("name") != "").sort("latitude", descending=True)
    top, left = rows["latitude"].max() or 0, rows["longitude"].min() or 0
    height = float(top) - float(rows["latitude"].min() or 0) + 2 * room  # type: ignore[arg-type]
    pixels = POINTS_HEIGHT / max(height, 1e-6)

    def at(row: dict[str, Any]) -> tuple[float, float]:
        # A degree of latitude is longer than one of longitude.
        x = (row["longitude"] - left) * pixels * math.cos(math.radians(row["latitude"]))
        return x, (top - row["latitude"]) * pixels

    points = list(rows.iter_rows(named=True))
    labels = arranged([Label(row["name"], *at(row), POINT_ANCHORS) for row in points], [at(row) for row in points])
    return pl.DataFrame(
        [
            {name: row[name] for name in ("longitude", "latitude", "name")} | asdict(label.anchor or POINT_ANCHORS[0])
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
