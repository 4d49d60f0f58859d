import polars as pl

from plan_targets.building.kept import rows_to_make
from plan_targets.names.remarks import note_remarks


def model(dbt, session):
    dbt.config(materialized="table")
    landed = rows_to_make(dbt.ref("stg_landed_observations"), "int_note_remarks")
    rows = [dbt.ref("stg_collected_observations"), landed]
    notes = pl.concat([relation.project("load_id, note").distinct().pl() for relation in rows]).cast(pl.String)
    remarks = note_remarks(notes["note"], dbt.ref("figure_remarks").pl())
    return notes.join(remarks, on="note").select("load_id", "note", "meaning")
