"""The figures of a trend: a mark whose shape is the grade of its source, and the line that joins those to be compared.

An inferred figure is hollow; a bound is a bar with an arrow to where the true figure lies, and no line passes through
it; a year without a figure breaks the line.
"""

from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import BOUND_DOWN_SHAPE, BOUND_UP_SHAPE, GRADE_SHAPES, PAPER, QUIET_INK, legend_columns

BOUND_UP, BOUND_DOWN = "bound_up", "bound_down"
# A bound is a wider mark: its arrow has to be seen.
FIGURE_SIZE, BOUND_SIZE = 85, 260
BOUNDS = {"ge": BOUND_UP, "gt": BOUND_UP, "le": BOUND_DOWN, "lt": BOUND_DOWN}
SHAPES = GRADE_SHAPES | {BOUND_UP: BOUND_UP_SHAPE, BOUND_DOWN: BOUND_DOWN_SHAPE}
# What a phone has room for.
LEGEND_WORDS = 300


def drawn_figures(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures, which have their color, with all that their marks look like."""
    return figures.sort("region", "year").with_columns(
        fill=pl.when(pl.col("is_inferred")).then(pl.lit(PAPER)).otherwise("color"),
        shape=pl.col("comparator").replace_strict(BOUNDS, default=None).fill_null(pl.col("source_grade")),
        is_bound=pl.col("comparator").is_in(list(BOUNDS)),
        size=pl.when(pl.col("comparator").is_in(list(BOUNDS))).then(BOUND_SIZE).otherwise(FIGURE_SIZE),
        strength=pl.when(pl.col("is_main")).then(1.0).otherwise(0.35),
    )


def line_layer(figures: pl.DataFrame, across: alt.X, upward: alt.Y) -> Any:
    """Lines that join whole neighboring years of one scope: across a missing year, or a break, nothing is compared."""
    begins = (
        (pl.col("year").diff().over("region").fill_null(1) > 1)
        | pl.col("is_break")
        | pl.col("scope").ne_missing(pl.col("scope").shift().over("region"))
    )
    joined = (
        figures.filter(pl.col("is_main") & ~pl.col("is_bound") & ~pl.col("is_partial_year"))
        .unique(["region", "year"], keep="first", maintain_order=True)
        .with_columns(stretch=begins.cum_sum().over("region"))
        .with_columns(stretch=pl.col("region") + pl.lit(" ") + pl.col("stretch").cast(pl.String))
    )
    if joined.is_empty():
        return None
    return (
        alt.Chart(joined)
        .mark_line(strokeWidth=2)
        .encode(x=across, y=upward, detail="stretch:N", color=alt.Color("color:N", scale=None))
    )


def figure_layer(
    figures: pl.DataFrame,
    across: alt.X,
    upward: alt.Y,
    shapes: dict[str, str],
    tooltip: dict[str, str],
    named: dict[str, str],
) -> Any:
    """The figures; the legend has a line for each of the named series and its color, and one for each shape."""
    if figures.is_empty():
        return None
    stroke = alt.Stroke("color:N", scale=None, legend=None)
    if named:
        stroke = alt.Stroke(
            "region:N",
            scale=alt.Scale(domain=list(named), range=list(named.values())),
            legend=alt.Legend(
                orient="top",
                direction="vertical",
                title=None,
                columns=1,
                symbolType="stroke",
                symbolStrokeWidth=3,
                labelLimit=LEGEND_WORDS,
            ),
        )
    present = [shape for shape in SHAPES if shape in set(figures["shape"].to_list())]
    return (
        alt.Chart(figures)
        .mark_point(filled=True, strokeWidth=1.8)
        .encode(
            x=across,
            y=upward,
            shape=alt.Shape(
                "shape:N",
                scale=alt.Scale(domain=present, range=[SHAPES[shape] for shape in present]),
                legend=alt.Legend(
                    orient="bottom",
                    direction="horizontal",
                    title=None,
                    columns=legend_columns(3, (shapes.get(shape, shape) for shape in present)),
                    labelLimit=LEGEND_WORDS,
                    symbolFillColor=QUIET_INK,
                    symbolStrokeColor=QUIET_INK,
                    labelExpr=_label_expression({shape: shapes.get(shape, shape) for shape in present}),
                    symbolSize=80,
                    offset=6,
                ),
            ),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=stroke,
            size=alt.Size("size:Q", scale=None, legend=None),
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=title) for name, title in tooltip.items() if name in figures.columns
            ],
        )
    )


def _label_expression(labels: dict[str, str]) -> str:
    expression = "datum.label"
    for value, label in labels.items():
        quoted = label.replace("'", "\\'")
        expression = f"datum.value == '{value}' ? '{quoted}' : {expression}"
    return expression
