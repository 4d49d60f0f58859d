"""Which targets lag, and how far behind the required pace they are."""

import polars as pl
import streamlit as st

from app.charts.pace import LEAST_PACE, PaceTexts, pace_dots
from app.components import layout
from app.components.picture import picture
from app.components.verdict import observed_figure
from app.queries.session import Reader
from app.queries.target_counts import LAGGING
from app.texts.numbers import difference, figure, number

# More rows than that are a list, not a chart.
MOST_ROWS = 20


def show_lagging(now: Reader, targets: pl.DataFrame) -> None:
    """Draws the lagging targets that have a pace, slowest first, and says of the others that they have none."""
    texts = now.texts
    judged = targets.filter(pl.col("course").is_not_null())
    lagging = targets.filter(pl.col("course") == LAGGING)
    layout.section(texts("overview.lagging.title"))
    if judged.is_empty():
        st.info(texts("overview.lagging.unjudged"), icon=":material/info:")
        return
    if lagging.is_empty():
        st.info(texts("overview.lagging.none", judged=number(judged.height)), icon=":material/info:")
        return
    title = texts("overview.lagging.sentence", lagging=number(lagging.height), judged=number(judged.height))
    paced = lagging.filter(pl.col("pace").is_not_null()).sort("pace", "target_id")
    if paced.is_empty():
        st.info(texts("overview.lagging.paceless", sentence=title), icon=":material/info:")
        return
    notes = [texts("overview.lagging.subtitle")]
    if paced.height < lagging.height:
        notes.append(texts("overview.lagging.without_pace", count=number(lagging.height - paced.height)))
    if paced.height > MOST_ROWS:
        notes.append(texts("overview.lagging.cut", shown=number(MOST_ROWS), total=number(paced.height)))
    if paced.head(MOST_ROWS).filter(pl.col("pace") < LEAST_PACE).height:
        notes.append(texts("overview.lagging.clipped"))
    words = PaceTexts(title=title, pace=texts("column.pace"), status=texts("column.status"))
    note = texts("list.sentences").join(notes)
    picture(now, "lagging", pace_dots, _rows(now, paced.head(MOST_ROWS)), words, alternative=title, note=note)


def _rows(now: Reader, paced: pl.DataFrame) -> pl.DataFrame:
    texts = now.texts
    named = [
        texts("overview.lagging.row", indicator=row["indicator"], region=row["region"], due=row["due_year"])
        for row in paced.iter_rows(named=True)
    ]
    return pl.DataFrame(
        [
            {
                # Two plans may promise the same for the same year: the plan then tells them apart.
                "name": name if named.count(name) == 1 else f"{name} · {row['plan']}",
                "detail": texts(
                    "overview.lagging.detail",
                    year=row["verdict_year"],
                    figure=observed_figure(texts, row),
                    expected=figure(texts, row["expected_value"], row["unit"]),
                    gap=difference(texts, row["gap"], row["unit"]),
                ),
                "pace": row["pace"],
                "status": row["status"],
                "status_label": row["status_label"],
            }
            for name, row in zip(named, paced.iter_rows(named=True), strict=True)
        ]
    )
