"""Observations as large collections have them, made by DuckDB: everything follows from hashes of the keys and a seed.

Indicators that few regions report beside some that all do, series that begin late and have gaps, most figures from few
sources, a fifth of them revised and some twice, bounds and approximate figures, undated ones; one row in a hundred
comes twice, one in a thousand names no known region, as many have no value. Partitioned Parquet, by period.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.project import REPOSITORY

FIRST_YEAR, LAST_YEAR = 1995, 2024
# So many rows come of each possible indicator, region and period, on the average.
ROWS_OF_A_KEY = 0.83
REFERENCE = REPOSITORY / "seeds" / "reference"
SEED = 20_261_126
# Files as Spark and DuckDB write them, rather than one for each writing thread and partition.
ROW_GROUP = 500_000
MOST_PARTITIONS = 10_000

CHANCE = "(hash({0}, {seed}) % 1000003) / 1000003.0"

INDICATORS = f"""
    select indicator_id, name_zh as indicator_zh, unit
    from read_csv('{REFERENCE}/indicators.csv', all_varchar = true)
    where
        (accumulation = 'level' and unit = '%' and valid_min = '0' and valid_max = '100')
        or (accumulation = 'stock' and unit in ('个', '家', '项') and valid_min = '0' and valid_max is null)
"""
REGIONS = f"""
    select region_code, name_zh as region_name_zh
    from read_csv('{REFERENCE}/regions.csv', all_varchar = true)
    where level in ('city', 'county') and last_year is null and coalesce(first_year::integer, 0) <= {FIRST_YEAR}
"""
QUERY = """
    with indicators as (
        select
            indicator_zh,
            unit,
            unit = '%' as is_share,
            0.6 + 0.4 * exp(-4.0 * number / {indicators}) as coverage
        from (
            select indicator_zh, unit, row_number() over (order by hash(indicator_id, {seed})) as number
            from ({all_indicators})
        )
        where number <= {indicators}
    ),
    regions as ({all_regions}),
    periods as (
        select
            year::integer as year,
            case
                when part = 0 then year::varchar
                else concat(year, '-', lpad(part::varchar, 2, '0'))
            end as period
        from range({first_year}, {last_year} + 1) as years(year)
        cross join range({parts} + 1) as parts(part)
    ),
    keys as (
        select
            *,
            hash(indicator_zh, region_code, {seed}) as series,
            hash(indicator_zh, region_code, period, {seed}) as cell
        from indicators cross join regions cross join periods
    ),
    covered as (
        select * from keys
        where
            year >= {first_year} + (series % 1000003) / 1000003.0 * 9 * (1.2 - coverage)
            and (cell % 1000003) / 1000003.0 < coverage
    ),
    told as (
        select covered.*, revision, is_again
        from covered
        cross join (values (0, false), (1, false), (2, false), (0, true)) as tellings(revision, is_again)
        where
            case when is_again then {again} < 0.01 else revision = 0 or {revised} < 0.2 / revision end
    )
    select
        -- A name that is in no list, and a figure that is missing.
        case when cell % 1009 = 0 then concat('无此县', cell % 977) else region_name_zh end as region_name_zh,
        case when cell % 1009 = 0 then null else region_code end as region_code,
        indicator_zh,
        unit,
        period,
        case
            when cell % 1013 = 0 then null
            when is_share
                then
                    round(
                        60 + 25 * ({of_series}) + 0.15 * (year - {first_year}) + 0.6 * ({of_cell}) + 0.02 * revision, 2
                    )
            else
                floor((100 + 5000 * pow({of_series}, 4)) * (1 + 0.02 * (year - {first_year}) + 0.01 * ({of_cell})))
                + revision
        end::double as value,
        case when cell % 29 = 0 then 'ge' when cell % 71 = 0 then 'approx' else 'eq' end as comparator,
        -- Most figures come from few sources.
        concat(year, '年统计公报（第', floor(40 * pow({of_source}, 4))::integer + 1, '号）') as source_title,
        ['official', 'official', 'press', 'mirror', 'unlocated'][1 + (cell % 5)::integer] as source_grade,
        case
            when revision = 0 and cell % 31 = 0 then null
            else make_date(year + 1, 2 + (cell % 4)::integer, 15) + 120 * revision
        end as published_on,
        case when cell % 37 = 0 then '见公报附表' end as note
    from told
"""


@dataclass(frozen=True)
class Delivery:
    """What was generated: where, how many rows, how many bytes."""

    folder: Path
    rows: int
    bytes: int


def generate(folder: Path, rows: int, seed: int = SEED, share: float = 1.0) -> Delivery:
    """About that many rows as partitioned Parquet; of them that share, chosen by the year and the region."""
    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = '{folder.parent / 'spill'}'")
        connection.execute("set preserve_insertion_order = false")
        # With months there are more partitions than DuckDB keeps open, and each that it closes is a file more.
        connection.execute(f"set partitioned_write_max_open_files = {MOST_PARTITIONS}")
        query = f"select * from ({_query(rows, seed)})"
        if share < 1:
            query += f" where hash(region_name_zh, period) % 10007 < {share * 10007}"
        count = connection.execute(
            f"copy ({query}) to '{folder}' (format parquet, compression zstd, partition_by (period), "
            f"row_group_size {ROW_GROUP}, overwrite_or_ignore)"
        ).fetchall()[0][0]
    return Delivery(folder, count, size_of(folder))


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    return sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())


def _query(rows: int, seed: int) -> str:
    years = LAST_YEAR - FIRST_YEAR + 1
    with duckdb.connect() as connection:
        indicators, regions = connection.execute(
            f"select (select count(*) from ({INDICATORS})), (select count(*) from ({REGIONS}))"
        ).fetchall()[0]
    most_of_years = indicators * regions * years * ROWS_OF_A_KEY
    # More rows than all regions and indicators have in years have months too.
    months = max(0, math.ceil(rows / most_of_years) - 1)
    chances = {"of_series": "series", "of_cell": "cell", "of_source": "cell, 'source'", "again": "cell, 'again'",
        "revised": "cell, revision"}  # fmt: skip
    return QUERY.format(
        seed=seed,
        all_indicators=INDICATORS,
        all_regions=REGIONS,
        indicators=max(1, round(indicators * rows / (most_of_years * (1 + months)))),
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        parts=months,
        **{name: CHANCE.format(keys, seed=seed) for name, keys in chances.items()},
    )
