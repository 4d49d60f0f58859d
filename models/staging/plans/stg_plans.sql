with source as (

    select * from {{ ref('plans') }}

),

landed as (

    select * from {{ ref('stg_landed_plan_rows') }}

),

final as (

    select
        plan_id,
        document,
        title_zh,
        title_en,
        region_code,
        coalesce(is_inferred_region, false) as is_inferred_region,
        issuer_zh,
        issued_on,
        period_start,
        period_end,
        baseline_year,
        note
    from source

    union all

    select
        plan_id,
        document,
        title_zh,
        title_en,
        region_code,
        false as is_inferred_region,
        issuer_zh,
        {{ last_day_named('issued_on') }} as issued_on,
        cast(period_start as {{ dbt.type_int() }}) as period_start,
        cast(period_end as {{ dbt.type_int() }}) as period_end,
        cast(baseline_year as {{ dbt.type_int() }}) as baseline_year,
        note
    from landed
    where record = 'plan'

)

select * from final
