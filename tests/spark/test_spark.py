"""Lists, models and a gate on Spark, in one process; tests/benchmarks/spark/compare.py builds all of it on a cluster.

Only where the extra `spark` is installed and Java is there: what Spark alone does cannot be tried without it.
"""

import re
import subprocess

import pytest

from tests.benchmarks.scale.references import missing
from tests.project import Project, Row

pytestmark = [pytest.mark.build, pytest.mark.skipif(missing("spark") is not None, reason=str(missing("spark")))]

# A time, and how long a node took.
OF_THE_RUN = re.compile(r"^\d\d:\d\d:\d\d  ")


def test_a_gate_on_spark_finds_what_it_finds_on_duckdb(project: Project) -> None:
    project.edit("seeds/reference/units.csv", _spoil)
    chosen = ("build", "--select", "+gate_lists", "gate_passes_gate_lists_", "--indirect-selection", "empty")
    of_duckdb = project.dbt(*chosen)
    of_spark = project.start(
        "dbt", "--no-use-colors", *chosen, "--target", "spark", SPARK_MASTER="local[2]", SPARK_DRIVER_MEMORY="1g"
    ).wait()
    assert "stg_seed_cells" in of_spark.stdout
    assert _findings(of_duckdb) == _findings(of_spark)
    assert any("units.csv" in line for line in _findings(of_spark))
    assert (of_duckdb.returncode, of_spark.returncode) == (1, 1)


def _spoil(rows: list[Row]) -> list[Row]:
    rows[1]["name_en"] = ""
    return [*rows, rows[0]]


def _findings(answer: subprocess.CompletedProcess[str]) -> list[str]:
    lines = [OF_THE_RUN.sub("", line) for line in answer.stdout.splitlines()]
    return [line for line in lines if line.startswith(("FAULT", "    "))]
