"""A chart of any answer: bars for categories, lines for years, at most a few hundred marks."""

from dataclasses import dataclass, field
from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import ACCENT, FURTHER_COLORS, REGION_COLORS, legend_columns, titled

BAR, LINE = "bar", "line"
MOST_BARS = 60
MOST_SERIES = 8
MOST_POINTS = 2_000
BAR_STEP = 26
LINE_HEIGHT = 340
NO_VALUE = "—"
SERIES_COLORS = [*REGION_COLORS, *FURTHER_COLORS]


@dataclass(frozen=True)
class AnswerChart:
    """What to draw of an answer: the columns, their titles, and the d3 format of the value."""

    kind: str
    across: str
    value: str
    series: str | None
    labels: dict[str, str]
    value_format: str
    title: str
    # Colors that belong to values of the series, such as those of the statuses, in the order to show them.
    colors: dict[str, str] = field(default_factory=dict)


def is_cut(answer: pl.DataFrame, wanted: AnswerChart) -> bool:
    """Whether the answer has more marks than can be read, so that only some are drawn."""
    drawable = answer.filter(pl.col(wanted.value).is_not_null())
    return _readable(drawable, wanted).height < drawable.height


def draw_answer(answer: pl.DataFrame, wanted: AnswerChart) -> Any:
    """The chart; of more marks than can be read, the first ones, and of more lines the longest."""
    kept = _readable(answer.filter(pl.col(wanted.value).is_not_null()), wanted)
    has_years = wanted.kind == LINE and kept.schema[wanted.across].is_integer()
    texts = [wanted.series] if has_years else [wanted.across, wanted.series]
    drawn = kept.with_columns([pl.col(name).cast(pl.String).fill_null(NO_VALUE) for name in texts if name])
    color = _series_color(drawn, wanted)
    tooltip = [alt.Tooltip(f"{name}:N", title=wanted.labels[name]) for name in (wanted.across, wanted.series) if name]
    tooltip.append(alt.Tooltip(f"{wanted.value}:Q", title=wanted.labels[wanted.value], format=wanted.value_format))
    value_axis = alt.Axis(format=wanted.value_format, domain=False, ticks=False, tickCount=5)
    if wanted.kind == LINE:
        return titled(_lines(drawn, wanted, has_years, color, tooltip, value_axis), wanted.title, height=LINE_HEIGHT)
    bars = _bars(drawn, wanted, color, tooltip, value_axis)
    return titled(bars, wanted.title, height=BAR_STEP * max(drawn[wanted.across].n_unique(), 1) + 10)


def _lines(
    drawn: pl.DataFrame,
    wanted: AnswerChart,
    has_years: bool,
    color: Any,
    tooltip: list[alt.Tooltip],
    value_axis: alt.Axis,
) -> Any:
    y = alt.Y(f"{wanted.value}:Q", title=None, axis=value_axis, scale=alt.Scale(zero=False))
    if not has_years:
        x = alt.X(f"{wanted.across}:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False))
        return alt.Chart(drawn).mark_line(point=True, strokeWidth=2).encode(x=x, y=y, color=color, tooltip=tooltip)
    # As on the trend page: a line joins neighboring years, and stops where a year has no figure.
    keys = [wanted.series] if wanted.series else []
    step = pl.col(wanted.across).diff()
    joined = drawn.sort(*keys, wanted.across).with_columns(
        stretch=((step.over(keys) if keys else step).fill_null(2) > 1).cum_sum()
    )
    x = alt.X(
        f"{wanted.across}:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=12),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False),
    )
    base = alt.Chart(joined).encode(x=x, y=y, color=color, tooltip=tooltip)
    return base.mark_line(strokeWidth=2).encode(detail="stretch:N") + base.mark_circle(size=55, opacity=1)


def _bars(
    drawn: pl.DataFrame, wanted: AnswerChart, color: Any, tooltip: list[alt.Tooltip], value_axis: alt.Axis
) -> Any:
    order = drawn[wanted.across].unique(maintain_order=True).to_list()
    axis = alt.Axis(domain=False, ticks=False, labelLimit=170, labelPadding=6)
    positions = {value: position for position, value in enumerate(_series_values(drawn, wanted))}
    series = pl.col(wanted.series) if wanted.series else pl.lit("")
    ordered = drawn.with_columns(position=series.replace_strict(positions, default=0, return_dtype=pl.Int64))
    return (
        alt.Chart(ordered)
        .mark_bar(height=alt.RelativeBandSize(0.68))
        .encode(
            y=alt.Y(f"{wanted.across}:N", title=None, sort=order, axis=axis),
            x=alt.X(f"{wanted.value}:Q", title=None, axis=value_axis, stack="zero"),
            color=color,
            order=alt.Order("position:Q"),
            tooltip=tooltip,
        )
    )


def _series_values(drawn: pl.DataFrame, wanted: AnswerChart) -> list[str]:
    if not wanted.series:
        return []
    present = drawn[wanted.series].unique(maintain_order=True).to_list()
    return [value for value in wanted.colors if value in present] + [v for v in present if v not in wanted.colors]


def _series_color(drawn: pl.DataFrame, wanted: AnswerChart) -> Any:
    if not wanted.series:
        return alt.value(ACCENT)
    values = _series_values(drawn, wanted)
    spare = iter(SERIES_COLORS * (len(values) // len(SERIES_COLORS) + 1))
    colors = [wanted.colors.get(value) or next(spare) for value in values]
    return alt.Color(
        f"{wanted.series}:N",
        title=None,
        scale=alt.Scale(domain=values, range=colors),
        legend=alt.Legend(orient="top", direction="horizontal", columns=legend_columns(4), labelLimit=180),
    )


def _readable(answer: pl.DataFrame, wanted: AnswerChart) -> pl.DataFrame:
    kept = answer
    if wanted.series and wanted.kind == LINE:
        longest = (
            kept.group_by(wanted.series, maintain_order=True).len().sort("len", descending=True, maintain_order=True)
        )
        kept = kept.join(longest.head(MOST_SERIES), on=wanted.series, how="semi", nulls_equal=True)
    elif wanted.series:
        kept = _first_values(kept, wanted.series, max(MOST_SERIES, len(wanted.colors)))
    if wanted.kind == BAR:
        kept = _first_values(kept, wanted.across, MOST_BARS)
    return kept.head(MOST_POINTS)


def _first_values(answer: pl.DataFrame, column: str, most: int) -> pl.DataFrame:
    first = answer.select(column).unique(maintain_order=True).head(most)
    return answer.join(first, on=column, how="semi", nulls_equal=True)
