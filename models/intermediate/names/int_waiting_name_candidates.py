import polars as pl

from plan_targets.names.indicators import IndicatorNames
from plan_targets.names.matches import nearest_indicators


def model(dbt, session):
    dbt.config(materialized="table")
    # The list's indicators alone: one that a plan brought is nobody's answer.
    names = IndicatorNames.from_frames(
        {
            "indicators": dbt.ref("indicators").pl(),
            "indicator_aliases": dbt.ref("indicator_aliases").pl(),
            "units": dbt.ref("units").pl(),
            "name_words": dbt.ref("name_words").pl(),
        }
    )
    waiting = dbt.ref("int_waiting_names").project("waiting_name_id, name_zh, unit").pl()
    return nearest_indicators(names, waiting.cast(pl.String))
