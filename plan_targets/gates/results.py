"""What a gate says: one row for each expectation."""

import polars as pl

# So many of the rows that an expectation did not find as they should be are kept.
SAMPLE_ROWS = 20

RESULT_SCHEMA = pl.Schema(
    [
        ("run_id", pl.String()),
        ("suite", pl.String()),
        ("model", pl.String()),
        ("expectation", pl.String()),
        ("severity", pl.String()),
        ("success", pl.Boolean()),
        ("is_raised", pl.Boolean()),
        ("observed", pl.String()),
        ("unexpected_count", pl.Int64()),
        ("sample", pl.String()),
        ("title_zh", pl.String()),
        ("title_en", pl.String()),
        ("remedy_zh", pl.String()),
        ("remedy_en", pl.String()),
        ("ran_at", pl.Datetime("us")),
        ("as_of", pl.Date()),
    ]
)
