import polars as pl

from plan_targets.publication.previous import relation_of_previous

COLUMNS = pl.Schema({"load_id": pl.String})


def model(dbt, session):
    dbt.config(materialized="table")
    figures = relation_of_previous("fct_observation", COLUMNS, session)
    # Earlier publications did not say of a figure how it came.
    return figures.project("coalesce(load_id, '') as load_id").aggregate("load_id, count(*) as observation_count")
