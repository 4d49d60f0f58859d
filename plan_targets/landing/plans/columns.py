"""A plan file comes out as rows of four kinds: the plan, the indicators that it brings itself, its statements, and what
was not taken.
"""

import polars as pl

PLAN_COLUMNS = (
    "plan_id", "document", "title_zh", "title_en", "region_code", "issuer_zh", "issued_on", "period_start",
    "period_end", "baseline_year", "note",
)  # fmt: skip
_STATEMENT = (
    "statement_id", "plan_id", "indicator_id", "region_code", "kind", "form", "location", "comparator", "value",
    "value_high", "printed_number", "printed_scale", "unit", "start_year", "due_year", "accumulation", "modality",
    "note", "indicator_zh",
)  # fmt: skip
_INDICATOR = ("direction", "fall_sign")
_REJECTION = ("column_name", "raw_value", "reason_code", "candidates")
COLUMNS = pl.Schema(
    {
        "load_id": pl.String,
        "file": pl.String,
        "sheet": pl.String,
        # A row gives up to two statements; the line tells them apart.
        "line_number": pl.Int64,
        "row_number": pl.Int64,
        "record": pl.String,
    }
    | dict.fromkeys([*PLAN_COLUMNS, *_STATEMENT, *_INDICATOR, *_REJECTION], pl.String)
)
