import polars as pl

from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.readings import headers_once
from plan_targets.landing.store import loads
from plan_targets.settings import landing_folder

COLUMNS = pl.Schema({"load_id": pl.String, "sheet": pl.String, "column_name": pl.String, "header": pl.String})


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
    return pl.DataFrame(
        [
            (load.load_id, *header)
            for load in loads(landing_folder(dbt.config.meta_get("landing_path")))
            if "observations" in kinds.get(load.load_id, "")
            for header in headers_once(load, vocabulary)
        ],
        schema=COLUMNS,
        orient="row",
    )
