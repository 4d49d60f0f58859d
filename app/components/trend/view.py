"""How the reader wants the picture: which years, as an index of which year, and as it was known on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from app.components import address
from app.components.trend.choice import PAGE
from app.components.trend.part import Part, base_years, have_one_unit
from app.queries.session import Reader
from app.texts import Texts

NONE = ""
EARLIEST_DAY = date(1949, 10, 1)
# What the address may say; another indicator starts without them.
FIRST, LAST, BASE, KNOWN_BY = PARAMETERS = ("from", "to", "base", "known_by")


@dataclass(frozen=True)
class View:
    """The years that are drawn, the year that is 100, the day by which a figure was public; without them, all are."""

    first: int | None = None
    last: int | None = None
    base_year: int | None = None
    known_by: str = NONE


def choose_view(now: Reader, parts: Sequence[Part]) -> View:
    """Lets the reader choose; where there is one year only, there is nothing to choose.

    Indicators in different units have one scale only as an index: then a base year is chosen, the first that all have.
    """
    texts = now.texts
    marks = [part.targets[name] for part in parts for name in ("due_year", "baseline_year")]
    years = sorted(
        {year for column in [*marks, *(part.known["year"] for part in parts)] for year in column.drop_nulls()}
    )
    if len(years) < 2:
        return View()
    is_asked = any(st.query_params.get(name) for name in PARAMETERS)
    with st.expander(texts("trend.view.title"), expanded=is_asked or len(parts) > 1):
        columns = st.columns(4)
        with columns[3]:
            known_by = _day(now)
        bases = base_years(parts, known_by)
        with columns[0]:
            first = _one(texts, FIRST, years)
        with columns[1]:
            last = _one(texts, LAST, years[::-1])
        with columns[2]:
            base = _one(texts, BASE, bases, default=NONE if have_one_unit(parts) or not bases else str(bases[0]))
    return View(_year(first), _year(last), _year(base), known_by)


def _year(chosen: str) -> int | None:
    return int(chosen) if chosen else None


def _day(now: Reader) -> str:
    """Any day; what was published later is not drawn then."""
    today = date.fromisoformat(now.fact("as_of")[:10])
    key = address.prepare_day(PAGE, KNOWN_BY, EARLIEST_DAY, today)
    chosen = st.date_input(
        now.texts("trend.view.known_by"),
        min_value=EARLIEST_DAY,
        max_value=today,
        key=key,
        format="YYYY-MM-DD",
        help=now.texts("trend.view.known_by_help"),
    )
    day = chosen.isoformat() if isinstance(chosen, date) else NONE
    address.write(key, day)
    return day


def _one(texts: Texts, parameter: str, values: Sequence[int | str], default: str = NONE) -> str:
    # Without a base year, indicators in different units could not be drawn together.
    options = [*([NONE] if default == NONE else []), *(str(value) for value in values)]
    key = address.prepare_one(PAGE, parameter, default, options)
    chosen = st.selectbox(
        texts(f"trend.view.{parameter}"),
        options,
        format_func=lambda value: value or texts(f"trend.view.no_{parameter}"),
        key=key,
        help=texts.get(f"trend.view.{parameter}_help", "") or None,
    )
    address.write(key, str(chosen or NONE))
    return str(chosen or NONE)
