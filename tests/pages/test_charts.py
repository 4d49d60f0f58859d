"""The charts say what is known as what it is, in marks that can be read."""

import itertools
import json
import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from app.charts.explore import BAR, LINE, MOST_POINTS, AnswerChart, draw_answer, is_cut
from app.charts.labels import Anchor, Label, arranged
from app.charts.named_bars import named_bars
from app.charts.pace import MOST_PACE, PaceTexts, pace_dots
from app.charts.sources import figures_by_publication_year
from app.charts.status_bars import COUNT, StatusBarTexts, status_bars
from app.charts.theme import BOUND_UP_SHAPE, GRADE_SHAPES, text_cells, wrap
from app.charts.trend import TrendFrames, TrendTexts, trend
from app.charts.trend_figures import BOUND_UP
from plan_targets import look as look_module
from plan_targets.look import (
    ACCENT,
    DARK,
    FURTHER_COLORS,
    GRADE_COLORS,
    INK,
    PAPER,
    QUIET_INK,
    READING_COLORS,
    REGION_COLORS,
    STATUS_STYLES,
    dark,
    status_style,
)
from plan_targets.pictures import as_svg
from tests.pages.conftest import REPOSITORY

FEW_THOUSAND = 3_000


def light(color: str) -> str:
    return color


LOOKS = (light, dark)
# How full blindness to red and to green changes colors (Machado, Oliveira and Fernandes 2009).
COLOR_BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}

FIGURE = {
    "region": "苏州市", "year": 2022, "value": 96.69, "comparator": "eq", "source_grade": "mirror",
    "is_inferred": False, "is_main": True, "label": "96.69%", "grade_label": "转载", "source": "来源",
    "period": "2022", "age": "3 年", "state": "数值", "is_partial_year": False,
    "is_break": False, "scope": "",
}  # fmt: skip
FIGURE_SCHEMA = {name: pl.Series([value]).dtype for name, value in FIGURE.items()}
POINT = {"region": pl.String, "year": pl.Int64, "value": pl.Float64}
TEXTS = TrendTexts(
    title="标题",
    suffix="%",
    shapes={BOUND_UP: "界限值"} | dict.fromkeys(GRADE_SHAPES, "来源"),
    tooltip={"label": "数值"},
)


def frames(figures: list[dict[str, Any]], **others: list[dict[str, Any]]) -> TrendFrames:
    def frame(name: str, **more: Any) -> pl.DataFrame:
        return pl.DataFrame(others.get(name, []), schema=POINT | more)

    return TrendFrames(
        figures=pl.DataFrame([FIGURE | figure for figure in figures], schema=FIGURE_SCHEMA),
        paths=frame("paths", target_id=pl.String),
        targets=frame("targets", comparator=pl.String, label=pl.String),
        baselines=frame("baselines", label=pl.String),
        missing=pl.DataFrame(
            others.get("missing", []), schema={"region": pl.String, "year": pl.Int64, "note": pl.String}
        ),
        forecasts=frame("forecasts", low=pl.Float64, high=pl.Float64),
        breaks=pl.DataFrame(
            others.get("breaks", []),
            schema={"region": pl.String, "year": pl.Int64, "words": pl.String, "label": pl.String},
        ),
    )  # fmt: skip


def layers(chart: Any, mark: str) -> list[dict[str, Any]]:
    """The layers of that mark, each with its data as `rows`."""
    document = chart.to_dict()

    def walk(node: dict[str, Any], inherited: Any) -> list[dict[str, Any]]:
        data = node.get("data", inherited)
        if "layer" in node:
            return [found for child in node["layer"] for found in walk(child, data)]
        kind = node["mark"] if isinstance(node["mark"], str) else node["mark"]["type"]
        return [node | {"rows": document["datasets"][data["name"]]}] if kind == mark else []

    return walk(document, None)


def test_a_bound_is_drawn_as_a_bound() -> None:
    chart = trend(frames([{"year": 2016, "value": 93.0, "comparator": "ge"}, {"year": 2017}]), ["苏州市"], TEXTS)
    (points,) = layers(chart, "point")
    assert {row["year"]: row["shape"] for row in points["rows"]} == {2016: BOUND_UP, 2017: "mirror"}
    scale = points["encoding"]["shape"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))[BOUND_UP] == BOUND_UP_SHAPE


def test_no_line_passes_through_a_bound() -> None:
    chart = trend(frames([{"year": 2016}, {"year": 2017, "comparator": "ge"}, {"year": 2018}]), ["苏州市"], TEXTS)
    (line,) = layers(chart, "line")
    assert [row["year"] for row in line["rows"]] == [2016, 2018]
    assert len({row["stretch"] for row in line["rows"]}) == 2


