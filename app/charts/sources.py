"""What the figures rest on: how many were published in which year, by the grade of their source."""

from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import GRADE_COLORS, GRADE_MARKS, QUIET_INK, legend_columns, titled

HEIGHT = 240


def figures_by_publication_year(counts: pl.DataFrame, title: str, names: dict[str, str]) -> Any:
    """`counts` has the columns year (text: an undated source has a word), grade, grade_label, grade_rank, count.

    `names` are the column titles: year, grade, count.
    """
    grades = counts.select("grade", "grade_label", "grade_rank").unique().sort("grade_rank")
    labels = [
        f"{GRADE_MARKS.get(grade, '')} {label}" for grade, label in grades.select("grade", "grade_label").iter_rows()
    ]
    drawn = counts.with_columns(
        legend=pl.col("grade").replace_strict(GRADE_MARKS, default="") + pl.lit(" ") + pl.col("grade_label")
    )
    chart = (
        alt.Chart(drawn)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(domain=False, ticks=False, tickCount=4)),
            color=alt.Color(
                "legend:N",
                scale=alt.Scale(
                    domain=labels, range=[GRADE_COLORS.get(grade, QUIET_INK) for grade in grades["grade"].to_list()]
                ),
                legend=alt.Legend(
                    orient="top", title=None, direction="horizontal", columns=legend_columns(4), symbolType="square"
                ),
                sort=labels,
            ),
            order=alt.Order("grade_rank:Q"),
            tooltip=[
                alt.Tooltip("year:O", title=names["year"]),
                alt.Tooltip("grade_label:N", title=names["grade"]),
                alt.Tooltip("count:Q", title=names["count"]),
            ],
        )
    )
    return titled(chart, title, height=HEIGHT)
