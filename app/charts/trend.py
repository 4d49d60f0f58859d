"""One indicator over the years: figures by source grade, bounds as bounds, the target and the path to it.

What is known is drawn as what it is: a figure is a mark whose shape is the grade of its source; an inferred one is
hollow; a bound is a bar with an arrow to where the true figure lies, and no line passes through it; a year without a
figure breaks the line and has its own mark on the bottom edge.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import TRIED_WIDTH, Anchor, Label, arranged
from app.charts.theme import (
    BOUND_DOWN_SHAPE,
    BOUND_UP_SHAPE,
    GRADE_SHAPES,
    GRID,
    INK,
    PAPER,
    QUIET_INK,
    REGION_COLORS,
    legend_columns,
    titled,
)

HEIGHT = 400
# The bottom edge keeps one line for each region's missing years.
MISSING_LINE_HEIGHT = 14
# Words at a break stand below each other, and end before they cover the picture.
MOST_BREAK_ROWS, BREAK_ROW_HEIGHT, BREAK_WORDS = 4, 16, 150
BOUND_UP, BOUND_DOWN = "bound_up", "bound_down"
# A bound is a wider mark: its arrow has to be seen.
FIGURE_SIZE, BOUND_SIZE = 85, 260
BOUNDS = {"ge": BOUND_UP, "gt": BOUND_UP, "le": BOUND_DOWN, "lt": BOUND_DOWN}
SHAPES = GRADE_SHAPES | {BOUND_UP: BOUND_UP_SHAPE, BOUND_DOWN: BOUND_DOWN_SHAPE}


# What a phone has room for.
LEGEND_WORDS = 300

REGION_ANCHORS = (
    Anchor(10, 0, "left"),
    Anchor(0, -10, baseline="bottom"),
    Anchor(0, 10, baseline="top"),
    Anchor(10, -16, "left"),
    Anchor(10, 16, "left"),
    Anchor(-10, 0, "right"),
    Anchor(10, -32, "left"),
    Anchor(10, 32, "left"),
)
TARGET_ANCHORS = (
    Anchor(17, -8, "right", "bottom"),
    Anchor(17, 8, "right", "top"),
    Anchor(17, -24, "right", "bottom"),
    Anchor(17, 24, "right", "top"),
    Anchor(17, -41, "right", "bottom"),
)
BASELINE_ANCHORS = (
    Anchor(0, 8, baseline="top"),
    Anchor(0, -8, baseline="bottom"),
    Anchor(-24, 0, "right"),
    Anchor(0, 24, baseline="top"),
)


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
    figures = _drawn_figures(frames.figures, colors)
    across = _year_axis(frames)
    domain, axis = _value_axis(frames, len(regions), texts.suffix)
    upward = _upward("value", domain, axis)
    layers = [
        *_forecast_layers(frames.forecasts, colors, across, lambda column: _upward(column, domain, axis)),
        *_break_layers(frames.breaks, colors, across),
        _path_layer(frames.paths, colors, across, upward),
        _line_layer(figures, across, upward),
        _figure_layer(figures, across, upward, texts, colors if texts.names_in_legend else {}),
        _baseline_layer(frames.baselines, colors, across, upward),
        _target_layer(frames.targets, colors, across, upward),
        *_label_layers(frames, figures, colors, across, upward, has_names=not texts.names_in_legend),
        *_missing_layers(frames.missing, regions, colors, across),
    ]
    return titled(alt.layer(*[layer for layer in layers if layer is not None]), texts.title, height=HEIGHT)


def _drawn_figures(figures: pl.DataFrame, colors: dict[str, str]) -> pl.DataFrame:
    return figures.sort("region", "year").with_columns(
        color=_color(colors),
        fill=pl.when(pl.col("is_inferred")).then(pl.lit(PAPER)).otherwise(_color(colors)),
        shape=pl.col("comparator").replace_strict(BOUNDS, default=None).fill_null(pl.col("source_grade")),
        is_bound=pl.col("comparator").is_in(list(BOUNDS)),
        size=pl.when(pl.col("comparator").is_in(list(BOUNDS))).then(BOUND_SIZE).otherwise(FIGURE_SIZE),
        strength=pl.when(pl.col("is_main")).then(1.0).otherwise(0.35),
    )


def _color(colors: dict[str, str]) -> pl.Expr:
    return pl.col("region").replace_strict(colors, default=QUIET_INK, return_dtype=pl.String)


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
    # What cannot be negative shows no negative numbers there.
    is_below_zero = "datum.value < 0" if low >= 0 else "false"
    axis = alt.Axis(
        grid=True,
        gridColor=alt.condition(is_below_zero, alt.value("transparent"), alt.value(GRID)),
        domain=False,
        ticks=False,
        tickCount=5,
        labelExpr=f"{is_below_zero} ? '' : datum.label + '{suffix}'",
    )
    return [bottom, top], axis


def _upward(column: str, domain: list[float], axis: alt.Axis) -> alt.Y:
    # Every layer says the same axis: layers that differ leave the chart without one.
    return alt.Y(f"{column}:Q", title=None, scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)


def _line_layer(figures: pl.DataFrame, across: alt.X, upward: alt.Y) -> Any:
    # A line joins whole neighboring years of one scope only: across a missing year, or a break, nothing is compared.
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


def _figure_layer(figures: pl.DataFrame, across: alt.X, upward: alt.Y, texts: TrendTexts, named: dict[str, str]) -> Any:
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
                    columns=legend_columns(3),
                    symbolFillColor=QUIET_INK,
                    symbolStrokeColor=QUIET_INK,
                    labelExpr=_label_expression({shape: texts.shapes.get(shape, shape) for shape in present}),
                    symbolSize=80,
                    offset=6,
                ),
            ),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=stroke,
            size=alt.Size("size:Q", scale=None, legend=None),
            opacity=alt.Opacity("strength:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=title)
                for name, title in texts.tooltip.items()
                if name in figures.columns
            ],
        )
    )


def _path_layer(paths: pl.DataFrame, colors: dict[str, str], across: alt.X, upward: alt.Y) -> Any:
    if paths.is_empty():
        return None
    return (
        alt.Chart(paths.with_columns(color=_color(colors)))
        .mark_line(strokeDash=[5, 4], strokeWidth=1.5)
        .encode(
            x=across, y=upward, detail="target_id:N", color=alt.Color("color:N", scale=None), order=alt.Order("year:Q")
        )
    )


def _forecast_layers(
    forecasts: pl.DataFrame, colors: dict[str, str], across: alt.X, upward: Callable[[str], alt.Y]
) -> list[Any]:
    if forecasts.is_empty():
        return []
    base = alt.Chart(forecasts.with_columns(color=_color(colors))).encode(x=across, detail="region:N")
    color = alt.Color("color:N", scale=None)
    fan = base.mark_area(opacity=0.16).encode(y=upward("low"), y2="high:Q", color=color)
    middle = base.mark_line(strokeWidth=1.5, strokeDash=[1, 3]).encode(y=upward("value"), color=color)
    return [fan, middle]


def _break_layers(breaks: pl.DataFrame, colors: dict[str, str], across: alt.X) -> list[Any]:
    """A line between the years that cannot be compared, with what changed on it."""
    if breaks.is_empty():
        return []
    # The line stands before the first year of the new definition.
    drawn = breaks.with_columns(
        pl.col("year") - 0.5, color=_color(colors), row=pl.int_range(pl.len()).mod(MOST_BREAK_ROWS) * BREAK_ROW_HEIGHT
    )
    base = alt.Chart(drawn).encode(
        x=across, color=alt.Color("color:N", scale=None), tooltip=[alt.Tooltip("label:N", title=" ")]
    )
    words = base.mark_text(align="left", baseline="top", dx=4, fontSize=11.5, limit=BREAK_WORDS).encode(
        y=alt.Y("row:Q", scale=None), text="words:N"
    )
    return [base.mark_rule(strokeWidth=1, strokeDash=[2, 2]), words]


def _baseline_layer(baselines: pl.DataFrame, colors: dict[str, str], across: alt.X, upward: alt.Y) -> Any:
    if baselines.is_empty():
        return None
    drawn = baselines.with_columns(color=_color(colors))
    base = alt.Chart(drawn).encode(x=across, y=upward, color=alt.Color("color:N", scale=None))
    # A tick like the target's, thinner: it is the plan's word, not an observation.
    return base.mark_tick(thickness=2, size=20, orient="horizontal").encode(tooltip=[alt.Tooltip("label:N", title=" ")])


def _target_layer(targets: pl.DataFrame, colors: dict[str, str], across: alt.X, upward: alt.Y) -> Any:
    drawn = _drawable(targets)
    if drawn.is_empty():
        return None
    return (
        alt.Chart(drawn.with_columns(color=_color(colors)))
        .mark_tick(thickness=4, size=34, orient="horizontal")
        .encode(x=across, y=upward, color=alt.Color("color:N", scale=None), tooltip=[alt.Tooltip("label:N", title=" ")])
    )


def _label_layers(
    frames: TrendFrames,
    figures: pl.DataFrame,
    colors: dict[str, str],
    across: alt.X,
    upward: alt.Y,
    has_names: bool,
) -> list[Any]:
    """Each region is named beside its last figure, each target and baseline beside its mark."""
    years, values = across.to_dict()["scale"]["domain"], upward.to_dict()["scale"]["domain"]

    def pixels(row: dict[str, Any]) -> tuple[float, float]:
        x = (row["year"] - years[0]) / (years[1] - years[0]) * TRIED_WIDTH
        return x, HEIGHT - (row["value"] - values[0]) / (values[1] - values[0]) * HEIGHT

    last = figures.filter(pl.col("is_main")).group_by("region").agg(pl.all().sort_by("year").last()).sort("region")
    named = pl.col("region") + pl.lit(" ") + pl.col("label") if has_names else pl.col("label")
    kinds = [
        (last.with_columns(text=named), REGION_ANCHORS, False, "normal"),
        (_drawable(frames.targets).with_columns(text="label").sort("year", "region"), TARGET_ANCHORS, False, "bold"),
        (frames.baselines.with_columns(text="label"), BASELINE_ANCHORS, True, "normal"),
    ]
    rows: list[dict[str, Any]] = []
    labels: list[Label] = []
    for frame, anchors, is_optional, weight in kinds:
        for row in frame.iter_rows(named=True):
            labels.append(Label(row["text"], *pixels(row), anchors, is_optional))
            rows.append({name: row[name] for name in ("region", "year", "value")} | {"weight": weight})
    marks = [pixels(row) for row in figures.iter_rows(named=True)]
    for frame in (_drawable(frames.targets), frames.baselines):
        # A tick is wide: no label may cover its ends either.
        marks += [(x + dx, y) for x, y in map(pixels, frame.iter_rows(named=True)) for dx in (-11, 0, 11)]
    # A label is found again by its point and its words.
    known = {(label.text, label.x, label.y): row for label, row in zip(labels, rows, strict=True)}
    drawn = [
        known[label.text, label.x, label.y] | {"text": label.text} | asdict(label.anchor)
        for label in arranged(labels, marks)
        if label.anchor is not None
    ]
    if not drawn:
        return []
    base = alt.Chart(pl.DataFrame(drawn).with_columns(color=_color(colors))).encode(
        x=across, y=upward, text=alt.Text("text:N")
    )
    offsets = {name: alt.ExprRef(f"datum.{name}") for name in ("dx", "dy", "align", "baseline")}
    weight = alt.ExprRef("datum.weight")
    # A white edge keeps the words readable on lines.
    return [
        base.mark_text(fontSize=12.5, fontWeight=weight, stroke=PAPER, strokeWidth=4, **offsets),
        base.mark_text(fontSize=12.5, fontWeight=weight, **offsets).encode(color=alt.Color("color:N", scale=None)),
    ]


def _drawable(targets: pl.DataFrame) -> pl.DataFrame:
    return targets.filter(pl.col("value").is_not_null())


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


def _label_expression(labels: dict[str, str]) -> str:
    expression = "datum.label"
    for value, label in labels.items():
        quoted = label.replace("'", "\\'")
        expression = f"datum.value == '{value}' ? '{quoted}' : {expression}"
    return expression