def test_a_year_without_a_figure_breaks_the_line_and_is_marked() -> None:
    missing = [{"region": "苏州市", "year": 2019, "note": "没有观测值"}]
    years = [2017, 2018, 2020, 2021]
    chart = trend(frames([{"year": year} for year in years], missing=missing), ["苏州市"], TEXTS)
    (line,) = layers(chart, "line")
    parts = [row["stretch"] for row in sorted(line["rows"], key=lambda row: row["year"])]
    assert parts[0] == parts[1] != parts[2] == parts[3]
    assert any(row["year"] == 2019 for layer in layers(chart, "point") for row in layer["rows"])


def test_no_line_crosses_a_break_mixes_scopes_or_joins_a_part_of_a_year() -> None:
    figures: list[dict[str, Any]] = [
        {"year": 2019},
        {"year": 2020},
        {"year": 2021, "is_break": True},
        {"year": 2022, "scope": "31 城"},
        {"year": 2023, "scope": "31 城"},
        {"year": 2024},
        {"year": 2025, "is_partial_year": True},
    ]
    (line,) = layers(trend(frames(figures), ["苏州市"], TEXTS), "line")
    parts = {row["year"]: row["stretch"] for row in line["rows"]}
    assert 2025 not in parts
    assert parts[2019] == parts[2020] != parts[2021] != parts[2022] == parts[2023] != parts[2024]


def test_an_inferred_figure_is_hollow() -> None:
    chart = trend(frames([{"year": 2016, "is_inferred": True}, {"year": 2017}]), ["苏州市"], TEXTS)
    (points,) = layers(chart, "point")
    fills = {row["year"]: row["fill"] for row in points["rows"]}
    assert fills == {2016: PAPER, 2017: REGION_COLORS[0]}


def test_every_grade_has_its_own_shape() -> None:
    assert len(set(GRADE_SHAPES.values())) == len(GRADE_SHAPES)


def test_the_path_leads_from_the_baseline_to_the_target() -> None:
    path = [{"region": "苏州市", "year": y, "value": v, "target_id": "t"} for y, v in ((2025, 96.76), (2030, 97.0))]
    target = [{"region": "苏州市", "year": 2030, "value": 97.0, "comparator": "ge", "label": "目标 ≥ 97%"}]
    chart = trend(frames([{}], paths=path, targets=target), ["苏州市"], TEXTS)
    dashed = next(layer for layer in layers(chart, "line") if layer["mark"].get("strokeDash"))
    assert [(row["year"], row["value"]) for row in dashed["rows"]] == [(2025, 96.76), (2030, 97.0)]
    assert any(row["text"] == "目标 ≥ 97%" for layer in layers(chart, "text") for row in layer["rows"])


def test_a_forecast_is_a_fan_from_the_last_figure_within_the_scale() -> None:
    fan = [
        {"region": "苏州市", "year": 2022, "value": 96.69, "low": 96.69, "high": 96.69},
        {"region": "苏州市", "year": 2025, "value": 97.5, "low": 95.0, "high": 99.0},
    ]
    chart = trend(frames([{}], forecasts=fan), ["苏州市"], TEXTS)
    (area,) = layers(chart, "area")
    assert [(row["year"], row["low"], row["high"]) for row in area["rows"]] == [(2022, 96.69, 96.69), (2025, 95, 99)]
    low, high = area["encoding"]["y"]["scale"]["domain"]
    assert low < 95 < 99 < high


def test_a_break_is_told_on_the_picture_before_its_first_year() -> None:
    told = [{"region": "苏州市", "year": 2022, "words": "苏州市口径变化", "label": "与以前不可比"}]
    chart = trend(frames([{"year": 2021}, {"is_break": True}], breaks=told), ["苏州市"], TEXTS)
    (rule,) = [layer for layer in layers(chart, "rule") if "year" in layer["rows"][0]]
    assert rule["rows"][0]["year"] == 2021.5
    assert "苏州市口径变化" in str([layer["rows"] for layer in layers(chart, "text")])


@pytest.mark.parametrize(("values", "hidden"), [((97.0, 97.0), True), ((96.0, 104.0), False)])
def test_an_axis_of_shares_names_no_more_than_the_whole(values: tuple[float, float], hidden: bool) -> None:
    figures = [{"year": year, "value": value} for year, value in zip((2021, 2022), values, strict=True)]
    chart = trend(frames(figures), ["苏州市"], replace(TEXTS, suffix="%"))
    labels = {layer["encoding"]["y"]["axis"]["labelExpr"] for layer in layers(chart, "line")}
    assert all(("datum.value > 100" in label) is hidden and "datum.value < 0" in label for label in labels) and labels


def test_a_target_without_any_figure_can_be_drawn() -> None:
    target = [{"region": "苏州市", "year": 2030, "value": 97.0, "comparator": "ge", "label": "目标 ≥ 97%"}]
    assert layers(trend(frames([], targets=target), ["苏州市"], TEXTS), "tick")


