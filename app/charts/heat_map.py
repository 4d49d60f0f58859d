"""How targets stand, indicator by region: a cell has the color and the mark of its status."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import CELL_WIDTH
from app.charts.rows import rows_under_names
from app.charts.theme import GRID, status_column, text_cells, titled

CELL_HEIGHT = 22
# What a row takes below its name: the cells, and room before the next name.
ROW_HEIGHT = 32
# The width of a phone's plot, in pixels: where the regions' names do not fit beside each other on it, they are turned.
PHONE = 320
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
    names = cells.select("indicator", "indicator_order").unique().sort("indicator_order")["indicator"].to_list()
    rows = rows_under_names([(name, name) for name in names], ROW_HEIGHT)
    drawn = cells.with_columns(color=_style("color"), ink=_style("ink"), mark=_style("mark")).join(
        rows.frame.select(indicator="key", top="top", bottom=pl.col("top") + CELL_HEIGHT), on="indicator"
    )
    are_level = max((text_cells(name) for name in regions), default=0) * CELL_WIDTH < PHONE / max(len(regions), 1)
    across = alt.X(
        "region:N",
        sort=regions,
        title=None,
        scale=alt.Scale(domain=regions, padding=0.06),
        axis=alt.Axis(
            orient="top",
            labelAngle=0 if are_level else -90,
            labelFontSize=alt.ExprRef("min(12.5, max(8, bandwidth('x')))"),
            # Whole names: Vega would cut them.
            labelLimit=0,
            labelOverlap=False,
            ticks=False,
            domain=False,
            offset=6,
        ),
    )
    row = alt.Y("top:Q", axis=None, scale=rows.scale)
    tooltip = [
        alt.Tooltip("indicator:N", title=" "),
        alt.Tooltip("region:N", title="  "),
        alt.Tooltip("status_label:N", title=texts.status),
        alt.Tooltip("target:N", title=texts.target),
    ]
    base = alt.Chart(drawn).encode(x=across, y=row, tooltip=tooltip)
    cell = base.mark_rect(cornerRadius=2, stroke=GRID, strokeWidth=0.6).encode(
        y2="bottom:Q", color=alt.Color("color:N", scale=None)
    )
    size = alt.ExprRef(f"bandwidth('x') < {LEAST_CELL_WITH_MARK} ? 0 : 12")
    marks = base.mark_text(dy=CELL_HEIGHT / 2, fontSize=size).encode(
        text="mark:N", color=alt.Color("ink:N", scale=None)
    )
    return titled(alt.layer(cell, marks, *rows.names()), texts.title, height=rows.height)


def _style(part: str) -> pl.Expr:
    return status_column(part)
