"""How every chart looks: its shapes, its title, its grid; colors, marks and fonts are those of plan_targets.look."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt
import polars as pl

from plan_targets.look import (
    ACCENT,
    FONT,
    FURTHER_COLORS,
    GRADE_COLORS,
    GRADE_MARKS,
    GRID,
    INK,
    PAPER,
    QUIET_INK,
    REGION_COLORS,
    RULE,
    STATUS_STYLES,
    StatusStyle,
    dark,
    status_style,
)

__all__ = [
    "ACCENT", "FONT", "FURTHER_COLORS", "GRADE_COLORS", "GRADE_MARKS", "GRID", "INK", "PAPER", "QUIET_INK",
    "REGION_COLORS", "RULE", "STATUS_STYLES", "StatusStyle", "in_dark", "status_column", "status_style",
]  # fmt: skip

MAXIMUM_REGIONS = len(REGION_COLORS)

# Source grades by shape, best first.
GRADE_SHAPES = {"official": "circle", "press": "square", "mirror": "diamond", "unlocated": "cross"}

# A bound is a bar with an arrow to where the true figure lies; Vega draws these paths in a box of -1 to 1.
BOUND_UP_SHAPE = (
    "M-1,0.12L-1,-0.12L1,-0.12L1,0.12Z M-0.12,0L-0.12,-0.95L-0.45,-0.95L0,-1.6L0.45,-0.95L0.12,-0.95L0.12,0Z"
)
BOUND_DOWN_SHAPE = "M-1,0.12L-1,-0.12L1,-0.12L1,0.12Z M-0.12,0L-0.12,0.95L-0.45,0.95L0,1.6L0.45,0.95L0.12,0.95L0.12,0Z"


def status_column(part: str) -> pl.Expr:
    """The color, ink or mark of each row's `status`.

    Looked up, not called: a Python function inside a polars expression can stand still when many readers click at once.
    """
    known = {status: getattr(style, part) for status, style in STATUS_STYLES.items()}
    unknown = getattr(status_style(""), part)
    return pl.col("status").replace_strict(known, default=unknown, return_dtype=pl.String)


def in_dark(part: Any) -> Any:
    """A finished chart, or any part of it, in the colors of a dark page: those in its rows change with it."""
    if isinstance(part, str):
        return dark(part)
    if isinstance(part, Mapping):
        return {name: in_dark(value) for name, value in part.items()}
    return [in_dark(value) for value in part] if isinstance(part, list) else part


# Below this width, in pixels, a plot is narrow.
NARROW = 480
# So much text goes beside a symbol in half the width of a phone.
HALF_NARROW_CELLS = 22
# Up to which width of the plot (in pixels) a title has how many half-width cells in a line.
LINE_WIDTHS = [(400, 36), (NARROW, 40), (640, 58), (800, 78), (900, 98)]
WIDEST_LINE = 110


def responsive_title(text: str) -> alt.ExprRef:
    """A title that breaks into more lines where the chart is narrow: Vega does not wrap."""
    expression = _literal(wrap(text, WIDEST_LINE))
    for below, cells in reversed(LINE_WIDTHS):
        expression = f"width < {below} ? {_literal(wrap(text, cells))} : {expression}"
    return alt.ExprRef(expression)


def legend_columns(most: int, labels: Iterable[str] = ()) -> alt.ExprRef:
    """How many entries a legend has beside each other: where the chart is narrow two, or one if they are long."""
    narrow = 1 if any(text_cells(label) > HALF_NARROW_CELLS for label in labels) else 2
    return alt.ExprRef(f"width < {NARROW} ? {narrow} : {most}")


def wrap(text: str, width: int) -> list[str]:
    """Breaks a sentence into lines of at most `width` half-width cells, at spaces or between Chinese characters.

    The lines are as even as they can be: a title never ends in a single character.
    """
    words = [(word, text_cells(word)) for word in _words(text)]
    lines = _broken(words, width)
    # The narrowest width that takes no more lines; narrower ones never take fewer.
    too_narrow, wide_enough = width // 2, width
    while wide_enough - too_narrow > 1:
        between = (too_narrow + wide_enough) // 2
        even = _broken(words, between)
        if len(even) > len(lines):
            too_narrow = between
        else:
            lines, wide_enough = even, between
    return lines


def _broken(words: list[tuple[str, int]], width: int) -> list[str]:
    lines: list[str] = []
    line, cells = "", 0
    for word, size in words:
        if line and cells + size > width and word not in CLOSING:
            lines.append(line.rstrip())
            line, cells = "", 0
            word = word.lstrip()
            size = text_cells(word)
        line += word
        cells += size
    if line.strip():
        lines.append(line.rstrip())
    return lines


# What ends no line, and what begins none.
OPENING = set("（《“(")
CLOSING = set("，。；：、）》”！？%,.;:)")


def text_cells(text: str) -> int:
    """How many half-width cells a text takes: a Chinese character takes two."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    return 2 if ord(character) > 0x2E7F else 1


def _words(text: str) -> list[str]:
    words: list[str] = []
    for character in text:
        last = words[-1][-1] if words else ""
        is_one_word = last not in ("", " ") and _cells(character) == 1 and _cells(last) == 1
        if words and (character == " " or is_one_word or last in OPENING):
            words[-1] += character
        else:
            words.append(character)
    return words


def _literal(lines: list[str]) -> str:
    quoted = ("'" + line.replace("\\", "\\\\").replace("'", "\\'") + "'" for line in lines)
    return "[" + ", ".join(quoted) + "]"


def titled(chart: Any, title: str, *, height: int) -> Any:
    """The chart as it is shown: a sentence above it, a quiet grid, the fonts; as wide as its place.

    `height` is that of the plot alone: title and legend come on top of it and never squeeze the rows.
    """
    return chart.properties(
        height=height,
        width="container",
        # A phone that is turned has another width, and the room for words beside the plot is another.
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding", resize=True),
        title=alt.TitleParams(text=responsive_title(title)),
    ).configure(**CONFIGURATION)


CONFIGURATION: dict[str, Any] = {
    "font": FONT,
    "background": PAPER,
    "padding": {"left": 2, "right": 8, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "align": "left",
        "frame": "bounds",
        "fontSize": 16,
        "fontWeight": 600,
        "color": INK,
        "lineHeight": 22,
        "offset": 14,
    },
    "axis": {
        "labelFontSize": 12.5,
        "labelColor": QUIET_INK,
        "titleColor": QUIET_INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": GRID,
        "labelLimit": 320,
    },
    "text": {"fontSize": 12.5, "color": INK},
    "legend": {"labelFontSize": 12.5, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": INK},
}
