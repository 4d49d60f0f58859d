"""The labels of a trend: each region is named beside its last figure, each target and baseline beside its mark.

Which of its anchors a label takes is found in `app.charts.labels`.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import altair as alt
import polars as pl

from app.charts.labels import Anchor, Label, arranged
from app.charts.theme import PAPER

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


def label_layers(
    figures: pl.DataFrame,
    targets: pl.DataFrame,
    baselines: pl.DataFrame,
    across: alt.X,
    upward: alt.Y,
    pixels: Callable[[dict[str, Any]], tuple[float, float]],
    has_names: bool,
) -> list[Any]:
    """The labels, where there are any; `pixels` is where the point of a row lies."""
    last = figures.filter(pl.col("is_main")).group_by("region").agg(pl.all().sort_by("year").last()).sort("region")
    named = pl.col("region") + pl.lit(" ") + pl.col("label") if has_names else pl.col("label")
    kinds = [
        (last.with_columns(text=named), REGION_ANCHORS, False, "normal"),
        (targets.with_columns(text="label").sort("year", "region"), TARGET_ANCHORS, False, "bold"),
        (baselines.with_columns(text="label"), BASELINE_ANCHORS, True, "normal"),
    ]
    rows: list[dict[str, Any]] = []
    labels: list[Label] = []
    for frame, anchors, is_optional, weight in kinds:
        for row in frame.iter_rows(named=True):
            labels.append(Label(row["text"], *pixels(row), anchors, is_optional))
            rows.append({name: row[name] for name in ("region", "year", "value", "color")} | {"weight": weight})
    marks = [pixels(row) for row in figures.iter_rows(named=True)]
    for frame in (targets, baselines):
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
    base = alt.Chart(pl.DataFrame(drawn)).encode(x=across, y=upward, text=alt.Text("text:N"))
    offsets = {name: alt.ExprRef(f"datum.{name}") for name in ("dx", "dy", "align", "baseline")}
    weight = alt.ExprRef("datum.weight")
    # A white edge keeps the words readable on lines.
    return [
        base.mark_text(fontSize=12.5, fontWeight=weight, stroke=PAPER, strokeWidth=4, **offsets),
        base.mark_text(fontSize=12.5, fontWeight=weight, **offsets).encode(color=alt.Color("color:N", scale=None)),
    ]
