"""A table of words and counts with its columns named in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import streamlit as st

from app.components import downloads
from app.queries.session import Reader, reader
from app.texts import Texts
from app.texts.numbers import NOTHING

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Column:
    """How a column is shown; its title is the text `column.<name>`. `display` is what a link reads."""

    width: int | None = None
    kind: Literal["text", "count", "year", "link", "number"] = "text"
    is_pinned: bool = False
    display: str | None = None

    @property
    def dtype(self) -> Any:
        """The column's type in the frame."""
        if self.kind == "number":
            return pl.Float64
        return pl.Int64 if self.kind in ("count", "year") else pl.String


def table(
    texts: Texts,
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Column],
    *,
    title: str = "",
    name: str = "",
    also: Mapping[str, Column] | None = None,
    all_rows: Callable[[], Rows] | None = None,
) -> None:
    """Shows the rows under those columns, in their order, with the table as files below it.

    `title` names the files; without one they are named by the first columns. `name` tells tables of one page apart that
    may show the same rows. `also` are columns that the files have
    and the page does not: bare numbers, units, sources. `all_rows` are those of the files, where the page shows one
    screen of them.
    """
    titles = {name: texts(f"column.{name}") for name in columns}
    frame = _frame(rows, columns)
    st.dataframe(
        frame.rename(titles),
        hide_index=True,
        placeholder=NOTHING,
        column_config={titles[name]: _config(column) for name, column in columns.items()},
    )
    if rows:
        # Two tables of a page differ in what they show.
        key = f"table.{name}.{'.'.join(columns)}.{int(frame.hash_rows().sum())}"
        named = title or texts.listed(list(titles.values())[:2])
        _files(reader(), all_rows or (lambda: rows), {**columns, **(also or {})}, named, key)


def _frame(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> pl.DataFrame:
    return pl.DataFrame(
        [{name: None if row[name] == "" else row[name] for name in columns} for row in rows],
        schema={name: column.dtype for name, column in columns.items()},
    )


def _files(now: Reader, rows: Callable[[], Rows], columns: Mapping[str, Column], title: str, key: str) -> None:
    """Offers the table as CSV and as a workbook; addresses within the pages stay on the pages."""
    texts = now.texts

    def whole() -> pl.DataFrame:
        frame = _frame(rows(), columns)
        inner = [
            name
            for name, column in columns.items()
            if column.kind == "link" and not frame[name].drop_nulls().str.contains("://").any()
        ]
        named = frame.drop(inner).rename({name: texts(f"column.{name}") for name in columns if name not in inner})
        return downloads.with_origin(now, named)

    downloads.buttons(
        [
            ("CSV", downloads.file_name(now, title, "csv"), "text/csv", lambda: downloads.as_csv(whole())),
            (
                "XLSX",
                downloads.file_name(now, title, "xlsx"),
                downloads.XLSX,
                lambda: downloads.as_xlsx(now, whole(), [(texts("explore.question"), title)]),
            ),
        ],
        key,
    )


def _config(column: Column) -> Any:
    if column.kind == "link":
        return st.column_config.LinkColumn(display_text=column.display, width=column.width)
    if column.kind == "year":
        return st.column_config.NumberColumn(format="%d", width=column.width, pinned=column.is_pinned)
    if column.kind == "count":
        return st.column_config.NumberColumn(format="localized", width=column.width, pinned=column.is_pinned)
    return st.column_config.TextColumn(width=column.width, pinned=column.is_pinned)
