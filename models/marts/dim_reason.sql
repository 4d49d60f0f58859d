-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        reason,
        status,
        label_zh,
        label_en
    from {{ ref('progress_reasons') }}

)

select * from final
