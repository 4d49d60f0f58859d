from datetime import UTC, datetime

import polars as pl
from dbt_common.invocation import get_invocation_id

from app.publication.write import git_commit


def model(dbt, session):
    dbt.config(materialized="table")
    # After the gate, so that the time is the publication's and a stopped build leaves no record.
    dbt.ref("gate_marts")
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return pl.DataFrame(
        {
            "build_id": [f"{now:%Y%m%dT%H%M%SZ}-{get_invocation_id()[:8]}"],
            "published_at": [now],
            "git_commit": [git_commit()],
        },
        schema={"build_id": pl.String, "published_at": pl.Datetime("us"), "git_commit": pl.String},
    )
