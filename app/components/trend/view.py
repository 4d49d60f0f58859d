"""How the reader wants the picture: which years, as an index of which year, and as it was known on which day."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from app.components import address
from app.components.trend.choice import PAGE
from app.queries.session import Reader
from app.texts import Texts

NONE = ""
# What the address may say; another indicator starts without them.
FIRST, LAST, BASE, KNOWN_BY = PARAMETERS = ("from", "to", "base", "known_by")


@dataclass(frozen=True)
class View:
    """The years that are drawn, the year that is 100, the day by which a figure was public; without them, all are."""

    first: int | None = None
    last: int | None = None
    base_year: int | None = None
    known_by: str = NONE


def choose_view(now: Reader, yearly: pl.DataFrame, known: pl.DataFrame, targets: pl.DataFrame) -> View:
    """Lets the reader choose; where there is one year only, there is nothing to choose."""
    texts = now.texts
    marked = targets["due_year"].drop_nulls().to_list() + targets["baseline_year"].drop_nulls().to_list()
    years = sorted({*known["year"].drop_nulls().to_list(), *marked})
    if len(years) < 2:
        return View()
    exact = yearly.filter((pl.col("comparator") == "eq") & (pl.col("value") > 0))
    days = known["known_on"].drop_nulls().cast(pl.String).unique().sort(descending=True).to_list()
    values = {FIRST: years, LAST: years[::-1], BASE: sorted(exact["year"].unique()), KNOWN_BY: days}
    with st.expander(texts("trend.view.title"), expanded=any(st.query_params.get(name) for name in PARAMETERS)):
        places = st.columns(len(values))
        chosen = {}
        for place, (parameter, offered) in zip(places, values.items(), strict=True):
            with place:
                chosen[parameter] = _one(texts, parameter, offered)
    first, last, base = (int(chosen[name]) if chosen[name] else None for name in (FIRST, LAST, BASE))
    return View(first, last, base, chosen[KNOWN_BY])


def _one(texts: Texts, parameter: str, values: Sequence[int | str]) -> str:
    options = [NONE, *(str(value) for value in values)]
    key = address.prepare_one(PAGE, parameter, NONE, options)
    chosen = st.selectbox(
        texts(f"trend.view.{parameter}"),
        options,
        format_func=lambda value: value or texts(f"trend.view.no_{parameter}"),
        key=key,
        help=texts.get(f"trend.view.{parameter}_help", "") or None,
    )
    address.write(key, str(chosen or NONE))
    return str(chosen or NONE)
