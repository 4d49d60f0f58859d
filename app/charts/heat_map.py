"""How targets stand, indicator by region: a cell has the color and the mark of its status."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import GRID, INK, PAPER, status_column, titled

ROW_HEIGHT = 46
# Up to so many regions their names stand level.
MOST_LEVEL_NAMES = 6
# A cell narrower than that shows its color alone; its words are in the table below it.
LEAST_CELL_WITH_MARK = 15


@dataclass(frozen=True)
class HeatMapTexts:
    """The words of the heat map in the reader's language."""

    title: str
    status: str
    target: str


def heat_map(cells: pl.DataFrame, regions: list[str], texts: HeatMapTexts) -> Any:
    """`cells` has indicator, indicator_order, region, status, status_label and target; `regions` in their order."""
    drawn = cells.with_columns(color=_style("color"), ink=_style("ink"), mark=_style("mark"))
    rows = drawn.select("indicator", "indicator_order").unique().sort("indicator_order")
    names = rows["indicator"].to_list()
    across = alt.X(
        "region:N",
        sort=regions,
        title=None,
        scale=alt.Scale(domain=regions, padding=0.06),
        axis=alt.Axis(
            orient="top",
            labelAngle=0 if len(regions) <= MOST_LEVEL_NAMES else -90,
            labelLimit=110,
            labelOverlap=False,
            ticks=False,
            domain=False,
        ),
    )
    row = alt.Y("indicator:N", sort=names, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    tooltip = [
        alt.Tooltip("indicator:N", title=" "),
        alt.Tooltip("region:N", title="  "),
        alt.Tooltip("status_label:N", title=texts.status),
        alt.Tooltip("target:N", title=texts.target),
    ]
    base = alt.Chart(drawn).encode(x=across, y=row, tooltip=tooltip)
    cell = base.mark_bar(height=22, yOffset=8, cornerRadius=2, stroke=GRID, strokeWidth=0.6).encode(
        color=alt.Color("color:N", scale=None)
    )
    marks = base.mark_text(dy=8, fontSize=alt.ExprRef(f"bandwidth('x') < {LEAST_CELL_WITH_MARK} ? 0 : 12")).encode(
        text="mark:N", color=alt.Color("ink:N", scale=None)
    )
    labels = [
        alt.Chart(rows)
        .mark_text(align="left", baseline="middle", dy=-12, fontSize=12.5, limit=alt.ExprRef("width"), **look)
        .encode(x=alt.value(0), y=row, text="indicator:N")
        for look in ({"stroke": PAPER, "strokeWidth": 4}, {"color": INK})
    ]
    return titled(alt.layer(cell, marks, *labels), texts.title, height=ROW_HEIGHT * max(len(names), 1))


def _style(part: str) -> pl.Expr:
    return status_column(part)
