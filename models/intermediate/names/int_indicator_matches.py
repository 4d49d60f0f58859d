import polars as pl

from plan_targets.building.kept import rows_to_make
from plan_targets.names.indicators import IndicatorNames
from plan_targets.names.matches import INDICATOR_KEYS, match_indicators


def model(dbt, session):
    dbt.config(materialized="table")
    names = IndicatorNames.from_frames(
        {
            "indicators": dbt.ref("stg_indicators").pl(),
            "indicator_aliases": dbt.ref("indicator_aliases").pl(),
            "units": dbt.ref("units").pl(),
            "name_words": dbt.ref("name_words").pl(),
        }
    )
    keys = ", ".join(("load_id", *INDICATOR_KEYS))
    landed = rows_to_make(dbt.ref("stg_landed_observations"), "int_indicator_matches")
    rows = [dbt.ref("stg_collected_observations"), landed]
    return match_indicators(names, pl.concat([relation.project(keys).distinct().pl() for relation in rows]))
