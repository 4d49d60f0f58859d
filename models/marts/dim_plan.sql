-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_statements') }}
with final as (

    select
        plan_id,
        document,
        title_zh,
        title_en,
        region_code,
        is_inferred_region,
        issuer_zh,
        issued_on,
        period_start,
        period_end,
        baseline_year,
        note
    from {{ ref('stg_plans') }}

)

select * from final
