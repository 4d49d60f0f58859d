"""An answer as a file, with what a reader of the file has to know: which publication, which question."""

import io
from typing import Any

import polars as pl
import xlsxwriter

from app.queries.session import Reader
from app.texts.numbers import day, moment
from plan_targets.files.csv_text import csv_text

EXCEL_FORMATS = {
    "share": "0.0%",
    "count": "#,##0",
    "days": "#,##0",
    "rank": "0",
    "ratio": "0.00",
    "indicator": "#,##0.####",
}


def as_csv(answer: pl.DataFrame) -> bytes:
    """CSV with the catalogue's names as header and no formula; the mark at its start tells Excel that it is UTF-8."""
    return csv_text(answer, include_bom=True).encode("utf-8")


def as_parquet(answer: pl.DataFrame) -> bytes:
    """Parquet with the catalogue's names and types."""
    file = io.BytesIO()
    answer.write_parquet(file)
    return file.getvalue()


def as_xlsx(now: Reader, answer: pl.DataFrame, labels: dict[str, str], question: str, sql: str) -> bytes:
    """A workbook: the answer under its labels, and a second sheet that says where it comes from."""
    texts = now.texts
    file = io.BytesIO()
    # A text that begins with "=" is a text: no cell of an export is ever a formula.
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        renamed = answer.rename(labels)
        formats: dict[Any, Any] = {
            labels[name]: EXCEL_FORMATS[metric.unit]
            for name, metric in now.snapshot.catalogue.metrics.items()
            if name in answer.columns and metric.unit in EXCEL_FORMATS
        }
        renamed.write_excel(
            book, texts("explore.sheet"), column_formats=formats, autofit=True, header_format={"bold": True}
        )
        about = book.add_worksheet(texts("explore.about"))
        facts = [
            (texts("column.published_at"), moment(now.fact("published_at"))),
            (texts("column.as_of"), day(now.fact("as_of"))),
            (texts("column.build_id"), now.publication.build_id),
            (texts("explore.question"), question),
            ("SQL", sql),
        ]
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 120)
        for position, (name, value) in enumerate(facts):
            about.write_string(position, 0, name)
            about.write_string(position, 1, value)
    return file.getvalue()
