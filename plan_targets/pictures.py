"""Charts as pictures, offline: finished Vega-Lite as PNG or SVG, and whether this machine can draw Chinese."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from plan_targets.look import SANS_FAMILIES, SERIF_FAMILIES

Specification = Mapping[str, Any]

# Twice the pixels of a screen: sharp on paper and on a slide.
SCALE = 2
# What a picture is wide when its chart takes the width of its place.
WIDTH = 760


def as_png(chart: Specification, scale: float = SCALE) -> bytes:
    """The chart as PNG."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(_of_fixed_width(chart), scale=scale))


def as_svg(chart: Specification) -> str:
    """The chart as SVG; its texts stay texts, so whoever opens it needs the font."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_of_fixed_width(chart)))


@cache
def chinese_families() -> tuple[str, ...]:
    """The fonts with Chinese characters that this machine has, of those that are asked for; none if it has none."""
    # Importing it takes longer than most pages need.
    import typst

    known = set(typst.Fonts().families())
    return tuple(family for family in (*SERIF_FAMILIES, *SANS_FAMILIES) if family in known)


def _of_fixed_width(chart: Specification) -> dict[str, Any]:
    # A picture has no place whose width it could take.
    return {**chart, "width": WIDTH} if chart.get("width") == "container" else dict(chart)
