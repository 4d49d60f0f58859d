-- What can be compared with its series: the dropped rows that nothing was found against by themselves or beside their
-- key, and the figures that the project keeps.
-- A view: to write it takes longer than to find it, and each reader takes a part.
{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}
with mapped as (

    select * from {{ ref('int_observations_mapped') }}

),

findings as (

    select * from {{ ref('int_row_findings') }}

    union all

    select * from {{ ref('int_landed_key_findings') }}

),

rejected as (

    select distinct
        load_id,
        line_number
    from findings
    where is_rejected

),

final as (

    select
        mapped.load_id,
        mapped.load_number,
        mapped.file,
        mapped.line_number,
        mapped.is_landed,
        mapped.indicator_id,
        mapped.region_code,
        mapped.period,
        -- Figures of unlike scope are different series.
        coalesce(mapped.scope, '') as scope,
        coalesce(nullif(substring(mapped.period, 5, 4), ''), 'year') as part_of_year,
        mapped.year,
        mapped.comparator,
        mapped.indicator_value as value,
        mapped.raw_value,
        mapped.unit,
        mapped.indicator_zh,
        coalesce(mapped.valid_max <= 100, false) as is_share,
        coalesce(mapped.valid_min < 0, false) as is_change,
        mapped.accumulation in ('level', 'index') as is_level,
        mapped.comparator in ('eq', 'approx') as is_figure,
        mapped.comparator in ('eq', 'approx') and mapped.known_on <= {{ as_of() }} as is_history
    from mapped
    left join rejected
        on
            mapped.load_id = rejected.load_id
            and mapped.line_number = rejected.line_number
    where
        rejected.load_id is null
        and mapped.indicator_id is not null
        and mapped.period_kind <> 'several_years'
        and coalesce(mapped.repetition, 1) = 1

)

select * from final
