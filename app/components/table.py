"""A table of words and counts with its columns named in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from app.texts import Texts


@dataclass(frozen=True)
class Column:
    """How a column is shown; its title is the text `column.<name>`. `display` is what a link reads."""

    width: int | None = None
    kind: Literal["text", "count", "year", "link"] = "text"
    is_pinned: bool = False
    display: str | None = None

    @property
    def dtype(self) -> Any:
        """The column's type in the frame."""
        return pl.Int64 if self.kind in ("count", "year") else pl.String


def table(texts: Texts, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> None:
    """Shows the rows under those columns, in their order."""
    titles = {name: texts(f"column.{name}") for name in columns}
    frame = pl.DataFrame(
        [{name: row[name] for name in columns} for row in rows],
        schema={name: column.dtype for name, column in columns.items()},
    )
    st.dataframe(
        frame.rename(titles),
        hide_index=True,
        column_config={titles[name]: _config(column) for name, column in columns.items()},
    )


def _config(column: Column) -> Any:
    if column.kind == "link":
        return st.column_config.LinkColumn(display_text=column.display, width=column.width)
    if column.kind == "year":
        return st.column_config.NumberColumn(format="%d", width=column.width, pinned=column.is_pinned)
    if column.kind == "count":
        return st.column_config.NumberColumn(format="localized", width=column.width, pinned=column.is_pinned)
    return st.column_config.TextColumn(width=column.width, pinned=column.is_pinned)
