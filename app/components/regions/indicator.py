"""One indicator over the regions shown: on the map, in order, and over the years."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.ranking import RankingTexts, ranking
from app.charts.region_tiles import TILES, MapTexts, region_points, region_tiles
from app.charts.small_multiples import small_multiples
from app.charts.theme import ACCENT, INK, PAPER, QUIET_INK, status_style
from app.components import layout
from app.components.picture import picture
from app.components.regions.choice import RegionView, choose_year
from app.components.regions.stand import speaking
from app.components.table import Column, table
from app.components.targets_table import target_words, trend_address
from app.queries import series, target_counts
from app.queries.regions import figures, register
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, difference, figure, number
from plan_targets.words import CLOSE_UNITS

MOST_RANKED = 40
MOST_PANELS = 40
# Values as bounds have an end only: they have no rank.
BOUNDS = ("ge", "gt", "le", "lt")


def show_indicator(now: Reader, view: RegionView, indicator_id: str, targets: pl.DataFrame) -> None:
    """The map, the ranking of one year, and the small lines."""
    ids = list(dict.fromkeys([*view.names, view.region_id]))
    about = series.indicators(now).filter(pl.col("indicator_id") == indicator_id).row(0, named=True)
    observed = figures(now, indicator_id).filter(pl.col("region_id").is_in(ids))
    judged = speaking(now, targets.filter((pl.col("indicator_id") == indicator_id) & pl.col("region_id").is_in(ids)))
    _map(now, view, about, observed, judged)
    _ranking(now, view, about, observed, judged)
    _multiples(now, view, about, observed, judged)


def _map(now: Reader, view: RegionView, about: dict[str, Any], observed: pl.DataFrame, judged: pl.DataFrame) -> None:
    texts = now.texts
    layout.section(texts("regions.map.title"), texts("regions.map.note"))
    last = observed.filter(~pl.col("is_partial_year")).sort("year").group_by("region_id").last()
    values = {row["region_id"]: row for row in last.iter_rows(named=True)}
    promised = {row["region_id"]: row for row in judged.iter_rows(named=True)}
    rows = [
        _map_row(now, row, about["unit"], promised.get(row["region_id"]), values.get(row["region_id"]))
        for row in view.shown.iter_rows(named=True)
    ]
    drawn = pl.DataFrame(rows, infer_schema_length=None)
    lagging = judged.filter(pl.col("course") == target_counts.LAGGING).height
    title = texts(
        "regions.map.sentence" if promised else "regions.map.sentence_figures",
        indicator=about["indicator"],
        promised=number(len(promised)),
        lagging=number(lagging),
    )
    words = MapTexts(title, texts("column.status"), texts("column.known"))
    is_tiles = set(view.shown.filter(pl.col("level") != "area")["region_id"]) <= set(TILES)
    if is_tiles:
        # A province that nothing is known of has its tile too: the gaps are part of the picture.
        gone = register(now).filter(
            pl.col("region_id").is_in(list(TILES)) & ~pl.col("region_id").is_in(list(view.names))
        )
        missing = [_map_row(now, row, "", None, None) for row in gone.iter_rows(named=True)]
        picture(
            now,
            "region_tiles",
            region_tiles,
            pl.concat([drawn, pl.DataFrame(missing, schema=drawn.schema)]),
            words,
            alternative=texts("regions.alternative", title=title),
            note=texts("regions.map.tiles") + _unit_note(texts, about["unit"]),
        )
        return
    placeless = drawn.filter(pl.col("longitude").is_null() | pl.col("latitude").is_null())
    if placeless.height == drawn.height:
        st.info(texts("regions.map.no_points"), icon=":material/location_off:")
        return
    note = texts("regions.map.points")
    if placeless.height:
        note += texts("regions.map.placeless", regions=texts.listed(placeless["region"].to_list()))
    alternative = texts("regions.alternative", title=title)
    picture(now, "region_points", region_points, drawn, words, alternative=alternative, note=note)


def _target_of_year(texts: Texts, row: dict[str, Any], target: dict[str, Any] | None, unit: str) -> str:
    """The target that the distance is taken to, as it binds where it is the one that speaks for the region."""
    if row["target_value"] is None:
        return NOTHING
    if target is not None and target["target_value"] == row["target_value"]:
        return target_words(texts, target)
    return figure(texts, row["target_value"], unit)


def _short(texts: Texts, row: dict[str, Any], unit: str) -> str:
    return figure(texts, row["value"], unit if unit in CLOSE_UNITS else "", row["comparator"])


def _unit_note(texts: Texts, unit: str | None) -> str:
    return texts("regions.map.unit", unit=texts.unit(unit)) if unit and unit not in CLOSE_UNITS else ""


def _map_row(
    now: Reader, region: dict[str, Any], unit: str, target: dict[str, Any] | None, known: dict[str, Any] | None
) -> dict[str, Any]:
    texts = now.texts
    value = figure(texts, known["value"], unit, known["comparator"]) if known else ""
    # A tile is narrow: units that are words stand below the map, once.
    shown = _short(texts, known, unit) if known else ""
    look = status_style(target["status"]) if target else None
    return {
        "region_id": region["region_id"],
        "region": region["region"],
        "short": region["short"],
        "longitude": region["longitude"],
        "latitude": region["latitude"],
        "color": look.color if look else PAPER,
        "ink": look.ink if look else (INK if known else QUIET_INK),
        "mark": look.mark if look else "",
        "number": shown,
        "said": " ".join(part for part in (look.mark if look else "", shown) if part),
        "status_label": target["status_label"] if target else texts("regions.map.no_target"),
        "value": texts("figure.of_year", figure=value, year=known["year"]) if known else texts("figure.never_observed"),
        "has_something": bool(target or known),
    }


def _ranking(
    now: Reader, view: RegionView, about: dict[str, Any], observed: pl.DataFrame, judged: pl.DataFrame
) -> None:
    texts = now.texts
    layout.section(texts("regions.ranking.title"), texts("regions.ranking.note"))
    # A rank is one among regions of a level: 长江经济带 has none among provinces, nor 济源市 among 河南's cities.
    levels = view.shown.filter(pl.col("level") != "area")
    most = levels.group_by("level").len().sort("len", "level", descending=[True, False])["level"].to_list()[:1]
    peers = (levels.filter(pl.col("level").is_in(most)) if most else view.shown)["region_id"].to_list()
    ranked = observed.filter(
        pl.col("rank").is_not_null()
        & ~pl.col("is_partial_year")
        & ~pl.col("comparator").is_in(BOUNDS)
        & pl.col("scope").is_null()
        & pl.col("region_id").is_in(peers)
    )
    year = choose_year(now, ranked)
    if year is None:
        st.info(texts("regions.ranking.none"), icon=":material/info:")
        return
    of_year = ranked.filter(pl.col("year") == year).sort("rank", "region_id")
    left_out = observed.filter((pl.col("year") == year) & pl.col("region_id").is_in(peers)).height - of_year.height
    unit = about["unit"]
    promised = {row["region_id"]: row for row in judged.iter_rows(named=True)}
    rows = [
        {
            "rank": int(row["rank"]),
            "region_id": row["region_id"],
            "region": view.names[row["region_id"]],
            "value": row["value"],
            "value_words": figure(texts, row["value"], unit, row["comparator"]),
            "target_value": row["target_value"],
            "gap_to_target": row["gap_to_target"],
            "target_words": _target_of_year(texts, row, promised.get(row["region_id"]), unit),
            "distance": difference(texts, row["gap_to_target"], unit)
            if row["gap_to_target"] is not None
            else texts("regions.ranking.no_target"),
            "color": status_style(promised[row["region_id"]]["status"]).color
            if row["region_id"] in promised
            else (INK if row["region_id"] == view.region_id else ACCENT),
        }
        for row in of_year.iter_rows(named=True)
    ]
    for row in rows:
        row["name"] = f"{row['rank']}. {row['region']}"
        row["said"] = (
            texts("regions.ranking.said", value=row["value_words"], distance=row["distance"])
            if row["gap_to_target"] is not None
            else texts("regions.ranking.said_target", value=row["value_words"], target=row["target_words"])
            if row["target_value"] is not None
            else row["value_words"]
        )
    title = texts(
        "regions.ranking.sentence" if len(rows) > 1 else "regions.ranking.sentence_one",
        year=year, indicator=about["indicator"], first=rows[0]["region"], first_value=rows[0]["value_words"],
        last=rows[-1]["region"], last_value=rows[-1]["value_words"],
    )  # fmt: skip
    shown = pl.DataFrame(rows[:MOST_RANKED], infer_schema_length=None)
    notes = [texts("regions.ranking.how")]
    if left_out:
        notes.append(texts("regions.ranking.left_out", count=number(left_out)))
    if len(rows) > MOST_RANKED:
        notes.append(texts("table.cut", shown=MOST_RANKED, total=number(len(rows))))
    words = RankingTexts(title, texts("column.value"), texts("column.target"))
    alternative = texts("regions.alternative", title=title)
    picture(now, "ranking", ranking, shown, words, alternative=alternative, note=" ".join(notes))
    with st.expander(texts("regions.ranking.words")):
        _ranking_table(now, about["indicator_id"], rows)


def _ranking_table(now: Reader, indicator_id: str, rows: list[dict[str, Any]]) -> None:
    texts = now.texts
    table(
        texts,
        [
            {
                "region_rank": row["rank"],
                "region": row["region"],
                "value": row["value_words"],
                "target": row["target_words"],
                "distance": row["distance"],
                "link": trend_address(now, indicator_id, [row["region_id"]]),
            }
            for row in rows
        ],
        {
            "region_rank": Column(60, "count", is_pinned=True),
            "region": Column(120, is_pinned=True),
            "value": Column(120),
            "target": Column(120),
            "distance": Column(160),
            "link": Column(60, "link", display=texts("overview.list.open")),
        },
    )


def _multiples(
    now: Reader, view: RegionView, about: dict[str, Any], observed: pl.DataFrame, judged: pl.DataFrame
) -> None:
    texts = now.texts
    layout.section(texts("regions.multiples.title"), texts("regions.multiples.note"))
    # Counts grow with the size of a region: the whole would press its parts flat.
    is_comparable = about["accumulation"] in series.COMPARABLE
    names = ({view.region_id: view.region} if is_comparable else {}) | view.names
    exact = observed.filter(
        ~pl.col("is_partial_year") & ~pl.col("comparator").is_in(BOUNDS) & pl.col("region_id").is_in(list(names))
    )
    wide = exact.group_by("region_id").len().sort("len", "region_id", descending=[True, False]).head(MOST_PANELS)
    if wide.is_empty():
        st.info(texts("regions.multiples.none"), icon=":material/info:")
        return
    order = {region: position for position, region in enumerate(one for one in names if one in set(wide["region_id"]))}
    rows = exact.filter(pl.col("region_id").is_in(list(order))).sort(
        pl.col("region_id").replace_strict(order, return_dtype=pl.Int64), "year"
    )
    drawn = rows.select(
        "year",
        "value",
        "is_break",
        region=pl.col("region_id").replace_strict(names, return_dtype=pl.String),
        label=pl.Series(
            [
                texts(
                    "figure.of_year",
                    figure=figure(texts, row["value"], about["unit"], row["comparator"]),
                    year=row["year"],
                )
                for row in rows.iter_rows(named=True)
            ],
            dtype=pl.String,
        ),
        # A panel is narrow: units that are words stand below the picture, once.
        short=pl.Series(
            [
                texts("figure.of_year", figure=_short(texts, row, about["unit"]), year=row["year"])
                for row in rows.iter_rows(named=True)
            ],
            dtype=pl.String,
        ),
    )
    aims = judged.filter(
        pl.col("required_value").is_not_null()
        & ~pl.col("accumulation").is_in(["period_flow"])
        & pl.col("region_id").is_in(list(order))
    ).select(region=pl.col("region_id").replace_strict(names, return_dtype=pl.String), value="required_value")
    title = texts("regions.multiples.sentence", indicator=about["indicator"], count=number(len(order)))
    picture(
        now,
        "small_multiples",
        small_multiples,
        drawn,
        aims,
        title,
        alternative=texts("regions.alternative", title=title),
        note=texts("regions.multiples.how", unit=texts.unit(about["unit"])),
    )
