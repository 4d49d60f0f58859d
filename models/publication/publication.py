import polars as pl

from plan_targets.files.errors import FaultError
from plan_targets.publication.layout import DATA_DOCS_FOLDER
from plan_targets.publication.manifest import write_semantic_manifest
from plan_targets.publication.previous import previous_publication
from plan_targets.publication.write import publish
from plan_targets.settings import published_folder, target_folder


def model(dbt, session):
    dbt.config(materialized="table")
    dbt.ref("gate_lists")
    dbt.ref("gate_marts")
    marts = {
        "dim_department": dbt.ref("dim_department"),
        "dim_indicator": dbt.ref("dim_indicator"),
        "dim_plan": dbt.ref("dim_plan"),
        "dim_reason": dbt.ref("dim_reason"),
        "dim_region": dbt.ref("dim_region"),
        "dim_source": dbt.ref("dim_source"),
        "dim_status": dbt.ref("dim_status"),
        "fct_load": dbt.ref("fct_load"),
        "fct_observation": dbt.ref("fct_observation"),
        "fct_progress": dbt.ref("fct_progress"),
        "fct_publication": dbt.ref("fct_publication"),
        "fct_quality_result": dbt.ref("fct_quality_result"),
        "fct_rejected_row": dbt.ref("fct_rejected_row"),
        "fct_responsibility": dbt.ref("fct_responsibility"),
        "fct_statement": dbt.ref("fct_statement"),
        "fct_status_change": dbt.ref("fct_status_change"),
        "fct_target": dbt.ref("fct_target"),
        "mart_baseline_disagreement": dbt.ref("mart_baseline_disagreement"),
        "mart_cascade": dbt.ref("mart_cascade"),
        "mart_figure_due": dbt.ref("mart_figure_due"),
        "mart_indicator_region_year": dbt.ref("mart_indicator_region_year"),
        "mart_target": dbt.ref("mart_target"),
        "mart_target_department": dbt.ref("mart_target_department"),
        "time_spine_day": dbt.ref("time_spine_day"),
        "time_spine_year": dbt.ref("time_spine_year"),
    }
    published_path = dbt.config.meta_get("published_path")
    previous = previous_publication(published_path)
    current = marts["fct_publication"].filter("is_current").pl()
    folder = problem = None
    try:
        folder = publish(
            session,
            published=published_folder(published_path),
            record=current.to_dicts()[0],
            tables=list(marts),
            write_manifest=write_semantic_manifest,
            data_docs=target_folder() / DATA_DOCS_FOLDER,
            previous=previous.build_id if previous else None,
            snapshots_kept=int(dbt.config.meta_get("snapshots_kept")),
        )
    except FaultError as error:
        # A row instead of a traceback: the test of this model fails, and explain_faults says the sentence.
        problem = str(error)
    return current.with_columns(
        folder=pl.lit(str(folder) if folder else None, pl.String), problem=pl.lit(problem, pl.String)
    )
