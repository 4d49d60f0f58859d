from datetime import UTC, datetime

import polars as pl
from dbt_common.invocation import get_invocation_id

from plan_targets.publication.build_id import next_build_id
from plan_targets.publication.read import known_build_ids
from plan_targets.publication.running import publications
from plan_targets.publication.write import git_commit


def model(dbt, session):
    dbt.config(materialized="table")
    # After the gate, so that the time is the publication's and a stopped build leaves no record.
    dbt.ref("gate_marts")
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    known = known_build_ids(publications())
    return pl.DataFrame(
        {
            "build_id": [next_build_id(known, now, get_invocation_id())],
            "published_at": [now],
            "git_commit": [git_commit()],
        },
        schema={"build_id": pl.String, "published_at": pl.Datetime("us"), "git_commit": pl.String},
    )
