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
        plan_kind,
        parent_plan_id,
        supersedes_plan_id,
        superseded_by_plan_id,
        is_whole_document,
        source_title,
        source_url,
        source_grade,
        note
    from {{ ref('stg_plans') }}

)

select * from final
