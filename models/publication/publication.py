from app.publication.layout import published_folder, target_folder
from app.publication.write import publish


def model(dbt, session):
    dbt.config(materialized="table")
    dbt.ref("gate_marts")
    marts = {
        "dim_department": dbt.ref("dim_department"),
        "dim_indicator": dbt.ref("dim_indicator"),
        "dim_plan": dbt.ref("dim_plan"),
        "dim_region": dbt.ref("dim_region"),
        "dim_source": dbt.ref("dim_source"),
        "fct_observation": dbt.ref("fct_observation"),
        "fct_progress": dbt.ref("fct_progress"),
        "fct_publication": dbt.ref("fct_publication"),
        "fct_quality_result": dbt.ref("fct_quality_result"),
        "fct_rejected_row": dbt.ref("fct_rejected_row"),
        "fct_responsibility": dbt.ref("fct_responsibility"),
        "fct_statement": dbt.ref("fct_statement"),
        "fct_target": dbt.ref("fct_target"),
        "mart_indicator_region_year": dbt.ref("mart_indicator_region_year"),
    }
    current = marts["fct_publication"].filter("is_current")
    folder = publish(
        session,
        published=published_folder(dbt.config.meta_get("published_path")),
        record=current.pl().to_dicts()[0],
        tables=list(marts),
        target_folder=target_folder(),
        snapshots_kept=int(dbt.config.meta_get("snapshots_kept")),
    )
    return current.project(f"*, '{folder}' as folder")
