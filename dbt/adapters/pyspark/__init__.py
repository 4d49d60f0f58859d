"""dbt's way to Spark for this project; `type` in profiles.yml names it. Everything is in `plan_targets.spark`."""

from pathlib import Path

from dbt.adapters.base import AdapterPlugin

from plan_targets.spark.adapter import PysparkAdapter, PysparkCredentials

Plugin = AdapterPlugin(
    adapter=PysparkAdapter,
    credentials=PysparkCredentials,
    include_path=str(Path(__file__).parent),
    project_name="dbt_pyspark",
    dependencies=["spark"],
)
