"""The charts of a report, as finished Vega-Lite: the same colors, marks and fonts as the pages'."""

from typing import Any

import polars as pl

from plan_targets.look import ACCENT, FONT, GRID, INK, QUIET_INK, RULE, status_style
from plan_targets.report.assessment import Assessment
from plan_targets.report.blocks import Picture
from plan_targets.report.numbers import Figure, Origin
from plan_targets.semantic import Condition
from plan_targets.semantic.conditions import Value
from plan_targets.words import number

PLOT = 400
ROW = 26
MOST_PANELS = 6
PANEL = {"width": 270, "height": 120}

CONFIGURATION: dict[str, Any] = {
    "font": FONT,
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": QUIET_INK,
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": GRID,
        "labelLimit": 300,
    },
    "text": {"font": FONT, "fontSize": 12, "color": INK},
    "legend": {"labelFontSize": 12, "titleFontSize": 12},
}


def status_chart(now: Assessment) -> Picture:
    """How many verdicts of the year there are of each status."""
    rows: list[dict[str, Any]] = []
    figures = []
    for one in now.statuses.iter_rows(named=True):
        number = now.verdict_count(status=one["status"])
        if number.value:
            look = status_style(one["status"])
            figures.append(number)
            rows.append({"name": f"{look.mark} {one['label']}", "count": number.value, "color": look.color})
    across = {
        "field": "count",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, max((row["count"] for row in rows), default=1)]},
    }
    down = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"ticks": False, "domain": False}}
    chart = _chart(
        rows,
        len(rows),
        [
            {
                "mark": {"type": "bar", "height": 16},
                "encoding": {"x": across, "y": down, "color": {"field": "color", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 5},
                "encoding": {"x": across, "y": down, "text": {"field": "count", "type": "quantitative"}},
            },
        ],
    )
    said = now.words.listed([f"{row['name']} {row['count']}" for row in rows])
    return Picture(now.words("overall.by_status", year=now.year), chart, said, tuple(figures))


def pace_chart(now: Assessment, judged: pl.DataFrame) -> Picture:
    """The pace of each target that has one, the slowest first, beside the line of those exactly on their path."""
    paced = judged.filter(pl.col("pace").is_not_null()).sort("pace").to_dicts()
    rows = [
        {
            "name": f"{row['number']} {row['indicator']}",
            "pace": row["pace"],
            "words": f"{status_style(row['status']).mark} {row['pace']:.2f}",
            "color": status_style(row["status"]).color,
        }
        for row in paced
    ]
    paces = [row["pace"] for row in rows]
    domain = [min([0.0, *paces]), max([1.1, *paces])]
    across = {
        "field": "pace",
        "type": "quantitative",
        "title": now.words("chart.pace"),
        "scale": {"domain": domain, "nice": False},
        "axis": {"format": ".1~f"},
    }
    down = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"ticks": False, "domain": False}}
    color = {"field": "color", "type": "nominal", "scale": None}
    chart = _chart(
        rows,
        len(rows),
        [
            {"mark": {"type": "bar", "height": 14}, "encoding": {"x": across, "y": down, "color": color}},
            {
                # In a column of their own, where no bar and no rule runs through them.
                "mark": {"type": "text", "align": "left"},
                "encoding": {"x": {"value": PLOT + 8}, "y": down, "text": {"field": "words"}},
            },
            {"data": {"values": [{"one": 1}]}, "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]},
             "encoding": {"x": {"field": "one", "type": "quantitative"}}},
        ],
    )  # fmt: skip
    figures = tuple(now.figure(row, "pace", f"{row['pace']:.2f}") for row in paced)
    said = [
        now.words("progress.paces", name=row["indicator"], pace=figure.words)
        for row, figure in zip(paced, figures, strict=True)
    ]
    return Picture(now.words("progress.pace"), chart, now.words.listed(said), figures)


