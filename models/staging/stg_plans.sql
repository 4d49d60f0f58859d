with source as (

    select * from {{ ref('plans') }}

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

)

select * from final
