"""What a page shows as files, each with what its reader has to know: from which publication it is."""

import contextlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import polars as pl
import streamlit as st
import xlsxwriter
from streamlit.errors import StreamlitDuplicateElementKey

from app.queries import reference
from app.queries.session import Reader
from app.texts.numbers import day, moment
from plan_targets.files.csv_text import csv_text
from plan_targets.semantic import Condition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel takes no longer name, and a page's path should stay short too.
LONGEST_NAME = 60
# How many decimals a number has whose metric's format does not say.
DECIMALS = 4


def as_csv(answer: pl.DataFrame) -> bytes:
    """CSV under the frame's own header, with no formula; the mark at its start tells Excel that it is UTF-8."""
    return csv_text(answer, include_bom=True).encode("utf-8")


def as_parquet(answer: pl.DataFrame) -> bytes:
    """Parquet with the catalogue's names and types."""
    file = io.BytesIO()
    answer.write_parquet(file)
    return file.getvalue()


def as_xlsx(now: Reader, table: pl.DataFrame, facts: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook: the table under its own header, and a second sheet that says where it comes from."""
    texts = now.texts
    file = io.BytesIO()
    # A text that begins with "=" is a text: no cell of an export is ever a formula.
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # A year has no thousands, so that no number is given a group sign that its header does not ask for.
        formats: dict[Any, Any] = {name: "0" for name, dtype in table.schema.items() if dtype.is_integer()}
        formats |= {name: "0.####" for name, dtype in table.schema.items() if dtype.is_float()}
        table.write_excel(
            book, texts("explore.sheet"), column_formats=formats, autofit=True, header_format={"bold": True}
        )
        about = book.add_worksheet(texts("explore.about"))
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 120)
        for position, (name, value) in enumerate([*publication_facts(now), *facts]):
            about.write_string(position, 0, name)
            about.write_string(position, 1, value)
    return file.getvalue()


def publication_facts(now: Reader) -> list[tuple[str, str]]:
    """Which publication a file is from: names and values."""
    texts = now.texts
    return [
        (texts("column.product"), texts("product")),
        (texts("column.published_at"), moment(now.fact("published_at"))),
        (texts("column.as_of"), day(now.fact("as_of"))),
        (texts("column.build_id"), now.publication.build_id),
    ]


def origin(now: Reader) -> str:
    """Which publication a file is from, in one line."""
    return now.texts("download.origin", as_of=day(now.fact("as_of")), build_id=now.publication.build_id)


def with_origin(now: Reader, table: pl.DataFrame) -> pl.DataFrame:
    """The table with its publication in the last column, so that a row keeps it wherever it is copied."""
    return table.with_columns(pl.lit(origin(now)).alias(now.texts("column.origin")))


def for_people(
    now: Reader, answer: pl.DataFrame, labels: Mapping[str, str], where: Sequence[Condition] = ()
) -> pl.DataFrame:
    """An answer under the reader's names for it: values rounded as their metric is, with their units, and its origin.

    A unit that is the metric's own stands in the header; where each indicator has its own, it has a column.
    """
    texts = now.texts
    metrics = now.snapshot.catalogue.metrics
    columns: list[pl.Expr] = []
    for name in answer.columns:
        metric = metrics.get(name)
        if metric is None:
            columns.append(pl.col(name).alias(labels[name]))
            continue
        value = pl.col(name) * 100 if metric.unit == "share" else pl.col(name)
        unit = texts.get(f"unit.{metric.unit}", "")
        header = texts("download.with_unit", name=labels[name], unit=unit) if unit else labels[name]
        is_float = answer.schema[name].is_float()
        columns.append((value.round(_decimals(metric.format)) if is_float else value).alias(header))
    shown = answer.select(columns)
    if any(metrics[name].unit == "indicator" for name in answer.columns if name in metrics):
        units = _units(now, answer, where)
        if units is not None and "indicator__unit" not in answer.columns:
            shown = shown.with_columns(units.alias(texts("column.unit")))
    return with_origin(now, shown)


def _decimals(form: str) -> int:
    """How many decimals a d3 format shows."""
    found = re.search(r"\.(\d+)", form)
    return int(found.group(1)) if found else DECIMALS


def _units(now: Reader, answer: pl.DataFrame, where: Sequence[Condition]) -> pl.Series | None:
    """The unit of each row's indicator; none where the question does not settle the indicator."""
    of = reference.units(now)
    for name in ("indicator", f"indicator__name_{now.language}", "indicator__name_zh", "indicator__name_en"):
        if name in answer.columns:
            known = dict(of.select(name, "indicator__unit").iter_rows())
            return pl.Series([known.get(value) for value in answer[name]], dtype=pl.String)
    asked = [one.values[0] for one in where if one.dimension == "indicator" and one.is_one_value]
    if asked:
        known = dict(of.select("indicator", "indicator__unit").iter_rows())
        return pl.Series([known.get(asked[0])] * answer.height, dtype=pl.String)
    return None


def file_name(now: Reader, title: str, ending: str) -> str:
    """What a file is called: its title and the day of its data."""
    plain = re.sub(r"[^\w（）–-]+", "_", title).strip("_")[:LONGEST_NAME]
    return f"{plain}_{day(now.fact('as_of'))}.{ending}"


def buttons(kinds: Sequence[tuple[str, str, str, Callable[[], bytes]]], key: str) -> None:
    """Small buttons beside each other: label, file's name, kind of file, and what makes it when it is asked for."""
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        for kind in kinds:
            _button(*kind, key)


def _button(label: str, name: str, mime: str, make: Callable[[], bytes], key: str) -> None:
    # A page may show the same table twice, as that of two targets with one clause: each has buttons of its own.
    for position in count():
        with contextlib.suppress(StreamlitDuplicateElementKey):
            st.download_button(
                label,
                data=make,
                file_name=name,
                mime=mime,
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"{key}.{label}.{position}",
            )
            return
