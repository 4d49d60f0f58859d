"""One small line for each region, all on one scale."""

from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import ACCENT, INK, QUIET_INK, RULE, titled, wrap

PLOT_HEIGHT, LINE_HEIGHT = 66, 15
# As many as a phone has room for, with a name of so many half-width cells in a line.
COLUMNS, NAME_CELLS = 3, 14
# The part of a panel that its line may take across; the rest is room between panels.
ACROSS = 0.84
LINE_BREAK = "\n"


def small_multiples(figures: pl.DataFrame, targets: pl.DataFrame, title: str) -> Any:
    """One panel for each region of `figures`: region, year, value, is_break, label and short (without its unit).

    `targets` has region and value: what is to be reached. The panels are laid out in one plot, so that the picture is
    as wide as its place.
    """
    regions = figures["region"].unique(maintain_order=True).to_list()
    columns = min(COLUMNS, max(len(regions), 1))
    names = [wrap(region, NAME_CELLS) for region in regions]
    panels = pl.DataFrame(
        {"region": regions, "column": [i % columns for i in range(len(regions))],
         "row": [i // columns for i in range(len(regions))], "name": [LINE_BREAK.join(name) for name in names],
         "lines": [len(name) for name in names]},
        schema={"region": pl.String, "column": pl.Int64, "row": pl.Int64, "name": pl.String, "lines": pl.Int64},
    )  # fmt: skip
    # Above each line its name and its last figure.
    head = LINE_HEIGHT * (max(map(len, names), default=1) + 1)
    panel = head + PLOT_HEIGHT
    years = pl.concat([figures["year"]]).to_list()
    values = [*figures["value"].to_list(), *targets["value"].to_list()]
    first, last = min(years), max(years)
    low, high = min(values), max(values)

    def in_panels(frame: pl.DataFrame, year: pl.Expr) -> pl.DataFrame:
        return frame.join(panels, on="region").with_columns(
            x=pl.col("column") + (year - first) / max(last - first, 1) * ACROSS,
            y=pl.col("row") + 1 - (0.15 + 0.7 * (pl.col("value") - low) / ((high - low) or 1)) * PLOT_HEIGHT / panel,
        )

    lines = in_panels(figures, pl.col("year")).sort("region", "year")
    begins = (pl.col("year").diff().over("region").fill_null(2) > 1) | pl.col("is_break")
    lines = lines.with_columns(stretch=pl.format("{} {}", "region", begins.cum_sum().over("region")))
    ends = lines.group_by("region", maintain_order=True).last()
    levels = in_panels(targets, pl.lit(first)).with_columns(x2=pl.col("column") + ACROSS)
    rows = -(-len(regions) // columns)
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.03, columns], nice=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, max(rows, 1)], reverse=True, nice=False))
    tooltip = [alt.Tooltip("region:N", title=" "), alt.Tooltip("year:Q", title="  ", format="d"),
               alt.Tooltip("label:N", title="   ")]  # fmt: skip
    base = alt.Chart(lines).encode(x=across, y=down)
    line = base.mark_line(strokeWidth=1.8, color=ACCENT).encode(detail="stretch:N", order="year:Q")
    dots = base.mark_circle(size=22, color=ACCENT, opacity=1).encode(tooltip=tooltip)
    marks = (
        alt.Chart(levels).mark_rule(strokeDash=[4, 3], color=RULE, strokeWidth=1.5).encode(x=across, x2="x2:Q", y=down)
    )
    heads = panels.with_columns(x=pl.col("column") + 0.0, y=pl.col("row") + 0.0)
    look = {"align": "left", "baseline": "top", "lineHeight": LINE_HEIGHT}
    titles = (
        alt.Chart(heads).mark_text(fontSize=12, fontWeight=600, color=INK, lineBreak=LINE_BREAK, **look)
        .encode(x=across, y=down, text="name:N")
    )  # fmt: skip
    latest = ends.with_columns(x=pl.col("column") + 0.0, y=pl.col("row") + pl.col("lines") * LINE_HEIGHT / panel)
    labels = (
        alt.Chart(latest).mark_text(fontSize=11.5, color=QUIET_INK, **look)
        .encode(x=across, y=down, text="short:N")
    )  # fmt: skip
    chart = alt.layer(marks, line, dots, titles, labels)
    return titled(chart, title, height=panel * max(rows, 1))
