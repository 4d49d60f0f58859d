"""How targets stand in the regions shown: indicator by region, in a picture and in words."""

from typing import Any

import polars as pl
import streamlit as st

from app.charts.heat_map import HeatMapTexts, heat_map
from app.charts.theme import status_style
from app.components import explained, layout
from app.components.picture import picture
from app.components.regions.choice import RegionView
from app.components.table import Column, table
from app.components.targets_table import target_words, trend_address
from app.components.verdict import gap_to_target
from app.queries import reference, target_counts
from app.queries.session import Reader, as_of_year
from app.texts.numbers import number

# More indicators than that are not read at once.
MOST_INDICATORS = 20


def speaking(now: Reader, targets: pl.DataFrame) -> pl.DataFrame:
    """The one target that speaks for an indicator in a region: one with a verdict, then the one due next."""
    year = as_of_year(now)
    return (
        targets.sort(
            pl.col("course").is_null(),
            pl.col("due_year") < year,
            (pl.col("due_year") - year).abs(),
            "target_id",
        )
        .unique(["indicator_id", "region_id"], keep="first", maintain_order=True)
        .sort("indicator_id", "region_id")
    )


def show_stand(now: Reader, view: RegionView, targets: pl.DataFrame) -> None:
    """The heat map and its words."""
    texts = now.texts
    regions = view.names | {view.region_id: view.region}
    judged = speaking(now, targets.filter(pl.col("region_id").is_in(list(regions))))
    layout.section(texts("regions.stand.title"), texts("regions.stand.note"))
    if judged.is_empty():
        st.info(texts("regions.stand.none", region=view.region), icon=":material/info:")
        return
    order = (
        judged.group_by("indicator_id", "indicator")
        .agg(wide=pl.len(), lagging=(pl.col("course") == target_counts.LAGGING).sum(), judged=pl.col("course").count())
        .sort("judged", "wide", "indicator_id", descending=[True, True, False])
        .head(MOST_INDICATORS)
        .with_row_index("indicator_order")
    )
    shorts = dict(view.known.select("region_id", "short").iter_rows())
    present = set(judged["region_id"])
    # The region itself stands before those below it.
    ids = list(dict.fromkeys(one for one in (view.region_id, *view.names) if one in present))
    cells = judged.join(order.select("indicator_id", "indicator_order"), on="indicator_id").with_columns(
        region=pl.col("region_id").replace_strict(shorts, return_dtype=pl.String),
        target=pl.Series(
            [_target(now, row) for row in judged.join(order, on="indicator_id", how="semi").iter_rows(named=True)]
        ),
    )
    layout.status_chips(reference.statuses(now), judged.group_by("status").len("count"), explained.status_address(now))
    title = _title(now, judged)
    total = judged["indicator_id"].n_unique()
    note = texts("regions.stand.cut", shown=MOST_INDICATORS, total=number(total)) if total > MOST_INDICATORS else ""
    picture(
        now,
        "heat_map",
        heat_map,
        cells.select("indicator", "indicator_order", "region", "status", "status_label", "target"),
        [shorts[one] for one in ids],
        HeatMapTexts(title, texts("column.status"), texts("column.target")),
        alternative=texts("regions.alternative", title=title),
        note=note,
    )
    with st.expander(texts("regions.stand.words")):
        _words(now, judged)


def _title(now: Reader, judged: pl.DataFrame) -> str:
    counts = dict(judged.group_by("course").len().iter_rows())
    return now.texts(
        "regions.stand.sentence",
        indicators=number(judged["indicator_id"].n_unique()),
        regions=number(judged["region_id"].n_unique()),
        on_course=number(counts.get(target_counts.ON_COURSE, 0)),
        lagging=number(counts.get(target_counts.LAGGING, 0)),
        other=number(counts.get(None, 0)),
    )


def _target(now: Reader, row: dict[str, Any]) -> str:
    return now.texts("figure.of_year", figure=target_words(now.texts, row), year=row["due_year"])


def _words(now: Reader, judged: pl.DataFrame) -> None:
    texts = now.texts
    rows = [
        {
            "status": f"{status_style(row['status']).mark} {row['status_label']}",
            "region": row["region"],
            "indicator": row["indicator"],
            "target": _target(now, row),
            "gap_to_target": gap_to_target(now, row),
            "link": trend_address(now, row["indicator_id"], [row["region_id"]]),
        }
        for row in judged.sort("status_order", "indicator_id", "region_id").iter_rows(named=True)
    ]
    columns = {
        "status": Column(125, is_pinned=True),
        "region": Column(110),
        "indicator": Column(280),
        "target": Column(150),
        "gap_to_target": Column(150),
        "link": Column(60, "link", display=texts("overview.list.open")),
    }
    table(texts, rows, columns)
