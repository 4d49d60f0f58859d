"""Regions in the order of one year's figures, each with its target and the distance to it."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import CELL_WIDTH
from app.charts.theme import INK, QUIET_INK, RULE, text_cells, titled

ROW_HEIGHT = 40
# Between a name and the words beside it, in pixels.
GAP = 12


@dataclass(frozen=True)
class RankingTexts:
    """The words of the ranking in the reader's language."""

    title: str
    value: str
    target: str


def ranking(ranked: pl.DataFrame, texts: RankingTexts) -> Any:
    """`ranked` has rank, region, value, target_value, color, name (left) and said (right), the best first."""
    # A name may take what the words beside it leave, and the words the rest.
    widths = pl.Series([text_cells(name) * CELL_WIDTH + GAP for name in ranked["name"]], dtype=pl.Float64)
    drawn = ranked.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64), name_width=widths)
    row = alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    across = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=True, padding=10),
        axis=alt.Axis(grid=True, domain=False, ticks=False, tickCount=5),
    )
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("value_words:N", title=texts.value),
        alt.Tooltip("target_words:N", title=texts.target),
    ]
    base = alt.Chart(drawn).encode(y=row, tooltip=tooltip)
    promised = base.transform_filter("isValid(datum.target_value)")
    stems = promised.mark_rule(strokeWidth=3, yOffset=9, color=RULE).encode(x=across, x2="target_value:Q")
    ticks = promised.mark_tick(thickness=3, size=16, yOffset=9, color=INK, orient="vertical").encode(
        x=alt.X("target_value:Q", scale=alt.Scale(zero=False, nice=True, padding=10))
    )
    dots = base.mark_circle(size=110, yOffset=9, opacity=1, stroke=QUIET_INK, strokeWidth=0.6).encode(
        x=across, color=alt.Color("color:N", scale=None)
    )
    look = {"baseline": "middle", "dy": -9, "fontSize": 12.5}
    room = "min(datum.name_width, width * 0.45)"
    names = base.mark_text(align="left", color=INK, limit=alt.ExprRef(room), **look).encode(
        x=alt.value(0), text="name:N"
    )
    said = base.mark_text(align="right", color=QUIET_INK, limit=alt.ExprRef(f"width - {room}"), **look).encode(
        x=alt.value("width"), text="said:N"
    )
    chart = alt.layer(stems, ticks, dots, names, said)
    return titled(chart, texts.title, height=ROW_HEIGHT * max(drawn.height, 1))
