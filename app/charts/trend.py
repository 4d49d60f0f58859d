"""One indicator over the years: figures by source grade, bounds as bounds, the target and the path to it.

Here are the axes, and what stands around the figures: paths, targets, baselines, forecasts, breaks, and the years
without a figure, which have marks of their own on the bottom edge. How figures are drawn is in
`app.charts.trend_figures`, what is written beside the marks in `app.charts.trend_labels`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import TRIED_WIDTH
from app.charts.theme import GRID, INK, QUIET_INK, REGION_COLORS, titled
from app.charts.trend_figures import drawn_figures, figure_layer, line_layer
from app.charts.trend_labels import label_layers

HEIGHT = 400
# The bottom edge keeps one line for each region's missing years.
MISSING_LINE_HEIGHT = 14
# Words at a break stand below each other, and end before they cover the picture.
MOST_BREAK_ROWS, BREAK_ROW_HEIGHT, BREAK_WORDS = 4, 16, 150


@dataclass(frozen=True)
class TrendTexts:
    """The words of the chart in the reader's language."""

    title: str
    # What stands after the numbers of the axis, such as the percent sign.
    suffix: str
    # The label of each shape in the legend: the grades, bound_up, bound_down.
    shapes: dict[str, str]
    tooltip: dict[str, str] = field(default_factory=dict)
    # Names of regions stand beside their lines; those of indicators are too long for it and stand in the legend.
    names_in_legend: bool = False


@dataclass(frozen=True)
class TrendFrames:
    """What the chart draws.

    figures: region, year, value, comparator, source_grade, is_inferred, is_main (the one that holds for its year),
        label (the figure in words), source, published, period, is_partial_year, is_break, scope
    paths: region, target_id, year, value: the required path, from the baseline to the due year
    targets: region, year, value, comparator, label
    baselines: region, year, value, label: where the plan says it starts
    missing: region, year: the years without a figure
    forecasts: region, year, value, low, high: from the last figure to the due year
    breaks: region, year, words, label: from when on figures measure something else than before
    """

    figures: pl.DataFrame
    paths: pl.DataFrame
    targets: pl.DataFrame
    baselines: pl.DataFrame
    missing: pl.DataFrame
    forecasts: pl.DataFrame
    breaks: pl.DataFrame


def trend(frames: TrendFrames, regions: list[str], texts: TrendTexts) -> Any:
    """The chart for those regions, in their order; at most as many as there are colors."""
    colors = dict(zip(regions, REGION_COLORS, strict=False))

    def colored(frame: pl.DataFrame) -> pl.DataFrame:
        color = pl.col("region").replace_strict(colors, default=QUIET_INK, return_dtype=pl.String)
        return frame.with_columns(color=color)

    figures, baselines = drawn_figures(colored(frames.figures)), colored(frames.baselines)
    targets = colored(frames.targets.filter(pl.col("value").is_not_null()))
    across = _year_axis(frames)
    domain, axis = _value_axis(frames, len(regions), texts.suffix)
    upward = _upward("value", domain, axis)
    layers = [
        *_forecast_layers(colored(frames.forecasts), across, lambda column: _upward(column, domain, axis)),
        *_break_layers(colored(frames.breaks), across),
        _path_layer(colored(frames.paths), across, upward),
        line_layer(figures, across, upward),
        figure_layer(figures, across, upward, texts.shapes, texts.tooltip, colors if texts.names_in_legend else {}),
        _baseline_layer(baselines, across, upward),
        _target_layer(targets, across, upward),
        *label_layers(
            figures, targets, baselines, across, upward, _pixels(across, upward), has_names=not texts.names_in_legend
        ),
        *_missing_layers(frames.missing, regions, colors, across),
    ]
    return titled(alt.layer(*[layer for layer in layers if layer is not None]), texts.title, height=HEIGHT)


def _year_axis(frames: TrendFrames) -> alt.X:
    years = [
        year
        for frame in (frames.figures, frames.paths, frames.targets, frames.baselines, frames.missing, frames.forecasts)
        for year in frame["year"].to_list()
        if year is not None
    ] or [2020]
    first, last = min(years), max(years)
    room = max(1.0, 0.06 * (last - first))
    return alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[first - room / 2, last + room], nice=False, zero=False),
        axis=alt.Axis(
            format="d",
            tickMinStep=1,
            grid=False,
            labelFlush=False,
            tickCount=min(last - first + 1, 12),
            labelExpr=f"datum.value > {last} ? '' : datum.label",
        ),
    )


