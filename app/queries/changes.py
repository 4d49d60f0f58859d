"""What is another verdict than in the publication before."""

import polars as pl

from app.queries.kept import kept
from app.queries.session import Reader


@kept
def status_changes(now: Reader) -> pl.DataFrame:
    """The targets whose status is not the previous publication's: target_id, before, after, cause."""
    frame = now.snapshot.query(
        ["status_change_count"],
        [
            "status_change",
            "target",
            "calendar_year",
            "status_change__is_page_method",
            "status_change__cause",
            "status_change__status_before",
            "status_change__status_after",
        ],
    )
    return (
        frame.filter(pl.col("status_change__is_page_method").cast(pl.Boolean))
        .sort("calendar_year", "status_change")
        .unique("target", keep="last", maintain_order=True)
        .select(
            target_id="target",
            before="status_change__status_before",
            after="status_change__status_after",
            cause="status_change__cause",
        )
    )
