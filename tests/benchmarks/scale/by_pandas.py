"""The marts of a delivery by pandas, in memory, with texts as categories."""

import resource
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.scale.generator import REFERENCE
from tests.benchmarks.scale.marts import EXACTNESS, GRADES, MARTS, today

if TYPE_CHECKING:
    import pandas as pd

# Of addresses: pandas takes what it gets; beyond this it has no place beside others.
MOST_BYTES_OF_PANDAS = 10 << 30


def by_pandas(delivery: Path, marts: Path) -> None:
    """One folder for each mart."""
    import numpy as np
    import pandas as pd

    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES_OF_PANDAS, MOST_BYTES_OF_PANDAS))
    lists = {name: pd.read_csv(REFERENCE / f"{name}.csv", dtype="str") for name in ("regions", "indicators")}
    named = lists["indicators"][
        ["indicator_id", "name_zh", "unit", "accumulation", "direction", "valid_min", "valid_max"]
    ]
    named = named.rename(columns={"name_zh": "indicator_zh"}).astype(
        {"valid_min": "float64", "valid_max": "float64", "direction": "float64"}
    )
    read = [
        "region_code",
        "indicator_zh",
        "unit",
        "period",
        "value",
        "comparator",
        "source_title",
        "source_grade",
        "published_on",
        "note",
    ]
    frame = pd.read_parquet(delivery, columns=read).rename(columns={"unit": "printed_unit"})
    frame["period"] = frame["period"].astype(str)
    frame = frame[frame["value"].notna() & frame["region_code"].isin(lists["regions"]["region_code"])]
    for name in (
        "region_code",
        "indicator_zh",
        "period",
        "comparator",
        "source_title",
        "source_grade",
        "printed_unit",
        "note",
    ):
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
    is_year = frame["period"].astype(str).str.len() == 4
    frame["period_kind"] = np.where(is_year, "year", "part_of_year")
    frame["period_kind"] = frame["period_kind"].astype("category")
    last_months = frame["period"].cat.categories.to_series()
    last_months = (
        pd.to_datetime(last_months.where(last_months.str.len() == 7, last_months + "-12")) + pd.offsets.MonthEnd()
    )
    frame["period_end"] = frame["period"].map(last_months).astype("datetime64[ns]")
    frame["is_as_of"] = ~is_year & (frame["accumulation"] == "stock")
    of_year = ["indicator_id", "region_code", "year"]
    speaking = frame[frame["is_preferred"] & (is_year | frame["is_as_of"])]
    speaking = speaking.assign(period=speaking["period"].astype(str), rank=is_year)
    speaking = speaking.sort_values([*of_year, "rank", "period"], ascending=[True] * 3 + [False] * 2)
    frame["is_judging"] = frame.index.isin(speaking.index[~speaking.duplicated(of_year)])
    year_ends = pd.to_datetime(frame["year"].astype(str) + "-12-31")
    is_whole = (~frame["is_as_of"] & (frame["known_on"] > year_ends)).astype("boolean")
    frame["is_whole_year"] = is_whole.where(frame["is_judging"])
    parts_of_year = np.minimum(frame["period_end"].dt.dayofyear / 365, 1.0)
    times = np.where(frame["is_as_of"], frame["year"] - 1 + parts_of_year, frame["year"])
    frame["figure_time"] = np.where(frame["is_judging"], times, np.nan)
    frame["printed_indicator_zh"], frame["printed_value"] = frame["indicator_zh"], frame["value"]
    frame = frame.assign(is_inferred=False, is_break=False, source_url=None, scope=None, caveat=None, since_year=None)
    _write(frame, marts, "fct_observation")
    figures = frame[frame["is_judging"]].merge(lists["regions"][["region_code", "level"]], on="region_code")
    comparable = figures[figures["comparator"].isin(["eq", "approx"]) & figures["is_whole_year"]]
    directed = (comparable["value"] * comparable["direction"]).rename("directed")
    groups = [comparable[name] for name in ("indicator_id", "year", "level")]
    figures["region_rank"] = directed.groupby(groups, observed=True).rank(method="min", ascending=False).astype("Int64")
    before = comparable[[*of_year, "value"]].rename(columns={"value": "prior_year_value"})
    before["year"] += 1
    figures = figures.merge(before, on=of_year, how="left")
    figures["yoy_change"] = (figures["value"] - figures["prior_year_value"]).where(figures["region_rank"].notna())
    figures["observation_age_days"] = (pd.Timestamp(today()) - figures["period_end"]).dt.days.clip(lower=0)
    names = {"value": "observed_value", "comparator": "observed_comparator", "is_as_of": "is_partial_year"}
    _write(figures.rename(columns=names), marts, "mart_indicator_region_year")


def _write(frame: "pd.DataFrame", marts: Path, mart: str) -> None:
    (marts / mart).mkdir(parents=True)
    frame[list(MARTS[mart])].to_parquet(marts / mart / "part.parquet", index=False)
