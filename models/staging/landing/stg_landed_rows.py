from functools import reduce
from pathlib import Path

import polars as pl

from plan_targets.building.kept import kept_loads
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.observations import COLUMNS
from plan_targets.landing.readings import rows_in_sql, rows_once
from plan_targets.landing.store import loads
from plan_targets.settings import landing_folder


def model(dbt, session):
    dbt.config(materialized="table")
    kinds = dict(dbt.ref("stg_loads").project("load_id, kind").fetchall())
    vocabulary = Vocabulary.from_frames(
        {
            "header_aliases": dbt.ref("header_aliases").pl(),
            "units": dbt.ref("units").pl(),
            "indicators": dbt.ref("stg_indicators").pl(),
            "indicator_aliases": dbt.ref("indicator_aliases").pl(),
            "regions": dbt.ref("regions").pl(),
            "region_aliases": dbt.ref("region_aliases").pl(),
        }
    )
    unchanged = kept_loads("stg_landed_rows")
    # Those that were registered when this build began: a file that arrives meanwhile is for the next.
    readings = [
        rows_in_sql(load, vocabulary) if load.dataset and not load.trouble else rows_once(load, vocabulary)
        for load in loads(landing_folder(dbt.config.meta_get("landing_path")))
        if "observations" in kinds.get(load.load_id, "") and load.load_id not in unchanged
    ]
    kept = [str(reading) for reading in readings if isinstance(reading, Path)]
    others = [reading for reading in readings if isinstance(reading, pl.DataFrame)]
    rows = session.from_arrow(pl.concat([COLUMNS.to_frame(), *others]).to_arrow())
    parts = [session.read_parquet(kept)] if kept else []
    parts += [session.sql(reading) for reading in readings if isinstance(reading, str)]
    return reduce(lambda whole, part: whole.union(part), parts, rows)
