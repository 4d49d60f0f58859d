"""At a glance: which promises are broken or breaking, which cannot be judged and who owes the figure, what changed."""

from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from app.charts.theme import status_style
from app.components.layout import as_text
from app.components.targets_table import target_words, trend_address
from app.components.verdict import observed_figure, status_labels
from app.queries.awaited import awaited
from app.queries.changes import status_changes
from app.queries.progress import TargetFilter
from app.queries.session import Reader, as_of_year
from app.queries.target_counts import LAGGING
from app.texts.numbers import number
from plan_targets.collect.awaited import AwaitedFigure, by_owner

# What a look takes in; the rest is in the lists below and on the other pages.
MOST_LINES = 5


def show_glance(now: Reader, targets: pl.DataFrame, chosen: TargetFilter) -> None:
    """Shows the three answers beside each other."""
    broken, owed, changed = st.columns([5, 4, 3], gap="medium")
    with broken:
        _broken(now, targets)
    with owed:
        _owed(now, targets, chosen)
    with changed:
        _changed(now, targets)


def broken_first(targets: pl.DataFrame, year: int) -> pl.DataFrame:
    """The lagging targets with `is_broken` (the due year is over), those first, then the slowest."""
    return (
        targets.filter(pl.col("course") == LAGGING)
        .with_columns(is_broken=pl.col("due_year") < year)
        .sort("is_broken", "pace", "due_year", "target_id", descending=[True, False, False, False], nulls_last=True)
    )


def overdue(targets: pl.DataFrame, year: int) -> pl.DataFrame:
    """The targets without a verdict whose due year is over."""
    return targets.filter(pl.col("course").is_null() & (pl.col("due_year") < year))


def _broken(now: Reader, targets: pl.DataFrame) -> None:
    texts = now.texts
    lagging = broken_first(targets, as_of_year(now))
    st.markdown(f"**{texts('overview.glance.broken.title')}**")
    if lagging.is_empty():
        st.markdown(texts("overview.glance.broken.none"))
        return
    broken = lagging.filter("is_broken").height
    said = {"broken": number(broken), "breaking": number(lagging.height - broken)}
    key = "both" if 0 < broken < lagging.height else "broken" if broken else "breaking"
    st.markdown(texts(f"overview.glance.broken.{key}", **said))
    _lines(now, [_broken_line(now, row) for row in lagging.head(MOST_LINES).iter_rows(named=True)], lagging.height)


def _broken_line(now: Reader, row: dict[str, Any]) -> str:
    texts = now.texts
    known = observed_figure(texts, row)
    words = texts(
        "overview.glance.broken.line",
        indicator=row["indicator"],
        due=row["due_year"],
        target=target_words(texts, row),
        plan=row["plan"],
        figure=texts("figure.of_year", year=row["verdict_year"], figure=known),
    )
    return f"{status_style(row['status']).mark} {_link(now, words, row)}"


def _owed(now: Reader, targets: pl.DataFrame, chosen: TargetFilter) -> None:
    texts = now.texts
    st.markdown(f"**{texts('overview.glance.owed.title')}**")
    unjudged = targets.filter(pl.col("course").is_null())
    late = overdue(targets, as_of_year(now))
    st.markdown(
        texts(
            "overview.glance.owed.some" if late.height else "overview.glance.owed.unjudged",
            unjudged=number(unjudged.height),
            overdue=number(late.height),
        )
        if unjudged.height
        else texts("overview.glance.owed.none")
    )
    figures = owed_of(awaited(now, now.language), targets)
    if not figures:
        return
    owners = sorted(by_owner(figures).items(), key=lambda pair: (-len(pair[1]), pair[0].key))
    lines = [
        texts("overview.glance.owed.line", owner=as_text(owner.name), count=number(len(owed)))
        for owner, owed in owners[:MOST_LINES]
    ]
    _lines(now, lines, len(owners))
    asked = {"plan": ",".join(chosen.plans)} if chosen.plans else {}
    address = "due?" + urlencode(asked | {"lang": now.language}, safe=",")
    st.markdown(f"[{texts('overview.glance.owed.link')}]({address})")


def owed_of(figures: tuple[AwaitedFigure, ...], targets: pl.DataFrame) -> list[AwaitedFigure]:
    """The overdue figures that these targets wait for."""
    wanted = set(targets.select("plan_id", "indicator_id", "region_id").iter_rows())
    return [
        one
        for one in figures
        if one.is_overdue and any((plan, one.indicator_id, one.owner.region_code) in wanted for plan in one.plans)
    ]


def _changed(now: Reader, targets: pl.DataFrame) -> None:
    texts = now.texts
    st.markdown(f"**{texts('overview.glance.changed.title')}**")
    changes = targets.join(status_changes(now), on="target_id")
    if changes.is_empty():
        st.markdown(texts("overview.glance.changed.none"))
        return
    st.markdown(texts("overview.glance.changed.some", count=number(changes.height)))
    labels = status_labels(now)
    lines = [
        _link(
            now,
            texts(
                "overview.glance.changed.line",
                region=row["region"],
                indicator=row["indicator"],
                due=row["due_year"],
                before=labels.get(row["before"], texts("overview.glance.changed.nothing")),
                after=labels.get(row["after"], texts("overview.glance.changed.nothing")),
            ),
            row,
        )
        for row in changes.head(MOST_LINES).iter_rows(named=True)
    ]
    _lines(now, lines, changes.height)
    st.markdown(f"[{texts('overview.glance.changed.link')}](changes?{urlencode({'lang': now.language})})")


def _lines(now: Reader, lines: list[str], total: int) -> None:
    if total > len(lines):
        lines = [*lines, now.texts("overview.glance.more", count=number(total - len(lines)))]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _link(now: Reader, words: str, row: dict[str, Any]) -> str:
    return f"[{as_text(words)}]({trend_address(now, row['indicator_id'], [row['region_id']])})"
