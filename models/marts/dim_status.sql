-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        status,
        label_zh,
        label_en,
        sort_order,
        is_refusal,
        course,
        is_judgeable,
        description_zh,
        description_en
    from {{ ref('progress_statuses') }}

)

select * from final
