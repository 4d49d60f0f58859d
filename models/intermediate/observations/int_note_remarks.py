import polars as pl

from plan_targets.names.remarks import note_remarks


def model(dbt, session):
    dbt.config(materialized="table")
    rows = [dbt.ref("stg_collected_observations"), dbt.ref("stg_landed_observations")]
    notes = pl.concat([relation.project("note").distinct().pl() for relation in rows])
    return note_remarks(notes["note"], dbt.ref("figure_remarks").pl())
