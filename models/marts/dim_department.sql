-- depends_on: {{ ref('gate_lists') }}
with final as (

    select
        department_id,
        name_zh,
        name_en
    from {{ ref('departments') }}

)

select * from final
