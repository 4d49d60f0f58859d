"""Counts of a few named things: one bar each, its name above it."""

from typing import Any

import altair as alt
import polars as pl

from app.charts.rows import rows_under_names
from app.charts.theme import QUIET_INK, titled

BAR_HEIGHT = 12
# What a row takes below its name: the bar, and room before the next name.
ROW_HEIGHT = 28


def named_bars(counts: pl.DataFrame, title: str, count_title: str) -> Any:
    """`counts` has the columns name, count and color, and optionally description; longest bar first."""
    ordered = counts.sort("count", "name", descending=[True, False])
    rows = rows_under_names([(name, name) for name in ordered["name"]], ROW_HEIGHT)
    ordered = ordered.join(rows.frame.select(name="key", top="top", bottom=pl.col("top") + BAR_HEIGHT), on="name")
    longest = int(ordered["count"].max() or 1)  # type: ignore[arg-type]
    base = alt.Chart(ordered)
    row = alt.Y("top:Q", axis=None, scale=rows.scale)
    # Room after the longest bar for its number.
    across = alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.12], nice=False))
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("count:Q", title=count_title)]
    bars = base.mark_rect().encode(
        x=across, x2=alt.datum(0), y=row, y2="bottom:Q", color=alt.Color("color:N", scale=None), tooltip=tooltip
    )
    numbers = base.mark_text(
        align="left", baseline="middle", dx=6, dy=BAR_HEIGHT / 2, fontSize=12, color=QUIET_INK
    ).encode(x=across, y=row, text=alt.Text("count:Q"))
    return titled(alt.layer(bars, numbers, *rows.names(fontSize=13)), title, height=rows.height)
