-- The indicators of the list, and after them those that dropped plans brought themselves.
with listed as (

    select * from {{ ref('indicators') }}

),

brought as (

    select * from {{ ref('stg_landed_plan_rows') }}
    where record = 'indicator'

),

final as (

    select
        indicator_id,
        name_zh,
        name_en,
        theme,
        unit,
        direction,
        accumulation,
        fall_sign,
        valid_min,
        valid_max,
        note,
        false as is_provisional,
        cast(null as {{ dbt.type_string() }}) as first_plan_id,
        cast(null as {{ dbt.type_string() }}) as nearest_indicators
    from listed

    union all

    select
        indicator_id,
        indicator_zh as name_zh,
        -- Until somebody gives it one.
        indicator_zh as name_en,
        'unassigned' as theme,
        unit,
        cast(direction as {{ dbt.type_int() }}) as direction,
        accumulation,
        cast(fall_sign as {{ dbt.type_int() }}) as fall_sign,
        cast(null as double) as valid_min,
        cast(null as double) as valid_max,
        cast(null as {{ dbt.type_string() }}) as note,
        true as is_provisional,
        plan_id as first_plan_id,
        candidates as nearest_indicators
    from brought

)

select * from final
