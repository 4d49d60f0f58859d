"""Charts as pictures, offline: finished Vega-Lite as PNG or SVG, and whether this machine can draw Chinese."""

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any
from unicodedata import east_asian_width
from xml.etree import ElementTree

from plan_targets.look import FONT, SANS_FAMILIES, SERIF_FAMILIES

Specification = Mapping[str, Any]

# Twice the pixels of a screen: sharp on paper and on a slide.
SCALE = 2
# What a picture is wide when its chart takes the width of its place.
WIDTH = 760

SVG = "http://www.w3.org/2000/svg"
SMALL_PRINT = 11
LINE = 16
MARGIN = 8
# Read on white and on dark paper.
SMALL_INK = "#7b8794"


def as_png(chart: Specification, footer: Sequence[str] = (), scale: float = SCALE) -> bytes:
    """The chart as PNG, with lines of small print below it."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(as_svg(chart, footer), scale=scale))


def as_svg(chart: Specification, footer: Sequence[str] = ()) -> str:
    """The chart as SVG, with lines of small print below it; texts stay texts, so whoever opens it needs the font."""
    drawn = _drawn(json.dumps(_of_fixed_width(chart)))
    return _with_footer(drawn, footer) if footer else drawn


# A report's charts stand in several files, and drawing one takes a fifth of a second.
@lru_cache(maxsize=32)
def _drawn(document: str) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(document))


def _with_footer(drawn: str, footer: Sequence[str]) -> str:
    ElementTree.register_namespace("", SVG)
    picture = ElementTree.fromstring(drawn)
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    most = max(int((width - 2 * MARGIN) / (0.55 * SMALL_PRINT)), 1)
    lines = [line for text in footer for line in _lines(text, most)]
    taller = height + MARGIN + LINE * len(lines)
    # The paper goes on below the chart.
    for paper in picture.iterfind(f"{{{SVG}}}rect[@width='{picture.get('width')}']"):
        paper.set("height", str(taller))
    for position, line in enumerate(lines):
        attributes = {"x": str(MARGIN), "y": str(height + LINE * (position + 1)), "font-family": FONT}
        text = ElementTree.SubElement(
            picture, f"{{{SVG}}}text", attributes | {"font-size": str(SMALL_PRINT), "fill": SMALL_INK}
        )
        text.text = line
    picture.set("height", str(taller))
    picture.set("viewBox", f"0 0 {width:g} {taller:g}")
    return ElementTree.tostring(picture, encoding="unicode")


def _lines(text: str, most: int) -> list[str]:
    """The text in lines of at most so many half-width cells."""
    lines, cells = [""], 0
    for sign in text:
        size = 2 if east_asian_width(sign) in "WF" else 1
        if cells + size > most:
            lines.append("")
            cells = 0
        lines[-1] += sign
        cells += size
    return lines


@cache
def chinese_families() -> tuple[str, ...]:
    """The fonts with Chinese characters that this machine has, of those that are asked for; none if it has none."""
    # Importing it takes longer than most pages need.
    import typst

    known = set(typst.Fonts().families())
    return tuple(family for family in (*SERIF_FAMILIES, *SANS_FAMILIES) if family in known)


def _of_fixed_width(chart: Specification) -> dict[str, Any]:
    # A picture has no place whose width it could take, and a title that breaks by that width is told it.
    if chart.get("width") != "container":
        return dict(chart)
    title = chart.get("title")
    text = title.get("text") if isinstance(title, dict) else None
    if isinstance(text, dict) and "expr" in text:
        told = {"expr": text["expr"].replace("width <", f"{WIDTH} <")}
        return {**chart, "width": WIDTH, "title": {**title, "text": told}}  # type: ignore[dict-item]
    return {**chart, "width": WIDTH}
