import polars as pl

from plan_targets.publication.confirm import confirmed_reason
from plan_targets.publication.previous import previous_publication
from plan_targets.publication.running import publications

COLUMNS = pl.Schema({"build_id": pl.String, "reason": pl.String})


def model(dbt, session):
    dbt.config(materialized="table")
    previous = previous_publication()
    reason = confirmed_reason(publications(), previous.build_id) if previous else None
    rows = [] if previous is None or reason is None else [{"build_id": previous.build_id, "reason": reason}]
    return pl.DataFrame(rows, schema=COLUMNS)
