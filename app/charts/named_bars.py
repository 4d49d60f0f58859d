"""Counts of a few named things: one bar each, its name above it."""

from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import INK, QUIET_INK, titled

ROW_HEIGHT = 42


def named_bars(counts: pl.DataFrame, title: str, count_title: str) -> Any:
    """`counts` has the columns name, count and color, and optionally description; longest bar first."""
    ordered = counts.sort("count", "name", descending=[True, False])
    names = ordered["name"].to_list()
    longest = int(ordered["count"].max() or 1)  # type: ignore[arg-type]
    base = alt.Chart(ordered)
    row = alt.Y("name:N", sort=names, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    # Room after the longest bar for its number.
    across = alt.X("count:Q", axis=None, scale=alt.Scale(domain=[0, longest * 1.12], nice=False))
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("count:Q", title=count_title)]
    bars = base.mark_bar(height=12, yOffset=8).encode(
        x=across, y=row, color=alt.Color("color:N", scale=None), tooltip=tooltip
    )
    numbers = base.mark_text(align="left", baseline="middle", dx=6, dy=8, fontSize=12, color=QUIET_INK).encode(
        x=across, y=row, text=alt.Text("count:Q")
    )
    labels = base.mark_text(
        align="left", baseline="middle", dy=-9, fontSize=13, color=INK, limit=alt.ExprRef("width")
    ).encode(x=alt.XValue(0), y=row, text=alt.Text("name:N"))
    return titled(alt.layer(bars, numbers, labels), title, height=ROW_HEIGHT * max(len(names), 1))
