"""Targets against their required pace: how much of the way is covered for each part that was due."""

from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.rows import rows_under_names
from app.charts.theme import INK, RULE, status_column, titled

# What a row takes below its name, and where its dot is in it.
ROW_HEIGHT, DOT = 29, 9
# A pace beyond these ends is drawn at the end with its number: one outlier must not flatten the rest.
LEAST_PACE, MOST_PACE = -0.5, 2.0
# Room for a number beyond the outermost dots, on a phone too.
NUMBER_ROOM = 0.6


@dataclass(frozen=True)
class PaceTexts:
    """The words of the chart in the reader's language."""

    title: str
    pace: str
    status: str


def pace_dots(targets: pl.DataFrame, texts: PaceTexts) -> Any:
    """One row for each target, slowest first; the line at 1 is the required pace.

    `targets` has the columns name, pace, status, status_label and detail (what a reader sees on hovering).
    """
    drawn = (
        targets.filter(pl.col("pace").is_not_null())
        .sort("pace", "name")
        .with_columns(
            position=pl.col("pace").clip(LEAST_PACE, MOST_PACE),
            color=status_column("color"),
            mark=status_column("mark"),
            key=pl.int_range(pl.len()).cast(pl.String),
        )
        .with_columns(
            # What lies beyond an end is drawn at it: an arrow says that its pace is another.
            beyond=pl.when(pl.col("pace") < LEAST_PACE)
            .then(pl.lit("◂ "))
            .when(pl.col("pace") > MOST_PACE)
            .then(pl.lit("▸ "))
            .otherwise(pl.lit(""))
        )
        .with_columns(shown=pl.col("pace").round(2).cast(pl.String).str.replace("-", "−"))
        .with_columns(label=pl.format("{}{} {}", "beyond", "mark", "shown"))
    )
    rows = rows_under_names(drawn.select("key", "name").iter_rows(), ROW_HEIGHT)
    drawn = drawn.join(rows.frame.select("key", row=pl.col("top") + DOT), on="key")
    row = alt.Y("row:Q", axis=None, scale=rows.scale)
    across = alt.X(
        "position:Q",
        title=None,
        scale=alt.Scale(domain=[LEAST_PACE - NUMBER_ROOM, MOST_PACE + NUMBER_ROOM], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1, 1.5, 2], format="~g", grid=True, domain=False, ticks=False),
    )
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("status_label:N", title=texts.status),
        alt.Tooltip("pace:Q", title=texts.pace, format=".2f"),
        alt.Tooltip("detail:N", title="  "),
    ]
    base = alt.Chart(drawn)
    required = (
        alt.Chart(pl.DataFrame({"position": [1.0]})).mark_rule(color=INK, strokeWidth=1.2).encode(x=alt.X("position:Q"))
    )
    stems = base.mark_rule(strokeWidth=3, color=RULE).encode(x=across, x2=alt.X2Datum(1.0), y=row)
    dots = base.mark_circle(size=120, opacity=1).encode(
        x=across, y=row, color=alt.Color("color:N", scale=None), tooltip=tooltip
    )
    # The number stands on the side that its stem leaves free.
    numbers = [
        base.mark_text(align=align, dx=dx, baseline="middle", fontSize=12, color=INK)
        .encode(x=across, y=row, text=alt.Text("label:N"))
        .transform_filter(side)
        for align, dx, side in (("right", -10, alt.datum.position < 1), ("left", 10, alt.datum.position >= 1))
    ]
    return titled(alt.layer(required, stems, dots, *numbers, *rows.names()), texts.title, height=rows.height)
