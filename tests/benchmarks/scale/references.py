"""The mart of the observations of a delivery, made without the warehouse: by DuckDB, polars, pandas and Spark.

Each in a process of its own: `python -m tests.benchmarks.scale.references duckdb delivery/ mart.parquet`.
"""

import importlib.util
import resource
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.benchmarks.scale.generator import REFERENCE

BY_HAND = Path(__file__).with_name("by_hand.sql")
# Of addresses: pandas takes what it gets; beyond this it has no place beside others.
MOST_BYTES_OF_PANDAS = 10 << 30
GRADES = {"official": 1, "press": 2, "mirror": 3, "unlocated": 4}
EXACTNESS = {"ge": "bound", "approx": "approximate", "eq": "printed"}
COLUMNS = [
    "observation_id", "indicator_id", "region_code", "period", "year", "value", "comparator", "unit", "source_id",
    "source_grade", "published_on", "known_on", "exactness", "lowest_value", "highest_value", "is_preferred",
]  # fmt: skip


def today() -> str:
    """The day on which an undated figure is first seen, as a build says it."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def by_duckdb(delivery: Path, mart: Path) -> None:
    """One statement, into a file of DuckDB."""
    import duckdb

    with duckdb.connect(str(mart)) as connection:
        connection.execute("set preserve_insertion_order = false")
        for name, sql in _lists("read_csv('{}', all_varchar = true)"):
            connection.execute(f"create temporary view {name} as select * from {sql}")
        connection.execute(
            f"create temporary view delivered as select * from read_parquet('{delivery}/**/*.parquet', "
            "hive_partitioning = true, hive_types_autocast = false)"
        )
        connection.execute(f"create table mart as {_by_hand(every=', ' + chr(39) + 'g' + chr(39))}")


def by_spark(delivery: Path, mart: Path) -> None:
    """The same statement on all cores of this machine."""
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
    session.sql(_by_hand(every="")).write.parquet(str(mart))
    session.stop()


def by_polars(delivery: Path, mart: Path) -> None:
    """Lazily, by the engine that streams."""
    import polars as pl

    lists = {name: pl.scan_csv(REFERENCE / f"{name}.csv", infer_schema=False) for name in ("regions", "indicators")}
    named = lists["indicators"].select(
        "indicator_id", "unit", pl.col("valid_min", "valid_max").cast(pl.Float64), indicator_zh="name_zh"
    )
    dated = pl.coalesce(pl.col("published_on").cast(pl.String), pl.lit("undated"))
    whole = pl.col("value") == pl.col("value").floor()
    text = (
        pl.when(whole).then(pl.col("value").cast(pl.Int64).cast(pl.String)).otherwise(pl.col("value").cast(pl.String))
    )
    decimals = pl.when(whole).then(0).otherwise(text.str.split(".").list.get(1, null_on_oob=True).str.len_chars())
    zeros = (
        pl.when(whole)
        .then(
            pl.max_horizontal(
                text.str.len_chars().cast(pl.Int32) - text.str.strip_chars_end("0").str.len_chars().cast(pl.Int32) - 1,
                0,
            )
        )
        .otherwise(0)
    )
    key = ["indicator_id", "region_code", "period"]
    of_tens = pl.lit(10.0)
    (
        pl.scan_parquet(f"{delivery}/**/*.parquet", hive_partitioning=True, try_parse_hive_dates=False)
        .drop("unit", "note", "region_name_zh")
        .filter(pl.col("value").is_not_null())
        .with_columns(pl.col("period").cast(pl.String))
        .join(lists["regions"].select("region_code"), on="region_code")
        .join(named, on="indicator_zh")
        .with_columns(
            pl.concat_str("source_title", pl.lit(" "), dated)
            .str.replace_all(r"[^\p{L}\p{N}]+", "-")
            .str.to_lowercase()
            .str.strip_chars("-")
            .alias("source_id"),
            pl.col("period").str.slice(0, 4).cast(pl.Int32).alias("year"),
            pl.col("published_on").fill_null(pl.lit(today()).str.to_date()).alias("known_on"),
            pl.when(pl.col("comparator") == "approx")
            .then(of_tens.pow(zeros.cast(pl.Float64) - decimals.cast(pl.Float64)))
            .otherwise(of_tens.pow(-decimals.cast(pl.Float64)) / 2)
            .alias("margin"),
            pl.col("source_grade").replace_strict(GRADES, return_dtype=pl.Int8).alias("grade_rank"),
        )
        .unique(subset=[*key, "source_id"], keep="any")
        .sort(
            [
                *key,
                "grade_rank",
                pl.col("comparator").replace_strict({"eq": 1, "approx": 2, "ge": 3}, return_dtype=pl.Int8),
                pl.col("published_on").is_null(),
                pl.col("known_on"),
            ],
            descending=[False] * 6 + [True],
        )
        .with_columns(
            pl.concat_str([*key, "source_id"], separator=".").alias("observation_id"),
            pl.col("comparator").replace_strict(EXACTNESS).alias("exactness"),
            pl.when(pl.col("comparator") == "ge")
            .then("value")
            .otherwise(pl.max_horizontal(pl.col("value") - pl.col("margin"), "valid_min"))
            .alias("lowest_value"),
            pl.when(pl.col("comparator") != "ge")
            .then(pl.min_horizontal(pl.col("value") + pl.col("margin"), "valid_max"))
            .alias("highest_value"),
            (pl.struct(key) != pl.struct(key).shift(1)).fill_null(value=True).alias("is_preferred"),
        )
        .select(COLUMNS)
        .sink_parquet(mart)
    )


def by_pandas(delivery: Path, mart: Path) -> None:
    """In memory, with texts as categories."""
    import numpy as np
    import pandas as pd

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_PANDAS, MOST_BYTES_OF_PANDAS))
    lists = {name: pd.read_csv(REFERENCE / f"{name}.csv", dtype="str") for name in ("regions", "indicators")}
    named = lists["indicators"][["indicator_id", "name_zh", "unit", "valid_min", "valid_max"]]
    named = named.rename(columns={"name_zh": "indicator_zh"}).astype({"valid_min": "float64", "valid_max": "float64"})
    read = [
        "region_code",
        "indicator_zh",
        "period",
        "value",
        "comparator",
        "source_title",
        "source_grade",
        "published_on",
    ]
    frame = pd.read_parquet(delivery, columns=read)
    frame = frame[frame["value"].notna() & frame["region_code"].isin(lists["regions"]["region_code"])]
    for name in ("region_code", "indicator_zh", "period", "comparator", "source_title", "source_grade"):
        frame[name] = frame[name].astype("category")
    frame = frame.merge(named, on="indicator_zh")
    published = pd.to_datetime(frame["published_on"])
    different = frame["source_title"].astype(str) + " " + published.dt.strftime("%Y-%m-%d").fillna("undated")
    different = different.astype("category")
    slugs = (
        different.cat.categories.str.replace(r"[^0-9A-Za-z\u4e00-\u9fff]+", "-", regex=True).str.lower().str.strip("-")
    )
    frame["source_id"] = different.cat.rename_categories(dict(zip(different.cat.categories, slugs, strict=True)))
    key = ["indicator_id", "region_code", "period"]
    frame["published_on"] = published
    frame = frame.drop_duplicates([*key, "source_id"])
    frame["known_on"] = frame["published_on"].fillna(pd.Timestamp(today()))
    frame["grade_rank"] = frame["source_grade"].astype(str).map(GRADES)
    frame["bound_rank"] = frame["comparator"].astype(str).map({"eq": 1, "approx": 2, "ge": 3})
    frame["is_undated"] = frame["published_on"].isna()
    order = [*key, "grade_rank", "bound_rank", "is_undated", "known_on"]
    frame = frame.sort_values(order, ascending=[True] * 6 + [False])
    frame["is_preferred"] = ~frame.duplicated(key)
    value = frame["value"].to_numpy()
    whole = value == np.floor(value)
    text = pd.Series(value).astype(str)
    decimals = np.where(whole, 0, text.str.partition(".")[2].str.len())
    whole_text = pd.Series(np.where(whole, value, 1)).astype("int64").astype(str)
    zeros = np.where(whole, np.maximum(whole_text.str.len() - whole_text.str.rstrip("0").str.len() - 1, 0), 0)
    is_about = (frame["comparator"] == "approx").to_numpy()
    is_bound = (frame["comparator"] == "ge").to_numpy()
    margin = np.where(is_about, 10.0 ** (zeros - decimals), 10.0 ** -decimals.astype(float) / 2)
    frame["lowest_value"] = np.where(is_bound, value, np.maximum(value - margin, frame["valid_min"]))
    frame["highest_value"] = np.where(is_bound, np.nan, np.fmin(value + margin, frame["valid_max"]))
    frame["exactness"] = frame["comparator"].astype(str).map(EXACTNESS)
    frame["year"] = frame["period"].astype(str).str[:4].astype("int32")
    parts = [frame[name].astype(str) for name in (*key, "source_id")]
    frame["observation_id"] = parts[0].str.cat(parts[1:], sep=".")
    frame[COLUMNS].to_parquet(mart, index=False)


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


def _by_hand(every: str) -> str:
    text = BY_HAND.read_text(encoding="utf-8").replace("{today}", today()).replace("{every}", every)
    # Spark reads a backslash in a text as the beginning of a sign.
    return text.replace("\\\\", "\\") if every else text


def main() -> None:
    """Goes one way."""
    way, delivery, mart = sys.argv[1:4]
    WAYS[way](Path(delivery), Path(mart))


if __name__ == "__main__":
    main()
