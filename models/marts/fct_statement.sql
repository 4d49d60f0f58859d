-- depends_on: {{ ref('gate_lists') }}
-- depends_on: {{ ref('gate_statements') }}
with final as (

    select
        statement_id,
        plan_id,
        indicator_id,
        printed_indicator_zh,
        region_code,
        kind,
        form,
        location,
        comparator,
        value,
        value_high,
        unit,
        start_year,
        due_year,
        is_inferred_year,
        is_inferred_value,
        is_approximate,
        is_quota,
        accumulation,
        modality,
        indicator_value,
        indicator_unit,
        exactness,
        lowest_value,
        highest_value,
        note,
        note_zh
    from {{ ref('int_statements_mapped') }}

)

select * from final
