"""Regions: how targets stand from the nation down to the county, who is ahead, and how far each has to go."""

import polars as pl
import streamlit as st

from app.components import layout
from app.components.regions.choice import RegionView, choose_indicator, choose_region
from app.components.regions.indicator import show_indicator
from app.components.regions.stand import show_stand
from app.queries import progress, target_counts
from app.queries.session import Reader, reader
from app.texts.numbers import number


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    head = st.container()
    targets = progress.targets(now)
    view = choose_region(now)
    if view is None:
        with head:
            layout.headline(texts("page.regions"), texts("regions.nothing"))
        return
    with head:
        layout.headline(texts("page.regions"), _sentence(now, view, targets))
    show_stand(now, view, targets)
    st.divider()
    indicator_id = choose_indicator(now, view, targets)
    if indicator_id is None:
        st.info(texts("regions.no_indicator", region=view.region), icon=":material/info:")
        return
    show_indicator(now, view, indicator_id, targets)


def _sentence(now: Reader, view: RegionView, targets: pl.DataFrame) -> str:
    shown = targets.filter(pl.col("region_id").is_in([*view.names, view.region_id]))
    counts = dict(shown.group_by("course").len().iter_rows())
    return now.texts(
        f"regions.sentence.{view.scope}",
        region=view.region,
        regions=number(len(set(view.names) - {view.region_id})),
        total=number(shown.height),
        on_course=number(counts.get(target_counts.ON_COURSE, 0)),
        lagging=number(counts.get(target_counts.LAGGING, 0)),
        other=number(counts.get(None, 0)),
    )


render()
