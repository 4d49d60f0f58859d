"""More layouts and wordings, as offices, yearbooks, bulletins and portals have them.

data/layouts.json has the cells of each, what a careful person would enter, and what stays out and why.
"""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import read_observations
from plan_targets.landing.records import Load

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data" / "layouts.json").read_text(encoding="utf-8"))


def content(case: dict[str, Any]) -> bytes:
    if case["file"].endswith(".csv"):
        lines = (",".join("" if cell is None else str(cell) for cell in row) for row in case["rows"])
        return ("\n".join(lines) + "\n").encode()
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for sheet in case.get("sheets", [case]):
            page = book.add_worksheet(sheet["sheet"])
            for number, row in enumerate(sheet["rows"]):
                page.write_row(number, 0, row)
            for cells, text in sheet.get("merged", {}).items():
                page.merge_range(cells, text)
    return stream.getvalue()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_layout_is_read_as_a_careful_person_would_enter_it(
    case: dict[str, Any], tmp_path: Path, vocabulary: Vocabulary
) -> None:
    path = tmp_path / case["file"]
    path.write_bytes(content(case))
    load = Load("load", path.name, path, 1, datetime(2024, 4, 1), "", path.stat().st_size, None)
    rows = read_observations(load, vocabulary)
    is_read = pl.col("reason_code").is_null()
    figures = rows.filter(is_read).select("row_number", "region_name_zh", "indicator_zh", "period", "value", "unit")
    kept_out = rows.filter(~is_read).select("row_number", "reason_code", "reason_column")
    assert [list(figure) for figure in figures.rows()] == case["taken"]
    assert [list(row) for row in kept_out.rows()] == case["refused"]
