"""What the trend page shows: an indicator and its regions, from the address or the reader's choice."""

from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import MAXIMUM_REGIONS
from app.components import address
from app.queries import series
from app.queries.session import Reader

PAGE = "trend"


@dataclass(frozen=True)
class Choice:
    """What the reader chose: an indicator and its regions."""

    indicator: dict[str, Any]
    regions: pl.DataFrame
    shows_all: bool

    @property
    def region_ids(self) -> list[str]:
        """The regions' ids in the chosen order."""
        return list(self.regions["region_id"])


def choose(now: Reader) -> Choice | None:
    """Lets the reader choose an indicator and its regions; none when no indicator has anything to show."""
    texts = now.texts
    indicators = series.indicators(now)
    if indicators.is_empty():
        return None
    by_id = {row["indicator_id"]: row for row in indicators.iter_rows(named=True)}
    left, right = st.columns([3, 4])
    with left:
        default = series.fullest_indicator(now) or indicators["indicator_id"][0]
        key = address.prepare_one(PAGE, "indicator", default, list(by_id))
        indicator_id = st.selectbox(
            texts("column.indicator"),
            list(by_id),
            format_func=lambda name: texts(
                "trend.choice", theme=by_id[name]["theme"] or "", indicator=by_id[name]["indicator"]
            ),
            key=key,
        )
        _start_anew_when_changed(str(indicator_id))
        address.write(key, indicator_id)
    regions = series.regions_of(now, str(indicator_id))
    names = dict(regions.select("region_id", "region").iter_rows())
    counts = dict(regions.select("region_id", "figures").iter_rows())
    promised = set(regions.filter(pl.col("targets") > 0)["region_id"])
    with right:
        key = address.prepare_many(PAGE, "regions", _default_regions(regions, by_id[str(indicator_id)]), list(names))
        chosen = st.multiselect(
            texts("trend.regions"),
            list(names),
            format_func=lambda region: texts(
                "trend.region_with_target" if region in promised else "trend.region",
                region=names.get(region, region),
                count=counts.get(region, 0),
            ),
            key=key,
            max_selections=MAXIMUM_REGIONS,
            placeholder=texts("trend.choose_region"),
        )
        address.write(key, chosen)
    key = address.prepare_flag(PAGE, "all")
    shows_all = st.toggle(texts("trend.show_all"), key=key, help=texts("trend.show_all_help"))
    address.write(key, shows_all)
    order = {region: position for position, region in enumerate(chosen)}
    shown = regions.filter(pl.col("region_id").is_in(chosen)).sort(pl.col("region_id").replace_strict(order, default=0))
    return Choice(by_id[str(indicator_id)], shown, bool(shows_all))


def _start_anew_when_changed(indicator_id: str) -> None:
    """Another indicator has figures of other regions: a reader who picks one starts from its own."""
    picked = st.session_state.get("trend.picked")
    # An address that names another indicator already was followed, not picked in the widget: its regions hold.
    if picked not in (None, indicator_id) and st.query_params.get("indicator") == picked:
        for parameter in ("regions", "with", "from", "to", "base", "known_by"):
            address.forget(PAGE, parameter)
    st.session_state["trend.picked"] = indicator_id


def _default_regions(regions: pl.DataFrame, indicator: dict[str, Any]) -> list[str]:
    """The region with a target and the most figures, then the regions above it that have figures.

    Counts are shown alone: a city's would be a flat line beside its country's.
    """
    if regions.is_empty():
        return []
    parents = dict(regions.select("region_id", "parent_id").iter_rows())
    observed = set(regions.filter(pl.col("figures") > 0)["region_id"])
    first = regions.sort(pl.col("targets") > 0, "figures", "region_id", descending=[True, True, False])["region_id"][0]
    if indicator["accumulation"] not in series.COMPARABLE:
        return [first]
    chosen, above = [first], parents.get(first)
    # A parent without a figure of its own ends the walk: what lies above it is not in this frame.
    while above in parents and len(chosen) < MAXIMUM_REGIONS:
        if above in observed:
            chosen.append(above)
        above = parents[above]
    return chosen