def counts(statuses: dict[str, int]) -> pl.DataFrame:
    rows = [
        {"group_id": "jiangsu", "group": "江苏省", "group_order": 1, "status": status, "status_label": status,
         "status_order": order, "count": count}
        for order, (status, count) in enumerate(statuses.items())
    ]  # fmt: skip
    return pl.DataFrame(rows)


def test_the_parts_of_a_bar_lie_end_to_end_and_carry_their_marks() -> None:
    words = StatusBarTexts(title="标题", group="规划", status="状态", count="个数", total=f"{COUNT} 个目标")
    chart = status_bars(counts({"achieved": 3, "behind": 0, "not_observed": 20}), words)
    (bars,) = layers(chart, "bar")
    assert [(row["status"], row["start"], row["end"]) for row in bars["rows"]] == [
        ("achieved", 0, 3),
        ("not_observed", 3, 23),
    ]
    written = {row.get("label") for layer in layers(chart, "text") for row in layer["rows"]}
    assert f"{status_style('achieved').mark} 3" in written
    assert "23 个目标" in {row.get("total_label") for layer in layers(chart, "text") for row in layer["rows"]}


@pytest.mark.parametrize(("width", "shows"), [(900, True), (250, False)])
def test_a_part_of_a_bar_has_its_number_only_where_the_number_has_room(width: int, shows: bool) -> None:
    words = StatusBarTexts(title="标题", group="规划", status="状态", count="个数", total=f"{COUNT} 个目标")
    chart = status_bars(counts({"achieved": 13, "behind": 11, "not_observed": 161}), words)
    drawn = ElementTree.fromstring(as_svg({**chart.to_dict(), "width": width}))
    sizes = {text.text: text.get("font-size", "") for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    for status, count in (("achieved", 13), ("behind", 11)):
        assert (sizes[f"{status_style(status).mark} {count}"] != "0px") == shows
    assert sizes[f"{status_style('not_observed').mark} 161"] != "0px"


def test_no_chart_has_a_color_by_name() -> None:
    """Only those of `plan_targets.look` have their counterpart on a dark page."""
    named = re.compile(r"""(?:stroke|fill|color|background)=["']([a-z]+)["']""")
    charts = (REPOSITORY / "app" / "charts").glob("*.py")
    assert {path.name: found for path in charts if (found := named.findall(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_statuses_differ_in_more_than_color(look: Callable[[str], str]) -> None:
    assert len({style.mark for style in STATUS_STYLES.values()}) == len(STATUS_STYLES)
    lightness = [_luminance(look(STATUS_STYLES[status].color)) for status in ("achieved", "ahead", "on_track")]
    # Better is further from the page.
    assert lightness == sorted(lightness, reverse=look is dark)
    assert all(abs(after - before) > 0.08 for before, after in itertools.pairwise(lightness))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("status", list(STATUS_STYLES))
def test_the_ink_on_a_status_can_be_read(status: str, look: Callable[[str], str]) -> None:
    style = STATUS_STYLES[status]
    assert _contrast(look(style.ink), look(style.color)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_words_and_lines_can_be_read_on_the_page(look: Callable[[str], str]) -> None:
    for color in (INK, QUIET_INK, *REGION_COLORS):
        assert _contrast(look(color), look(PAPER)) >= 4.5, color


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("matrix", COLOR_BLINDNESS.values(), ids=COLOR_BLINDNESS)
def test_good_and_bad_stay_apart_for_color_blind_readers(matrix: list[list[float]], look: Callable[[str], str]) -> None:
    good, bad = (
        [_seen(look(STATUS_STYLES[status].color), matrix) for status in statuses]
        for statuses in (("achieved", "ahead", "on_track"), ("behind", "off_track"))
    )
    # Between neighbors on a scale of 0 to 1 in each of three parts; below a tenth, two are taken for one.
    assert min(math.dist(one, other) for one in good for other in bad) > 0.25


def test_every_color_has_a_counterpart_on_a_dark_page() -> None:
    used = {
        color
        for file in (REPOSITORY / "app").rglob("*.py")
        for color in re.findall(r"#[0-9a-fA-F]{6}", file.read_text(encoding="utf-8"))
    }
    named = {value for name, value in vars(look_module).items() if isinstance(value, str) and value.startswith("#")}
    assert used == set(), "Colors stand in plan_targets/look.py."
    assert named | {color for style in STATUS_STYLES.values() for color in (style.color, style.ink)} <= set(DARK)
    assert {*REGION_COLORS, *FURTHER_COLORS, *GRADE_COLORS.values(), *READING_COLORS.values()} <= set(DARK)


def test_the_pages_have_the_colors_of_the_charts() -> None:
    theme = tomllib.loads((REPOSITORY / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    for name, color in (
        ("primaryColor", ACCENT),
        ("linkColor", ACCENT),
        ("backgroundColor", PAPER),
        ("textColor", INK),
    ):
        assert (theme["light"][name], theme["dark"][name]) == (color, dark(color))


def test_refusals_are_neutral_greys() -> None:
    for status in ("not_observed", "no_baseline", "not_due", "not_assessable"):
        red, green, blue = (int(STATUS_STYLES[status].color[i : i + 2], 16) for i in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) < 24


def _seen(color: str, matrix: list[list[float]]) -> list[float]:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [sum(weight * part for weight, part in zip(row, parts, strict=True)) for row in matrix]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_pace_far_out_is_drawn_at_the_end_with_its_true_number() -> None:
    rows = [{"name": "指标", "pace": 9.5, "status": "ahead", "status_label": "快于预期", "detail": ""}]
    chart = pace_dots(pl.DataFrame(rows), PaceTexts(title="标题", pace="进度比", status="状态"))
    (dots,) = layers(chart, "circle")
    assert dots["rows"][0]["position"] == MOST_PACE
    assert dots["rows"][0]["label"].endswith("9.5")


def test_named_bars_and_sources_can_be_drawn() -> None:
    named = pl.DataFrame({"name": ["该年没有观测值"], "count": [54], "color": ["#d5dade"]})
    assert layers(named_bars(named, "标题", "目标数"), "rect")
    sources = pl.DataFrame(
        {"year": ["2023", "无日期"], "grade": ["mirror", "official"], "grade_label": ["转载", "官方"],
         "grade_rank": [3, 1], "count": [5, 2]}
    )  # fmt: skip
    names = {"year": "年份", "grade": "等级", "count": "个数"}
    chart = figures_by_publication_year(sources, "标题", names).to_dict()
    assert chart["encoding"]["color"]["scale"]["domain"][0].endswith("官方")


def answer_chart(kind: str, **more: Any) -> AnswerChart:
    labels = {name: name for name in ("year", "name", "value")}
    return AnswerChart(
        kind=kind, across="year" if kind == LINE else "name", value="value", series=None, labels=labels,
        value_format=",.2~f", title="标题", **more,
    )  # fmt: skip


@pytest.mark.parametrize("kind", [BAR, LINE])
def test_a_large_answer_is_cut_and_says_so(kind: str) -> None:
    rows = 100_000
    answer = pl.DataFrame({"name": [f"n{i}" for i in range(rows)], "year": list(range(rows)), "value": [1.0] * rows})
    wanted = answer_chart(kind)
    drawn = draw_answer(answer, wanted).to_dict()
    assert is_cut(answer, wanted)
    assert sum(len(data) for data in drawn["datasets"].values()) <= MOST_POINTS < FEW_THOUSAND


def test_a_line_of_an_answer_stops_where_a_year_is_missing() -> None:
    answer = pl.DataFrame({"name": ["a"] * 3, "year": [2017, 2018, 2020], "value": [1.0, 2.0, 3.0]})
    (line,) = layers(draw_answer(answer, answer_chart(LINE)), "line")
    assert [row["stretch"] for row in line["rows"]] == [1, 1, 2]


def test_every_chart_is_wide_as_its_frame_and_fetches_nothing() -> None:
    chart = trend(frames([{}]), ["苏州市"], TEXTS)
    document = chart.to_dict()
    assert document["width"] == "container"
    assert "http" not in json.dumps({name: part for name, part in document.items() if name != "$schema"})


def test_labels_take_anchors_that_are_free() -> None:
    anchors = (Anchor(10, 0, "left"), Anchor(0, -10, baseline="bottom"))
    first, second = arranged([Label("苏州市", 100, 100, anchors), Label("江苏省", 102, 101, anchors)], [])
    assert first.anchor == anchors[0]
    assert second.anchor == anchors[1]


def test_an_optional_label_without_room_is_left_out() -> None:
    anchors = (Anchor(10, 0, "left"),)
    assert arranged([Label("基期", 100, 100, anchors, is_optional=True)], [(115, 100)]) == []


@pytest.mark.parametrize(
    "text", ["苏州市 2022 年制造业产品质量合格率为 96.69%，不及应达值", "None of the 185 targets can be judged yet"]
)
def test_a_title_is_broken_into_lines_without_losing_a_word(text: str) -> None:
    lines = wrap(text, 20)
    assert all(text_cells(line) <= 22 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_of_a_title_ends_with_an_opening_bracket() -> None:
    title = "最近一次装载中有 17 行（0.9%）被拒收，另有《质量强国建设纲要》（试行）未读"
    assert not [line for width in range(10, 60) for line in wrap(title, width) if line[-1] in "（《"]
