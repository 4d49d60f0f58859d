"""A publication with a mart of ten million rows, made by a generator: for benchmarks, never for readers.

The shape is that of real collections: indicators that few regions report, series with gaps and late beginnings, most
figures from a few large sources, a fifth of them revised at least once, bounds and approximate figures among them.
Everything follows from hashes of the keys, so that two runs make the same rows.
"""

import json
from pathlib import Path

import duckdb

from plan_targets.publication.layout import CATALOG, DATABASE_FILE, MANIFEST_FILE, RECORD_FILE
from plan_targets.publication.read import NoPublicationError, Publication, current_publication

INDICATORS = 215
THEMES = 12
PROVINCES, CITIES, COUNTIES = 34, 340, 2_850
FIRST_YEAR, LAST_YEAR = 2000, 2026
SOURCES = 4_000

KEYS = "indicator_id, region_code, year"

# A number from 0 to 1 that looks random and is the same in every run.
CHANCE = "(hash({0}) % 1000003) / 1000003.0"

REGIONS = f"""
    select
        'r' || lpad(number::varchar, 4, '0') as region_code,
        '地区' || number as name_zh,
        'Region ' || number as name_en,
        case
            when number = 0 then 'country' when number <= {PROVINCES} then 'province'
            when number <= {PROVINCES + CITIES} then 'city' else 'county'
        end as level,
        case
            when number = 0 then null
            when number <= {PROVINCES} then 'r0000'
            when number <= {PROVINCES + CITIES} then 'r' || lpad((1 + number % {PROVINCES})::varchar, 4, '0')
            else 'r' || lpad(({PROVINCES} + 1 + number % {CITIES})::varchar, 4, '0')
        end as parent_code,
        null::varchar as note
    from range({1 + PROVINCES + CITIES + COUNTIES}) as numbers(number)
"""

INDICATOR_LIST = f"""
    select
        'indicator_' || lpad(number::varchar, 3, '0') as indicator_id,
        '指标' || number as name_zh,
        'Indicator ' || number as name_en,
        'theme_' || number % {THEMES} as theme,
        '主题' || number % {THEMES} as theme_name_zh,
        'Theme ' || number % {THEMES} as theme_name_en,
        case number % 3 when 0 then '%' when 1 then '个' else '天' end as unit,
        case when number % 9 = 0 then -1 else 1 end as direction,
        case when number % 3 = 1 then 'stock' else 'level' end as accumulation,
        0.0::double as valid_min,
        null::double as valid_max,
        null::varchar as note,
        -- How much of the regions and years an indicator covers: a few nearly all, many little.
        0.35 + 0.65 * exp(-4.0 * number / {INDICATORS}) as coverage
    from range({INDICATORS}) as numbers(number)
"""

SOURCE_LIST = f"""
    select
        'source_' || number as source_id,
        '来源' || number as title,
        ['official', 'press', 'mirror', 'unlocated'][1 + number % 4] as source_grade,
        1 + number % 4 as grade_rank,
        ['官方', '媒体', '转载', '来源不明'][1 + number % 4] as source_grade_zh,
        ['Official', 'Press', 'Repost', 'Not located'][1 + number % 4] as source_grade_en,
        null::varchar as url,
        date '2001-01-01' + number::integer as published_on,
        1::bigint as observation_count
    from range({SOURCES}) as numbers(number)
"""

OBSERVATIONS = f"""
    with keys as (
        select
            indicators.indicator_id,
            regions.region_code,
            years.year::integer as year,
            indicators.coverage,
            indicators.direction,
            hash(indicators.indicator_id, regions.region_code) as series,
            hash(indicators.indicator_id, regions.region_code, years.year) as cell
        from indicator_list as indicators
        cross join region_list as regions
        cross join range({FIRST_YEAR}, {LAST_YEAR + 1}) as years(year)
    ),
    covered as (
        select * from keys
        where
            -- A series begins late, and has gaps.
            year >= {FIRST_YEAR} + (series % 1000003) / 1000003.0 * 14 * (1.2 - coverage)
            and (cell % 1000003) / 1000003.0 < 0.35 + 0.65 * coverage
    ),
    revisions as (
        -- A fifth of the figures are revised, a few of them several times.
        select covered.*, revision
        from covered
        cross join (values (0), (1), (2)) as revised(revision)
        where revision = 0 or {CHANCE.format("cell, revision")} < 0.2 / revision
    )
    select
        indicator_id || '.' || region_code || '.' || year || '.' || revision as observation_id,
        indicator_id,
        region_code,
        year::varchar as period,
        'year' as period_kind,
        year,
        round(
            50 + 40 * sin(series % 100) + (year - {FIRST_YEAR}) * ((series % 7)::bigint - 2) + revision * 0.1, 2
        )::double as value,
        case when cell % 11 = 0 then 'ge' when cell % 37 = 0 then 'approx' else 'eq' end as comparator,
        -- Most figures come from few sources.
        'source_' || floor({SOURCES} * pow({CHANCE.format("cell, revision, 'source'")}, 4))::integer as source_id,
        make_date(year + 1, 1 + (cell % 12)::integer, 15) + 200 * revision as known_on,
        cell % 23 = 0 as is_inferred,
        revision = max(revision) over (partition by indicator_id, region_code, year) as is_preferred,
        direction
    from revisions
"""

