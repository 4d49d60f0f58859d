{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
-- One figure for an indicator, region and year: those that speak for a year, without what several years came to.
with figures as (

    select * from {{ ref('int_observations_judging') }}

),

final as (

    select
        observation_id,
        indicator_id,
        region_code,
        year,
        period,
        period_end,
        value,
        comparator,
        unit,
        source_id,
        source_title,
        source_grade,
        published_on,
        known_on,
        is_inferred,
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break,
        caveat,
        is_as_of as is_partial_year,
        is_whole_year,
        figure_time
    from figures
    where is_judging and since_year is null

)

select * from final
