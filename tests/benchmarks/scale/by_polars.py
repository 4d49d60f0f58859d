"""The marts of a delivery by polars, lazily, by the engine that streams."""

from pathlib import Path

from tests.benchmarks.scale.generator import REFERENCE
from tests.benchmarks.scale.marts import EXACTNESS, GRADES, MARTS, today


def by_polars(delivery: Path, marts: Path) -> None:
    """One folder for each mart."""
    import polars as pl

    paths = {mart: marts / mart / "part.parquet" for mart in MARTS}
    for path in paths.values():
        path.parent.mkdir(parents=True)
    lists = {name: pl.scan_csv(REFERENCE / f"{name}.csv", infer_schema=False) for name in ("regions", "indicators")}
    named = lists["indicators"].select(
        "indicator_id",
        "unit",
        "accumulation",
        "direction",
        pl.col("valid_min", "valid_max").cast(pl.Float64),
        indicator_zh="name_zh",
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
    is_year = pl.col("period").str.len_chars() == 4
    waiting = marts / "chosen.parquet"
    (
        pl.scan_parquet(f"{delivery}/**/*.parquet", hive_partitioning=True, try_parse_hive_dates=False)
        .drop("region_name_zh")
        .rename({"unit": "printed_unit"})
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
            pl.when(is_year).then(pl.lit("year")).otherwise(pl.lit("part_of_year")).alias("period_kind"),
            pl.date(
                pl.col("period").str.slice(0, 4).cast(pl.Int32),
                pl.when(is_year).then(12).otherwise(pl.col("period").str.slice(5, 2).cast(pl.Int32, strict=False)),
                1,
            )
            .dt.month_end()
            .alias("period_end"),
            (~is_year & (pl.col("accumulation") == "stock")).alias("is_as_of"),
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
        .sink_parquet(waiting)
    )
    # Asked for twice: of twenty million rows nothing that is sorted may be held so often.
    chosen = pl.scan_parquet(waiting)
    of_year = ["indicator_id", "region_code", "year"]
    speaking = (
        chosen.filter(pl.col("is_preferred") & ((pl.col("period_kind") == "year") | pl.col("is_as_of")))
        .group_by(of_year)
        .agg(
            pl.coalesce(pl.col("period").filter(pl.col("period_kind") == "year").max(), pl.col("period").max()).alias(
                "speaks"
            )
        )
    )
    text_of_none, year_of_none = (pl.lit(None, dtype) for dtype in (pl.String, pl.Int32))
    (
        chosen.join(speaking, on=of_year, how="left")
        .with_columns(
            (pl.col("is_preferred") & (pl.col("period") == pl.col("speaks")).fill_null(value=False)).alias("is_judging")
        )
        .with_columns(
            printed_indicator_zh="indicator_zh",
            printed_value="value",
            source_url=text_of_none,
            scope=text_of_none,
            caveat=text_of_none,
            since_year=year_of_none,
            is_inferred=pl.lit(value=False),
            is_break=pl.lit(value=False),
            is_whole_year=pl.when("is_judging").then(
                ~pl.col("is_as_of") & (pl.col("known_on") > pl.date(pl.col("year"), 12, 31))
            ),
            figure_time=pl.when(pl.col("is_judging") & pl.col("is_as_of"))
            .then(pl.col("year") - 1 + pl.min_horizontal(pl.col("period_end").dt.ordinal_day() / 365, 1.0))
            .when("is_judging")
            .then(pl.col("year").cast(pl.Float64)),
        )
        .select(MARTS["fct_observation"])
        .sink_parquet(paths["fct_observation"])
    )
    waiting.unlink()
    figures = pl.scan_parquet(paths["fct_observation"]).filter("is_judging")
    comparable = figures.filter(pl.col("comparator").is_in(["eq", "approx"]) & pl.col("is_whole_year"))
    ranks = (
        comparable.join(lists["regions"].select("region_code", "level"), on="region_code")
        .join(lists["indicators"].select("indicator_id", pl.col("direction").cast(pl.Int32)), on="indicator_id")
        .select(
            *of_year,
            (pl.col("value") * pl.col("direction"))
            .rank("min", descending=True)
            .over("indicator_id", "year", "level")
            .cast(pl.Int64)
            .alias("region_rank"),
        )
    )
    before = comparable.select("indicator_id", "region_code", pl.col("year") + 1, prior_year_value="value")
    ended = pl.lit(today()).str.to_date() - pl.col("period_end")
    (
        figures.join(before, on=of_year, how="left")
        .join(ranks, on=of_year, how="left")
        .with_columns(
            observed_value="value",
            observed_comparator="comparator",
            is_partial_year="is_as_of",
            observation_age_days=pl.max_horizontal(ended.dt.total_days(), 0),
            yoy_change=pl.when(pl.col("region_rank").is_not_null()).then(pl.col("value") - pl.col("prior_year_value")),
        )
        .select(MARTS["mart_indicator_region_year"])
        .sink_parquet(paths["mart_indicator_region_year"])
    )