def _value_axis(frames: TrendFrames, region_count: int, suffix: str) -> tuple[list[float], alt.Axis]:
    values = [
        value
        for frame in (frames.figures, frames.paths, frames.targets, frames.baselines)
        for value in frame["value"].to_list()
        if value is not None
    ]
    values += [value for side in ("low", "high") for value in frames.forecasts[side].to_list()]
    values = values or [0.0, 1.0]
    low, high = min(values), max(values)
    spread = (high - low) or max(abs(high) * 0.4, 0.1)
    top = high + 0.16 * spread
    # Below the lowest figure lies one line for each region's missing years; that room is not part of the scale.
    reserved = MISSING_LINE_HEIGHT * region_count + 18
    bottom = low - (top - low) * reserved / (HEIGHT - reserved)
    # No room for words has a number that the figures do not come near: below nothing, or above the whole of a share.
    ends = [
        *(["datum.value < 0"] if low >= 0 else []),
        *(["datum.value > 100"] if suffix == "%" and high <= 100 else []),
    ]
    is_beyond = " || ".join(ends) or "false"
    axis = alt.Axis(
        grid=True,
        gridColor=alt.condition(is_beyond, alt.value("transparent"), alt.value(GRID)),
        domain=False,
        ticks=False,
        tickCount=5,
        labelExpr=f"({is_beyond}) ? '' : datum.label + '{suffix}'",
    )
    return [bottom, top], axis


def _upward(column: str, domain: list[float], axis: alt.Axis) -> alt.Y:
    # Every layer says the same axis: layers that differ leave the chart without one.
    return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)


def _pixels(across: alt.X, upward: alt.Y) -> Callable[[dict[str, Any]], tuple[float, float]]:
    """Where the point of a row lies on the plot that labels are tried on."""
    years, values = across.to_dict()["scale"]["domain"], upward.to_dict()["scale"]["domain"]

    def pixels(row: dict[str, Any]) -> tuple[float, float]:
        x = (row["year"] - years[0]) / (years[1] - years[0]) * TRIED_WIDTH
        return x, HEIGHT - (row["value"] - values[0]) / (values[1] - values[0]) * HEIGHT

    return pixels


def _path_layer(paths: pl.DataFrame, across: alt.X, upward: alt.Y) -> Any:
    if paths.is_empty():
        return None
    return (
        alt.Chart(paths)
        .mark_line(strokeDash=[5, 4], strokeWidth=1.5)
        .encode(
            x=across, y=upward, detail="target_id:N", color=alt.Color("color:N", scale=None), order=alt.Order("year:Q")
        )
    )


def _forecast_layers(forecasts: pl.DataFrame, across: alt.X, upward: Callable[[str], alt.Y]) -> list[Any]:
    if forecasts.is_empty():
        return []
    base = alt.Chart(forecasts).encode(x=across, detail="region:N")
    color = alt.Color("color:N", scale=None)
    fan = base.mark_area(opacity=0.16).encode(y=upward("low"), y2="high:Q", color=color)
    middle = base.mark_line(strokeWidth=1.5, strokeDash=[1, 3]).encode(y=upward("value"), color=color)
    return [fan, middle]


def _break_layers(breaks: pl.DataFrame, across: alt.X) -> list[Any]:
    """A line between the years that cannot be compared, with what changed on it."""
    if breaks.is_empty():
        return []
    # The line stands before the first year of the new definition.
    drawn = breaks.with_columns(
        pl.col("year") - 0.5, row=pl.int_range(pl.len()).mod(MOST_BREAK_ROWS) * BREAK_ROW_HEIGHT
    )
    base = alt.Chart(drawn).encode(
        x=across, color=alt.Color("color:N", scale=None), tooltip=[alt.Tooltip("label:N", title=" ")]
    )
    words = base.mark_text(align="left", baseline="top", dx=4, fontSize=11.5, limit=BREAK_WORDS).encode(
        y=alt.Y("row:Q", scale=None), text="words:N"
    )
    return [base.mark_rule(strokeWidth=1, strokeDash=[2, 2]), words]


def _baseline_layer(baselines: pl.DataFrame, across: alt.X, upward: alt.Y) -> Any:
    if baselines.is_empty():
        return None
    base = alt.Chart(baselines).encode(x=across, y=upward, color=alt.Color("color:N", scale=None))
    # A tick like the target's, thinner: it is the plan's word, not an observation.
    return base.mark_tick(thickness=2, size=20, orient="horizontal").encode(tooltip=[alt.Tooltip("label:N", title=" ")])


def _target_layer(targets: pl.DataFrame, across: alt.X, upward: alt.Y) -> Any:
    if targets.is_empty():
        return None
    return (
        alt.Chart(targets)
        .mark_tick(thickness=4, size=34, orient="horizontal")
        .encode(x=across, y=upward, color=alt.Color("color:N", scale=None), tooltip=[alt.Tooltip("label:N", title=" ")])
    )


def _missing_layers(missing: pl.DataFrame, regions: list[str], colors: dict[str, str], across: alt.X) -> list[Any]:
    return [
        alt.Chart(missing.filter(pl.col("region") == region))
        .mark_point(shape="circle", size=26, filled=False, strokeWidth=1.2, color=colors.get(region, INK), opacity=0.75)
        .encode(
            x=across,
            y=alt.value(HEIGHT - 6 - MISSING_LINE_HEIGHT * position),
            tooltip=[alt.Tooltip("note:N", title=" ")],
        )
        for position, region in enumerate(reversed(regions))
        if not missing.filter(pl.col("region") == region).is_empty()
    ]
