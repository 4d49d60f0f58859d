"""The large marts of a delivery, made without the warehouse: by DuckDB, polars, pandas and Spark.

Each in a process of its own: `python -m tests.benchmarks.scale.references duckdb delivery/ marts.duckdb`.
"""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.scale.by_pandas import by_pandas
from tests.benchmarks.scale.by_polars import by_polars
from tests.benchmarks.scale.generator import REFERENCE
from tests.benchmarks.scale.marts import MARTS, today

BY_HAND = Path(__file__).with_name("by_hand")


def by_duckdb(delivery: Path, marts: Path) -> None:
    """One script, into a file of DuckDB."""
    import duckdb

    with duckdb.connect(str(marts)) as connection:
        connection.execute("set preserve_insertion_order = false")
        for name, sql in _lists("read_csv('{}', all_varchar = true)"):
            connection.execute(f"create temporary view {name} as select * from {sql}")
        connection.execute(
            f"create temporary view delivered as select * from read_parquet('{delivery}/**/*.parquet', "
            "hive_partitioning = true, hive_types_autocast = false)"
        )
        for mart in MARTS:
            script = _by_hand(mart, every=", 'g'", day="'day'")
            connection.execute(f"create table {mart} as {script}")


def by_spark(delivery: Path, marts: Path) -> None:
    """The same script on all cores of this machine."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*]").config("spark.ui.enabled", "false")
    settings = {
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "16",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for name in ("regions", "indicators"):
        session.read.csv(str(REFERENCE / f"{name}.csv"), header=True).createOrReplaceTempView(f"{name[:-1]}_list")
    session.read.parquet(str(delivery)).createOrReplaceTempView("delivered")
    for mart in MARTS:
        session.sql(_by_hand(mart, every="", day="day")).write.parquet(str(marts / mart))
        session.read.parquet(str(marts / mart)).createOrReplaceTempView(mart)
    session.stop()


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "duckdb": by_duckdb, "polars": by_polars, "pandas": by_pandas, "spark": by_spark,
}  # fmt: skip


def missing(way: str) -> str | None:
    """Why that way cannot be gone here."""
    if way == "spark" and importlib.util.find_spec("pyspark") is None:
        return "Spark is left out: `pyspark` is not installed (`uv sync --extra spark`)."
    if way == "spark" and shutil.which("java") is None:
        return "Spark is left out: there is no Java on this machine."
    return None


def _lists(reader: str) -> list[tuple[str, str]]:
    return [(f"{name[:-1]}_list", reader.format(REFERENCE / f"{name}.csv")) for name in ("regions", "indicators")]


def _by_hand(mart: str, every: str, day: str) -> str:
    text = (BY_HAND / f"{mart}.sql").read_text(encoding="utf-8")
    for name, value in (("today", today()), ("every", every), ("day", day)):
        text = text.replace(f"{{{name}}}", value)
    # Spark reads a backslash in a text as the beginning of a sign.
    return text.replace("\\\\", "\\") if every else text


def main() -> None:
    """Goes one way."""
    way, delivery, marts = sys.argv[1:4]
    WAYS[way](Path(delivery), Path(marts))


if __name__ == "__main__":
    main()
