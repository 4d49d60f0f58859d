{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
-- Publishing writes it once for readers; in the build file it would be a second copy of int_observations.
with observations as (

    select * from {{ ref('int_observations_judging') }}

),

final as (

    select
        observation_id,
        indicator_id,
        region_code,
        period,
        period_kind,
        period_end,
        is_as_of,
        year,
        value,
        comparator,
        unit,
        source_id,
        source_grade,
        source_title,
        source_url,
        published_on,
        known_on,
        is_inferred,
        exactness,
        lowest_value,
        highest_value,
        scope,
        is_break,
        caveat,
        is_preferred,
        printed_indicator_zh,
        printed_value,
        printed_unit,
        note,
        load_id,
        file,
        row_number,
        line_number,
        is_judging,
        is_whole_year,
        figure_time,
        since_year
    from observations

)

select * from final
