"""Where the page of regions stands, and which regions, indicator and year it shows."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from app.components import address
from app.queries import regions, series
from app.queries.session import Reader

PAGE = "regions"
PARTS, PEERS = "parts", "peers"
DOWN = f"{PAGE}.down"


@dataclass(frozen=True)
class RegionView:
    """A region and those shown with it: the ones below it, or the ones of its own level."""

    known: pl.DataFrame
    region_id: str
    shown: pl.DataFrame
    scope: str

    @property
    def region(self) -> str:
        """The region's name."""
        return str(self.known.filter(pl.col("region_id") == self.region_id)["region"][0])

    @property
    def names(self) -> dict[str, str]:
        """The shown regions' names by id."""
        return dict(self.shown.select("region_id", "region").iter_rows())


def choose_region(now: Reader) -> RegionView | None:
    """The way from the top to the region, each step of it a button, and a pill for each region below."""
    known = regions.regions(now)
    if known.is_empty():
        return None
    ids = known["region_id"].to_list()
    top = known.filter(pl.col("level") == "country")["region_id"].to_list() or ids[:1]
    key = address.prepare_one(PAGE, "region", top[0], ids)
    region_id = str(st.session_state[key])
    address.write(key, region_id)
    _way(now, known, key, region_id)
    below = known.filter(pl.col("parent_id") == region_id).sort(_level_order(), "region_id")
    if below.height:
        _down(now, known, key, below)
    return RegionView(known, region_id, *_shown(now, known, region_id, below))


def choose_indicator(now: Reader, view: RegionView, targets: pl.DataFrame) -> str | None:
    """One of the indicators with a target or a figure in the shown regions, the fullest first."""
    ids = [*view.shown["region_id"], view.region_id]
    observed = now.snapshot.query(["figure_count"], ["indicator", "region"]).filter(
        pl.col("region").is_in(ids) & (pl.col("figure_count") > 0)
    )
    weight = observed.group_by("indicator").agg(figures=pl.col("figure_count").sum(), wide=pl.len())
    promised = targets.filter(pl.col("region_id").is_in(ids)).group_by("indicator_id").agg(targets=pl.len())
    names = series.indicators(now).join(weight, left_on="indicator_id", right_on="indicator", how="left")
    candidates = (
        names.drop("targets").join(promised, on="indicator_id", how="left")
        .filter(pl.col("wide").fill_null(0) + pl.col("targets").fill_null(0) > 0)
        # An indicator that can be compared: regions both with figures and with targets.
        .sort(
            pl.min_horizontal(pl.col("wide").fill_null(0), pl.col("targets").fill_null(0)),
            pl.col("wide").fill_null(0),
            "indicator_id",
            descending=[True, True, False],
        )
    )  # fmt: skip
    if candidates.is_empty():
        return None
    by_id = {row["indicator_id"]: row for row in candidates.iter_rows(named=True)}
    key = address.prepare_one(PAGE, "indicator", next(iter(by_id)), list(by_id))
    chosen = st.selectbox(
        now.texts("column.indicator"),
        list(by_id),
        format_func=lambda one: now.texts(
            "trend.choice", theme=by_id[one]["theme"] or "", indicator=by_id[one]["indicator"]
        ),
        key=key,
    )
    address.write(key, chosen)
    return str(chosen)


def choose_year(now: Reader, ranked: pl.DataFrame) -> int | None:
    """One of the years with ranked figures; the one with most of them opens, the later of two."""
    counts = ranked.group_by("year").len().sort("len", "year", descending=[True, True])
    if counts.is_empty():
        return None
    years = sorted((str(year) for year in counts["year"]), reverse=True)
    figures = {str(year): count for year, count in counts.iter_rows()}
    key = address.prepare_one(PAGE, "year", str(counts["year"][0]), years)
    chosen = st.selectbox(
        now.texts("column.year"),
        years,
        format_func=lambda year: now.texts("regions.year", year=year, count=figures[year]),
        key=key,
    )
    address.write(key, chosen)
    return int(str(chosen))


def _way(now: Reader, known: pl.DataFrame, key: str, region_id: str) -> None:
    names = dict(known.select("region_id", "region").iter_rows())
    way = regions.way_to(known, region_id)
    with st.container(horizontal=True, gap="small"):
        for one in way:
            st.button(
                now.texts("regions.here", region=names[one]) if one == region_id else names[one],
                key=f"regions.way.{one}",
                disabled=one == region_id,
                icon=None if one == way[0] else ":material/chevron_right:",
                on_click=_go,
                args=(key, one),
            )


def _down(now: Reader, known: pl.DataFrame, key: str, below: pl.DataFrame) -> None:
    counts = {
        row["region_id"]: now.texts("regions.down", region=row["short"], count=row["targets"])
        if row["targets"]
        else row["short"]
        for row in below.iter_rows(named=True)
    }
    st.pills(
        now.texts("regions.go_down"),
        list(counts),
        format_func=lambda one: counts[one],
        key=DOWN,
        on_change=_go_down,
        args=(key,),
    )


def _go(key: str, region_id: str) -> None:
    st.session_state[key] = region_id


def _go_down(key: str) -> None:
    if st.session_state.get(DOWN):
        st.session_state[key] = st.session_state[DOWN]
        st.session_state[DOWN] = None


def _shown(now: Reader, known: pl.DataFrame, region_id: str, below: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    level = known.filter(pl.col("region_id") == region_id)["level"][0]
    peers = known.filter(pl.col("level") == level).sort("region_id")
    choices = [scope for scope, frame, least in ((PARTS, below, 1), (PEERS, peers, 2)) if frame.height >= least]
    if not choices:
        return peers, PEERS
    key = address.prepare_one(PAGE, "scope", choices[0], choices)
    scope = choices[0]
    if len(choices) > 1:
        scope = str(
            st.segmented_control(
                now.texts("regions.scope.ask"),
                choices,
                format_func=lambda one: now.texts(f"regions.scope.{one}"),
                key=key,
                required=True,
                label_visibility="collapsed",
            )
        )
        address.write(key, scope)
    return (below, PARTS) if scope == PARTS else (peers, PEERS)


def _level_order() -> pl.Expr:
    return (pl.col("level") == "area").cast(pl.Int8)
