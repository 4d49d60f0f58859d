"""How the targets of each group stand: one stacked bar a group, counts written into the bar."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import INK, PAPER, QUIET_INK, status_column, titled

# Where the number goes in the words for a total.
COUNT = "{count}"

ROW_HEIGHT = 50
BAR_HEIGHT = 20
FONT_SIZE = 12
# A digit is this share of the font size wide, and a mark with its space as wide as three of them.
DIGIT_WIDTH = 0.58
MARK_DIGITS = 3


@dataclass(frozen=True)
class StatusBarTexts:
    """The words of the chart in the reader's language."""

    title: str
    group: str
    status: str
    count: str
    total: str


def status_bars(counts: pl.DataFrame, texts: StatusBarTexts) -> Any:
    """One bar for each `group_id` in `group_order`, its parts by `status_order`.

    `counts` has the columns group_id, group, group_order, status, status_label, status_order, count. The group's name
    stands above its bar, so that long names need no margin and the chart can be read on a phone.
    """
    parts = _parts(counts)
    totals = parts.group_by("group_id", "group", "group_order").agg(total=pl.col("count").sum())
    labels = [texts.total.replace(COUNT, f"{total:,}") for total in totals["total"]]
    totals = totals.with_columns(total_label=pl.Series(labels, dtype=pl.String))
    longest = int(totals["total"].max() or 1)  # type: ignore[arg-type]
    number = pl.col("count").cast(pl.String)
    parts = parts.with_columns(
        label=pl.col("mark") + pl.lit(" ") + number,
        label_width=(number.str.len_chars() + MARK_DIGITS) * DIGIT_WIDTH * FONT_SIZE,
    )
    # A part that has no room for its number goes without; the tooltip has it.
    number_size = alt.ExprRef(f"datum.label_width > width * datum.count / {longest} ? 0 : {FONT_SIZE}")
    groups = totals.sort("group_order", "group_id")["group_id"].to_list()
    row = alt.Y("group_id:N", sort=groups, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    across = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, longest], nice=False))

    bars = (
        alt.Chart(parts)
        .mark_bar(height=BAR_HEIGHT, yOffset=8, stroke=PAPER, strokeWidth=1)
        .encode(
            x=across,
            x2=alt.X2("end:Q"),
            y=row,
            color=alt.Color("color:N", scale=None),
            tooltip=[
                alt.Tooltip("group:N", title=texts.group),
                alt.Tooltip("status_label:N", title=texts.status),
                alt.Tooltip("count:Q", title=texts.count),
            ],
        )
    )
    numbers = (
        alt.Chart(parts)
        .mark_text(baseline="middle", dy=8, fontSize=number_size)
        .encode(x=alt.X("middle:Q"), y=row, text=alt.Text("label:N"), color=alt.Color("ink:N", scale=None))
    )
    names = (
        alt.Chart(totals)
        .mark_text(align="left", baseline="middle", dy=-13, fontSize=13, color=INK, limit=alt.ExprRef("width - 80"))
        .encode(x=alt.XValue(0), y=row, text=alt.Text("group:N"))
    )
    sums = (
        alt.Chart(totals)
        .mark_text(align="right", baseline="middle", dy=-13, fontSize=12, color=QUIET_INK)
        .encode(x=alt.XValue("width"), y=row, text=alt.Text("total_label:N"))
    )
    return titled(alt.layer(bars, numbers, names, sums), texts.title, height=ROW_HEIGHT * max(len(groups), 1))


def _parts(counts: pl.DataFrame) -> pl.DataFrame:
    ordered = counts.filter(pl.col("count") > 0).sort("group_order", "group_id", "status_order")
    return ordered.with_columns(
        end=pl.col("count").cum_sum().over("group_id"),
        color=_style("color"),
        ink=_style("ink"),
        mark=_style("mark"),
    ).with_columns(
        start=pl.col("end") - pl.col("count"),
        middle=pl.col("end") - pl.col("count") / 2,
    )


def _style(part: str) -> pl.Expr:
    return status_column(part)
