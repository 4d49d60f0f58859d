"""Whether Spark builds the marts that DuckDB builds: row by row, floats to 1e-9 of their size.

    uv run --extra spark python -m tests.benchmarks.spark.compare
    uv run --extra spark python -m tests.benchmarks.spark.compare --rows 2000000 --kill-worker

It builds copies of this project on both, on a cluster of two workers that it starts and ends, and takes ten minutes or
more. Its last line is `spark_rows_differ=`.
"""

import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from plan_targets.semantic import SemanticClient
from plan_targets.spark.cluster import Cluster, running
from tests.benchmarks.scale.generator import generate
from tests.benchmarks.scale.measuring import Measured, measure
from tests.benchmarks.spark.rows import differing_rows, rows_that_differ
from tests.project import DBT, Project

WORKERS = 2
# When this table is there, about half of a build is done.
IN_THE_MIDDLE = "intermediate.db/int_observations_mapped"


def main(
    rows: Annotated[int, typer.Option(help="About so many generated observations beside what is shipped.")] = 0,
    kill_worker: Annotated[bool, typer.Option(help="Kill one of the workers in the middle of the build.")] = False,
    port: Annotated[int, typer.Option(help="Where the cluster listens.")] = 7177,
    cores: Annotated[int, typer.Option(help="Cores of each worker.")] = 2,
    memory: Annotated[str, typer.Option(help="Memory of each worker.")] = "3g",
    scratch: Annotated[Path | None, typer.Option(help="Where to work.")] = None,
) -> None:
    """Prints what each build took, how many rows of each mart differ, and of all."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        of_duckdb, of_spark = (Project.copy_to(Path(folder) / name) for name in ("duckdb", "spark"))
        landing = Path(folder) / "landing"
        landing.mkdir()
        if rows:
            print(f"{generate(landing / 'scale', rows).rows:,} observations beside what is shipped")
        _print("DuckDB", _build(of_duckdb, landing))
        with running(WORKERS, cores, memory, port, of_spark.folder / "target") as cluster:
            killer = threading.Thread(target=_kill_a_worker, args=(cluster, of_spark), daemon=True)
            if kill_worker:
                killer.start()
            _print(f"Spark, {WORKERS} workers", _build(of_spark, landing, cluster, memory))
            if kill_worker and killer.is_alive():
                sys.exit("The build ended before a worker was killed.")
        differing = compare(of_duckdb.folder / "target" / "warehouse.duckdb", of_spark)
        otherwise = answers_that_differ(of_duckdb, of_spark)
        print(f"{otherwise} saved questions are answered otherwise from what Spark published")
    print(f"spark_rows_differ={differing}")


def compare(build_file: Path, of_spark: Project) -> int:
    """Prints how many rows of each mart differ from what Spark built and published; gives those of all."""
    differing = {}
    published = of_spark.publication().folder / "warehouse.duckdb"
    with duckdb.connect(str(build_file), read_only=True) as connection:
        connection.execute(f"attach '{published}' as published (read_only)")
        names = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' and "
            "table_catalog = current_database() order by table_name"
        ).fetchall()
        print(f"{'mart':<32}{'DuckDB':>10}{'Spark':>10}{'published':>10}{'differ':>8}")
        for (name,) in names:
            parquet = of_spark.folder / "target" / "spark" / "marts.db" / name
            sources = (f"marts.{name}", f"read_parquet('{parquet}/*.parquet')", f"published.marts.{name}")
            marts = [connection.sql(f"select * from {source}") for source in sources]
            differing[name] = differing_rows(*marts)
            counts = "".join(f"{mart.shape[0]:>10}" for mart in marts)
            print(f"{name:<32}{counts}{differing[name]:>8}", flush=True)
    return sum(differing.values())


def answers_that_differ(of_duckdb: Project, of_spark: Project) -> int:
    """How many saved questions the pages' client answers otherwise from the one publication than from the other."""
    readers = [SemanticClient(str(project.published)).current() for project in (of_duckdb, of_spark)]
    wrong = 0
    for name in readers[0].catalogue.saved_queries:
        one, other = (reader.run_saved(name) for reader in readers)
        wrong += rows_that_differ(one, other) > 0
    print(f"{len(readers[0].catalogue.saved_queries)} saved questions were asked of both publications")
    return wrong


def _build(project: Project, landing: Path, cluster: Cluster | None = None, memory: str = "") -> Measured:
    environment = project.environment | {"LANDING_PATH": str(landing)}
    target = []
    if cluster is not None:
        environment |= {
            "SPARK_MASTER": cluster.address,
            "SPARK_WAREHOUSE": "target/spark",
            "SPARK_DRIVER_MEMORY": "3g",
            "SPARK_EXECUTOR_MEMORY": memory,
        }
        target = ["--target", "spark"]
    measured = measure([str(DBT), "--no-use-colors", "build", *target], project.folder, environment)
    if measured.returncode != 0:
        sys.exit(f"{measured.printed[-6000:]}\nThe build failed ({measured.returncode}).")
    return measured


def _kill_a_worker(cluster: Cluster, of_spark: Project) -> None:
    start = time.monotonic()
    while not (of_spark.folder / "target" / "spark" / IN_THE_MIDDLE / "_SUCCESS").exists():
        time.sleep(0.5)
    cluster.workers[-1].kill()
    print(f"one of {WORKERS} workers was killed {time.monotonic() - start:.0f} s after the build's start", flush=True)


def _print(name: str, measured: Measured) -> None:
    last = next(line for line in reversed(measured.printed.splitlines()) if "Done. PASS=" in line)
    print(
        f"{name}: {measured.seconds:.0f} s, {measured.peak_gib:.1f} GiB at the peak; {last.split('Done. ')[1]}",
        flush=True,
    )


if __name__ == "__main__":
    typer.run(main)
