"""Rows of a chart, each under its name: a name takes as many lines as a phone's width needs, and is never cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.charts.theme import INK, NARROW, PAPER, wrap

LINE_HEIGHT = 15
# Half-width cells of a line of a name: on the narrowest phone, and on anything wider.
NARROW_CELLS, WIDE_CELLS = 44, 70
LINE_BREAK = "\n"


@dataclass(frozen=True)
class Rows:
    """Where each row is: `key`, and in pixels from the top where its marks begin."""

    frame: pl.DataFrame
    height: int

    @property
    def scale(self) -> alt.Scale:
        """Of the axis on which a row's `top` is: one pixel is one."""
        return alt.Scale(domain=[0, self.height], reverse=True, nice=False, zero=False)

    def names(self, **look: Any) -> list[Any]:
        """The names, each above its row's marks, on a ground that parts them from what lies below."""
        lines, text = (
            alt.ExprRef(f"width < {NARROW} ? datum.narrow{part} : datum.wide{part}") for part in ("_rise", "")
        )
        return [
            alt.Chart(self.frame)
            .mark_text(
                align="left", baseline="top", lineBreak=LINE_BREAK, lineHeight=LINE_HEIGHT, dy=lines, text=text,
                **{"fontSize": 12.5, **look, **layer},
            )
            .encode(x=alt.value(0), y=alt.Y("top:Q", axis=None, scale=self.scale))
            for layer in ({"stroke": PAPER, "strokeWidth": 4}, {"color": INK})
        ]  # fmt: skip


def rows_under_names(names: Iterable[tuple[str, str]], marks_height: int) -> Rows:
    """The rows of those keys and names, in order; `marks_height` is what a row takes below its name."""
    laid_out, down = [], 0
    for key, name in names:
        narrow, wide = wrap(name, NARROW_CELLS), wrap(name, WIDE_CELLS)
        down += LINE_HEIGHT * max(len(narrow), 1)
        laid_out.append(
            {
                "key": key,
                "top": float(down),
                "narrow": LINE_BREAK.join(narrow),
                "wide": LINE_BREAK.join(wide),
                "narrow_rise": -LINE_HEIGHT * len(narrow) - 1,
                "wide_rise": -LINE_HEIGHT * len(wide) - 1,
            }
        )
        down += marks_height
    schema = {"key": pl.String, "top": pl.Float64, "narrow": pl.String, "wide": pl.String,
              "narrow_rise": pl.Int64, "wide_rise": pl.Int64}  # fmt: skip
    return Rows(pl.DataFrame(laid_out, schema=schema), max(down, 1))
