"""What was not taken and why."""

import polars as pl
import streamlit as st

from app.charts.named_bars import named_bars
from app.charts.theme import ACCENT
from app.components import layout
from app.components.picture import picture
from app.components.table import Column, table
from app.queries.session import Reader
from app.texts.numbers import number

MOST_REJECTED = 2_000


def show_rejected(now: Reader, rejected: pl.DataFrame, totals: dict[str, int]) -> None:
    """Shows how many rows were not taken for which reason, and each of them, the newest load first."""
    texts = now.texts
    loaded, refused = totals["loaded_row_count"], totals["rejected_row_count"]
    layout.section(texts("quality.rejected.title"))
    if rejected.is_empty():
        st.success(texts("quality.rejected.none", taken=number(loaded - refused)), icon=":material/check:")
        return
    counts = rejected.group_by("reason").len("count").rename({"reason": "name"}).with_columns(color=pl.lit(ACCENT))
    title = texts(
        "quality.rejected.sentence",
        rejected=number(refused),
        loaded=number(loaded),
        share=f"{100 * refused / max(loaded, 1):.1f}%",
    )
    picture(now, "rejected", named_bars, counts, title, texts("column.rows"), alternative=title)
    columns = {
        "file": Column(300),
        "row_number": Column(60, "year"),
        "column_name": Column(110),
        "raw_value": Column(130),
        "reason": Column(420),
    }
    # A sheet belongs to its file; few files have more than one.
    sheet_of_file = pl.concat_str("file", "sheet", separator=" › ", ignore_nulls=True)
    table(texts, rejected.head(MOST_REJECTED).with_columns(file=sheet_of_file).rows(named=True), columns)
    if rejected.height > MOST_REJECTED:
        st.caption(texts("table.cut", shown=number(MOST_REJECTED), total=number(rejected.height)))
