"""An answer in the form that was asked for: JSON, CSV or Arrow."""

import io
from typing import Any

import polars as pl
from starlette.responses import JSONResponse, Response

from plan_targets.files.csv_text import csv_text
from plan_targets.semantic import Catalogue, SnapshotReader

FORMATS = ("json", "csv", "arrow")


def answer(frame: pl.DataFrame, reader: SnapshotReader, form: str) -> Response:
    """The response for a frame; every form names the publication in the header X-Publication, and the day it
    was asked for in X-As-Of.
    """
    headers = {"X-Publication": reader.publication.build_id, "Cache-Control": "no-store"}
    if reader.publication.as_of:
        headers["X-As-Of"] = reader.publication.as_of
    if form == "csv":
        return Response(csv_text(frame), media_type="text/csv; charset=utf-8", headers=headers)
    if form == "arrow":
        stream = io.BytesIO()
        frame.write_ipc_stream(stream)
        return Response(stream.getvalue(), media_type="application/vnd.apache.arrow.stream", headers=headers)
    content = {
        "publication": reader.publication.build_id,
        **({"as_of": reader.publication.as_of} if reader.publication.as_of else {}),
        "columns": [_column(name, reader.catalogue) for name in frame.columns],
        "rows": frame.with_columns(pl.col(pl.Date, pl.Datetime).cast(pl.String)).to_dicts(),
    }
    return JSONResponse(content, headers=headers)


def catalogue_content(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as JSON has it."""
    return {
        "metrics": [
            {
                **_words(metric),
                "name": metric.name,
                "unit": metric.unit,
                "format": metric.format,
                "one_of_each": metric.one_of_each,
            }
            for metric in catalogue.shown_metrics()
        ],
        "dimensions": [
            {**_words(dimension), "name": name, "kind": dimension.kind}
            for name, dimension in catalogue.dimensions.items()
        ],
        "saved_queries": [
            {**_words(query), "name": name, "metrics": query.metrics, "group_by": query.group_by}
            for name, query in catalogue.saved_queries.items()
        ],
    }


def _column(name: str, catalogue: Catalogue) -> dict[str, Any]:
    metric = catalogue.metrics.get(name)
    return {
        "name": name,
        "label_zh": catalogue.label(name, "zh"),
        "label_en": catalogue.label(name, "en"),
        **({"unit": metric.unit, "format": metric.format} if metric else {}),
    }


def _words(item: Any) -> dict[str, str]:
    return {
        "label_zh": item.label_zh,
        "label_en": item.label_en,
        "description_zh": item.description_zh,
        "description_en": item.description_en,
    }
