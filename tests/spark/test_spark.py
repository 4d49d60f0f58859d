"""Lists, models and a gate on Spark, in one process; tests/benchmarks/spark/compare.py builds all of it on a cluster.

Only where the extra `spark` is installed and Java is there: what Spark alone does cannot be tried without it.
"""

import re
import subprocess

import pytest

from tests.benchmarks.scale.references import missing
from tests.project import Project, Row

pytestmark = [pytest.mark.build, pytest.mark.skipif(missing("spark") is not None, reason=str(missing("spark")))]

# A time, as dbt prints it before each line.
TIME = re.compile(r"^\d\d:\d\d:\d\d  ")
CALL = re.compile(r"^\s+at \w+\.|Traceback", re.MULTILINE)
# None of the tests of data, which would stop the command before its publication is refused.
WITHOUT_TESTS = ("--indirect-selection", "empty")
# What the contract of a mart says, which Parquet tables cannot hold.
BROKEN_KEY = "dim_unit has more than one row for (unit) = (%)."


def test_spark_finds_and_refuses_what_duckdb_does(project: Project) -> None:
    project.edit("seeds/reference/units.csv", _spoil)
    lists = ("build", "--select", "+gate_lists", "+dim_unit", *WITHOUT_TESTS)
    of_duckdb, of_spark = project.dbt(*lists), _on_spark(project, *lists)
    assert _findings(of_duckdb) == _findings(of_spark)
    assert any("units.csv" in line for line in _findings(of_spark))
    assert BROKEN_KEY in of_spark.stdout
    assert (of_duckdb.returncode, of_spark.returncode) == (1, 1)

    refused = _on_spark(project, "build", "--select", "gate_lists", *WITHOUT_TESTS)
    assert "OK created python incremental model quality.gate_lists" in refused.stdout
    assert "Nothing was published." in refused.stdout
    # No calls within Spark or Python.
    assert not CALL.search(refused.stdout + refused.stderr)
    assert refused.returncode == 1


def _on_spark(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {"SPARK_MASTER": "local[2]", "SPARK_DRIVER_MEMORY": "1g"}
    return project.start("dbt", "--no-use-colors", *arguments, "--target", "spark", **settings).wait()


def _spoil(rows: list[Row]) -> list[Row]:
    rows[1]["name_en"] = ""
    return [*rows, rows[0]]


def _findings(answer: subprocess.CompletedProcess[str]) -> list[str]:
    lines = [TIME.sub("", line) for line in answer.stdout.splitlines()]
    return [line for line in lines if line.startswith(("STOPPED", "WARNING 提醒", "    "))]