def course_chart(now: Assessment, judged: pl.DataFrame, most: int = MOST_PANELS, columns: int = 2) -> Picture:
    """For the first targets: the figures judged, the path from baseline to target, and the target."""
    panels = []
    points: list[Figure] = []
    shown = judged.head(most)
    for row in shown.iter_rows(named=True):
        known = _known(now, row)
        path = _path(now, row)
        points += [*known, *path]
        layers: list[dict[str, Any]] = [
            _line(_points(path), {"type": "line", "strokeDash": [4, 3], "color": QUIET_INK, "strokeWidth": 1.5}),
            _line(_pieces(_points(known)), {"type": "line", "color": ACCENT, "strokeWidth": 2}),
            _line(_points(known), {"type": "point", "filled": True, "color": ACCENT, "size": 36}),
        ]
        if row["target_value"] is not None and row["accumulation"] != "period_flow":
            mark = {"type": "point", "shape": "diamond", "filled": True, "size": 90, "color": INK}
            layers.append(_line([{"year": row["due_year"], "value": row["target_value"]}], mark))
        title = {
            "text": f"{row['number']} {_short(row['indicator'])}",
            "fontSize": 12,
            "fontWeight": "normal",
            "anchor": "start",
            "color": INK,
        }
        panels.append({"title": title, **PANEL, "layer": layers})
    chart = {"$schema": SCHEMA, "columns": columns, "spacing": 18, "concat": panels, "config": CONFIGURATION}
    said = now.words.listed(shown["indicator"].to_list())
    return Picture(now.words("progress.course"), chart, said, points=tuple(points))


SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def _chart(rows: list[dict[str, Any]], count: int, layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "data": {"values": rows},
        "width": PLOT,
        "height": ROW * max(count, 1),
        "layer": layers,
        "config": CONFIGURATION,
    }


def _line(points: list[dict[str, Any]], mark: dict[str, Any]) -> dict[str, Any]:
    year = {
        "field": "year",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False, "nice": False, "padding": 14},
        "axis": {"format": "d", "tickMinStep": 1, "grid": False, "tickCount": 6},
    }
    value = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": False},
        "axis": {"tickCount": 4},
    }
    piece = {"field": "piece", "type": "nominal"}
    return {"data": {"values": points}, "mark": mark, "encoding": {"x": year, "y": value, "detail": piece}}


def _known(now: Assessment, row: dict[str, Any]) -> list[Figure]:
    """The figures that gave a verdict, year by year: they are on the scale of the target."""
    rows = now.history.filter((pl.col("target_id") == row["target_id"]) & pl.col("course").is_not_null())
    return [now.figure(one, "value", number(one["value"])) for one in rows.sort("judged_year").to_dicts()]


def _path(now: Assessment, row: dict[str, Any]) -> list[Figure]:
    """Where the target's path stands, year by year."""
    of: tuple[tuple[str, Value], ...] = (("target", row["target_id"]),)
    answer = now.snapshot.query(
        ["path_value"], ["calendar_year"], [Condition("target", "=", row["target_id"])], ["calendar_year"]
    )
    return _figures("path_value", of, answer)


def _figures(metric: str, of: tuple[tuple[str, Value], ...], answer: pl.DataFrame) -> list[Figure]:
    return [
        Figure(number(value), value, Origin(metric, (*of, ("calendar_year", year))))
        for year, value in answer.select("calendar_year", metric).drop_nulls().iter_rows()
    ]


def _pieces(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The points with the piece of line that each is on: no piece crosses a year without a verdict."""
    piece = 0
    for position, point in enumerate(points):
        piece += position > 0 and point["year"] - points[position - 1]["year"] > 1
        point["piece"] = piece
    return points


def _points(figures: list[Figure]) -> list[dict[str, Any]]:
    return [{"year": dict(one.origin.where)["calendar_year"], "value": one.value} for one in figures]


def _short(name: str, most: int = 20) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
