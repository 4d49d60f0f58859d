"""What else is laid into the trend's picture: further indicators of its regions, and single lines of any region."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import MAXIMUM_REGIONS
from app.components import address
from app.components.trend.choice import PAGE, Choice
from app.queries import series
from app.queries.session import Reader

PARAMETER = "with"
# Between indicator and region in the address of a single line; ids are slugs and never have it.
AT = "@"


@dataclass
class _Offered:
    """What there is to lay in: each by its words in the address; its regions are asked for when it is looked at."""

    now: Reader
    choice: Choice
    indicators: dict[str, tuple[dict[str, Any], Sequence[str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _looked_at: dict[str, Choice] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Choice:
        """The lines that it stands for."""
        if name not in self._looked_at:
            indicator, region_ids = self.indicators[name]
            self._looked_at[name] = _in_regions(self.now, self.choice, indicator, region_ids)
        return self._looked_at[name]


def choose_others(now: Reader, choice: Choice) -> list[Choice]:
    """Lets the reader lay further series into the picture, as many as there are colors for."""
    texts = now.texts
    room = MAXIMUM_REGIONS - len(choice.region_ids)
    if room < 1 or choice.regions.is_empty():
        return []
    offered = _offered(now, choice, room)
    key = address.prepare_many(PAGE, PARAMETER, [], list(offered.labels))
    st.session_state[key] = _that_fit(offered, st.session_state[key], room)
    chooser, adder = st.columns([5, 1], vertical_alignment="bottom")
    with chooser:
        chosen = st.multiselect(
            texts("trend.compare.others", most=room),
            list(offered.labels),
            format_func=lambda name: offered.labels.get(name, name),
            key=key,
            placeholder=texts("trend.compare.choose"),
            help=texts("trend.compare.help"),
        )
    left = room - sum(len(offered[name].region_ids) for name in chosen)
    with adder, st.popover(texts("trend.compare.add"), disabled=left < 1, width="stretch"):
        _add(now, choice, key)
    address.write(key, chosen)
    return [offered[name] for name in chosen]


def _offered(now: Reader, choice: Choice, room: int) -> _Offered:
    known = {row["indicator_id"]: row for row in series.indicators(now).iter_rows(named=True)}
    here = series.indicators_in(now, choice.region_ids) - {choice.indicator["indicator_id"]}
    offered = _Offered(now, choice)
    if len(choice.region_ids) <= room:
        for indicator_id, indicator in known.items():
            if indicator_id in here:
                offered.indicators[indicator_id] = indicator, choice.region_ids
                offered.labels[indicator_id] = indicator["indicator"]
    for line in _lines_asked_for():
        indicator_id, _, region_id = line.partition(AT)
        if indicator_id not in known or _is_drawn(choice, indicator_id, region_id):
            continue
        offered.indicators[line] = known[indicator_id], [region_id]
        regions = offered[line].regions
        if regions.height:
            name = known[indicator_id]["indicator"]
            offered.labels[line] = now.texts("trend.compare.series", region=regions["region"][0], indicator=name)
    return offered


def _lines_asked_for() -> list[str]:
    state = st.session_state.get(f"{PAGE}.{PARAMETER}") or []
    asked = [*state, *st.query_params.get(PARAMETER, "").split(address.SEPARATOR)]
    return [name for name in dict.fromkeys(asked) if AT in name]


def _that_fit(offered: _Offered, chosen: Sequence[str], room: int) -> list[str]:
    """The first of the chosen that there are colors for; a line that comes with its whole indicator comes once."""
    fitting: list[str] = []
    for name in chosen:
        indicator_id, _, region_id = name.partition(AT)
        if region_id in offered.choice.region_ids and indicator_id in chosen:
            continue
        room -= len(offered[name].region_ids)
        if room < 0:
            break
        fitting.append(name)
    return fitting


def _add(now: Reader, choice: Choice, key: str) -> None:
    """A line of any indicator in any region."""
    texts = now.texts
    known = {row["indicator_id"]: row for row in series.indicators(now).iter_rows(named=True)}
    indicator_id = st.selectbox(
        texts("column.indicator"),
        list(known),
        index=list(known).index(choice.indicator["indicator_id"]),
        format_func=lambda name: str(known[name]["indicator"]),
        key=f"{key}.indicator",
    )
    regions = {
        region_id: region
        for region_id, region in series.regions_of(now, str(indicator_id)).select("region_id", "region").iter_rows()
        if not _is_drawn(choice, str(indicator_id), region_id)
    }
    region_id = st.selectbox(
        texts("filter.region"), list(regions), format_func=lambda name: regions[name], key=f"{key}.region"
    )

    def add() -> None:
        line = f"{indicator_id}{AT}{region_id}"
        if line not in st.session_state[key]:
            st.session_state[key] = [*st.session_state[key], line]

    st.button(texts("trend.compare.take"), on_click=add, disabled=region_id is None, key=f"{key}.take")


def _is_drawn(choice: Choice, indicator_id: str, region_id: str) -> bool:
    return indicator_id == choice.indicator["indicator_id"] and region_id in choice.region_ids


def _in_regions(now: Reader, choice: Choice, indicator: dict[str, Any], region_ids: Sequence[str]) -> Choice:
    regions = series.regions_of(now, indicator["indicator_id"]).filter(pl.col("region_id").is_in(list(region_ids)))
    order = {region: position for position, region in enumerate(region_ids)}
    return Choice(indicator, regions.sort(pl.col("region_id").replace_strict(order, default=0)), choice.shows_all)