MART = """
    with preferred as (
        select observation_list.*, level from observation_list
        inner join region_list on observation_list.region_code = region_list.region_code
        where is_preferred
    ),
    compared as (
        select
            *,
            lag(value) over (series) as last_value_before,
            lag(year) over (series) as last_year_before,
            rank() over (
                partition by indicator_id, year, level, comparator in ('eq', 'approx') order by value * direction desc
            ) as region_rank
        from preferred
        window series as (partition by indicator_id, region_code order by year)
    )
    select
        indicator_id,
        region_code,
        year,
        observation_id,
        value as observed_value,
        comparator as observed_comparator,
        is_inferred,
        false as is_partial_year,
        date_diff('day', known_on, date '2027-06-30')::bigint as observation_age_days,
        source_id,
        source_list.source_grade,
        null::varchar as target_id,
        null::double as target_value,
        null::varchar as comparator,
        null::double as expected_value,
        null::double as gap,
        null::varchar as status,
        case when last_year_before = year - 1 then last_value_before end as prior_year_value,
        case when last_year_before = year - 1 then value - last_value_before end as yoy_change,
        case when comparator in ('eq', 'approx') then region_rank end as region_rank
    from compared
    left join source_list using (source_id)
"""


def publication_to_measure(folder: str | None = None) -> Publication:
    """The current publication, which a benchmark starts from; without one it ends with what has to be run first."""
    try:
        return current_publication(folder)
    except NoPublicationError as error:
        raise SystemExit(str(error)) from None


def make(folder: Path, template: Publication) -> Publication:
    """A publication in `folder` with the generated marts, and the other marts as the template publication has them.

    Takes about a minute and a gigabyte. The semantic manifest is the template's.
    """
    snapshot = folder / "snapshots" / "generated"
    snapshot.mkdir(parents=True)
    (folder / "current").symlink_to(snapshot)
    (snapshot / MANIFEST_FILE).write_text(template.manifest.read_text(encoding="utf-8"), encoding="utf-8")
    record = {"build_id": "generated", "generated_like": template.build_id}
    (snapshot / RECORD_FILE).write_text(json.dumps(record), encoding="utf-8")
    with duckdb.connect(str(snapshot / DATABASE_FILE)) as connection:
        _generate(connection, template)
    return Publication(snapshot, record)


def _generate(connection: duckdb.DuckDBPyConnection, template: Publication) -> None:
    connection.execute(f"attach '{template.database}' as {CATALOG}_template (read_only)")
    connection.execute("create schema marts")
    for name, query in (
        ("region_list", REGIONS),
        ("indicator_list", INDICATOR_LIST),
        ("source_list", SOURCE_LIST),
        ("observation_list", OBSERVATIONS),
    ):
        connection.execute(f"create temporary table {name} as {query}")
    generated = {
        "dim_region": "select * from region_list",
        "dim_indicator": "select * exclude (coverage) from indicator_list",
        "dim_source": "select * from source_list",
        "fct_observation": f"select * exclude (direction) from observation_list order by {KEYS}",
        "mart_indicator_region_year": f"{MART} order by {KEYS}",
    }
    for name, query in generated.items():
        # A column that the mart has and the generator does not know of is there, and empty.
        shape = f"select * from {CATALOG}_template.marts.{name} limit 0"
        connection.execute(f"create table marts.{name} as ({shape}) union all by name ({query})")
    others = connection.execute(
        "select table_name from duckdb_tables() where database_name = $catalog and schema_name = 'marts'",
        {"catalog": f"{CATALOG}_template"},
    ).fetchall()
    for (name,) in others:
        if name not in generated:
            connection.execute(f"create table marts.{name} as from {CATALOG}_template.marts.{name}")
    connection.execute(f"detach {CATALOG}_template")
